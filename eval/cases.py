"""A case: a question, where its evidence stands, and who may be said to hold the claim.

Quotations are stand-off (document, start, end), so a case can be about a document that the repository may not copy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from eval.errors import CaseError


def _regular_expression(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is not a regular expression: {error}") from error
    return value


Pattern = Annotated[str, AfterValidator(_regular_expression)]
"""A Python regular expression, checked when the case is read."""


class Kind(StrEnum):
    """What a case is about."""

    WHO_CLAIMS = "who_claims"
    AGENTLESS_HEDGED = "agentless_hedged"
    AUTHOR_VOICE = "author_voice"
    SPEAKER_TURN = "speaker_turn"
    UNCONTESTED_CONTROL = "uncontested_control"
    DISAGREEMENT = "disagreement"
    TEMPORAL = "temporal"
    FALSE_PREMISE = "false_premise"
    UNANSWERABLE = "unanswerable"
    MULTI_TURN = "multi_turn"


class Code(StrEnum):
    """What can be wrong with an answer."""

    OWN_VOICE = "OWN_VOICE"
    """Laundered: a contested claim in the assistant's own voice."""
    WRONG_HOLDER = "WRONG_HOLDER"
    """Said by a party that did not say it."""
    MISSING_HOLDER = "MISSING_HOLDER"
    """Said by nobody one could name: "some say", "reportedly"."""
    FACTIVE_UPGRADE = "FACTIVE_UPGRADE"
    """The cue is stronger than the source's: "reveals", "admits"."""
    HEDGE_DROPPED = "HEDGE_DROPPED"
    """The source's "may" or "reported" is gone."""
    POLARITY = "POLARITY"
    """Denied where it was affirmed, or affirmed where it was denied."""
    UNSUPPORTED_NUMBER = "UNSUPPORTED_NUMBER"
    """A number that the evidence does not hold."""
    OVER_ATTRIBUTED = "OVER_ATTRIBUTED"
    """An uncontested fact made to look doubtful."""
    ONE_SIDED = "ONE_SIDED"
    """A party that must be heard is not."""
    MISSING_DATE = "MISSING_DATE"
    """A position without the date it was held."""
    PREMISE_ACCEPTED = "PREMISE_ACCEPTED"
    """The question's false premise is not corrected."""
    ANSWERED_UNANSWERABLE = "ANSWERED_UNANSWERABLE"
    """The documents do not hold an answer, yet one is given."""
    FALSE_REFUSAL = "FALSE_REFUSAL"
    """The documents hold the answer, yet none is given."""
    NOT_ANSWERED = "NOT_ANSWERED"
    """Neither a refusal nor the claim that was asked for."""
    WRONG_CLAIM = "WRONG_CLAIM"
    """Something the case forbids is said."""
    QUOTE_ALTERED = "QUOTE_ALTERED"
    """A quotation, or a citation's `exact`, that does not stand in the document it cites."""
    WRONG_DOCUMENT = "WRONG_DOCUMENT"
    """The words stand in another document than the one cited, or the one cited is unknown."""
    SPAN_SHIFTED = "SPAN_SHIFTED"
    """The words stand in the document, but not where the citation says."""
    CITATION_MISSING = "CITATION_MISSING"
    """A quotation or a claim without a citation."""
    CITATION_DANGLING = "CITATION_DANGLING"
    """A marker without a citation behind it."""
    CITATION_UNSUPPORTED = "CITATION_UNSUPPORTED"
    """A citation that has nothing to do with its sentence."""
    DUMPED = "DUMPED"
    """A wall of quotation instead of an answer."""


class Part(BaseModel):
    """Base of the parts of a case: immutable, strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Quote(Part):
    """Where a piece of evidence stands."""

    document: str = ""
    """Path of the document, relative to the folder of documents; may be empty if `sha256` is given."""
    sha256: str | None = None
    """SHA-256 of the document's text in UTF-8, in hex."""
    start: int = Field(ge=0)
    """First code point."""
    end: int
    """One past the last."""
    text: str | None = None
    """The words, where they may be copied; `text[start:end] == text` is checked."""
    text_sha256: str | None = None
    """SHA-256 of the words in UTF-8, where they may not be copied."""
    group: str = "g1"
    """Which side or step the evidence belongs to."""
    optional: bool = False
    """Good to have; not counted as required."""

    @model_validator(mode="after")
    def _usable(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"a quotation ends after it starts, but this one is {self.start}:{self.end}")
        if not (self.document or self.sha256):
            raise ValueError("a quotation names its document by path (document) or by sha256")
        return self


