"""The domain: documents, spans, who says what, and answers. Every type is frozen.

Offsets are Unicode code points into a document's canonical text, end exclusive
(the W3C Web Annotation TextPositionSelector).
"""

from __future__ import annotations

import hashlib
import re
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Literal, Self
from uuid import NAMESPACE_URL, uuid5

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.dates import PartialDate


class Frozen(BaseModel):
    """Base of every domain type: immutable, strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, populate_by_name=True)


class Span(Frozen):
    """A stretch of a document's canonical text; never empty."""

    start: int = Field(ge=0)
    """First code point."""
    end: int
    """One past the last code point."""

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"a span ends after it starts, but this one is {self.start}:{self.end}")
        return self

    def of(self, text: str) -> str:
        """Return the characters of `text` the span covers."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


_HOST = re.compile(r"[a-z][a-z0-9+.\-]*://(?:[^/?#@]*@)?(?:www\.)?([^/:?#]+)", re.IGNORECASE)


class Metadata(Frozen):
    """What is known of a document besides its text; nothing here is guessed."""

    title: str | None = None
    """The title as its publisher wrote it."""
    author: str | None = None
    """Who wrote or spoke it; absent rather than invented."""
    publisher: str | None = None
    """Who published it."""
    published: PartialDate | None = None
    """When it was published."""
    url: str | None = None
    """Where the public original stands."""
    genre: str | None = None
    """Kind of document, lower case: opinion, speech, briefing, statement, report, reference, brief, ..."""
    language: str | None = None
    """BCP 47 tag."""
    licence: str | None = None
    """Terms under which the document may be used."""

    @property
    def site(self) -> str | None:
        """The host of its URL, without "www.": whitehouse.gov."""
        host = _HOST.match(self.url or "")
        return host[1].lower().rstrip(".") if host else None


class Document(Frozen):
    """One source document: its canonical text and what is known of it."""

    uri: str
    """Absolute file URI or URL: where it was read."""
    path: str
    """Path relative to the folder that was added, for display."""
    text: str
    """Canonical text: the decoded text as it stands, never normalised."""
    metadata: Metadata = Metadata()
    """Title, author, date and the rest."""
    encoding: str = "utf-8"
    """The encoding the file was decoded from."""
    media_type: str = "text/plain"
    """How the file was read: text/plain, text/markdown, ..."""
    content: tuple[Span, ...] = ()
    """The parts of the text that are content, in order; front matter, footers and syntax are left out."""
    pages: tuple[int, ...] = ()
    """Where each page starts, as offsets, for paginated formats; empty otherwise."""

    @cached_property
    def id(self) -> str:
        """Identity: uuid5 of the absolute URI, the same in every library."""
        return str(uuid5(NAMESPACE_URL, self.uri))

    @cached_property
    def sha256(self) -> str:
        """The document's version: SHA-256 of the canonical text in UTF-8, in hex."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def edition(self) -> str:
        """What search and quotations stand on: uuid5 of the text's sha256, how it was read, the metadata, the title.

        Two files with the same text, metadata and title share one edition; a corrected title makes a new one,
        and so does another file name where that is the title: units are searched with their title in front.
        """
        read = self.model_dump_json(include={"metadata", "media_type", "content", "pages"})
        return str(uuid5(NAMESPACE_URL, f"{self.sha256}:{read}:{self.title}"))

    @property
    def title(self) -> str:
        """The title, or the file's name where there is none."""
        return self.metadata.title or self.path.rsplit("/", 1)[-1]

    def page_of(self, offset: int) -> int | None:
        """Return the 1-based page that holds `offset`, or None for a document without pages."""
        if not self.pages:
            return None
        return max(1, sum(1 for start in self.pages if start <= offset))


class Sentence(Frozen):
    """One sentence of a document."""

    span: Span
    """Where it stands."""
    paragraph: int
    """Number of the paragraph that holds it, from 0."""
    speaker: str | None = None
    """The label of the speaker's turn it belongs to, in a transcript."""
    heading: str | None = None
    """The nearest heading above it."""


