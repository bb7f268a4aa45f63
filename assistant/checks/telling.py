"""Who is the source of what, in an answer's own sentences: the engine of `voices`, run over the answer.

An answer is read as a document is. A quotation is read twice, with its marks and without them, because words
that read on grammatically ("claims the policy is “in our interest”") are part of the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.checks.crediting import Credit, credit_of, credit_of_all
from assistant.model import Claim, Claimant, ClaimantKind, Document, Force, Form, Metadata, Polarity, Sentence, Span
from assistant.voices import claims_of

MARKER = re.compile(r"\s*\[(\d+(?:\s*[,;–-]\s*\d+)*)\]")
"""A citation marker, with the white space before it: [1], [2, 3], [1-3]."""
COUNTS = 3
"""Words from which a stretch in quotation marks is a quotation that must stand in its document."""
QUOTED = re.compile(
    r"“((?:[^“”]|“[^“”]*”)+)”|(?<!\w)\"([^\"]+)\"(?!\w)|«([^«»]+)»|„([^„“]+)“"
    r"|(?<!\w)‘((?:[^‘’“”]|’(?=\w))+)’(?!\w)"
)
"""A stretch between quotation marks; those inside it are part of it."""
_END = re.compile(
    r"[.!?…][”\"’)]*(?:\s*\[\d[\d,;\s–-]*\])*(?=\s+[“\"(]?[A-Z0-9*-])|\n\s*\n|\n(?=\s*[-*•])"
    r"|(?<=\d\]);(?=\s+(?!(?:and|but)\s+that\b)[^\n]*\[\d)"
)
"""Where a sentence ends; so does a part that has its citation and is followed by a semicolon."""
_ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Sgt|St|No|vs|Jr|Sr|U\.S|U\.N)|\b[A-Z])\.$")
_COLON = re.compile(r"(?P<who>(?:the\s+)?[^\W\d_][^:“”;]*?)\s*:\s*$", re.IGNORECASE)


_NO_PARTY = frozenset("according in on at by for from to with that this there it yes no not only possibly".split())
"""Words with which no party's name begins."""


@dataclass(frozen=True)
class Quoted:
    """A stretch in quotation marks, in the answer."""

    span: Span
    """Without its marks, in the answer's text."""
    words: str
    """What stands between them."""

    @property
    def counts(self) -> bool:
        """Whether it is long enough to be held to its document."""
        return len(self.words.split()) >= COUNTS


@dataclass(frozen=True)
class Link:
    """One source of some words of an answer."""

    source: str
    """As the answer words it; empty where nobody is named."""
    claimants: tuple[Claimant, ...]
    """The parties it resolves to, pronouns looked up in the sentences before."""
    cue: Span | None
    """Where the cue stands in the answer's text."""
    content: Span
    """What is attributed, in the answer's text."""
    force: Force
    polarity: Polarity


@dataclass(frozen=True)
class Line:
    """One sentence of an answer, read."""

    statement: int
    """Number of the statement that holds it, from 0."""
    span: Span
    """Where it stands in the answer's text."""
    text: str
    """The sentence with its markers."""
    markers: tuple[int, ...]
    quoted: tuple[Quoted, ...]
    links: tuple[Link, ...]

    def sources_of(self, span: Span) -> tuple[Link, ...]:
        """Return the sources of some words, nearest first; those inside the words themselves are the document's."""
        found = [one for one in self.links if _holds(one, span)]
        return tuple(sorted(found, key=lambda one: one.content.end - one.content.start))

    def own_words(self) -> str:
        """Return the sentence without its quotations and markers."""
        return MARKER.sub("", QUOTED.sub(lambda m: "“”" if len(m[0].split()) >= COUNTS else m[0], self.text))


def _holds(link: Link, span: Span) -> bool:
    """Tell whether a source's content holds at least half of some words, and its cue stands outside them."""
    if link.cue is not None and span.contains(link.cue):
        return False
    shared = min(link.content.end, span.end) - max(link.content.start, span.start)
    return shared * 2 >= span.end - span.start


