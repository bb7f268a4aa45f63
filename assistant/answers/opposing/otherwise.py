"""A narrative that turns from one party's account to another's: "Lund tells it the other way round"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from assistant.answers.opposing.told import Told, differ
from assistant.answers.opposing.wording import matter_of, negatives_in
from assistant.text import overlap

BACK = 3
"""Sentences back to the account that another is set against."""
ON = 2
"""Sentences on to the account that is announced: "Lund tells it otherwise. The crates, she says, were empty."."""
MOST = 2
"""Claims of each of two accounts that are set against one another."""
ALIKE = 0.5
"""Share of the shorter account's words above which two say the same."""
LEAST = 2
"""Words of matter that an account has at least."""

_RATHER = r"(?:(?:very|quite|rather|somewhat|slightly|entirely|wholly)\s+)?"
_OTHER = r"(?:different|another|opposite|contrary|rival|competing|contradictory)"
_ACCOUNT = r"(?:story|account|version|picture|explanation|view|reading|figure|number|count|tale|recollection)s?"
_TELLS = (
    r"(?:tells?|told|gives?|gave|offers?|offered|puts?|paints?|painted|remembers?|remembered|recalls?"
    r"|recalled|sees?|saw|says?|said|takes?|took|hears?|heard|describes?|described|reports?|reported|holds?|held"
    r"|maintains?|maintained|counts?|counted)"
)
_TURN = re.compile(
    rf"\b{_TELLS}\s+(?:(?:it|this|that|them|things|the matter|the story|events?)\s+)?{_RATHER}"
    r"(?:otherwise|differently|another way|the other way a?round|the opposite|the reverse|nothing of the kind)\b"
    rf"|\b{_TELLS}\s+(?:(?:an?|the|its|his|her|their|one)\s+)?{_RATHER}{_OTHER}\s+{_ACCOUNT}\b"
    r"|\b(?:that|this|it)(?: is|['’]s| was) not (?:quite |exactly |at all )*(?:how|what|the way)\s+(?!I\b|we\b|you\b)"
    r"|\b(?:has|had|have)\s+an?\s+(?:very |quite |rather )?(?:different|opposite|contrary|rival|competing)\s+"
    r"(?:account|version|explanation|recollection|figure)\b"
    r"|(?<!\bI )(?<!\bwe )\b(?:disagrees|disagreed|begs? to differ|begged to differ)\b(?=\s*[.;:,—–]|\s+with\b)"
    r"|(?<!\bI )(?<!\bwe )\bdisagree with (?:that|this|him|her|them|it)\b"
    r"|\b(?:is|was|are|were|seems?|sounds?) (?:just |no less |every bit |equally )(?:as )?"
    r"(?:certain|sure|adamant|emphatic|firm|positive|convinced|insistent)\b"
    r"|\b(?:contradict(?:s|ed)?|dispute[sd]?|reject(?:s|ed)?|dismiss(?:es|ed)?|den(?:y|ies|ied)|contest(?:s|ed)?"
    rf"|challenge[sd]?|differ(?:s|ed)? from)\s+(?:this|that|these|those|the)\s+(?:\w+\s+)?{_ACCOUNT}\b"
    r"|\b(?:when|after) (?:this|that|(?:the|his|her|its|their) (?:words?|claims?|statements?|account|letter|reply))"
    r" (?:was|were|is|are) (?:read|put|repeated|quoted|relayed) (?:out )?to\b",
    re.IGNORECASE,
)
"""Words that announce an account against the one before."""


def accounts_in(told: Told) -> Iterator[tuple[int, int]]:
    """Yield the claims that a narrative sets against one another by saying so, by their numbers."""
    for at, sentence in enumerate(told.sentences):
        if sentence.speaker is not None:
            continue  # who has the floor rejects in the first person
        said = sentence.span.of(told.document.text)
        for turn in _TURN.finditer(said):
            if _quoted(said[: turn.start()]) or _quoted(said[: turn.end()]):
                continue  # somebody's words, not the narrative's
            if _NOBODY.search(said[: turn.start()]) or _AS_WELL.match(said, turn.end()):
                continue
            yield from _against(told, at, sentence.span.start + turn.start())


_NOBODY = re.compile(
    r"\b(?:nobody|no one|no-one|none|neither|not|never|hardly|few|nor)\b[^.;,]{0,30}$|n['’]t\b[^.;,]{0,30}$",
    re.IGNORECASE,
)
"""What stands before words that turn, where nothing turns: "Nobody disputed this account"."""
_AS_WELL = re.compile(r"\W*(?:as well|too|also)\b", re.IGNORECASE)


def _quoted(before: str) -> bool:
    """Tell whether a quotation that opens before a place is not closed there."""
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _against(told: Told, at: int, place: int) -> Iterator[tuple[int, int]]:
    """Yield the claims of the account before a place with those of the account behind it."""
    behind = [
        n
        for on in range(at, min(at + ON + 1, len(told.sentences)))
        for n in told.held[on]
        if told.content(n).end > place and _counts(told, n)
    ]
    before = [
        n
        for back in range(at, max(-1, at - BACK - 1), -1)
        for n in reversed(told.held[back])
        if told.content(n).end <= place and _counts(told, n)
    ]
    if behind and (others := [n for n in before if differ(told.party(behind[0]), told.party(n))]):
        pairs = product(_same_party(told, others), _same_party(told, behind))
        yield from ((one, other) for one, other in pairs if not _say_the_same(told.said(one), told.said(other)))


def _say_the_same(one: str, other: str) -> bool:
    """Tell whether two accounts are one in much the same words: "equally certain that ..." need turn nothing."""
    return overlap(one, other) > ALIKE and negatives_in(one) % 2 == negatives_in(other) % 2


def _same_party(told: Told, claims: list[int]) -> list[int]:
    """Return the first of some claims and the next of the same party."""
    return [n for n in claims if told.party(n) == told.party(claims[0])][:MOST]


def _counts(told: Told, number: int) -> bool:
    """Tell whether a claim is a party's that can be told apart, and says enough."""
    known = told.attributed(number) and not told.asks(number) and told.party(number) is not None
    return known and len(matter_of(told.said(number))) >= LEAST
