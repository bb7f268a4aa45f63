"""Yes, no, or contested: what a yes-or-no question gets before the words that answer it. Nothing is adjudicated.

Only a sentence that says all the question says, with or without a negation, decides it. If an uncontested one does,
"Yes" or "No" stands in the own voice; if somebody claims it, they say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.composing import Draft, outlet
from assistant.answers.question import Asks, Question
from assistant.checks.attributions import sound
from assistant.checks.grounds import NEGATION, hedged
from assistant.model import Polarity, Voice
from assistant.text import content_words

_LEAST_MATTER = 2
"""Content words from which a question says enough to be decided."""


def decided(question: Question, drafts: Sequence[Draft]) -> list[Draft]:
    """Open the first line of a yes-or-no question with what it says: "Yes. ..." (a fact), "..., yes: ..." (a claim).

    Where lines say both, no line is opened: `contested` says so instead.
    """
    if not drafts or not _is_decidable(question) or contested(question, drafts):
        return list(drafts)
    return [_opened(drafts[0], _says_yes(drafts[0], question), question), *drafts[1:]]


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
    if hedged(quoted) or "?" in quoted or _MIXED.search(quoted) or not _in_order(question.matter, quoted):
        return None
    denies = bool(NEGATION.search(quoted)) or any(c.attribution.polarity is Polarity.NEGATIVE for c in one.claims)
    return denies == bool(NEGATION.search(question.text))


_MIXED = re.compile(
    r"\b(?:but|however|although|though|except|unless|only|rather|instead|until|yet|almost|nearly|hardly)\b",
    re.IGNORECASE,
)


def _in_order(matter: Sequence[str], quoted: str) -> bool:
    """Tell whether a quotation holds all of the matter, in the question's order: who did what to whom."""
    said = content_words(quoted)
    places = [said.index(word) if word in said else -1 for word in matter]
    return min(places) >= 0 and places == sorted(places)


_NOW = re.compile(r"\W*(?:is|are|do|does|has|have|can)\b", re.IGNORECASE)
_PRESENT = re.compile(r"\b(?:is|are|has|have|does|do|can)\b", re.IGNORECASE)


def _opened(one: Draft, yes: bool | None, question: Question) -> Draft:
    """Return a line that opens with its yes or no; as it is where it has none, or tells of another time."""
    quoted = one.span.of(one.evidence.document.text)
    if yes is None or (_NOW.match(question.text) and not _PRESENT.search(quoted)):
        return one
    word = "yes" if yes else "no"
    if one.voice is Voice.OWN:
        return replace(one, before=f"{word.capitalize()}. {one.before}")
    if not one.before.endswith(": "):
        return one
    opened = replace(one, before=f"According to {outlet(one.evidence)}, {word}: ")
    return opened if sound(opened) else one