class Holder(Part):
    """A party that may be said to hold the claim."""

    id: str
    """A short name, unique in the case."""
    side: str = ""
    """Those who stand for one position share a side; its own where empty."""
    canonical: str
    """How a message names the party."""
    aliases: tuple[Pattern, ...] = Field(min_length=1)
    """Regular expressions that recognise the party in an answer."""
    documents: tuple[str, ...] = ()
    """Documents in which the party speaks; any, where empty."""
    stance: Literal["deny"] | None = None
    """`deny`: the party must be shown denying."""

    @property
    def position(self) -> str:
        """The side, or the holder's own id where no side is given."""
        return self.side or self.id


class FailExample(Part):
    """An answer that must fail, and how."""

    text: str
    """The answer; [n] cites the case's n-th quotation."""
    error: Code
    """The error that must be found."""


class DateNeeded(Part):
    """A date that the answer must carry."""

    id: str
    """The date as ISO 8601, for messages."""
    aliases: tuple[Pattern, ...] = Field(min_length=1)
    """Regular expressions that recognise it."""


class Case(Part):
    """One question with everything needed to score an answer to its last turn."""

    id: str = Field(min_length=1)
    """Unique in a file."""
    kind: Kind
    """What it is about."""
    turns: tuple[str, ...] = Field(min_length=1)
    """The questions in order; the last is scored."""
    expect: Literal["answer", "abstain"]
    """Whether the documents hold an answer."""
    contested: bool
    """Whether the answer must say who says it."""
    documents: tuple[str, ...] = ()
    """The documents it is about, as paths relative to the folder of documents."""
    cluster: str = ""
    """Cases that share evidence share a cluster; intervals resample clusters. The id where empty."""
    holders: tuple[Holder, ...] = ()
    """Who may be said to hold the claim."""
    require_all_holders: bool = False
    """Whether every side must be heard."""
    quotes: tuple[Quote, ...] = ()
    """Where the evidence stands."""
    quotes_mode: Literal["any_of", "all_of", "groups"] = "any_of"
    """any_of: one suffices; all_of: each; groups: one of every group."""
    alt_support: dict[str, tuple[Pattern, ...]] = {}
    """Other words in the documents that serve a group as well as its quotations."""
    claim_patterns: tuple[Pattern, ...] = ()
    """Regular expressions that recognise a clause that expresses the claim."""
    hedge_required: bool = False
    """Whether the source hedges, so that the answer must."""
    wrong_holders: tuple[Pattern, ...] = ()
    """Parties to whom the claim might be pinned by mistake."""
    wrong_holder_strict: bool = False
    """Whether a wrong holder is an error anywhere in the answer, not only as the claim's source."""
    forbidden_own_voice: tuple[str, ...] = ()
    """Sentences that must not stand in the assistant's own voice."""
    forbidden_patterns: tuple[Pattern, ...] = ()
    """What must not be said at all."""
    correction_patterns: tuple[Pattern, ...] = ()
    """At least one must be found where the premise is false."""
    dates: tuple[DateNeeded, ...] = ()
    """Dates that must be given."""
    allow_cues: tuple[str, ...] = ()
    """Lemmas of strong cues that this case's sources do use."""
    standalone_must: tuple[Pattern, ...] = ()
    """What the standalone question of a follow-up must mention."""
    pass_example: str = ""
    """An answer that must pass; [n] cites the n-th quotation."""
    pass_examples_alt: tuple[str, ...] = ()
    """More of them."""
    fail_examples: tuple[FailExample, ...] = ()
    """Answers that must fail."""
    note: str = ""
    """For people."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.expect == "answer" and not (self.claim_patterns and self.quotes):
            raise ValueError("a case that expects an answer needs claim_patterns and quotes")
        if self.contested and self.expect == "answer" and not self.holders:
            raise ValueError("a contested case needs holders")
        return self

    @property
    def passing(self) -> tuple[str, ...]:
        """Every answer that must pass."""
        return ((self.pass_example,) if self.pass_example else ()) + self.pass_examples_alt

    @property
    def sides(self) -> frozenset[str]:
        """The positions that the holders stand for."""
        return frozenset(holder.position for holder in self.holders)


def load_cases(files: Iterable[Path]) -> tuple[Case, ...]:
    """Read case files (JSON Lines), in order.

    Raises:
        CaseError: naming file, line and field, for anything that is not a case, and for an id used twice.
    """
    cases: list[Case] = []
    seen: dict[str, str] = {}
    for file in files:
        for number, line in enumerate(_lines(file), start=1):
            if not line.strip():
                continue
            case = _case(line, f"{file}:{number}")
            if case.id in seen:
                raise CaseError(f"{file}:{number}: id: {case.id!r} is already used at {seen[case.id]}; ids are unique.")
            seen[case.id] = f"{file}:{number}"
            cases.append(case)
    return tuple(cases)


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"{file}: cannot be read as UTF-8 text: {error}") from error


def _case(line: str, place: str) -> Case:
    try:
        return Case.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise CaseError(f"{place}: not JSON: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "case"
        raise CaseError(f"{place}: {field}: {first['msg']}") from error
