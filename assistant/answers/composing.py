"""Evidence into an answer, without a language model: each sentence quoted, its document named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.answers.evidence import Evidence
from assistant.checks.quotes import cite
from assistant.model import Answer, Citation, Document, Statement, Status, Voice, voice_of

NOTHING = "The documents say nothing on this."


def compose(evidence: Sequence[Evidence], standalone: str | None = None) -> Answer:
    """Quote each piece of evidence in a statement of its own; abstain without evidence."""
    if not evidence:
        return abstain(NOTHING, standalone)
    citations = tuple(cite(one.document, one.sentence.span, n) for n, one in enumerate(evidence, 1))
    statements = tuple(_statement(one, citation) for one, citation in zip(evidence, citations, strict=True))
    return Answer(
        status=Status.ANSWERED,
        text="\n\n".join(statement.text for statement in statements),
        statements=statements,
        citations=citations,
        standalone_question=standalone,
    )


def abstain(reason: str, standalone: str | None = None) -> Answer:
    """Say that there is no answer, and why."""
    return Answer(status=Status.ABSTAINED, text=reason, reason=reason, standalone_question=standalone)


def _statement(one: Evidence, citation: Citation) -> Statement:
    speaker = one.sentence.speaker or voice_of(one.document.metadata)
    quoted = " ".join(citation.exact.split())
    return Statement(
        text=f"{_lead(one)}: “{quoted}” [{citation.marker}].",
        voice=Voice.ATTRIBUTED,
        claimants=(speaker,),
        chain=(speaker,),
        citations=(citation.marker,),
    )


def _lead(one: Evidence) -> str:
    speaker = f"{one.sentence.speaker} in " if one.sentence.speaker else "In "
    return f"{speaker}{in_words(one.document)}"


def in_words(document: Document) -> str:
    """Name a document with its kind, publisher and date: the opinion piece T (Foreign Policy, August 2024)."""
    known = document.metadata
    kind = {"opinion": "opinion piece", "reference": "reference page", None: "document"}.get(known.genre, known.genre)
    about = ", ".join(filter(None, [known.publisher, date_in_words(known.published)]))
    return f"the {kind} {document.title}" + (f" ({about})" if about else "")


def date_in_words(published: str | None) -> str | None:
    """Write an ISO date as people do, as precisely as it is known: 2024-08 is August 2024."""
    if published is None:
        return None
    parts = published.split("-")
    if len(parts) == 1:
        return parts[0]
    day = date(int(parts[0]), int(parts[1]), int(parts[2]) if len(parts) == 3 else 1)
    return f"{day:%B %Y}" if len(parts) == 2 else f"{day.day} {day:%B %Y}"
