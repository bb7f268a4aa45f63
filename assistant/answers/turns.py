"""Turns of a transcript: where the reply to a question stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST = 10
"""Sentences of a reply that are read at most."""
SAYS_LITTLE = 15
"""Words up to which a turn is no reply yet: "I'll take that one.", "Sure, go ahead.", a word put in."""
_GOES_ON = re.compile(r"\W*[—–-]")
"""How somebody goes on who was interrupted."""


def replied(said: Sequence[tuple[str | None, str]], asker: str | None) -> range:
    """Return the places of the reply among sentences that follow a question, each with its speaker; none: empty.

    That is the first turn of somebody else, or, where it says too little, what follows it until the next question.
    """
    first = next((at for at, (speaker, _) in enumerate(said) if speaker not in (asker, None)), None)
    if asker is None or first is None:
        return range(0)
    end, spoken, floor = first, 0, said[first][0]
    for at, (speaker, text) in enumerate(said[first:], first):
        if speaker == asker:
            if spoken > SAYS_LITTLE or not _GOES_ON.match(text):
                break
            continue
        if speaker != floor and spoken > SAYS_LITTLE:
            break
        floor, end, spoken = speaker, at + 1, spoken + len(text.split())
    return range(first, min(end, first + LONGEST))
