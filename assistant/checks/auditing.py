"""Anybody's answer against a library: every quotation gets a verdict, every statement its findings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from assistant.checks.attributions import check_statements
from assistant.checks.findings import Code, Finding
from assistant.checks.grounds import Ground, grounds_of
from assistant.checks.quotes import Verdict, find_quote
from assistant.checks.shelf import Shelf
from assistant.checks.telling import QUOTED, Quoted, read_answer
from assistant.errors import UsageError
from assistant.model import Answer, Citation, CitedQuote, Document, Frozen, Span, Status
from assistant.text import words

ALTERED = 0.7
"""Share of a quotation's words that must stand together in a document for it to count as changed, not invented."""


class QuotationVerdict(StrEnum):
    """What became of a quotation."""

    VERIFIED = "verified"
    MISATTRIBUTED_DOCUMENT = "misattributed_document"
    MISATTRIBUTED_SPEAKER = "misattributed_speaker"
    FABRICATED = "fabricated"


@dataclass(frozen=True)
class CheckedQuotation:
    """A quotation of an answer with its verdict."""

    words: str
    statement: int
    verdict: QuotationVerdict


@dataclass(frozen=True)
class Audit:
    """What a check of one answer found."""

    findings: tuple[Finding, ...]
    quotations: tuple[CheckedQuotation, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def wire(self, name: str) -> dict[str, object]:
        """Return the audit as a JSON object: id, ok, findings, and each quotation's verdict."""
        findings = [{"code": one.code.value, "statement": one.statement, "why": one.why} for one in self.findings]
        quotations = [
            {"exact": one.words, "statement": one.statement, "verdict": one.verdict.value} for one in self.quotations
        ]
        return {"id": name, "ok": self.ok, "findings": findings, "quotations": quotations}

    def in_words(self, name: str) -> str:
        """Return the audit as lines for a person."""
        lines = [f"{name}: {'ok' if self.ok else f'{len(self.findings)} wrong'}"]
        lines += [f"  {one.code.value}, statement {one.statement + 1}: {one.why}" for one in self.findings]
        return "\n".join(lines)


class Said(Frozen):
    """The least a checked statement has; the rest of the wire form is ignored."""

    model_config = Frozen.model_config | {"extra": "ignore"}

    text: str
    """The sentence with its markers."""


class GivenAnswer(Frozen):
    """An answer on the wire, ours or a stranger's."""

    model_config = Frozen.model_config | {"extra": "ignore"}

    text: str
    """What a person reads, with [n] markers."""
    status: str | None = None
    """answered, partial or abstained."""
    statements: tuple[Said, ...] = ()
    """Its sentences; where they are not the text's, the text counts."""
    citations: tuple[CitedQuote, ...] = ()
    """What the markers stand for."""
    standalone_question: str | None = None
    """The question as it was understood."""

    def parts(self) -> tuple[str, ...]:
        """Return the statements, if together they are the text; else the text as one statement."""
        whole = " ".join("".join(one.text for one in self.statements).split())
        if self.statements and whole.replace(" ", "") == "".join(self.text.split()):
            return tuple(one.text for one in self.statements)
        return (self.text,)


def check_answer(answer: Answer | GivenAnswer, shelf: Shelf, question: str = "") -> Audit:
    """Check an answer against a library; `question` may lend names and numbers to the answer's own words."""
    if answer.status == Status.ABSTAINED and not answer.citations and not QUOTED.search(answer.text):
        return Audit((), ())
    if isinstance(answer, Answer):
        statements: Sequence[str] = [one.text for one in answer.statements] or [answer.text]
    else:
        statements = answer.parts()
    about = " ".join(filter(None, [question, answer.standalone_question]))
    held: dict[int, Ground | None] = {}
    findings: list[Finding] = []
    cited_in = _statement_of(statements)
    for citation in answer.citations:
        ground, wrong = _ground(citation, shelf, cited_in.get(citation.marker, 0))
        held[citation.marker] = ground
        findings += wrong
    findings += check_statements(statements, held, about)
    quotations = []
    for statement, quoted, markers in _quotations(statements):
        wrong_speaker = any(one.code is Code.WRONG_SPEAKER and one.span == quoted.span for one in findings)
        verdict, found = _verdict(quoted, markers, held, shelf, statement)
        if verdict is QuotationVerdict.VERIFIED and wrong_speaker:
            verdict = QuotationVerdict.MISATTRIBUTED_SPEAKER
        quotations.append(CheckedQuotation(quoted.words, statement, verdict))
        findings += found
    return Audit(tuple(dict.fromkeys(findings)), tuple(quotations))


def _statement_of(statements: Sequence[str]) -> dict[int, int]:
    first: dict[int, int] = {}
    for line in read_answer(statements):
        for marker in line.markers:
            first.setdefault(marker, line.statement)
    return first


def _quotations(statements: Sequence[str]) -> Iterable[tuple[int, Quoted, tuple[int, ...]]]:
    for line in read_answer(statements):
        for quoted in line.quoted:
            if quoted.counts:
                yield line.statement, quoted, line.markers


def _ground(citation: Citation | CitedQuote, shelf: Shelf, statement: int) -> tuple[Ground | None, list[Finding]]:
    """Return the place a citation names; a citation that stands nowhere has a finding instead."""
    document = shelf.document(citation.document)
    if document is None:
        why = f"[{citation.marker}] cites {citation.document.title!r}, which the library does not hold"
        return None, [Finding(Code.DOCUMENT_UNKNOWN, statement, why)]
    span = _place(citation, document)
    if span is None:
        code, why = _missing(citation.exact, document, shelf)
        return None, [Finding(code, statement, f"[{citation.marker}] {why}")]
    return grounds_of(document, span, shelf.claims(document, span)), []


def _place(citation: Citation | CitedQuote, document: Document) -> Span | None:
    """Return where a citation's words stand: at its offsets, if they are there, else where they are found."""
    start, end = citation.start, citation.end
    inside = start is not None and end is not None and 0 <= start < end <= len(document.text)
    if inside and document.text[start:end] == citation.exact:
        return Span(start=start or 0, end=end or 0)
    near = Span(start=start or 0, end=end or 0) if inside else None
    found = find_quote(document.text, citation.exact, near)
    return None if found.verdict is Verdict.NOT_FOUND else found.span


def _verdict(
    quoted: Quoted, markers: Sequence[int], held: Mapping[int, Ground | None], shelf: Shelf, statement: int
) -> tuple[QuotationVerdict, list[Finding]]:
    """Place a quotation: in what its sentence cites, else in what the answer cites, else anywhere."""
    cited = [ground for marker in markers if (ground := held.get(marker)) is not None]
    if not markers:
        cited = [ground for ground in held.values() if ground is not None]
    documents = {ground.document.id: ground.document for ground in cited}
    for ground in cited:
        if find_quote(ground.span.of(ground.document.text), quoted.words).span is not None:
            return QuotationVerdict.VERIFIED, []
    for document in documents.values():
        if find_quote(document.text, quoted.words).span is not None:
            why = f"“{quoted.words}” stands elsewhere in the document than cited"
            return QuotationVerdict.VERIFIED, [Finding(Code.MISATTRIBUTED_DOCUMENT, statement, why)]
    code, why = _missing(quoted.words, next(iter(documents.values()), None), shelf)
    misplaced = code is Code.MISATTRIBUTED_DOCUMENT
    verdict = QuotationVerdict.MISATTRIBUTED_DOCUMENT if misplaced else QuotationVerdict.FABRICATED
    return verdict, [Finding(code, statement, why)]


def _missing(quotation: str, document: Document | None, shelf: Shelf) -> tuple[Code, str]:
    """Say what is wrong with words that do not stand where they are cited."""
    for other in shelf.others(document):
        if find_quote(other.text, quotation).span is not None:
            return Code.MISATTRIBUTED_DOCUMENT, f"“{quotation}” stands in {other.title}, not where it is cited"
    if document is not None and is_altered(quotation, document.text):
        return Code.ALTERED, f"“{quotation}” is not what {document.title} says; some of its words were changed"
    return Code.FABRICATED, f"“{quotation}” stands in no document"


def is_altered(quotation: str, text: str) -> bool:
    """Tell whether most of a quotation's words stand close together in a text."""
    said = words(quotation)
    wanted = set(said)
    held = words(text)
    reach = len(said) + 4
    hits = [place for place, word in enumerate(held) if word in wanted]
    for first, place in enumerate(hits):
        near = {held[other] for other in hits[first : first + reach] if other < place + reach}
        if len(near) >= ALTERED * len(wanted):
            return True
    return False


def load_answers(file: Path) -> Iterator[tuple[str, str, GivenAnswer]]:
    """Read id, question (empty where none is given) and answer of each line. Raises UsageError with file and line."""
    try:
        lines = file.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            read = json.loads(line)
            yield str(read["id"]), str(read.get("question") or ""), GivenAnswer.model_validate(read["answer"])
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(
                f'{file}, line {number} is not an answer: it needs "id" and "answer" with "text" ({error}).'
            ) from error
