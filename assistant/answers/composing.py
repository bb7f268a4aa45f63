"""Evidence into statements, without a language model: who says it, in no stronger words, and the words that answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answers.clauses import shortened, trimmed
from assistant.answers.evidence import Evidence
from assistant.answers.parties import is_place
from assistant.checks.quotes import cite
from assistant.model import (
    Answer,
    Citation,
    Claim,
    ClaimantKind,
    Document,
    Form,
    Metadata,
    Rule,
    Span,
    Statement,
    Status,
    Voice,
    voice_of,
)
from assistant.text import matter_words
from assistant.voices.retelling import Telling, interposed, pieces, tellings

LEAST_QUOTED = 3
"""Words: fewer are no quotation."""
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


def drafts(
    one: Evidence, words: Span, longest: int = LONGEST_QUOTATION, *, fact: bool = False, own: bool = True
) -> Iterator[Draft]:
    """Yield the ways to write one piece of evidence, the best first: in the own voice, told, relayed, as it stands.

    `words` is the stretch to quote where the sentence is given in its speaker's words; `fact` says that a number, a
    date or a place was asked for, which a document that argues may also state. Without `own` even a plain fact is
    given as its speaker's words.
    """
    if own and _is_plain(one, fact=fact):
        yield _own(one, words)
    told = sorted(_told(one, words, longest), key=lambda made: _telling_worth(one, made), reverse=True)
    ways = (_at_length(one, words), _put_between(one, words, longest), *told, _relayed(one, longest))
    yield from (made for made in ways if made is not None)
    yield _spoken(one, words)


def draft(
    one: Evidence, words: Span, longest: int = LONGEST_QUOTATION, *, fact: bool = False, own: bool = True
) -> Draft:
    """Write one piece of evidence as a statement, in the best of the ways `drafts` knows."""
    return next(drafts(one, words, longest, fact=fact, own=own))


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


def _is_plain(one: Evidence, *, fact: bool) -> bool:
    """Tell whether a sentence may stand in the assistant's own voice: every claim in it is uncontested."""
    genre = one.document.metadata.genre
    checkable = genre not in PARTIAL_GENRES or (fact and bool(re.search(r"\d", one.text)))
    return bool(one.claims) and not one.contested and checkable and genre != "brief"


def _own(one: Evidence, words: Span) -> Draft:
    place = f" ({in_words(one.document)})."
    return Draft("", words, place, one, Voice.OWN, (), (), one.claims)


# ------------------------------------------------------------------ a source inside a document

_PRONOUNS = frozenset("i we he she they it you who that this these those one some many both all another others".split())
_OWN_PARTY = frozenset("my our your his her their its".split())
_FINITE = re.compile(
    r"(?:\w+(?:ed|s)|said|told|thought|knew|wrote|saw|felt|meant|made|gave|put|swore|held|heard|spoke)", re.I
)
_WHEN = re.compile(
    r"\W*((?:on|in|by|at|during|since)?\s*(?:the\s+)?(?:\d{1,2}\s+)?(?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)?(?:\s+\d{1,2}(?!\d))?(?:,?\s*(?:19|20)\d\d)?)\s*[:,]?\s*",
    re.I,
)


def _relayed(one: Evidence, longest: int) -> Draft | None:
    """Write "According to DOCUMENT, SOURCE cue “content”" for what the document reports of somebody else."""
    choices = [(claim, words) for claim in one.claims if (words := _reported(one, claim, longest)) is not None]
    if not choices:
        return None
    claim, (subject, cue, content) = max(choices, key=lambda choice: _worth(one, choice[1][2]))
    held = _held(one, content)
    if held < len(one.covers) / 2 and _words(content.of(one.document.text)) < _words(one.text) / 2:
        return None
    names = tuple(party.name for party in claim.attribution.claimants)
    chain = tuple(link.name for link in claim.chain)
    inside = tuple(c for c in one.claims if content.overlaps(c.attribution.content))
    before = f"According to {outlet(one)}, {_when(one, claim)}{subject} {cue} "
    return Draft(before, content, ".", one, Voice.ATTRIBUTED, names, chain, inside)


def _worth(one: Evidence, content: Span) -> tuple[int, int]:
    return _held(one, content), _words(content.of(one.document.text))


