"""The words of a question that say what to look for: without how to answer, and without the documents it points at."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from functools import cache

from assistant.answers.periods import without_times
from assistant.text import content_words
from assistant.voices.lexicon import lexicon

SENTENCE = re.compile(r"(?<=[.?!])\s+(?=\S)")
_LEAD = re.compile(r"[\s,]*\b(?:according to|as told|per|in|from|by|says?)\s+(?:the\s+)?$", re.IGNORECASE)


def topic(
    text: str, pointing: Iterable[tuple[int, int]], matter: Callable[[str], Collection[str]], skip: Collection[str]
) -> str:
    """Return the words to look for.

    Sentences that only say how to answer ("Set the sources against each other.", "Biden's line?") are left out, and so
    is what points at documents at the end or the beginning ("..., per the FP writer"). `matter` reads the words
    of a text that it is about, `skip` holds those that name who is asked. What would leave nothing stays whole.
    """
    kept = _without_places(text, sorted(pointing))
    sentences = SENTENCE.split(kept)
    told = [one for one in sentences if set(matter(one)) - set(skip) - _HOW]
    whole = " ".join(told or sentences).strip(" ,;:")
    return whole if matter(whole) else text


def _without_places(text: str, pointing: list[tuple[int, int]]) -> str:
    """Cut what points at documents where it stands at an end of the question; in its middle it belongs to a clause."""
    for start, end in reversed(pointing):
        lead = _LEAD.search(text[:start])
        if lead is None:
            continue
        if not text[end:].strip(" ?.!"):
            text = text[: lead.start()] + text[end:].lstrip()
        elif lead.start() == 0 and text[end:].lstrip().startswith(","):
            text = text[end:].lstrip(" ,")
    return text


def without_accounts(text: str, names: Collection[str]) -> str:
    """Return what accounts are asked for of, without the words behind it that set them beside one another.

    "Was it right to leave? Ann's people against the ministry" is about whether it was right to leave, and so is "The
    retreat: Ann's case versus the ministry's?" about the retreat. `names` are the parties', as they stand there. What
    follows stays if it has a matter of its own: "... How do they differ on the border?".
    """
    parted = _PARTED.search(text)
    if parted is None:
        return text
    head, rest = text[: parted.end()].strip(" :"), text[parted.end() :]
    told = _ACCOUNTS.search(rest) or any(name in rest for name in names)
    if rest.rstrip().endswith("?") and not _ASKS_WHO.search(rest):
        return text
    least = 1 if parted[0].startswith(":") else 2
    matter, more = (_matter(without_times(some), names) for some in (head, rest))
    return head if told and len(matter) >= least and len(more) <= _LITTLE and not _ON.search(rest) else text


def _matter(text: str, names: Collection[str]) -> set[str]:
    """Return the stems of what a text is about, beside the names in it and the words that say how to answer."""
    for name in names:
        text = text.replace(name, " ")
    return set(content_words(text)) - _HOW


_PARTED = re.compile(r"\?\s+(?=\S)|:\s+(?=\S[^?]*\b(?:vs?|versus|against)\b)", re.IGNORECASE)
"""Where a question ends and what follows it says whose accounts are wanted."""
_ACCOUNTS = re.compile(
    r"\b(?:who|which|whose|sources?|sides?|accounts?|versions?|vs?|versus|against|beside|alongside)\b|\bnext to\b",
    re.IGNORECASE,
)
_ASKS_WHO = re.compile(r"^\W*(?:and\s+|so\s+)?(?:who|which|whose)\b|\b(?:vs?|versus)\b", re.IGNORECASE)
_ON = re.compile(r"\b(?:on|about|over|regarding|concerning)\b", re.IGNORECASE)
_LITTLE = 2
"""Words beside names, that say where or how they are to be heard: "in the briefing", "lean which way"."""


FEW = 4
"""Words of matter that the words around them drown."""


def unframed(text: str, asked: Iterable[str]) -> str | None:
    """Return what a question asks a party about, without the party, the verb of saying and when it was said.

    "What did Ann say in May about inflation?" is about inflation; its other words look like whatever is said anywhere.
    None where there is more matter than a few words, or no party or verb of saying before it.
    """
    bare = " ".join(without_times(text).split())
    frame = _frame().match(bare)
    if frame is None or not any(name in frame["who"] for name in asked):
        return None
    rest = bare[frame.end() :].strip(" ,?")
    return rest if 0 < len(content_words(rest)) <= FEW else None


_HOW_CHANGED = re.compile(
    r"^\W*(?:(?:and|so|but)\W+)?(?:how\s+(?:did|has|have|had)|trace|what\s+changed\s+(?:in|between|about))\s+"
    r"|\b(?:line|stance|position|tone|tune|view|take|story|account|policy|rhetoric|verdict|attitude)s?\s+"
    r"(?:on|about|towards?|of|over|regarding|concerning)\s+"
    r"|\b(?:chang|mov|shift|evolv|develop|differ|harden|soften)\w*\b(?:\s+(?:between|over|since|from))?"
    r"|\bfirm(?:ed|s)? up\b|\bover time\b",
    re.IGNORECASE,
)


def changing(text: str, pointing: Iterable[str]) -> str | None:
    """Return what a question about a change of position is about, without when, and that it changed.

    "How did the ministry's line on dams move between May 2020 and June 2021?" is about dams, where the ministry's
    documents are pointed at; a party that is asked keeps its name, by which others tell of it. None where the question
    asks otherwise, or nothing would be left.
    """
    if not _HOW_CHANGED.search(text):
        return None
    rest = _HOW_CHANGED.sub(" ", without_times(text))
    for name in sorted(pointing, key=len, reverse=True):
        rest = re.sub(rf"(?:\bthe\s+)?{re.escape(name)}(?:['’]s?)?", " ", rest)
    rest = _LOOSE.sub("", " ".join(rest.split()))
    return rest if content_words(rest) else None


_LOOSE = re.compile(
    r"^(?:\W|\b(?:and|or|to|the|its|their|his|her)\b)+|(?:\W|\b(?:and|or|to|from|then|in|by)\b)+$", re.IGNORECASE
)
"""What joined words that were taken away."""


@cache
def _frame() -> re.Pattern[str]:
    families = {"saying", "asserting", "believing", "indicating", "noting"}
    known = (cue.words for cue in lexicon().verbs.values() if cue.family in families)
    verbs = "|".join(sorted(verb for verb in known if " " not in verb))
    return re.compile(
        rf"\W*(?:(?:and|so|but)\W+)?(?:what|why|how)\s+(?:exactly\s+)?(?:did|does|do|has|have|had|would|will)\s+"
        rf"(?P<who>[^,?.;:]{{2,60}}?)\s+(?:\w+ly\s+)?(?:{verbs})(?:\s+(?:to\s+)?(?:the\s+)?\w+)??"
        r"\s+(?:about|on|of|regarding|concerning)\s+(?=\w)",
        re.IGNORECASE,
    )


_HOW = frozenset(
    """v set put place lay hold side sourc account against beside next alongsid compar told tell answer say short brief
    pleas pls official spoke respond react repli respons press ask claim who what line day time both show give
    evid quot exact word one sentenc end spring summer autumn winter later vs versus account seem match differ disagre
    agre tally count number figur version verdict own rejoind diagnosi assess month
    year""".split()
)
"""Stems of words that say how to answer, or who was asked, and nothing of what about."""
