"""Whose words a question wants: "what did X say", "X's line", "according to X", but not "in Norland"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import dropwhile, islice

from assistant.answers.parties import Mention, key_of, state_of
from assistant.text import stem, words
from assistant.voices.lexicon import lexicon

_ACCOUNT = frozenset(
    """line view take account telling words claim position stance tone policy charge argument version response
    reply address speech statement opinion warning answer remark proclamation reading explanation case complaint
    demand appeal verdict comeback retort rebuttal reaction rejoinder diagnosis prognosis prediction forecast
    read rationale justification reasoning excuse defence defense criticism critique condemnation objection admission
    concession assurance proposal request plea apology tribute boast theory guess hunch bet recollection insistence
    assessment description estimate figure number tally count allegation accusation denial promise pledge
    message eyes mind story finding toll tune""".split()
)
_BEFORE = re.compile(r"\b(?:according to|per|in the (?:view|words|eyes|opinion) of)\s+(?:the\s+)?$", re.I)
_INSIDE = re.compile(r"\b(?:from|in|on|about|against|into|at|under|to|for)\s+(?:the\s+)?$", re.I)
"""What stands before a name that is no subject: "the threat from Afghanistan worried her"."""
_OF = re.compile(r"\bof\s+(?:the\s+)?$", re.I)
_SEEKS = re.compile(r"\bwhat\b[^.?!]*\b(?:is|are|was|were)\s+(?:the\s+)?$", re.I)
_WHETHER = re.compile(r"\b(?:whether|if)\s+(?:the\s+)?$", re.I)
"""What stands before a name in what somebody else asks: "asked whether Norland knew"."""
_SAYING_MORE = frozenset(
    """want finger pin put make push lay bear tell pass flag raise voice think mean see offer give reply ask respond
    react answer sum frame justify back oppose support favour favor endorse reject claim pitch sell paint
    name predict base point""".split()
)
_IRREGULAR = frozenset(
    """said told thought knew known wrote written saw seen felt meant made gave given put taught swore sworn held heard
    spoke spoken laid bore came sold sought""".split()
)
ROLES = frozenset(
    """president prime foreign minister premier king emir chancellor leader leaders delegation delegate government
    govt envoy ambassador representative pm fm state head of ruler rulers man woman diplomat spokesman
    spokeswoman""".split()
)
"""Who speaks for a State: "the Tajik president" is Tajikistan's voice in its speech."""
_LIGHT = frozenset("give gave given offer make made put pass pose bear lay laid raise sell sold point".split())
"""Verbs that give somebody's words only where these are their object: "the reason X gave", not "X gave the order"."""
_BACK = frozenset(
    "hit hits fire fires fired shoot shoots shot push pushes pushed come comes came strike struck say says said".split()
)
"""Verbs that, with "back", are a reply."""
_GIVEN = frozenset(
    """blame fault responsibility reason cause case point argument finger warning answer reply view verdict account
    credit doubt question alarm concern number figure price cost odds explanation excuse""".split()
)
"""What a light verb gives that is words: "lays the blame on", "makes the case"."""
_DETERMINERS = frozenset("the a an his her its their this these those any some no".split())
_LINKING = frozenset(
    """been be have has had was were is are do does did to on in his her their its first once ever then also just still
    really actually itself himself herself themselves s""".split()
)


_GENITIVE = re.compile(r"['’]s$")


def asked_by(text: str, mention: Mention) -> str | None:
    """Return the word by which a question wants this party's words (its verb of saying, "line", "per"), or None."""
    if before := _BEFORE.search(text[: mention.start]):
        return before.group().split()[0].lower()
    after = words(text[mention.end :].split("?")[0])[:8]
    if after[:1] == ["after"] and _SEEKS.search(text[: mention.start]):  # "what was Norland after?"
        return "want"
    if _ON_SOMETHING.match(text, mention.end) and not text[: mention.start].strip(" ,").removesuffix("The"):
        return "say"  # "Ann Lee on the dam: what did she say in May?"
    named = text[mention.start : mention.end]
    genitive = re.match(r"['’](?:s\b|(?!\w))", text[mention.end :]) is not None or _GENITIVE.search(named) is not None
    if genitive and after[:1] == ["s"]:
        after = after[1:]
    if state_of(_GENITIVE.sub("", named)) and after[:1] and after[0] in ROLES:  # "Norland's president argued"
        genitive, after = False, list(dropwhile(lambda word: word in ROLES, after))
    if genitive or _is_genitive(mention):
        told = (word for word in after if not (word.isdigit() or word == "and"))
        return next((word for word in islice(told, 3) if is_account(word)), None)
    if is_setting(text, mention) or _WHETHER.search(text[: mention.start]):
        return None
    if after and is_account(after[0]) and named[0].isupper():
        others = _OWNED.search(text[: mention.start])  # "in his first UN address": not the UN's
        return None if others or _gives_no_words(after[0], after[1:]) else after[0]
    for at, word in enumerate(after[:4]):
        if (
            word in _CHANGING
            and after[at + 1 : at + 2]
            and after[at + 1] in _OWN
            and any(map(is_account, after[at + 2 : at + 4]))
        ):
            return word  # "how did Ann change her story"
        if word in _BACK and after[at + 1 : at + 2] == ["back"]:
            return "reply"
        if is_saying(word) and not (word.endswith("ing") and not _is_progressive(text, mention)):
            if _is_passive(word, after[:at]) or (at == 0 and _is_inverted(word, text[: mention.start])):
                return None
            return None if _gives_no_words(word, after[at + 1 :]) else word
        if word not in _LINKING and not word.endswith("ly") and not word.isdigit():
            return None
    return None


