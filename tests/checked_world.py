"""The harness's invented world as a shelf with an extractive answer to each case: what a wording starts from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval_world import write_world

from assistant.checks.quotes import cite
from assistant.library.reading import read, sources
from assistant.library.segmenting import segment
from assistant.model import Answer, Claim, Document, DocumentRef, Span, Statement, Status, Voice
from assistant.voices import claims_of
from eval.answers import GivenAnswer
from eval.cases import Case, load_cases
from eval.documents import Documents


@dataclass
class World:
    """Documents, their claims, and cases about them."""

    documents: list[Document]
    held: dict[str, tuple[Claim, ...]]
    cases: dict[str, Case]
    files: Documents

    def document(self, ref: DocumentRef) -> Document | None:
        return next((one for one in self.documents if one.id == ref.id), None)

    def claims(self, document: Document, span: Span) -> Sequence[Claim]:
        return [one for one in self.held[document.id] if one.attribution.content.overlaps(span)]

    def others(self, document: Document | None) -> Iterator[Document]:
        return (one for one in self.documents if document is None or one.id != document.id)

    def plain(self, name: str, text: str = "") -> Answer:
        """Return the extractive answer of a case: its passing example (or `text`), with the quotations cited."""
        case = self.cases[name]
        weir = next(one for one in self.documents if one.path == "weir.md")
        text = text or case.pass_example or ""
        quotes = [quote for place, quote in enumerate(case.quotes, 1) if f"[{place}]" in text]
        citations = tuple(
            cite(weir, Span(start=quote.start, end=quote.end), place) for place, quote in enumerate(quotes, 1)
        )
        parts = [f"{part.rstrip('.')}." for part in text.split(". ")]
        statements = tuple(
            Statement(
                text=part,
                voice=Voice.ATTRIBUTED,
                claimants=(str(number),),
                citations=tuple(c.marker for c in citations if f"[{c.marker}]" in part),
            )
            for number, part in enumerate(parts)
        )
        return Answer(status=Status.ANSWERED, text=text, statements=statements, citations=citations)


def world_in(folder: Path) -> World:
    """Write and read the world."""
    cases = load_cases([write_world(folder)])
    documents = [read(source) for source in sources(folder) if source.path.suffix == ".md"]
    held = {one.id: claims_of(one, segment(one).sentences) for one in documents}
    return World(documents, held, {case.id: case for case in cases}, Documents(folder))


def given(answer: Answer) -> GivenAnswer:
    """Return an answer as the harness reads it."""
    return GivenAnswer.model_validate(answer.wire())