def read_answer(statements: Sequence[str]) -> tuple[Line, ...]:
    """Read the sentences of an answer's statements, in order. The last answers read are remembered."""
    return _read(tuple(statements))


@lru_cache(maxsize=512)
def _read(statements: tuple[str, ...]) -> tuple[Line, ...]:
    text = "\n".join(statements)
    lines: list[tuple[int, Span]] = []
    start = 0
    for number, statement in enumerate(statements):
        lines += [(number, Span(start=start + a, end=start + b)) for a, b in sentences_of(statement)]
        start += len(statement) + 1
    plain = MARKER.sub(lambda match: " " * len(match[0]), text)
    spans = [span for _, span in lines]
    with_marks = _links(plain, spans)
    without = _links(re.sub(r"[“”\"]", " ", plain), spans)
    return tuple(_line(text, plain, number, span, [*with_marks, *without]) for number, span in lines)


def _line(text: str, plain: str, number: int, span: Span, links: Sequence[Link]) -> Line:
    own = span.of(text)
    quoted = tuple(_quoted(own, span.start))
    mine = [one for one in links if span.overlaps(one.content) and one.source]
    counted = [one for one in quoted if one.counts]
    if (behind := _behind_the_lead(plain, span)) is not None:
        alone = [one for one in counted if all(_opens(link, plain, span) for link in mine if _holds(link, one.span))]
        mine += [link for link in (_links(behind, [span]) if alone else ()) if any(_holds(link, q.span) for q in alone)]
    for one in counted:
        if not any(_holds(link, one.span) for link in mine):
            mine += _credited(plain, span, one, counted, mine)
    if not mine and not counted and (found := credit_of_all(span.of(plain))) is not None:
        mine.append(_of_credit(found, span.start))
    return Line(number, span, own, markers_of(own), quoted, tuple(dict.fromkeys(mine)))


def _behind_the_lead(plain: str, line: Span) -> str | None:
    """Return a text with blanks for the "According to X," that opens a line; None where none does.

    A parser takes "According to Ann’s article, the port’s director, Bo Lund, said" for one row of names.
    """
    lead = _LEAD.match(plain, line.start, line.end)
    return None if lead is None else f"{plain[: line.start]}{' ' * (lead.end() - line.start)}{plain[lead.end() :]}"


def _opens(link: Link, plain: str, line: Span) -> bool:
    """Tell whether a source is the "According to X" that opens its line."""
    return link.cue is not None and link.cue.start == line.start and link.cue.of(plain).lower() == "according to"


_LEAD = re.compile(r"According to [^“”,;:]{2,120}, (?=\S)")


def _credited(
    plain: str, line: Span, quoted: Quoted, counted: Sequence[Quoted], links: Sequence[Link]
) -> Iterator[Link]:
    """Yield who is credited with a quotation that no reporting verb holds: by what goes on, else by its clause."""
    before = [one for one in counted if one.span.end < quoted.span.start]
    between = plain[before[-1].span.end + 1 : quoted.span.start - 1] if before else ""
    lead = plain[line.start : quoted.span.start - 1].rstrip()
    going_on = [link for link in links if before and _holds(link, before[-1].span)]
    if going_on and _AND_THAT.match(between):
        yield replace(going_on[0], content=quoted.span)
        return
    spoken = [link for link in links if link.cue is not None and _in_lead(link, lead, line.start)]
    if lead.endswith(":") and spoken:
        yield _goes_on(spoken, quoted)
        return
    start = line.start
    others = [_shifted(one.span, -start) for one in counted if one is not quoted]
    found = credit_of(line.of(plain), _shifted(quoted.span, -start), others)
    if found is not None:
        yield _of_credit(found, start)
    else:
        yield from _introduced(plain, line, quoted)


