"""A follow-up and the turns before it become one question that stands alone."""

from __future__ import annotations

from collections.abc import Sequence


def standalone(question: str, history: Sequence[str]) -> str:
    """Return the question with what its earlier turns say; the question itself where there are none."""
    earlier = [turn.strip() for turn in history if turn.strip()]
    return " ".join([*earlier, question.strip()])
