"""A question that asks one thing of one time and another of the next: "what X wanted in May, and got in June"."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answers.periods import Period, dated_in_full, periods
from assistant.answers.question import Question
from assistant.text import content_words

_JOINT = re.compile(
    r"\s*[,;]?\s+(?:(?:and|but)(?:\s+then)?|then|vs\.?|versus"
    r"|(?:with|against|to)(?=\s+(?:what|how|where|who|whom|which)\b))\s+",
    re.IGNORECASE,
)
"""What joins what is asked of one time to what is asked of the next."""
_HEAD = re.compile(r"^[^:?]{3,80}[:?]\s+")
"""What stands before both: "Troops in Norland: ..."."""
_POINTS_BACK = re.compile(r"\b(?:it|its|that|this|those|these|he|she|his|her|they|their|them|so)\b", re.IGNORECASE)
LEAST = 2
"""Words of matter that a half must have of its own to be looked for by itself."""


def at_the_time(question: Question, period: Period) -> Question:
    """Return what a question asks of one of its times; all of it, where the other half goes with it."""
    then = replace(question, periods=(period,))
    text = dated_in_full(question.text)
    for joint in _JOINT.finditer(text):
        before, after = text[: joint.start()], text[joint.end() :]
        earlier, later = periods(before), periods(after)
        if not earlier or not later or set(earlier) & set(later):
            continue
        if period in earlier:
            return _narrowed(then, before)
        if period in later and not _POINTS_BACK.search(after):
            head = _HEAD.match(before)
            return _narrowed(then, f"{head.group() if head else ''}{after}")
    return then


def _narrowed(question: Question, part: str) -> Question:
    held = set(content_words(part))
    matter = tuple(word for word in question.matter if word in held)
    return replace(question, topic=part, matter=matter) if len(matter) >= LEAST else question
