"""Words that say that something is not told: "The officials did not say when the court would rule"."""

from __future__ import annotations

import re

from assistant.answers.evidence import Evidence
from assistant.answers.question import Question
from assistant.answers.shape import Asks
from assistant.answers.wording import Draft
from assistant.text import readable

_NOT = r"(?: not|n[’']t)(?: yet)?"
_ASKED = r"(?:who|whom|whose|when|where|why|how|what|which|whether|if)"
_TELL = (
    r"(?:say|said|tell|told|state[ds]?|specif\w+|disclose\w*|g[ai]ve|given|names?|named|know|known|explain\w*|reveal\w*"
    r"|mention\w*)"
)
_END = r"[^\w(]*(?:\(|$)"
"""The end of a statement: what is told behind it would be an answer after all."""
_UNTOLD = re.compile(
    rf"(?<!who )(?<!which )(?<!that )\b(?:do|does|did|has|have|had|could|can|would|will){_NOT} {_TELL}\b"
    rf"[^.;:,“]{{0,30}}?“?\b{_ASKED}\b[^;:,]*$"
    rf"|\b(?:nobody|no one|none of \w+) (?:knows|says|said|has said) {_ASKED}\b[^;:,]*$"
    rf"|\b(?:is|are|was|were|has been|have been){_NOT}"
    rf" (?:known|stated|said|named|recorded|told|disclosed|specified){_END}"
    rf"|\bno (?:document|text|source|paper|record)s?(?: here)? (?:says?|tells?|decides?|gives?|names?|states?){_END}"
    rf"|\b(?:is|are|remains?|was) (?:unknown|unstated|not on record){_END}",
    re.IGNORECASE,
)


def is_untold(one: Draft, question: Question) -> bool:
    """Tell whether a statement only says that what is asked is not told.

    Of somebody asked by name, and to a question that a yes or no answers, not to have said it is an answer.
    """
    return _may_be_untold(question) and not _sets_apart(one.evidence, question) and is_only_untold(one)


def is_only_untold(one: Draft) -> bool:
    """Tell whether a statement only says that something is not told, whatever is asked."""
    words = readable(one.span.of(one.evidence.document.text))
    return _UNTOLD.search(f"{one.before}“{words}”") is not None


def tells_nothing(one: Evidence) -> bool:
    """Tell whether a sentence only says that something is not told, whatever is asked."""
    return _UNTOLD.search(readable(one.text)) is not None


def says_untold(one: Evidence, question: Question) -> bool:
    """Tell whether a sentence says of what is asked that it is not told."""
    told = not _may_be_untold(question) or _sets_apart(one, question)
    return not told and _UNTOLD.search(readable(one.text)) is not None


def _sets_apart(one: Evidence, question: Question) -> bool:
    """Tell whether a sentence names both numbers a question offers: that none decides between them is an answer."""
    offered = _EITHER.search(question.text)
    held = set(_NUMBER.findall(readable(one.text)))
    return offered is not None and set(offered.groups()) <= held


_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_EITHER = re.compile(r"(\d+(?:[.,]\d+)*)[^.?!]{0,20}? or \D{0,8}(\d+(?:[.,]\d+)*)")
"""Two numbers to choose from."""


def _may_be_untold(question: Question) -> bool:
    return not (question.asked or question.unnamed or question.asks is Asks.YES_NO)