class Passage(Frozen):
    """A window of units, about 200 words, never across a heading or a speaker's turn."""

    id: str
    """uuid5 of (document version, segmenter version, start, end)."""
    span: Span
    """From its first unit's start to its last unit's end."""


class Unit(Frozen):
    """One or two whole sentences: what is embedded and searched."""

    id: str
    """uuid5 of (document version, segmenter version, start, end)."""
    passage: str
    """Id of the passage that holds it."""
    span: Span
    """From its first sentence's start to its last sentence's end."""
    sentences: tuple[int, ...]
    """Indexes of its sentences in the document, in order."""


class Polarity(StrEnum):
    """Whether the claimant puts the content forward or denies it."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Form(StrEnum):
    """How the words are given."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    AGENTLESS = "agentless"
    OWN_VOICE = "own_voice"


class ClaimantKind(StrEnum):
    """What kind of party a claimant is."""

    NAMED = "named"
    GROUP = "group"
    ARTIFACT = "artifact"
    UNSPECIFIED = "unspecified"
    AUTHOR = "author"


class Force(IntEnum):
    """How strongly a claim is put forward. An answer may lower it, never raise it."""

    DENIED = -1
    SPECULATION = 0
    WEAK_EVIDENCE = 1
    SAID = 2
    PRESUPPOSED = 3


class Rule(StrEnum):
    """Why a claim counts as contested; R0 says it does not."""

    UNCONTESTED = "R0"
    ATTRIBUTED = "R1"
    AGENTLESS = "R2"
    HEDGED = "R3"
    NORM = "R4"
    PREDICTION = "R5"
    INTERPRETATION = "R6"
    ACCUSATION = "R7"
    LABEL = "R8"
    CONTRADICTED = "R9"


class Claimant(Frozen):
    """The party an attribution resolves to."""

    name: str
    """The wording to show: a name, a group as the document words it, "reports", "the article"."""
    kind: ClaimantKind
    """Named, group, artifact, unspecified or the author."""
    members: tuple[str, ...] = ()
    """Named parties that a group counts in ("sources, including X": X)."""
    offices: tuple[str, ...] = ()
    """What the document says a person is, as worded: "the port’s director", "mayor of Norland"."""
    mention: Span | None = None
    """Where the document names the party, if it does."""


class Attribution(Frozen):
    """Who says what in a document, in PolNeAR's terms: source, cue, content."""

    id: str
    """uuid5 of (document version, engine version, source, cue and content spans)."""
    parent: str | None = None
    """Id of the attribution whose content holds this one."""
    source: Span | None = None
    """The words that name the source, as they stand; None where nobody is named."""
    cue: Span | None = None
    """The words that signal the attribution; None for own voice and for a quotation without a cue."""
    content: Span
    """What is attributed."""
    claimants: tuple[Claimant, ...] = Field(min_length=1)
    """Those who make the claim together."""
    form: Form
    """Direct, indirect, mixed, agentless or own voice."""
    polarity: Polarity = Polarity.POSITIVE
    """Put forward, or denied."""
    force: Force = Force.SAID
    """How strongly."""


class Claim(Frozen):
    """A proposition of a document with the claimants who stand behind it."""

    attribution: Attribution
    """Who says it, and where."""
    chain: tuple[Claimant, ...] = Field(min_length=1)
    """Those through whom it reaches the reader, outward from the nearest speaker to the document."""
    contested: bool
    """Whether an answer must say who says it."""
    rules: tuple[Rule, ...] = Field(min_length=1)
    """The rules that fired."""
    reasons: tuple[str, ...] = ()
    """Why each rule fired, in words a person can read; one for each of `rules`."""
    hedges: tuple[Span, ...] = ()
    """Words that soften the content ("may", "likely"); an answer keeps them."""


class DocumentRef(Frozen):
    """A document as a citation names it: no text."""

    id: str
    """The document's id."""
    title: str
    """Title, or file name."""
    uri: str
    """Path relative to the folder that was added, or the URL."""
    publisher: str | None = None
    """Who published it."""
    published: str | None = None
    """When, as precisely as known."""
    genre: str | None = None
    """Kind of document."""
    url: str | None = None
    """The public original, if known."""


