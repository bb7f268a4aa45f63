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
        if _is_no_name(text, name) or any(start < name.end() and name.start() < end for start, end in taken):
            continue
        bare = re.sub(r"['’]s$", "", name.group())
        if key_of(bare) in FUNCTION_WORDS or name.group() in CALENDAR:
            continue
        mention = Mention(Party(state_of(bare) or bare), name.start(), name.start() + len(bare), (bare.lower(),))
        if verb := asked_by(text, mention):
            yield mention, verb


_FACING = re.compile(
    r"(?P<one>[A-Z][\w\-]+(?:\s+[A-Z][\w\-]+)*)(?:['’]s?)?\s+(?P<how>vs?\b\.?|versus|against)\s+(?:the\s+)?"
    r"(?P<other>[A-Z][\w\-]+(?:\s+[A-Z][\w\-]+)*)"
)


def set_beside(text: str, mentions: Sequence[Mention]) -> Iterable[Mention]:
    """Yield the capitalised names that are set against others and have no voice in the library: "Norland vs Ostland".

    "Against" sets them so where a question or a colon stands before: "Was it just? Norland against Ostland".
    """
    taken = [(m.start, m.end) for m in mentions]
    for match in _FACING.finditer(text):
        if match["how"] == "against" and text[: match.start()].rstrip()[-1:] not in ("?", ":"):
            continue
        for start, end in (match.span("one"), match.span("other")):
            name = text[start:end]
            if may_name(name) and not any(first < end and start < last for first, last in taken):
                yield Mention(Party(state_of(name) or name), start, end, (name.lower(),))


def _is_no_name(text: str, name: re.Match[str]) -> bool:
    """Tell whether a capital says nothing: at the beginning, or of a common word that opens a sentence or points."""
    common = name.group().lower() in KINDS or not may_name(name.group())
    return name.start() == 0 or common
