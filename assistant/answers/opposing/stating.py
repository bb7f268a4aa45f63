"""Oppositions that a document states: somebody rejects what was just said, or two parties are set in contrast."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from assistant.answers.opposing.counted import numbers_in
from assistant.answers.opposing.opposites import opposed
from assistant.answers.opposing.otherwise import accounts_in
from assistant.answers.opposing.refusing import BRANDED, BRANDING, DENIAL, POINTING, rejection, without_rejection
from assistant.answers.opposing.saying import alone
from assistant.answers.opposing.told import Told, differ
from assistant.answers.opposing.wording import matter_of, names_in, negatives_in
from assistant.model import Claim, ClaimantKind, Document, Polarity, Sentence, Span
from assistant.text import content_words

REPLY = 4
"""Sentences at the start of a reply in which it may reject what was put to it."""
QUESTION = 6
"""Sentences before a reply that it may reject."""
BACK = 3
"""Sentences back to what a denial in a narrative denies."""
OPENING = 60
"""Characters at the start of a sentence in which a reply rejects; further in it is of something else."""
SHARED = 3
"""Words that a reply which denies what was said takes from it at least, and that what is rejected has."""
ASKERS = frozenset({"Q", "REPORTER", "QUESTION"})
"""Labels of those who ask: what they say after an answer is the next question, not a reply."""
_LEAST = 4


@dataclass(frozen=True)
class Stated:
    """Two claims of one document, by their numbers, that it sets against one another."""

    one: int
    other: int
    mark: str


def stated_in(document: Document, sentences: Sequence[Sentence], claims: Sequence[Claim]) -> list[Stated]:
    """Return the oppositions a document states: rejected questions, denials, contrasts; each pair of claims once."""
    told = Told(document, sentences, claims)
    found: dict[tuple[int, int], Stated] = {}
    for one in (*_rejected(told), *_denied(told), *_denied_barely(told), *_contrasted(told), *_told_otherwise(told)):
        if one.one != one.other:
            found.setdefault((min(one.one, one.other), max(one.one, one.other)), one)
    return list(found.values())


# ------------------------------------------------------------------ a reply that rejects what was put to it


def _rejected(told: Told) -> Iterator[Stated]:
    sentences = told.sentences
    for at in range(1, len(sentences)):
        here, before = sentences[at].speaker, sentences[at - 1].speaker
        if here is not None and before is not None and here != before and here not in ASKERS:
            after, earlier = range(at, min(at + REPLY, len(sentences))), range(at - 1, max(-1, at - 1 - QUESTION), -1)
            yield from _reply(told, _same_turn(told, after), _same_turn(told, earlier)[::-1])
        if rejection(told.words(sentences[at].span)):
            yield from _retort(told, at)


def _same_turn(told: Told, places: Sequence[int]) -> list[int]:
    """Return the sentences from the first of some places on that its speaker says without a break."""
    speaker = told.sentences[places[0]].speaker
    return list(takewhile(lambda n: told.sentences[n].speaker == speaker, places))


def _reply(told: Told, turn: Sequence[int], put: Sequence[int]) -> Iterator[Stated]:
    """Yield what the opening of a reply rejects of what was put to it, in so many words or by denying those words."""
    for reply in turn:
        said = told.words(told.sentences[reply].span)
        if said.endswith("?"):
            continue
        match = rejection(said)
        if match is not None and match.start() > OPENING:
            continue
        rejects = match is not None
        target = _target(told, put, said) if rejects else _negated_in(told, put, said)
        ours = _rejecting(told, reply) if rejects else told.spoken(reply)
        theirs = told.spoken(target, said) if target is not None else None
        if ours is None or theirs is None or not _says_something(told, target, theirs):
            continue
        if told.attributed(theirs) and _FRAMED.search(said):
            continue  # what is rejected is how the question was put, not what it tells of others
        yield Stated(theirs, ours, "the reply rejects what was said" if rejects else "the reply denies what was said")
        return


def _says_something(told: Told, sentence: int | None, claim: int) -> bool:
    """Tell whether a claim and its sentence hold enough words of their own to be rejected."""
    whole = told.words(told.sentences[sentence].span) if sentence is not None else ""
    if _OPEN_ENDED.match(told.said(claim)) and not told.said(claim).endswith("?"):
        return False
    return len(matter_of(told.said(claim))) >= 2 and len(matter_of(whole)) >= SHARED


_OPEN_ENDED = re.compile(r"(?:what|how|why|who|where|when|which)\b", re.IGNORECASE)
_FRAMED = re.compile(r"\b(?:question|framing|premise)\b", re.IGNORECASE)


def _target(told: Told, put: Sequence[int], reply: str) -> int | None:
    """Return the sentence that a reply rejects: the one it takes words from, else the last that asserts something."""
    asserts = [n for n in put if _asserts(told.words(told.sentences[n].span))]
    if not asserts:
        return None
    taken = matter_of(without_rejection(reply)) - POINTING
    shared = {n: len(matter_of(told.words(told.sentences[n].span)) & taken) for n in asserts}
    best = max(asserts, key=lambda n: (shared[n], n))
    return None if len(taken) >= SHARED and not shared[best] else best


_PRESUMES = re.compile(
    r"^\W*(?:so |but |and |well,? )*(?:why|how (?:can|could|do|did)|is(?:n['’]t| it not)"
    r"|(?:are|did|do|does|was|has)n['’]t)\b",
    re.IGNORECASE,
)
"""Questions that put something forward."""


def _asserts(said: str) -> bool:
    """Tell whether a sentence of a question says something that can be rejected, and is not broken off."""
    if len(said.split()) < _LEAST or said.endswith(("—", "–", "-", "…", ":")):
        return False
    return not said.endswith("?") or _PRESUMES.match(said) is not None


def _negated_in(told: Told, put: Sequence[int], reply: str) -> int | None:
    """Return the sentence whose assertion a reply repeats with a "not" in it."""
    denied = _NEGATED.search(reply)
    if negatives_in(reply) != 1 or denied is None:
        return None
    ours, first = matter_of(reply), next(iter(content_words(denied[1])), "")
    for n in reversed(put):
        said = told.words(told.sentences[n].span)
        if negatives_in(said) or (said.endswith("?") and not _TAKES.search(said)):
            continue
        shared = ours & matter_of(said)
        enough = len(shared) >= max(SHARED, 0.8 * len(ours)) and len(shared - names_in(reply)) >= SHARED - 1
        if first in shared and enough:
            return n
    return None


_NEGATED = re.compile(
    r"(?:\b(?:not|never)|n['’]t)\b(?!\s*[—–-]|\s+(?:have|know|think|want|recall|see|believe)\b)(.*)",
    re.IGNORECASE | re.DOTALL,
)
_TAKES = re.compile(r"\b(?:why|how (?:can|could) you)\b", re.IGNORECASE)
"""Questions that take for granted what they ask about."""


def _retort(told: Told, at: int) -> Iterator[Stated]:
    """Yield what a speaker rejects of what it has just told of others: "Some say so. I disagree."."""
    ours = _rejecting(told, at)
    for back in range(at, max(-1, at - 2), -1):
        if ours is None or told.sentences[back].speaker != told.sentences[at].speaker:
            return
        others = [n for n in told.held[back] if told.attributed(n) and told.content(n).end <= told.content(ours).start]
        others = [n for n in others if differ(told.party(ours), told.party(n)) and not told.asks(n)]
        if others:
            yield Stated(others[0], ours, "the speaker rejects what others say")
            return


def _rejecting(told: Told, at: int) -> int | None:
    """Return the claim of a sentence whose words reject: a party's, if they stand in quotation marks."""
    sentence = told.sentences[at].span
    said = sentence.of(told.document.text)
    match = rejection(said)
    if match is None:
        return None
    place = sentence.start + match.start()
    holding = [n for n in told.held[at] if told.content(n).start <= place < told.content(n).end]
    if said[: match.start()].count("“") > said[: match.start()].count("”"):
        holding = [n for n in told.held[at] if told.attributed(n) and told.content(n).end > place]
    return min(holding, key=lambda n: told.content(n).end - told.content(n).start, default=None)


