"""All that answering one question works with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answers.evidence import Evidence, Finder
from assistant.answers.parties import Parties
from assistant.model import Answer, Citation
from assistant.record import Listed, Record
from assistant.search.hybrid import HybridRetriever


@dataclass(frozen=True)
class Library:
    """What answering needs to know of a library besides its evidence."""

    parties: Parties
    documents: Sequence[Listed]


@dataclass(frozen=True)
class Desk:
    """A library's record, what is found in it, and who speaks in it."""

    library: Library
    record: Record
    retriever: HybridRetriever
    finder: Finder
    quoted: tuple[Citation, ...] = ()
    """What this conversation has quoted so far."""

    def has_quoted(self, one: Evidence) -> bool:
        """Tell whether a part of a sentence was quoted before in this conversation."""
        span = one.sentence.span
        return any(
            cited.document.id == one.document.id and cited.start < span.end and span.start < cited.end
            for cited in self.quoted
        )


def quotations_of(answers: Iterable[Answer]) -> tuple[Citation, ...]:
    """Return the quotations of some answers."""
    return tuple(citation for answer in answers for citation in answer.citations)
