"""Answers as they come: anybody's, so every field but the text may be absent."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from eval.cases import Case
from eval.documents import Documents, folded
from eval.errors import AnswersError
from eval.reading import read


class _Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)


class GivenDocument(_Given):
    """A document as a stranger's citation names it."""

    title: str = ""
    """Its title, if given."""
    uri: str = ""
    """Its path or URL, if given."""


class GivenCitation(_Given):
    """A citation as it comes; nothing in it is believed before it is checked."""

    marker: int | None = None
    """The number in the text; its place in the list where absent."""
    document: GivenDocument = GivenDocument()
    """The document it names; a bare string is read as its path."""
    exact: str = ""
    """The quoted words."""
    start: int | None = None
    """Where they are said to start."""
    end: int | None = None
    """Where they are said to end."""
    sha256: str | None = None
    """The version of the document they are said to stand in."""

    @field_validator("document", mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        if isinstance(value, str):
            return {"uri": value}
        return {name: item for name, item in value.items() if item is not None} if isinstance(value, dict) else value


class GivenAnswer(_Given):
    """An answer as it comes."""

    text: str = ""
    """What a person reads."""
    status: str | None = None
    """answered, partial or abstained, if the system says."""
    citations: tuple[GivenCitation, ...] = ()
    """What the markers point at."""
    standalone_question: str | None = None
    """How a follow-up was understood."""
    model: str | None = None
    """What worded it: "extractive", or a language model's name, if the system says."""
    repairs: tuple[str, ...] = ()
    """What its own checks did to a language model's wording, a line each, if the system says."""
    usage: dict[str, int] = Field(default_factory=dict)
    """What the language model was asked and gave: calls, tokens, sentences of its own wording, if the system says."""
    confidence: float | None = None
    """How sure the system is, 0 to 1, if it says; orders the risk-coverage curve."""
    seconds: float | None = Field(default=None, ge=0)
    """How long it took, if measured."""
    error: str | None = None
    """What the system raised instead of answering."""

    def cited(self) -> dict[int, GivenCitation]:
        """Return the citations by marker."""
        return {item.marker or place: item for place, item in enumerate(self.citations, start=1)}


def load_answers(file: Path) -> dict[str, GivenAnswer]:
    """Read a file of `{"id": ..., "answer": {...}}` lines; a later line replaces an earlier one of the same id.

    Raises:
        AnswersError: naming file and line, for a line that is not such an object.
    """
    answers: dict[str, GivenAnswer] = {}
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise AnswersError(f"{file}: cannot be read as UTF-8 text: {error}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            name, answer = _line(line, f"{file}:{number}")
            answers[name] = answer
    return answers


def _line(line: str, place: str) -> tuple[str, GivenAnswer]:
    try:
        read = json.loads(line)
        return str(read["id"]), GivenAnswer.model_validate(read["answer"])
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise AnswersError(f'{place}: every line is {{"id": ..., "answer": {{...}}}}, but {error!r}') from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in ("answer", *first["loc"]))
        raise AnswersError(f"{place}: {field}: {first['msg']}") from error


def answer_of_example(case: Case, text: str, documents: Documents) -> GivenAnswer:
    """Make the answer that an example stands for: its [n] cite the case's n-th quotation.

    A stand-off case copies no words: `{quote:N}` stands for those of its quotation N, from 0, white space folded.
    """
    for place, quote in enumerate(case.quotes):
        if (held := f"{{quote:{place}}}") in text:
            text = text.replace(held, " ".join(documents.at(quote).split()))
    citations = tuple(
        _citation_of(documents.path_of(quote), quote.start, quote.end, place, text, documents)
        for place, quote in enumerate(case.quotes, start=1)
        if f"[{place}]" in text
    )
    return GivenAnswer(text=text, citations=citations)


def _citation_of(path: str, start: int, end: int, marker: int, text: str, documents: Documents) -> GivenCitation:
    """Cite a quotation of the case; where the example quotes more of the same place, cite that."""
    exact = documents.text(path)[start:end]
    for sentence in read(text):
        for one in sentence.quotations:
            wider = folded(exact) in folded(one.words) and documents.holds(path, one.words)
            if marker in sentence.markers and wider and folded(exact) != folded(one.words):
                return GivenCitation(marker=marker, document=GivenDocument(uri=path), exact=one.words)
    return GivenCitation(marker=marker, document=GivenDocument(uri=path), exact=exact, start=start, end=end)
