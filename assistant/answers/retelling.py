"""A sentence that tells of somebody, worded from its grammar: the party in our words, its words quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answers.clauses import RUN_IN, shortened, trimmed
from assistant.answers.evidence import Evidence
from assistant.answers.naming import outlet
from assistant.answers.narrating import RETELLING_GENRES
from assistant.answers.wording import (
    LEAST_QUOTED,
    LONGEST_QUOTATION,
    OWNED,
    PRONOUN_THAT,
    WHEN,
    Draft,
    count,
    date_phrase,
    held,
    in_full,
    meant,
    one_space,
    points,
    quotable,
    small,
)
from assistant.model import Claim, Span, Voice, voice_of
from assistant.text import matter_words
from assistant.voices.retelling import (
    LONGEST_LEAD,
    Interposed,
    Telling,
    in_sentence,
    interposed,
    is_clause,
    pieces,
    tellings,
)

_SUBORDINATORS = frozenset(
    "if when while because although though unless since as whereas until once after before".split()
)
"""What no lead can consist of: the clause it opens would be missing."""
_EMPTY = frozenset("fact question truth point idea answer problem reason result thing issue bottom line".split())
"""Subjects that say nothing without what follows: "the fact remains that"."""


def told(one: Evidence, longest: int) -> Iterator[Draft]:
    """Write "According to DOCUMENT, PARTY says “content”" for a sentence that tells of somebody."""
    text = one.printed
    if one.document.metadata.genre not in RETELLING_GENRES or one.sentence.speaker is not None:
        return
    dated = WHEN.match(one.sentence.span.of(text))
    skip = dated.end() if dated and re.search(r"\d", dated[1] or "") else 0
    when = f"{date_phrase(dated[1])}, " if skip and dated else ""
    if heading := RUN_IN.match(text, one.sentence.span.start + skip, one.sentence.span.end):
        skip += heading.end() - heading.start()
    if one.sentence.span.start + skip >= one.sentence.span.end:
        return  # a date and nothing else
    rest = Span(start=one.sentence.span.start + skip, end=one.sentence.span.end)
    before: Span | None = None
    for piece in pieces(text, rest):
        explains = before if before is not None and text[before.end : piece.start].strip() == ":" else None
        before = piece
        if explains is not None and text[piece.start] == "“":
            continue  # a quotation that a colon opens is its speaker's
        for way in (*tellings(text, piece), *_claimed(one, piece)):
            if way.content.end <= way.subject.start:
                continue  # `beside` words it from its claim
            if (made := _as_told(one, way, when, longest, explains)) is not None:
                yield made


def telling_worth(one: Evidence, made: Draft) -> tuple[int, int, int]:
    """Rank tellings: by the matter they hold, quoted or not, then by who is named, then the short before the long."""
    covered = len(one.covers & matter_words(f"{made.before} {made.span.of(one.printed)} {made.after}"))
    return covered, len(made.chain), -count(made.span.of(one.printed))


def _claimed(one: Evidence, piece: Span) -> Iterator[Telling]:
    """Yield a clause that opens with the source of a claim and its cue, as the claim has them."""
    text = one.printed
    for claim in one.claims:
        source, cue = claim.attribution.source, claim.attribution.cue
        if (
            source is None
            or cue is None
            or interposed(text, piece)
            or not (piece.contains(source) and piece.contains(cue))
        ):
            continue
        verb = one_space(text[source.end : cue.end]).strip()
        if OWNED.search(source.of(text)):
            continue  # "the union's claim that ... is not true" tells of the claim
        if verb.endswith(" it") or text.startswith(" it,", cue.end) or verb.startswith(("who ", "which ", "that ")):
            continue  # "as Ann sees it, ...": `beside` words it; "a man who says so" is only described
        opens = source.start - piece.start <= len("as the ") and source.end < cue.end < piece.end
        opens = opens and not _IS.match(text, cue.end)  # "the guild's view is that": a noun, which `tellings` reads
        if opens and len(verb.split()) <= LEAST_QUOTED and verb.replace(" ", "").isalnum():
            end = claim.attribution.content.end if _tells_more(one, claim) else piece.end
            content = Span(start=cue.end, end=end)
            pronoun = points(one_space(source.of(text)))
            start = _AS.match(text, piece.start, source.start)
            party = Span(start=start.end() if start else piece.start, end=source.end)
            yield Telling("", party, verb, content, True, pronoun, True)


_AS = re.compile(r"as\s+", re.IGNORECASE)
"""How a clause opens in which somebody is said to say what the main clause tells: "As the mayor warned, ..."."""
_IS = re.compile(r"\s*(?:is|was|are|were|has been|had been)\b")


def _tells_more(one: Evidence, claim: Claim) -> bool:
    """Tell whether somebody says something else behind a claim: what stands there is no part of it."""
    made = claim.attribution
    after = any(c.attribution.cue and c.attribution.cue.start >= made.content.end for c in one.claims)
    return made.cue is not None and made.content.start >= made.cue.end and after


def _as_told(one: Evidence, way: Telling, when: str, longest: int, explains: Span | None) -> Draft | None:
    """Word one way of telling; None where the party is only pointed at and nobody knows whom the pointing means.

    `explains` is the clause before a colon: nobody's words behind it are given without it, as they may be its party's.
    """
    text = one.printed
    if way.lead.strip(" ,").lower() in _SUBORDINATORS:
        return None
    claim = next((c for c in one.claims if _is_source(c, way.subject)), None)
    subject = one_space(way.subject.of(text))
    if way.pronoun or points(subject):
        if claim is None or not _source_holds(claim, way.subject):  # "its" of "its claim was rejected"
            return None
        if (party := meant(subject, claim.attribution.claimants)) is None:
            return None
        subject = party
    elif subject.rsplit(None, 1)[-1].lower() in _EMPTY:
        return None
    elif claim is not None and (full := in_full(subject, claim.attribution.claimants)) is not None:
        subject = full
    elif way.subject.start == one.sentence.span.start or _ARTICLE.match(subject):
        subject = small(subject, text, one.sentence.span.of(text))
    whole = not (way.party or way.says or claim)  # "20 groups were ...": nobody's words but the document's
    content = Span(start=way.subject.start, end=way.content.end) if whole else _before_another(one, claim, way.content)
    lead, that = f"{way.lead}, " if way.lead else "", ""
    if explains is not None and claim is None and not way.says:
        clause = one_space(explains.of(text))
        if len(clause.split()) > LONGEST_LEAD or "“" in clause:
            return None
        lead = f"{in_sentence(clause) if explains.start == one.sentence.span.start else clause}: {lead}"
    if not whole:
        opens = None if PRONOUN_THAT.match(content.of(text)) else _THAT.match(content.of(text))
        that = " that" if opens and not way.verb.endswith("that") else ""
        content = Span(start=content.start + opens.end(), end=content.end) if opens else content
        whom = _WHOM.match(content.of(text)) if _TOLD.search(way.verb) and not opens else None
        if whom is not None:  # "told the paper that ...": whom it was told is no part of it
            that, content = f" {whom['whom']} that", Span(start=content.start + whom.end(), end=content.end)
        aside = "," if "," in subject and text.startswith(",", way.subject.end) else ""  # "all, Ann among them, say"
        lead += f"{subject}{aside} {way.verb}".rstrip() + f"{that} "
    words = quoting(one, content, longest)
    if words is None:
        return None
    introduced, quoted, tail = words
    lead += introduced
    if _MARKS & set(lead + tail):
        return None  # words in quotation marks that nothing cites: "the term “X” “is divisive”"
    inside = tuple(c for c in one.claims if quoted.overlaps(c.attribution.content))
    made = claim or next(iter(inside), None)
    chain = tuple(link.name for link in made.chain) if made else (one.speaker or voice_of(one.document.metadata),)
    names = tuple(party.name for party in claim.attribution.claimants) if claim else chain[-1:]
    before = f"According to {outlet(one)}, {when}{lead}".replace("  ", " ")
    return Draft(before, quoted, f"{tail}.", one, Voice.ATTRIBUTED, names, chain, inside or one.claims)


def quoting(one: Evidence, content: Span, longest: int) -> tuple[str, Span, str] | None:
    """Return the words to quote of a content, what stands before them outside the quotation, and what behind it."""
    text = one.printed
    if inner := _inner(one, content):
        lead = one_space(text[content.start : inner.start - 1].strip()).removeprefix("that ").strip()
        if lead and content.start == one.sentence.span.start:
            lead = in_sentence(lead)
        return (f"{lead} " if lead else ""), inner, _tail(text, inner.end + 1, content.end)
    first = _opening(text, content)
    quoted = quotable(text, first or content, longest)
    return ("", quoted, "") if quoted is not None else None


def _before_another(one: Evidence, claim: Claim | None, content: Span) -> Span:
    """Return what a party says as far as its claim goes, where somebody else is heard behind it: ", while Ann says"."""
    end = content.end if claim is None else claim.attribution.content.end
    if claim is None or not content.start < end < content.end:
        return content
    behind = (c for c in one.claims if claim.chain[0] not in c.chain and c.attribution.source is not None)
    another = any(end <= c.attribution.source.start < content.end for c in behind if c.attribution.source)
    return Span(start=content.start, end=end) if another else content


_ARTICLE = re.compile(r"(?:The|An?)\s")
_TOLD = re.compile(r"\b(?:told|tells?|informed|assured|warned|reminded|promised)$")
_WHOM = re.compile(r"\s*(?P<whom>(?:(?:the|an?|his|her|their|its)\s)?[\w’'.-]+(?:\s[\w’'.-]+){0,3}?)\s+that\s+(?=\w)")
"""To whom something was told, before "that"."""
_MARKS = frozenset('“”"')
_THAT = re.compile(r"\W*(?:(?:too|also|again|then)\W+)?that\b\W*(?=\w)")
_MOST_OUTSIDE = 16
"""Words of a sentence that may be told without quotation marks before or after what it quotes itself."""


def _inner(one: Evidence, content: Span) -> Span | None:
    """Return the words a content quotes itself, where only few stand before them and no clause there answers better."""
    text = one.printed
    opens = text.find("“", content.start, content.end)
    closes = text.find("”", opens + 1, content.end)
    if opens < content.start or closes <= opens + 1 or "“" in text[opens + 1 : closes]:
        return None
    if text[content.start : opens].rstrip().endswith(",") and text[closes + 1 : content.end].lstrip().startswith(","):
        return None  # an aside: "the union, “a club of friends”, runs the town" says nothing without its verb
    if _NOBODY.match(text, content.start, opens):
        return None  # "nobody would call it “a farce”": whose word it is would be said by nobody
    inner = trimmed(text, opens + 1, closes)
    few = len(text[content.start : opens].split()) <= _MOST_OUTSIDE
    before = _opening(text, content)
    answers = before is None or held(one, inner) >= held(one, before)
    return inner if few and answers and count(inner.of(text)) >= LEAST_QUOTED else None


_NOBODY = re.compile(r"\W*(?:that )?(?:nobody|no one|no-one|none|neither|few|no [a-z]+)\b", re.IGNORECASE)


def _opening(text: str, content: Span) -> Span | None:
    """Return a content as far as its first quotation, if that is some clause: marks inside marks are hard to read."""
    opens = text.find("“", content.start, content.end)
    return shortened(text, Span(start=content.start, end=opens), LONGEST_QUOTATION) if opens > content.start else None


_ADDS = re.compile(r"(?:to|of|in|for|at|by|with|from|on|as|against|between|because|when|if|who|which|until)\b", re.I)


def _tail(text: str, start: int, end: int) -> str:
    """Return what ends a clause after the words it quotes, or nothing where that is long or quotes again."""
    behind = text[start:end].lstrip()
    if behind.startswith(","):  # another thing told, not the rest of this one
        return ""
    rest = one_space(re.split(r"[.;:,]", behind)[0]).strip()
    few = len(rest.split()) <= _MOST_OUTSIDE and "“" not in rest
    return f" {rest}" if few and _ADDS.match(rest) else ""


def put_between(one: Evidence, longest: int) -> Iterator[Draft]:
    """Write "According to DOCUMENT, PARTY said that ..." where the party stands in the middle of what it says.

    A whole clause before the party is quoted; of a clause that the party interrupts, the rest is.
    """
    text = one.printed
    for piece in pieces(text, one.sentence.span):
        if (found := interposed(text, piece)) is None:
            continue
        claim = next((c for c in one.claims if _is_source(c, found.party)), None)
        if claim is None or len(claim.chain) < 2 or claim.chain[0].name == one.speaker:
            continue  # no party (", the two states,"), or the speaker's own "I think"
        if claim.attribution.content.end <= found.party.start:
            continue  # behind all it says: `beside` words it
        worded = one_space(found.party.of(text))
        party = meant(worded, claim.attribution.claimants) if points(worded) else worded
        words = _interrupted(one, found, longest) if party is not None else None
        if words is None:
            continue
        introduced, quoted, tail = words
        chain = tuple(link.name for link in claim.chain)
        before = f"According to {outlet(one)}, {party} {found.verb}{introduced}"
        yield Draft(before, quoted, f"{tail}.", one, Voice.ATTRIBUTED, chain[:1], chain, (claim,))


def _interrupted(one: Evidence, found: Interposed, longest: int) -> tuple[str, Span, str] | None:
    """Return what to quote of words that their party interrupts, as `quoting` does."""
    text, opening = one.printed, one_space(found.before.of(one.printed))
    goes_on = found.after is not None and (
        _GOES_ON.match(text, found.after.start) is not None or opening.split()[-1].lower() in _AUXILIARIES
    )
    if not goes_on and is_clause(opening):
        words = quoting(one, found.before, longest)
        return (f" {words[0]}" if words[0] else ": ", words[1], words[2]) if words is not None else None
    if found.after is None or len(opening.split()) > LONGEST_LEAD or "“" in opening or opening.endswith("?"):
        return None
    words = quoting(one, found.after, longest)
    if words is None:
        return None
    lead = in_sentence(opening) if found.before.start == one.sentence.span.start else opening
    if text.startswith("that ", found.after.start):
        lead += " that"
    return f" that {lead} {words[0]}", words[1], words[2]


_GOES_ON = re.compile(r"(?:that|to|for|of|in|by|with|from|as|than)\b")
"""How the rest of a clause begins that a party has interrupted: "The two agreed, it said, that ..."."""


_AUXILIARIES = frozenset(
    "is are was were be been has have had do does did will would can could shall should may might must".split()
)
"""Words with which no clause ends that a party has interrupted: "The accident was, the mayor says, a lesson"."""


def _is_source(claim: Claim, party: Span) -> bool:
    source = claim.attribution.source
    return source is not None and source.overlaps(party)


def _source_holds(claim: Claim, party: Span) -> bool:
    source = claim.attribution.source
    return source is not None and source.contains(party)