def _goes_on(spoken: Sequence[Link], quoted: Quoted) -> Link:
    """Return the source of a clause before a colon as that of the quotation behind it: no weaker than what it is in."""
    firm = [link for link in spoken if link.force >= Force.SAID or link.polarity is Polarity.NEGATIVE] or spoken
    last = max(firm, key=lambda link: link.cue.start if link.cue else 0)
    around = [link.force for link in spoken if last.cue is not None and link.content.contains(last.cue)]
    force = max(last.force, Force.SPECULATION, *around)
    return replace(last, content=quoted.span, polarity=Polarity.POSITIVE, force=force)


def _in_lead(link: Link, lead: str, start: int) -> bool:
    """Tell whether a source speaks in the clause before a colon."""
    clause = start + max(lead.rfind(";"), lead.rfind("”"), 0)
    return link.cue is not None and clause <= link.cue.start < start + len(lead)


def _of_credit(found: Credit, start: int) -> Link:
    who = Claimant(name=found.source, kind=ClaimantKind.NAMED)
    cue, content = _shifted(found.cue, start), _shifted(found.content, start)
    return Link(found.source, (who,), cue, content, found.force, found.polarity)


def _shifted(span: Span, by: int) -> Span:
    return Span(start=span.start + by, end=span.end + by)


_AND_THAT = re.compile(r"\s*,?\s*(?:and|but|or)\s+that\b", re.IGNORECASE)


def _links(text: str, spans: Sequence[Span]) -> list[Link]:
    document = Document(uri="answer:", path="answer", text=text, metadata=Metadata(genre="report"))
    sentences = [Sentence(span=span, paragraph=0) for span in spans]
    return [_link(text, claim) for claim in claims_of(document, sentences) if _is_somebodys(claim)]


def _is_somebodys(claim: Claim) -> bool:
    return claim.attribution.form is not Form.OWN_VOICE and claim.attribution.source is not None


def _link(text: str, claim: Claim) -> Link:
    made = claim.attribution
    source = made.source.of(text) if made.source else ""
    return Link(" ".join(source.split()), made.claimants, made.cue, made.content, made.force, made.polarity)


def _introduced(text: str, line: Span, quoted: Quoted) -> Iterator[Link]:
    """Yield the party that a colon alone ties to a quotation: "X did, in 1998: “...”"."""
    lead = text[line.start : quoted.span.start - 1]
    match = _COLON.search(lead)
    if match is None or match["who"].split()[0].lower() in _NO_PARTY:
        return
    who = re.split(r"\s*(?:[,;(]|\b(?:did|does|was|in|on|of|at|to|during)\b)", match["who"])[0].strip()
    if who:
        claimant = Claimant(name=who, kind=ClaimantKind.NAMED)
        cue = Span(start=line.start + match.end() - 1, end=line.start + match.end())
        yield Link(who, (claimant,), cue, quoted.span, Force.SAID, Polarity.POSITIVE)


def _quoted(sentence: str, start: int) -> Iterator[Quoted]:
    for match in QUOTED.finditer(sentence):
        group = match.lastindex or 0
        first, last = match.span(group)
        yield Quoted(Span(start=start + first, end=start + last), match[group])


def markers_of(text: str) -> tuple[int, ...]:
    """Return the numbers of a text's markers, each once, in order: [1], [2, 3], [4-6]."""
    found: list[int] = []
    for match in MARKER.finditer(text):
        for part in re.split(r"[,;]", match[1]):
            ends = [int(one) for one in re.split(r"[–-]", part) if one.strip()]
            found.extend(range(ends[0], min(ends[-1], ends[0] + 50) + 1))
    return tuple(dict.fromkeys(found))


def sentences_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a statement stand; an end inside a quotation or after an abbreviation is none."""
    inside = [match.span() for match in QUOTED.finditer(text)]
    start = 0
    for match in _END.finditer(text):
        within = any(a < match.start() < b - 1 for a, b in inside)
        if within or _ABBREVIATION.search(text[start : match.start() + 1]):
            continue
        if text[start : match.end()].strip():
            yield _stripped(text, start, match.end())
        start = match.end()
    if text[start:].strip():
        yield _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