_ON_SOMETHING = re.compile(
    r",?\s+(?:on|about)\b[^:?]{3,60}[:,?]\s+(?:and\s+)?what\b[^?]{0,20}\b(?:he|she|they|it)\b\s+(?:say|said|think|thinks|claim)",
    re.IGNORECASE,
)
"""What stands behind a name that opens a question, before what is asked of whoever bears it."""
_CHANGING = frozenset(
    "change changed changes shift shifted alter altered soften softened harden hardened revise revised".split()
)
_OWN = frozenset("his her its their".split())


_OWNED = re.compile(r"(?:['’]s?|\b(?:his|her|its|their|my|our|your))\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)


def is_account(word: str) -> bool:
    """Tell whether a noun stands for somebody's words: "line", "figures"."""
    return any(one in _ACCOUNT for one in (word, word.removesuffix("s"), word.removesuffix("es")))


def _gives_no_words(verb: str, after: Sequence[str]) -> bool:
    """Tell whether what follows a verb of saying makes it tell of something done: "gave the order", "answer for"."""
    if not after:
        return False
    if verb == "came":
        return after[0] not in ("out", "down", "across")
    if stem(verb) == stem("answer"):
        return after[0] == "for"
    if verb == "talks":  # "after the Doha talks"
        return after[0] not in ("about", "of", "to")
    if stem(verb) == stem("find") and after[0] in ("in", "for", "against", "guilty"):
        return True  # a court's finding is told of it
    if stem(verb) == stem("commit"):
        return after[0] not in ("to", "itself", "themselves")
    light = verb in _LIGHT or any(verb in (f"{one}s", f"{one}ing", f"{one.removesuffix('e')}ing") for one in _LIGHT)
    return light and after[0] in _DETERMINERS and not any(word in _GIVEN or is_account(word) for word in after[1:4])


def _is_genitive(mention: Mention) -> bool:
    """Tell whether a name is typed as a genitive without its apostrophe: "bidens line"."""
    last = mention.words[-1]
    return last.endswith("s") and key_of(mention.party.name).endswith(last[:-1])


def is_setting(text: str, mention: Mention) -> bool:
    """Tell whether a name is only where or on what: "in Norland", "from the capital"."""
    before = text[: mention.start]
    whose = _OF.search(before) is not None and state_of(mention.party.name) is None  # "the board of the bank"
    return whose or _INSIDE.search(before) is not None


def _is_passive(verb: str, before: Sequence[str]) -> bool:
    """Tell whether something is said of a name, not by it: "the killing of X was announced", "X is accused"."""
    return bool(before) and before[-1] in _BE and not verb.endswith("ing")


_TO_WHOM = frozenset(
    """told asked accused warned informed assured promised blamed meant urged ordered advised reminded charged
    notified""".split()
)
"""What is done to somebody behind "was": "was Ann told"; "was Ann quoted as saying" asks for her words."""


def _is_inverted(verb: str, before: str) -> bool:
    """Tell whether a form of "be" before a name makes a participle behind it passive: "was Norland told"."""
    done = verb in _TO_WHOM or (verb.endswith("ed") and verb not in _OF_ONES_OWN)  # "was Ann dismissed?"
    return done and re.search(r"\b(?:is|are|was|were)\s+(?:the\s+)?$", before, re.IGNORECASE) is not None


_OF_ONES_OWN = frozenset("quoted cited reported opposed agreed convinced concerned worried determined".split())
"""What somebody "was" who says or thinks it."""
_BE = frozenset({"is", "are", "was", "were", "been", "be", "being"})


def _is_progressive(text: str, mention: Mention) -> bool:
    """Tell whether "X ... saying" is what X does: a form of be stands before the name or right after it."""
    around = words(text[: mention.start])[-3:] + words(text[mention.end :])[:2]
    return any(word in _BE for word in around)


@cache
def _saying() -> frozenset[str]:
    """Return the stems of the verbs that give somebody's words."""
    single = (verb for verb in lexicon().verbs if " " not in verb and verb not in _GIVING_OUT)
    return frozenset(stem(verb) for verb in (*single, *_SAYING_MORE)) | _IRREGULAR


_GIVING_OUT = frozenset({"release", "issue"})
"""Verbs of telling a figure that are mostly of other things: "When was the song released?"."""
_STANCES = frozenset(map(stem, "back oppose support favour favor endorse propose offer accept approve".split()))


def asks_for_a_stance(text: str, mention: Mention) -> bool:
    """Tell whether a question asks what a party is for or against, as others may tell: "did X back the war?"."""
    return stem(asked_by(text, mention) or "") in _STANCES


def is_saying(word: str) -> bool:
    """Tell whether a word is a form of a verb that gives somebody's words, not one of who does: no "reporters"."""
    bare = word.removesuffix("s")
    agent = bare.endswith(("er", "or")) and bare not in lexicon().verbs and bare not in _SAYING_MORE
    return stem(word) in _saying() and not agent