def _held(one: Evidence, span: Span) -> int:
    return len(one.covers & matter_words(span.of(one.document.text)))


def _reported(one: Evidence, claim: Claim, longest: int) -> tuple[str, str, Span] | None:
    """Return subject, cue and content of a claim that reads SOURCE cue content; None where it does not."""
    made, text = claim.attribution, one.document.text
    if made.source is None or made.cue is None or len(claim.chain) < 2 or one.speaker == claim.chain[0].name:
        return None
    if not one.sentence.span.contains(made.content):
        return None
    if not made.source.end <= made.cue.start < made.cue.end <= made.content.start or interposed(text, made.content):
        return None
    subject = _subject(one, claim)
    cue = _cue(text, claim)
    content = _quotable(text, made.content, longest)
    if subject is None or cue is None or content is None:
        return None
    that = " that" if re.match(r"\s*that\b", text[made.content.start :]) and not cue.endswith("that") else ""
    return subject, cue + that, content


def _subject(one: Evidence, claim: Claim) -> str | None:
    """Return the source as the sentence words it; a pronoun gives way to the name it stands for, or to nothing."""
    made, text = claim.attribution, one.document.text
    assert made.source is not None  # noqa: S101 - asked by the caller
    worded = _one_space(made.source.of(text)).strip(" ,;")
    article = re.search(r"\b([Tt]he|[Aa]n?)\s+$", text[max(0, made.source.start - 5) : made.source.start])
    party = made.claimants[0]
    first = worded.lower().split()[0]
    if worded.lower() in _PRONOUNS or first in _OWN_PARTY:
        named = party.kind in (ClaimantKind.NAMED, ClaimantKind.GROUP, ClaimantKind.ARTIFACT)
        return party.name if named and party.name.lower() not in _PRONOUNS and len(made.claimants) == 1 else None
    if first in _PRONOUNS or not any(char.isalpha() for char in worded) or re.search(r"\b(?:who|which)\b", worded):
        return None
    if article:
        worded = f"{article[1].lower()} {worded}"
    return _small(worded, text) if made.source.start <= one.sentence.span.start + 1 else worded


def _cue(text: str, claim: Claim) -> str | None:
    """Return the words between source and content where they are few and plain, else the cue if it is a finite verb."""
    made = claim.attribution
    assert made.source is not None and made.cue is not None  # noqa: S101 - asked by the caller
    between = _one_space(text[made.source.end : made.content.start]).strip(" ,")
    if made.form is Form.DIRECT and between.endswith(":") and " " in between:
        return "said"  # "rejected this on 9 June:" has an object of its own: the quotation is not what is rejected
    plain = re.fullmatch(r"[A-Za-z][\w’' \-]*,?", between) is not None
    if re.match(r"(?:would|should|could|might|must|can|who|which|\w+ing)\b", between):
        return None
    if plain and 0 < len(between.split()) <= 7 and not text[made.source.end].isalpha():
        return re.sub(r"\s+that$|,$", "", between)
    cue = _one_space(made.cue.of(text)).strip()
    return cue if " " not in cue and _FINITE.fullmatch(cue) else None


def _quotable(text: str, content: Span, longest: int) -> Span | None:
    """Return the content without "that" and without quotation marks around it; cut after whole clauses if long."""
    match = re.match(r"\s*that\b[\s,]*", content.of(text))
    span = trimmed(text, content.start + (match.end() if match else 0), content.end)
    piece = span.of(text)
    if piece[0] == "“" and piece.endswith(("”", "”.", ".”")) and piece.count("“") == 1:
        inner = piece.rstrip(".").removeprefix("“").removesuffix("”")
        span = trimmed(text, span.start + 1, span.start + 1 + len(inner))
    if _words(span.of(text)) > longest:
        span = shortened(text, span, longest) or span
    return span if 2 < _words(span.of(text)) <= longest else None


def _when(one: Evidence, claim: Claim) -> str:
    """Return the date that opens the sentence before the source ("on 8 July "), or nothing."""
    made = claim.attribution
    assert made.source is not None  # noqa: S101 - asked by the caller
    lead = re.sub(
        r"\b(?:the|a|an)\s*$",
        "",
        _one_space(one.document.text[one.sentence.span.start : made.source.start]),
        flags=re.I,
    )
    match = _WHEN.fullmatch(lead)
    if not match or not re.search(r"\d", match[1]):
        return ""
    return f"{_date_phrase(match[1])}, "


