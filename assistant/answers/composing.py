"""Evidence into statements, without a language model: who says it, in no stronger words, and the words that answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answers.clauses import trimmed
from assistant.answers.evidence import Evidence
from assistant.answers.parties import is_place
from assistant.checks.quotes import cite
from assistant.model import (
    Answer,
    Citation,
    Claim,
    ClaimantKind,
    Document,
    Metadata,
    Rule,
    Span,
    Statement,
    Status,
    Voice,
    voice_of,
)

LONGEST_QUOTATION = 35
"""Words; a longer sentence is quoted by the clauses that answer."""
PARTIAL_GENRES = frozenset({"opinion", "speech", "briefing", "statement", "brief", "presidential action"})
"""Genres that argue: even their plain facts are given with the document in which they stand."""


@dataclass(frozen=True)
class Draft:
    """A statement before its citation has a number."""

    before: str
    """What stands before the quotation, ending in a space or a colon and a space; may be empty."""
    span: Span
    """The words quoted."""
    after: str
    """What stands after the marker."""
    evidence: Evidence
    voice: Voice
    claimants: tuple[str, ...]
    chain: tuple[str, ...]
    claims: tuple[Claim, ...]


def draft(one: Evidence, words: Span, longest: int = LONGEST_QUOTATION) -> Draft:
    """Write one piece of evidence as a statement: relayed, in a speaker's words, or in the own voice.

    `words` is the stretch to quote where the sentence is given in its speaker's words.
    """
    if _is_plain(one):
        return _own(one, words)
    return _relayed(one, longest) or _spoken(one, words)


def assemble(
    drafts: Sequence[Draft],
    *,
    lead: str = "",
    notes: Sequence[str] = (),
    standalone: str | None = None,
    status: Status = Status.ANSWERED,
    reason: str | None = None,
) -> Answer:
    """Number the citations and put the statements together, with a lead before and notes after them."""
    citations: list[Citation] = []
    statements: list[Statement] = []
    if lead:
        statements.append(Statement(text=lead, voice=Voice.OWN))
    for one in drafts:
        citation = next((c for c in citations if _is_same(c, one)), None)
        if citation is None:
            citation = cite(one.evidence.document, one.span, len(citations) + 1)
            citations.append(citation)
        statements.append(_statement(one, citation))
    statements.extend(Statement(text=note, voice=Voice.OWN) for note in notes)
    return Answer(
        status=status,
        text=" ".join(statement.text for statement in statements),
        statements=tuple(statements),
        citations=tuple(citations),
        standalone_question=standalone,
        reason=reason,
    )


def _is_same(citation: Citation, one: Draft) -> bool:
    place = (citation.document.id, citation.start, citation.end)
    return place == (one.evidence.document.id, one.span.start, one.span.end)


def _statement(one: Draft, citation: Citation) -> Statement:
    quoted = " ".join(citation.exact.split())
    rules = tuple(dict.fromkeys(rule for claim in one.claims for rule in claim.rules))
    contested = one.voice is Voice.ATTRIBUTED
    if contested:
        rules = tuple(rule for rule in rules if rule is not Rule.UNCONTESTED)
    return Statement(
        text=f"{one.before}“{quoted}” [{citation.marker}]{one.after}",
        voice=one.voice,
        claimants=one.claimants,
        chain=one.chain,
        contested=contested,
        rules=rules,
        claims=tuple(claim.attribution.id for claim in one.claims),
        citations=(citation.marker,),
    )


# ------------------------------------------------------------------ own voice


def _is_plain(one: Evidence) -> bool:
    """Tell whether a sentence may stand in the assistant's own voice: every claim in it is uncontested."""
    argues = one.document.metadata.genre in PARTIAL_GENRES
    return bool(one.claims) and not one.contested and (not argues or bool(re.search(r"\d", one.text)))


def _own(one: Evidence, words: Span) -> Draft:
    place = f" ({in_words(one.document)})."
    return Draft("", words, place, one, Voice.OWN, (), (), one.claims)


# ------------------------------------------------------------------ a source inside a document

_PRONOUNS = frozenset("i we he she they it you who that this these those one some many".split())


def _relayed(one: Evidence, longest: int) -> Draft | None:
    """Write "According to DOCUMENT, SOURCE cue “content”", where the sentence itself says so in that order."""
    text = one.document.text
    for claim in sorted(one.claims, key=lambda c: c.attribution.content.start):
        made = claim.attribution
        if made.source is None or made.cue is None or len(claim.chain) < 2 or not _opens(one, claim):
            continue
        between = _one_space(text[made.source.end : made.content.start])
        source = _source_words(one, claim)
        content = _without_that(text, Span(start=made.content.start, end=_sentence_end(one)))
        if source is None or content is None or not _reads_on(between) or _words(content.of(text)) > longest:
            continue
        that = "that " if re.match(r"that\b", text[made.content.start :]) else ""
        before = f"According to {outlet(one)}, {source} {between.strip()} {that}"
        names = tuple(party.name for party in made.claimants)
        chain = tuple(link.name for link in claim.chain)
        inside = tuple(c for c in one.claims if content.contains(c.attribution.content) or c is claim)
        return Draft(before, content, ".", one, Voice.ATTRIBUTED, names, chain, inside)
    return None


