"""A follow-up that names its topic first, and takes it up with a pronoun: "and the crew, what did they say?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answers.parties import may_name
from assistant.answers.phrases import Phrase, parsed, phrases

ASKING = (
    r"(?:who|whom|whose|what|when|where|why|how|which|is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b"
)
"""How a question opens."""
_FRONTED = re.compile(
    r"\W*(?:(?:and|but|so|or|ok|okay|right)\s+)?(?:(?:what|how)\s+about\s+|as\s+for\s+)?"
    rf"(?P<topic>(?!{ASKING}|(?:in|on|at|by|after|before|during|from|to|for|of|with|since|if|then)\b)[^,:?]{{2,70}})"
    r"[,:]\s+(?P<rest>\S.*)",
    re.IGNORECASE,
)
_TIME = re.compile(r"\b(?:that|the same)\s+(?:year|month|day|week)\b|\bin\s+(?:19|20)\d\d\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:they|them|it|he|him|she)\b", re.IGNORECASE)
_OWNED = re.compile(r"(?:their|its|his|her)\s+(?P<what>[\w’'-]+(?:\s+[\w’'-]+){0,2})\W*", re.IGNORECASE)


@dataclass(frozen=True)
class Fronted:
    """A topic named first, and what is asked of it."""

    topic: str
    """With its article, without what else is said of it."""
    rest: str
    when: str
    """Words that tell when, named with the topic; empty where there are none."""

    @property
    def question(self) -> str | None:
        """The question with the topic in its place; None where no pronoun takes it up."""
        found = _PRONOUN.search(self.rest)
        if found is None or not re.match(ASKING, self.rest, re.IGNORECASE):
            return None
        whole = f"{self.rest[: found.start()]}{self.topic}{self.rest[found.end() :]}"
        return f"{self.when}, {whole}" if self.when else whole

    @property
    def owned(self) -> str:
        """What of the topic's is asked about and nothing more ("the Turkmens, their border?"); else empty."""
        found = _OWNED.fullmatch(self.rest)
        return found["what"] if found else ""


def fronted(asked: str) -> Fronted | None:
    """Read a question that names its topic first; None for others."""
    found = _FRONTED.fullmatch(asked)
    if found is None:
        return None
    when = _TIME.search(found["topic"])
    topic = _TIME.sub(" ", found["topic"])
    named = _first(topic)
    if named is None and not _may_be_name(topic):
        return None
    worded = topic.strip() if named is None else f"the {named.text}" if named.definite else named.text
    return Fronted(worded, found["rest"], when.group() if when else "")


def _may_be_name(topic: str) -> bool:
    """Tell whether a word that a parser takes for no noun may be a name in small letters: "and norland, ..."."""
    words = parsed(topic.strip())
    return len(words) == 1 and words[0].pos_ in {"ADJ", "NOUN", "PROPN", "X", "VERB"} and may_name(topic.strip())


def _first(topic: str) -> Phrase | None:
    """Return the phrase that a topic opens with."""
    found = phrases(topic)
    return found[0] if found and topic[: found[0].start].strip().lower() in {"", "the"} else None
