"""What can be wrong with a statement, and where it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.model import Span


class Code(StrEnum):
    """What can be wrong with a statement."""

    LAUNDERED = "laundered"
    """A contested claim in the answer's own voice."""
    WRONG_SPEAKER = "wrong_speaker"
    """Said by somebody who does not say it."""
    MISATTRIBUTED_DOCUMENT = "misattributed_document"
    """A quotation that stands in another document than the one cited."""
    FABRICATED = "fabricated"
    """A quotation that stands nowhere."""
    ALTERED = "altered"
    """A quotation some words of which were changed."""
    FORCE_RAISED = "force_raised"
    """A cue stronger than the source's: "reveals" for "claims"."""
    HEDGE_DROPPED = "hedge_dropped"
    """The source says "may"; the statement does not."""
    POLARITY_FLIPPED = "polarity_flipped"
    """Affirmed where the source denies, or denied where it affirms."""
    NUMBER_UNSUPPORTED = "number_unsupported"
    """A number that the evidence does not hold."""
    NAME_UNSUPPORTED = "name_unsupported"
    """A name that the evidence does not hold."""
    UNSUPPORTED = "unsupported"
    """Matter that the evidence does not hold."""
    UNCITED = "uncited"
    """An assertion without a citation."""
    MARKER_UNKNOWN = "marker_unknown"
    """A marker without a citation."""
    DOCUMENT_UNKNOWN = "document_unknown"
    """A citation of a document that the library does not hold."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a statement."""

    code: Code
    statement: int
    """Number of the statement, from 0."""
    why: str
    """In words."""
    span: Span | None = None
    """The words of the answer it is about (its statements joined by line ends), where it is about some of them."""