class CitedQuote(Frozen):
    """The wire form of a citation, unverified: what strangers' answers carry."""

    model_config = ConfigDict(extra="ignore")

    marker: int
    """The number in the answer's text."""
    document: DocumentRef
    """The document it points at."""
    exact: str
    """The quoted words."""
    prefix: str = ""
    """A little text before them."""
    suffix: str = ""
    """A little text after them."""
    start: int | None = None
    """Where they are said to start."""
    end: int | None = None
    """Where they are said to end."""
    sha256: str | None = None
    """The document version they are said to stand in."""
    page: int | None = None
    """The page, in paginated formats."""


class Citation(Frozen):
    """A verified quotation. Only `assistant.checks.quotes` makes one."""

    marker: int = Field(ge=1)
    """The number in the answer's text."""
    document: DocumentRef
    """The document it stands in."""
    exact: str
    """The document's own words: text[start:end] == exact."""
    prefix: str
    """Up to 32 characters of text before it (W3C TextQuoteSelector)."""
    suffix: str
    """Up to 32 characters of text after it."""
    start: int = Field(ge=0)
    """First code point in the canonical text."""
    end: int
    """One past the last."""
    sha256: str
    """The version of the document it was verified against."""
    page: int | None = None
    """The page, in paginated formats."""
    stale: bool = False
    """Whether the document's file was altered or deleted since it was read; `exact` is what was read."""


class Voice(StrEnum):
    """Whose voice a statement is in: the assistant's own, or somebody's."""

    OWN = "own"
    ATTRIBUTED = "attributed"


class Statement(Frozen):
    """One sentence of an answer."""

    text: str
    """The sentence with its [n] markers."""
    voice: Voice
    """Own or attributed."""
    claimants: tuple[str, ...] = ()
    """Those who make the claim together, as worded in the sentence."""
    chain: tuple[str, ...] = ()
    """Outward from the nearest speaker to the document."""
    contested: bool = False
    """Whether the matter is contested."""
    rules: tuple[Rule, ...] = ()
    """Why."""
    claims: tuple[str, ...] = ()
    """Ids of the claims it rests on."""
    citations: tuple[int, ...] = ()
    """Markers of its citations."""


class Status(StrEnum):
    """How far an answer goes."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    ABSTAINED = "abstained"


class Answer(Frozen):
    """What a person gets for a question; `wire()` is the contract other programs rely on."""

    schema_version: Literal[1] = Field(default=1, alias="schema")
    """Version of the JSON contract."""
    status: Status
    """Answered, partial or abstained."""
    text: str
    """What a person reads, with [n] markers."""
    statements: tuple[Statement, ...] = ()
    """The sentences of the answer."""
    citations: tuple[Citation, ...] = ()
    """The verified quotations, in the order of their markers."""
    standalone_question: str | None = None
    """How a follow-up was understood; None where the question stood alone."""
    reason: str | None = None
    """Why it abstained or is partial."""
    confidence: float | None = None
    """How sure it is that the documents answer this, 0..1; None where that was not weighed."""
    model: str = "extractive"
    """What wrote it: extractive, or provider:model."""
    usage: dict[str, int] = {}
    """What a language model used (calls, tokens) and how many sentences of its own wording are shown."""
    repairs: tuple[str, ...] = ()
    """What the checks mended or dropped."""

    def wire(self) -> dict[str, object]:
        """Return the answer as the JSON object of the contract."""
        return self.model_dump(mode="json", by_alias=True)


_ITSELF = {
    "opinion": "the article",
    "article": "the article",
    "news": "the article",
    "speech": "the speech",
    "briefing": "the briefing",
    "statement": "the statement",
    "report": "the report",
    "fact sheet": "the fact sheet",
    "brief": "the brief",
}


def voice_of(metadata: Metadata) -> str:
    """Name the author for an answer: the author, or "the article", "the speech", ... by genre; never invented."""
    return metadata.author or itself(metadata)


def itself(metadata: Metadata) -> str:
    """Name a document as its own voice where no author speaks: "the article", "the speech"."""
    return _ITSELF.get(metadata.genre or "", "the document")