def _opens(one: Evidence, claim: Claim) -> bool:
    """Tell whether a claim's source opens the sentence (a short adverb before it aside) and its content closes it."""
    made = claim.attribution
    assert made.source is not None  # noqa: S101 - asked by the caller
    lead = one.document.text[one.sentence.span.start : made.source.start]
    return (
        made.source.end <= (made.cue.start if made.cue else 0)
        and (made.cue.end if made.cue else 0) <= made.content.start
        and re.fullmatch(r"\s*(?:\w+,\s+|And\s+|But\s+|The\s+|the\s+)?", lead) is not None
        and all(
            other.attribution.cue is None or other.attribution.cue.start >= made.cue.start
            for other in one.claims
            if made.cue
        )
    )


def _source_words(one: Evidence, claim: Claim) -> str | None:
    """Return the source as the sentence words it; a pronoun gives way to the name it stands for, or to nothing."""
    made = claim.attribution
    assert made.source is not None  # noqa: S101 - asked by the caller
    words = _one_space(made.source.of(one.document.text))
    lead = one.document.text[one.sentence.span.start : made.source.start].strip()
    if lead in ("The", "the"):
        words = f"the {words}"
    if words.lower() in _PRONOUNS or words.lower().split()[0] in ("my", "our", "your", "his", "her", "their"):
        party = made.claimants[0]
        singular = words.lower() in ("he", "she", "it")
        return party.name if singular and party.kind is ClaimantKind.NAMED else None
    return words


def _reads_on(between: str) -> bool:
    """Tell whether the words between source and content are short and plain enough to stand outside the quotation."""
    return 0 < len(between.split()) <= 8 and not re.search(r"[“”\"():;]|^,.*,.*,", between)


def _without_that(text: str, span: Span) -> Span | None:
    match = re.match(r"(?:that|[:,])\s+", text[span.start : span.end])
    start = span.start + (match.end() if match else 0)
    return Span(start=start, end=span.end) if start < span.end else None


# ------------------------------------------------------------------ whoever has the floor


def _spoken(one: Evidence, span: Span) -> Draft:
    """Write "SPEAKER said on DATE: “words”" for a speaker, "DOCUMENT says: “words”" for an author without a name."""
    asks = span.of(one.document.text).rstrip().endswith("?")
    before = f"{speaker_says(one, asks=asks)}: "
    first = next((c for c in one.claims if c.attribution.content.overlaps(span)), None)
    name = one.speaker or voice_of(one.document.metadata)
    chain = tuple(link.name for link in first.chain) if first else (name,)
    return Draft(before, span, ".", one, Voice.ATTRIBUTED, (name,), chain, one.claims)


def speaker_says(one: Evidence, *, asks: bool = False) -> str:
    """Return who has the floor, a neutral verb and when: what a quotation follows after a colon."""
    known = one.document.metadata
    name, when = one.speaker, date_in_words(known.published)
    if not name or (name == voice_of(known) and known.author is None):
        return f"{_capital(outlet(one))} {'asks' if asks else 'says'}"
    if _writes(name, known):
        dated = f" of {when}" if when else ""
        return f"{possessive(_capital(name))} {_kind(known)}{dated} {'asks' if asks else 'says'}"
    day = (f" on {when}" if known.published and len(known.published) == 10 else f" in {when}") if when else ""
    return f"{_capital(name)} {'asked' if asks else 'said'}{day}"


def outlet(one: Evidence) -> str:
    """Name where a relayed claim stands: the speaker and the day, or the document by publisher and kind."""
    known = one.document.metadata
    when = date_in_words(known.published)
    name = one.speaker
    if name and not (name == voice_of(known) and known.author is None):
        if _writes(name, known):
            return f"{possessive(name)} {_kind(known)}" + (f" of {when}" if when else "")
        return name + (f", speaking {'on' if len(known.published or '') == 10 else 'in'} {when}" if when else "")
    return in_words(one.document)


def _writes(name: str, known: Metadata) -> bool:
    """Tell whether a party speaks through a text: a State's speech, anybody's statement or article."""
    return is_place(name) or (name == known.author and known.genre not in ("speech", "briefing", "interview", None))


def _kind(known: Metadata) -> str:
    kinds = {"opinion": "opinion piece", "reference": "reference page", "presidential action": "presidential action"}
    return kinds.get(known.genre or "", known.genre or "document")


def in_words(document: Document) -> str:
    """Name a document by publisher, kind and date: the Foreign Policy opinion piece of August 2024."""
    known = document.metadata
    when = date_in_words(known.published)
    if known.genre and (known.publisher or when):
        return f"the {known.publisher + ' ' if known.publisher else ''}{_kind(known)}" + (f" of {when}" if when else "")
    return f"the {_kind(known)} {document.title}"


def possessive(name: str) -> str:
    """Return a name with its possessive ending: Afghanistan’s, the United States’."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def date_in_words(published: str | None) -> str | None:
    """Write an ISO date as people do, as precisely as it is known: 2024-08 is August 2024."""
    if published is None:
        return None
    parts = published.split("-")
    if len(parts) == 1:
        return parts[0]
    day = date(int(parts[0]), int(parts[1]), int(parts[2]) if len(parts) == 3 else 1)
    return f"{day:%B %Y}" if len(parts) == 2 else f"{day.day} {day:%B %Y}"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _sentence_end(one: Evidence) -> int:
    return trimmed(one.document.text, one.sentence.span.start, one.sentence.span.end).end


def _words(text: str) -> int:
    return len(text.split())


def _one_space(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace(" ,", ",")


def documents_of(drafts: Iterable[Draft]) -> Iterator[Document]:
    """Yield the documents of some drafts, each once."""
    yield from {one.evidence.document.id: one.evidence.document for one in drafts}.values()