# ------------------------------------------------------------------ a narrative that tells of a denial


def _denied(told: Told) -> Iterator[Stated]:
    for at, held in enumerate(told.held):
        for number in held:
            if _is_denial(told, number) and (target := _denied_claim(told, at, number)) is not None:
                yield Stated(target, number, "one party denies what the other says")


def _denied_barely(told: Told) -> Iterator[Stated]:
    """Yield what a paragraph answers that opens with a bare denial: "The mayor denies it. “I saw no letter,” ..."."""
    for at, sentence in enumerate(told.sentences):
        opens = at > 0 and told.sentences[at - 1].paragraph != sentence.paragraph
        if not opens or _BARELY.match(told.words(sentence.span)) is None:
            continue
        ours = _first_said(told, at)
        if ours is None:
            continue
        for back in range(at - 1, max(-1, at - BARELY_BACK - 1), -1):
            theirs = [n for n in told.held[back] if told.attributed(n) and not told.asks(n)]
            if theirs := [n for n in theirs if differ(told.party(ours), told.party(n)) and _weighs(told, n)]:
                yield Stated(theirs[0], ours, "one party denies what the other says")
                break


def _first_said(told: Told, at: int) -> int | None:
    """Return the first claim of somebody's in a denial's paragraph, in the sentence or the next two."""
    paragraph = told.sentences[at].paragraph
    for place in range(at, min(at + 3, len(told.sentences))):
        if told.sentences[place].paragraph != paragraph:
            return None
        if said := [n for n in told.held[place] if told.attributed(n) and _weighs(told, n)]:
            return said[0]
    return None


