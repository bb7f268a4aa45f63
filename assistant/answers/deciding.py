"""Yes, no, or contested: what a yes-or-no question gets before the words that answer it. Nothing is adjudicated.

Only a sentence that says all the question says, with or without a negation, decides it. If an uncontested one does,
"Yes" or "No" stands in the own voice; if somebody claims it, they say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from assistant.answers.naming import outlet
from assistant.answers.question import Question
from assistant.answers.shape import Asks
from assistant.answers.wording import Draft, quotes_another
from assistant.checks.grounds import NEGATION, hedged
from assistant.checks.sounding import sound
from assistant.model import Polarity, Voice
from assistant.text import content_words
from assistant.voices.claimants import UNNAMED

_LEAST_MATTER = 2
"""Content words from which a question says enough to be decided."""


def decided(question: Question, drafts: Sequence[Draft]) -> list[Draft]:
    """Open the first line of a yes-or-no question with what it says: "Yes. ..." (a fact), "..., yes: ..." (a claim).

    Where lines say both, no line is opened: `contested` says so instead.
    """
    if not drafts or not _is_decidable(question) or contested(question, drafts):
        return list(drafts)
    return [_opened(drafts[0], _says_yes(drafts[0], question), question), *drafts[1:]]


def other_side(question: Question, drafts: Sequence[Draft], others: Iterable[Draft]) -> list[Draft]:
    """Add, to what is answered yes or no, the first line of somebody who says the opposite."""
    said = _says_yes(drafts[0], question) if drafts and _is_decidable(question) else None
    if said is None:
        return list(drafts)
    speakers = {one.evidence.speaker for one in drafts}
    opposite = (
        one for one in others if one.evidence.speaker not in speakers and _says_yes(one, question) is (not said)
    )
    return [drafts[0], *islice(opposite, 1), *drafts[1:]]


def contested(question: Question, drafts: Sequence[Draft]) -> str:
    """Return what stands before lines of which some say yes and some say no; empty otherwise."""
    if not _is_decidable(question):
        return ""
    said = {_says_yes(one, question) for one in drafts} - {None}
    return "Contested." if len(said) > 1 else ""


def _is_decidable(question: Question) -> bool:
    return question.asks is Asks.YES_NO and not question.sides and len(question.matter) >= _LEAST_MATTER


def _says_yes(one: Draft, question: Question) -> bool | None:
    """Tell whether a line affirms what is asked, denies it, or (None) does neither in as many words."""
    quoted = one.span.of(one.evidence.document.text)
    if hedged(quoted) or "?" in quoted or _MIXED.search(quoted) or not _same_roles(question, quoted):
        return None
    if any(claim.chain[0].name == UNNAMED and one.span.overlaps(claim.attribution.content) for claim in one.claims):
        return None  # "It is said that they did": whoever passes that on says neither yes nor no
    denies = bool(NEGATION.search(quoted)) or any(c.attribution.polarity is Polarity.NEGATIVE for c in one.claims)
    return denies == bool(NEGATION.search(_EITHER.sub(" ", question.text)))


_EITHER = re.compile(r"\b(?:yes\s+)?or\s+(?:not|no)\b", re.IGNORECASE)
"""What offers both answers and denies nothing: "was it broken or not?"."""
_MIXED = re.compile(
    r"\b(?:but|however|although|though|except|unless|only|rather|instead|until|yet|almost|nearly|hardly)\b",
    re.IGNORECASE,
)


_ADJUNCT = re.compile(r"\b(?:in|on|at|of|during|since|after|before|from|to|for|with|under|near)\b", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being)\b.*\bby\b(?P<agent>.*)", re.IGNORECASE | re.DOTALL)


def _same_roles(question: Question, quoted: str) -> bool:
    """Tell whether a quotation holds all of the matter, and by its order the same party does it to the same one.

    What stands after a preposition may stand anywhere; of a passive question ("closed by X") X comes first in an
    active quotation. Where both are turned round, nothing is decided.
    """
    said = content_words(quoted)
    if not set(question.matter) <= set(said):
        return False
    places = [said.index(word) for word in question.matter]
    agents = set(content_words(passive["agent"])) if (passive := _PASSIVE.search(question.text)) else set()
    if passive and not _PASSIVE.search(quoted):
        acts = [place for word, place in zip(question.matter, places, strict=True) if word in agents]
        others = [place for word, place in zip(question.matter, places, strict=True) if word not in agents]
        return not acts or not others or max(acts) < max(others)
    core = set(content_words(_ADJUNCT.split(question.text, maxsplit=1)[0]))
    ordered = [place for word, place in zip(question.matter, places, strict=True) if word in core]
    return ordered == sorted(ordered) and bool(passive) == bool(_PASSIVE.search(quoted))


_NOW = re.compile(r"\W*(?:is|are|do|does|has|have|can)\b", re.IGNORECASE)
_PRESENT = re.compile(r"\b(?:is|are|has|have|does|do|can)\b", re.IGNORECASE)


def _opened(one: Draft, yes: bool | None, question: Question) -> Draft:
    """Return a line that opens with its yes or no; as it is where it has none, or tells of another time."""
    quoted = one.span.of(one.evidence.document.text)
    if yes is None or quotes_another(one) or (_NOW.match(question.text) and not _PRESENT.search(quoted)):
        return one
    word = "yes" if yes else "no"
    if one.voice is Voice.OWN:
        return replace(one, before=f"{word.capitalize()}. {one.before}")
    if not one.before.endswith(": "):
        return one
    opened = replace(one, before=f"According to {outlet(one.evidence)}, {word}: ")
    return opened if sound(opened) else one
