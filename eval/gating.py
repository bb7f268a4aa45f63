"""The gate: figures that must not fall, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import SettingsError
from eval.reports import Results


class Threshold(BaseModel):
    """What a figure must reach; at least one of the two."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    at_least: float | None = None
    """The figure must not be lower."""
    at_most: float | None = None
    """The figure must not be higher."""


class Gate(BaseModel):
    """gate.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    figures: dict[str, Threshold]
    """Thresholds by the figure's name in results.json."""


def load_gate(file: Path) -> Gate:
    """Read gate.toml.

    Raises:
        SettingsError: naming the file and what is wrong in it.
    """
    try:
        return Gate.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise SettingsError(f"{file} cannot be used as a gate: {error}") from error


def breaches(gate: Gate, results: Results) -> Iterator[str]:
    """Yield, in words, every threshold that a run does not reach; a figure that was not scored is one."""
    for name, threshold in gate.figures.items():
        estimate = results.figures.get(name)
        if estimate is None or estimate.value is None:
            yield f"{name}: not scored"
        elif threshold.at_least is not None and estimate.value < threshold.at_least:
            yield f"{name}: {estimate} is below {threshold.at_least}"
        elif threshold.at_most is not None and estimate.value > threshold.at_most:
            yield f"{name}: {estimate} is above {threshold.at_most}"