def _weighs(told: Told, number: int) -> bool:
    """Tell whether a claim says enough to be denied or to deny."""
    return told.party(number) is not None and len(matter_of(told.said(number))) >= SHARED


BARELY_BACK = 6
"""Sentences before a bare denial among which the last claim is that it denies."""
_BARELY = re.compile(
    r"\W*(?:But |Yet )?(?:The |An? )?[\w’'.-]+(?: [\w’'.-]+){0,7}? "
    r"(?:den(?:y|ies|ied)|disput(?:e|es|ed)|reject(?:s|ed)?|dismiss(?:es|ed)?|contest(?:s|ed)?) "
    r"(?:(?:it|this|that|all (?:of )?(?:this|that))|(?:the|this|that|these|those) (?:claim|charge|allegation|accusation"
    r"|account|report|suggestion|version|story)s?)\W*$",
    re.IGNORECASE,
)
"""A sentence that only says that somebody denies what was said before."""


def _is_denial(told: Told, number: int) -> bool:
    one = told.claims[number].attribution
    if one.cue is None or told.party(number) is None:
        return False
    cue = told.words(one.cue)
    denies = DENIAL.match(cue) is not None and (one.polarity is Polarity.NEGATIVE or cue.startswith("doubt"))
    return denies or (BRANDING.match(cue) is not None and BRANDED.search(told.said(number)) is not None)


def _denied_claim(told: Told, at: int, number: int) -> int | None:
    """Return the claim before a denial, by somebody else, that it denies."""
    denier = told.party(number)
    words = matter_of(BRANDED.sub(" ", told.said(number)))
    matter = words - POINTING - (denier or frozenset())
    points = bool(words & POINTING) or not matter
    for back in range(at, max(-1, at - BACK - 1), -1):
        if told.sentences[back].paragraph != told.sentences[at].paragraph:
            return None
        before = [n for n in told.held[back] if told.content(n).end <= told.content(number).start]
        theirs = [n for n in before if told.attributed(n) and differ(denier, told.party(n)) and not told.asks(n)]
        for n in reversed(theirs):
            shared, near = len(matter & matter_of(told.said(n))), at - back <= 1
            if shared >= 2 or (near and (shared or points)):
                return n
    return None


# ------------------------------------------------------------------ two parties in contrast