def _at_length(one: Evidence, words: Span) -> Draft | None:
    """Write "According to DOCUMENT, SOURCE said: “words”" for a sentence of a quotation longer than itself."""
    inside = [c for c in one.claims if c.attribution.form is Form.DIRECT and c.attribution.content.contains(words)]
    claim = inside[-1] if inside else None
    if claim is None or len(claim.chain) < 2 or len(claim.attribution.claimants) != 1:
        return None
    party, piece = claim.chain[0], words.of(one.document.text)
    named = party.kind in (ClaimantKind.NAMED, ClaimantKind.GROUP) and party.name.lower() not in _PRONOUNS
    if not named or party.name == one.speaker:
        return None
    marked = piece.startswith("“") and piece.endswith("”") and piece.count("“") == 1
    span = trimmed(one.document.text, words.start + 1, words.end - 1) if marked else words
    says = "asked" if piece.rstrip(" ”").endswith("?") else "said"
    before = f"According to {outlet(one)}, {party.name} {says}: "
    chain = tuple(link.name for link in claim.chain)
    return Draft(before, span, ".", one, Voice.ATTRIBUTED, (party.name,), chain, (claim,))


# ------------------------------------------------------------------ a document that tells of others

RETELLING_GENRES = frozenset({"brief", "article", "news", "report", "opinion", "reference"})
"""Genres whose sentences are about what others say and do, not in a speaker's first person."""


_EMPTY = frozenset("fact question truth point idea answer problem reason result thing issue bottom line".split())
"""Subjects that say nothing without what follows: "the fact remains that"."""


def _told(one: Evidence, words: Span, longest: int) -> Iterator[Draft]:
    """Write "According to DOCUMENT, PARTY says “content”" for a sentence that tells of somebody."""
    text = one.document.text
    if one.document.metadata.genre not in RETELLING_GENRES:
        return
    dated = _WHEN.match(one.sentence.span.of(text))
    skip = dated.end() if dated and re.search(r"\d", dated[1] or "") else 0
    when = f"{_date_phrase(dated[1])}, " if skip and dated else ""
    rest = Span(start=one.sentence.span.start + skip, end=one.sentence.span.end)
    for piece in pieces(text, rest):
        for way in (*tellings(text, piece), *_claimed(one, piece)):
            if (made := _as_told(one, way, when, longest)) is not None:
                yield made


def _telling_worth(one: Evidence, made: Draft) -> tuple[int, int, int]:
    """Rank tellings: by the matter they hold, quoted or not, then by who is named, then the short before the long."""
    held = len(one.covers & matter_words(f"{made.before} {made.span.of(one.document.text)} {made.after}"))
    return held, len(made.chain), -_words(made.span.of(one.document.text))


def _claimed(one: Evidence, piece: Span) -> Iterator[Telling]:
    """Yield a clause that opens with the source of a claim and its cue, as the claim has them."""
    text = one.document.text
    for claim in one.claims:
        source, cue = claim.attribution.source, claim.attribution.cue
        if source is None or cue is None or not (piece.contains(source) and piece.contains(cue)):
            continue
        verb = _one_space(text[source.end : cue.end]).strip()
        opens = source.start - piece.start <= len("the ") and source.end < cue.end < piece.end
        if opens and len(verb.split()) <= LEAST_QUOTED and verb.replace(" ", "").isalpha():
            content = Span(start=cue.end, end=piece.end)
            pronoun = _one_space(source.of(text)).lower() in _PRONOUNS
            yield Telling("", Span(start=piece.start, end=source.end), verb, content, True, pronoun, True)


