"""Whose words a question wants: "what did X say", "X's line", "according to X", but not "in Norland"."""

from __future__ import annotations

import re
from functools import cache
from itertools import dropwhile, islice

from assistant.answers.parties import Mention, key_of, state_of
from assistant.text import stem, words
from assistant.voices.lexicon import lexicon

_ACCOUNT = frozenset(
    """line view take account telling words claim position stance charge argument version response reply address speech
    statement opinion warning answer remarks proclamation reading explanation case complaint demand appeal verdict
    comeback retort rebuttal reaction rejoinder
    assessment description estimate figure numbers allegation accusation denial promise pledge message eyes
    mind""".split()
)
_BEFORE = re.compile(r"\b(?:according to|per|in the (?:view|words|eyes|opinion) of)\s+(?:the\s+)?$", re.I)
_INSIDE = re.compile(r"\b(?:from|in|on|about|against|into|at)\s+(?:the\s+)?$", re.I)
"""What stands before a name that is no subject: "the threat from Afghanistan worried her"."""
_SAYING_MORE = frozenset(
    """want finger pin put make push lay bear tell pass flag raise voice think mean see offer give reply ask respond
    react answer sum frame justify back oppose support favour favor endorse reject claim pitch sell paint
    name""".split()
)
_IRREGULAR = frozenset(
    """said told thought knew known wrote written saw seen felt meant made gave given put taught swore sworn held heard
    spoke spoken laid bore came sold sought""".split()
)
_ROLES = frozenset(
    """president prime foreign minister premier king emir chancellor leader leaders delegation delegate government
    govt envoy ambassador representative pm fm state head of""".split()
)
"""Who speaks for a State: "the Tajik president" is Tajikistan's voice in its speech."""
_LINKING = frozenset(
    """been be have has had was were is are do does did to on in his her their its first once ever then also just still
    really actually itself himself herself themselves s""".split()
)


def asked_by(text: str, mention: Mention) -> str | None:
    """Return the word by which a question wants this party's words (its verb of saying, "line", "per"), or None."""
    if before := _BEFORE.search(text[: mention.start]):
        return before.group().split()[0].lower()
    after = words(text[mention.end :].split("?")[0])[:6]
    named = text[mention.start : mention.end]
    if state_of(named):
        after = list(dropwhile(lambda word: word in _ROLES, after))
    if re.match(r"['’]s?\b", text[mention.end :]) or named.endswith(("'s", "’s")) or _is_genitive(mention):
        told = (word for word in after if not (word.isdigit() or word == "and"))
        return next((word for word in islice(told, 3) if word in _ACCOUNT or word.removesuffix("es") in _ACCOUNT), None)
    after = after[:4]
    if is_setting(text, mention):
        return None
    if after and after[0] in _ACCOUNT and named[0].isupper():
        return after[0]
    for word in after:
        if is_saying(word) and not (word.endswith("ing") and not _is_progressive(text, mention)):
            return word
        if word not in _LINKING and not word.endswith("ly"):
            return None
    return None


def _is_genitive(mention: Mention) -> bool:
    """Tell whether a name is typed as a genitive without its apostrophe: "bidens line"."""
    last = mention.words[-1]
    return last.endswith("s") and key_of(mention.party.name).endswith(last[:-1])


def is_setting(text: str, mention: Mention) -> bool:
    """Tell whether a name is only where or on what: "in Norland", "from the capital"."""
    return _INSIDE.search(text[: mention.start]) is not None


def _is_progressive(text: str, mention: Mention) -> bool:
    """Tell whether "X ... saying" is what X does: a form of be stands before the name or right after it."""
    around = words(text[: mention.start])[-3:] + words(text[mention.end :])[:2]
    return any(word in ("is", "are", "was", "were", "been", "be") for word in around)


@cache
def _saying() -> frozenset[str]:
    """Return the stems of the verbs that give somebody's words."""
    single = (verb for verb in lexicon().verbs if " " not in verb)
    return frozenset(stem(verb) for verb in (*single, *_SAYING_MORE)) | _IRREGULAR


def is_saying(word: str) -> bool:
    """Tell whether a word is a form of a verb that gives somebody's words, not one of who does: no "reporters"."""
    bare = word.removesuffix("s")
    agent = bare.endswith(("er", "or")) and bare not in lexicon().verbs and bare not in _SAYING_MORE
    return stem(word) in _saying() and not agent