def _told_otherwise(told: Told) -> Iterator[Stated]:
    for theirs, ours in accounts_in(told):
        yield Stated(theirs, ours, "the document says that one party tells it otherwise")
    for theirs, ours in numbers_in(told):
        yield Stated(theirs, ours, "the document sets their numbers beside one another")


_CONTRAST = re.compile(
    r"\b(?:while|whereas|but|although|though|yet|however|by contrast|in contrast|on the contrary)\b", re.IGNORECASE
)
_OPENING = re.compile(
    r"^\W*(?:but|however|yet|by contrast|in contrast|on the contrary|conversely|on the other hand)\b", re.IGNORECASE
)
_OPENS = re.compile(r"^\W*(?:while|whereas|although|though)\b", re.IGNORECASE)
_LIKEWISE = re.compile(r"\b(?:also|too|likewise|as well|similarly)\b", re.IGNORECASE)


def _contrasted(told: Told) -> Iterator[Stated]:
    for at, held in enumerate(told.held):
        mine = [n for n in held if _speaks(told, n)]
        pairs = [(one, other) for place, one in enumerate(mine) for other in mine[place + 1 :]]
        found = [pair for pair in pairs if _in_contrast(told, at, *pair)]
        if at and _turns(told, at):
            before = [n for n in told.held[at - 1] if _speaks(told, n)]
            found += [(one, other) for one in before for other in mine if _opposed(told, one, other)]
        yield from (Stated(one, other, "the document sets them in contrast") for one, other in found)


def _turns(told: Told, at: int) -> bool:
    """Tell whether a sentence opens in contrast to the one before it in its paragraph."""
    same = told.sentences[at - 1].paragraph == told.sentences[at].paragraph
    return same and _OPENING.match(told.words(told.sentences[at].span)) is not None


def _speaks(told: Told, number: int) -> bool:
    """Tell whether a claim is a known party's word."""
    kind = told.claims[number].attribution.claimants[0].kind
    return told.attributed(number) and not told.asks(number) and kind is not ClaimantKind.UNSPECIFIED


def _in_contrast(told: Told, at: int, one: int, other: int) -> bool:
    """Tell whether two claims of a sentence stand on the two sides of a "while" or a "but"."""
    first, second = sorted((_whole(told, one), _whole(told, other)), key=lambda span: (span.start, -span.end))
    end = first.start + len(alone(first.of(told.document.text)))
    if end > second.start:
        return False
    between = told.document.text[end : second.start]
    contrast = _CONTRAST.search(between) or _OPENS.match(told.words(told.sentences[at].span))
    return contrast is not None and not _LIKEWISE.search(between) and _opposed(told, one, other)


def _whole(told: Told, number: int) -> Span:
    """Return where a claim stands with its source and cue."""
    one = told.claims[number].attribution
    spans = [span for span in (one.source, one.cue, one.content) if span is not None]
    return Span(start=min(span.start for span in spans), end=max(span.end for span in spans))


def _opposed(told: Told, one: int, other: int) -> bool:
    """Tell whether two parties speak of one matter and not the same way of it."""
    ours, theirs = told.party(one), told.party(other)
    if not differ(ours, theirs) or ours is None or theirs is None or _retells(told, one, other):
        return False
    x, y = alone(told.said(one)), alone(told.said(other))
    a, b = matter_of(x), matter_of(y)
    shared = (a & b) - ours - theirs
    turned = negatives_in(x) % 2 != negatives_in(y) % 2 or opposed(a, b) is not None
    if turned:
        return bool(shared)
    same = a <= b or b <= a
    return not same and len(shared - names_in(f"{x} {y}")) >= 2 and len(shared) >= 0.5 * min(len(a), len(b))


def _retells(told: Told, one: int, other: int) -> bool:
    """Tell whether one of two parties only tells what the other says; not where a "while" sets the two apart."""
    outer, inner = sorted((one, other), key=lambda n: len(told.claims[n].chain))
    if told.claims[outer].chain[0].name not in {link.name for link in told.claims[inner].chain}:
        return False
    content = told.content(outer)
    return content.start + len(alone(content.of(told.document.text))) >= told.content(inner).start