def _as_told(one: Evidence, way: Telling, when: str, longest: int) -> Draft | None:
    """Word one way of telling; None where the party is only pointed at and nobody knows whom the pointing means."""
    text = one.document.text
    claim = next((c for c in one.claims if _is_source(c, way.subject)), None)
    subject = _one_space(way.subject.of(text))
    if way.pronoun:
        subject = _meant(claim) or ""
        if not subject:
            return None
    elif subject.rsplit(None, 1)[-1].lower() in _EMPTY:
        return None
    elif way.subject.start == one.sentence.span.start:
        subject = _small(subject, text)
    whole = not (way.party or way.says or claim)  # "20 groups were ...": nobody's words but the document's
    content = Span(start=way.subject.start, end=way.content.end) if whole else way.content
    lead, that = f"{way.lead}, " if way.lead else "", ""
    if not whole:
        opens = _THAT.match(content.of(text))
        that = " that" if opens and not way.verb.endswith("that") else ""
        content = Span(start=content.start + opens.end(), end=content.end) if opens else content
        lead += f"{subject} {way.verb}".rstrip() + f"{that} "
    quoted, tail = _quotable(text, content, longest), ""
    if inner := _inner(one, content):
        lead += _one_space(text[content.start : inner.start - 1].strip()).removeprefix("that ").strip() + " "
        quoted, tail = inner, _tail(text, inner.end + 1, content.end)
    elif first := _opening(text, content):
        quoted = _quotable(text, first, longest)
    if quoted is None:
        return None
    inside = tuple(c for c in one.claims if quoted.overlaps(c.attribution.content))
    made = claim or next(iter(inside), None)
    chain = tuple(link.name for link in made.chain) if made else (one.speaker or voice_of(one.document.metadata),)
    names = tuple(party.name for party in claim.attribution.claimants) if claim else chain[-1:]
    before = f"According to {outlet(one)}, {when}{lead}".replace("  ", " ")
    return Draft(before, quoted, f"{tail}.", one, Voice.ATTRIBUTED, names, chain, inside or one.claims)


_THAT = re.compile(r"\W*(?:(?:too|also|again|then)\W+)?that\b\W*(?=\w)")
_MOST_OUTSIDE = 12
"""Words of a sentence that may be told without quotation marks before or after what it quotes itself."""


def _inner(one: Evidence, content: Span) -> Span | None:
    """Return the words a content quotes itself, where only few stand before them and no clause there answers better."""
    text = one.document.text
    opens = text.find("“", content.start, content.end)
    closes = text.find("”", opens + 1, content.end)
    if opens <= content.start or closes < 0 or "“" in text[opens + 1 : closes]:
        return None
    inner = trimmed(text, opens + 1, closes)
    few = len(text[content.start : opens].split()) <= _MOST_OUTSIDE
    before = _opening(text, content)
    answers = before is None or _held(one, inner) >= _held(one, before)
    return inner if few and answers and _words(inner.of(text)) >= LEAST_QUOTED else None


def _opening(text: str, content: Span) -> Span | None:
    """Return a content as far as its first quotation, if that is some clause: marks inside marks are hard to read."""
    opens = text.find("“", content.start, content.end)
    return shortened(text, Span(start=content.start, end=opens), LONGEST_QUOTATION) if opens > content.start else None


_ADDS = re.compile(r"(?:to|of|in|for|at|by|with|from|on|as|against|between|because|when|if|who|which|until)\b", re.I)


def _tail(text: str, start: int, end: int) -> str:
    """Return what ends a clause after the words it quotes, or nothing where that is long or quotes again."""
    rest = _one_space(re.split(r"[.;:,]", text[start:end])[0]).strip()
    few = len(rest.split()) <= _MOST_OUTSIDE and "“" not in rest
    return f" {rest}" if few and _ADDS.match(rest) else ""


def _put_between(one: Evidence, words: Span, longest: int) -> Draft | None:
    """Write "According to DOCUMENT, PARTY said: “words”" where the party stands in the middle of what it says."""
    text = one.document.text
    found = interposed(text, words)
    if found is None or one.document.metadata.genre not in RETELLING_GENRES:
        return None
    source, verb = found
    claim = next((c for c in one.claims if _is_source(c, source)), None)
    worded = _one_space(source.of(text))
    pointing = worded.lower() in _PRONOUNS or worded.lower().split()[0] in _OWN_PARTY
    party, quoted = (_meant(claim) if pointing else worded), _quotable(text, words, longest)
    if party is None or quoted is None:
        return None
    chain = tuple(link.name for link in claim.chain) if claim else (party, voice_of(one.document.metadata))
    before = f"According to {outlet(one)}, {party} {verb}: "
    return Draft(before, quoted, ".", one, Voice.ATTRIBUTED, chain[:1], chain, (claim,) if claim else one.claims)


