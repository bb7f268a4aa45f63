"""Names that a question wants to hear and that no document gives a voice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.answers.parties import Mention, Party, key_of, may_name, state_of
from assistant.answers.periods import CALENDAR
from assistant.answers.pointing import KINDS, Place
from assistant.answers.whose_words import asked_by
from assistant.text import FUNCTION_WORDS


def strangers(text: str, mentions: Sequence[Mention], pointing: Sequence[Place]) -> Iterable[tuple[Mention, str]]:
    """Yield the capitalised names that ought to be speaking and have no voice in the library, each with its verb."""
    taken = [(m.start, m.end) for m in mentions] + list(pointing)
    for name in re.finditer(r"(?:[A-Z][\w’'\-]+)(?:\s+(?:[A-Z][\w’'\-]+|al-\w+|bin|of))*", text):
        if _is_no_name(name) or any(start < name.end() and name.start() < end for start, end in taken):
            continue
        bare = re.sub(r"['’]s$", "", name.group())
        if key_of(bare) in FUNCTION_WORDS or name.group() in CALENDAR:
            continue
        mention = Mention(Party(state_of(bare) or bare), name.start(), name.start() + len(bare), (bare.lower(),))
        if verb := asked_by(text, mention):
            yield mention, verb


_NAMED = r"[A-Z][\w\-]+(?:\s+[A-Z][\w\-]+)*"
_FACING = re.compile(
    rf"(?:^|[?.:;!]\s+)(?:The\s+)?(?P<one>\b{_NAMED})(?:['’]s?)?(?:\s+[a-z]\w+){{0,2}}\s+(?P<how>vs?\b\.?|versus|against)\s+"
    rf"(?:the\s+)?(?P<other>\b{_NAMED})(?:['’]s?)?(?=[\s.?!]*$|\s+(?:on|about|over)\b)"
)
_IN_A_ROW = re.compile(rf"(?P<name>\b{_NAMED})\s*(?:,|,?\s+and|\s*&)\s+(?:the\s+)?$")


def set_beside(text: str, mentions: Sequence[Mention]) -> Iterable[Mention]:
    """Yield the capitalised names that are set against others and have no voice in the library: "Norland vs Ostland".

    They stand by themselves, before or behind the question. With "against" only States count, as what is a State's
    enemy may be anything: "War against Terrorism".
    """
    for match in _FACING.finditer(text):
        for start, end in (match.span("one"), match.span("other")):
            name = _silent_name(text, start, end, mentions)
            if name and (match["how"] != "against" or state_of(text[start:end])):
                yield name


def beside(text: str, asked: Sequence[Mention], mentions: Sequence[Mention]) -> Iterable[Mention]:
    """Yield the names without a voice that stand in a row before one who is asked: "What did Ann and Bo say?"."""
    for one in asked:
        match = _IN_A_ROW.search(text[: one.start])
        if match and match.start() > 0 and (name := _silent_name(text, *match.span("name"), mentions)):
            yield name


def _silent_name(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Mention | None:
    """Return a mention of whoever a stretch names, unless it names a known party, a day or month, or nobody."""
    name = text[start:end]
    known = any(one.start < end and start < one.end for one in mentions)
    if known or not may_name(name) or name in CALENDAR or name.lower() in KINDS or re.search(r"\d", name):
        return None
    return Mention(Party(state_of(name) or name), start, end, (name.lower(),))


def _is_no_name(name: re.Match[str]) -> bool:
    """Tell whether a capital says nothing: at the beginning, or of a common word that opens a sentence or points."""
    common = name.group().lower() in KINDS or not may_name(name.group())
    return name.start() == 0 or common
