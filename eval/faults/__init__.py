"""What can be wrong with an answer, one file a concern; every check takes an `Examined` and yields `Fault`s."""

from __future__ import annotations

from eval.examining import Examined, Fault
from eval.faults.answering import answering_faults
from eval.faults.attributing import attributing_faults
from eval.faults.quoting import quoting_faults

__all__ = ["find_faults"]


def find_faults(examined: Examined) -> tuple[Fault, ...]:
    """Return everything that is wrong with an answer, each code at most once a sentence."""
    found = [*quoting_faults(examined), *attributing_faults(examined), *answering_faults(examined)]
    return tuple({(fault.code, fault.sentence): fault for fault in reversed(found)}.values())[::-1]