def _is_source(claim: Claim, party: Span) -> bool:
    source = claim.attribution.source
    return source is not None and source.overlaps(party)


def _meant(claim: Claim | None) -> str | None:
    """Return the party a pronoun stands for, where the claim it opens knows one by name."""
    if claim is None or len(claim.attribution.claimants) != 1:
        return None
    party = claim.attribution.claimants[0]
    known = party.kind in (ClaimantKind.NAMED, ClaimantKind.GROUP, ClaimantKind.ARTIFACT)
    return party.name if known and party.name.lower().split()[0] not in _PRONOUNS | _OWN_PARTY else None


_ARTICLES = ("The", "A", "An", "Another", "Some", "Two", "Three")
_NO_NAME = frozenset("the a an another some two three reports sources officials experts analysts critics".split())


def _small(words: str, text: str) -> str:
    """Return the words that open a sentence as they stand inside one: small, unless they are a name.

    A word that the document writes small elsewhere is no name.
    """
    first, *rest = words.split()
    if first not in _ARTICLES and rest and rest[0][0].isupper():
        return words  # "President Ardeno": a title and a name
    small = first[0].lower() + first[1:]
    if small.lower() in _NO_NAME or re.search(rf"(?<=\s){re.escape(small)}(?=[\s,.;])", text):
        return words[0].lower() + words[1:]
    return words


def _date_phrase(words: str) -> str:
    """Return a date with its preposition: "on 8 July", "in 2017"."""
    words = _one_space(words).strip()
    if re.match(r"(?:on|in|by|at|during|since)\b", words, re.I):
        return f"{words[0].lower()}{words[1:]}"
    return f"{'on' if re.match(r'[0-9]{1,2} [A-Z]', words) else 'in'} {words}"


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
    if writes(name, known):
        dated = f" of {when}" if when else ""
        return f"{possessive(_capital(name))} {kind_in_words(known)}{dated} {'asks' if asks else 'says'}"
    day = (f" on {when}" if known.published and len(known.published) == 10 else f" in {when}") if when else ""
    return f"{_capital(name)} {'asked' if asks else 'said'}{day}"


def outlet(one: Evidence) -> str:
    """Name where a relayed claim stands: the speaker and the day, or the document by publisher and kind."""
    known = one.document.metadata
    when = date_in_words(known.published)
    name = one.speaker
    if name and not (name == voice_of(known) and known.author is None):
        if writes(name, known):
            return f"{possessive(name)} {kind_in_words(known)}" + (f" of {when}" if when else "")
        return name + (f", speaking {'on' if len(known.published or '') == 10 else 'in'} {when}" if when else "")
    return in_words(one.document)


def writes(name: str, known: Metadata) -> bool:
    """Tell whether a party speaks through a text: a State's speech, anybody's statement or article."""
    return is_place(name) or (name == known.author and known.genre not in ("speech", "briefing", "interview", None))


def kind_in_words(known: Metadata) -> str:
    """Return what kind of document it is, as one says it: opinion piece, speech, document."""
    kinds = {"opinion": "opinion piece", "reference": "reference page", "presidential action": "presidential action"}
    return kinds.get(known.genre or "", known.genre or "document")


def in_words(document: Document) -> str:
    """Name a document by publisher, kind and date: the Foreign Policy opinion piece of August 2024."""
    known = document.metadata
    when = date_in_words(known.published)
    if known.genre == "brief":
        return "the brief"
    if known.genre and (known.publisher or when):
        publisher = f"{known.publisher.removeprefix('The ')} " if known.publisher else ""
        return f"the {publisher}{kind_in_words(known)}" + (f" of {when}" if when else "")
    return f"the {kind_in_words(known)} {document.title}"


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


def joined(names: Sequence[str]) -> str:
    """Write names as a list: A, B and C."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _words(text: str) -> int:
    return len(text.split())


def _one_space(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace(" ,", ",")


def documents_of(drafts: Iterable[Draft]) -> Iterator[Document]:
    """Yield the documents of some drafts, each once."""
    yield from {one.evidence.document.id: one.evidence.document for one in drafts}.values()
