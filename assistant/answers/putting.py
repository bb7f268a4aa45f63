"""What a question about an exchange says was put to somebody, and to whom."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.answers.parties import Party
from assistant.answers.question import Question
from assistant.answers.shape import Asks
from assistant.text import content_words
from assistant.voices.lexicon import lexicon

_NAME = "\ue000"
_ASKER = r"(?:reporter|journalist|correspondent|newsman|newswoman|pressman|interviewer|moderator|questioner)s?"
_TO_SOMEBODY = r"(?:asked|asking|asks|accused|pressed|challenged|told|pushed|questioned|quizzed)"
_WAS = r"(?:asked|accused|pressed|challenged|pushed|questioned|quizzed)"
_SOMETHING = (
    r"(?:wanted to know|wondered|suggested|claimed|charged|tried|said|complained|worried|noted|pointed out|talked)"
)
_PUT = r"(?:put|threw|thrown|read out|brought up|raised)"
ASKED = re.compile(
    rf"\b(?:was|were|is|got|when|been)\s+{_WAS}\b|\bgot told\b|\bkept asking\b"
    rf"|\b{_TO_SOMEBODY}\s+(?!for\b)(?:[\w’'.]+\s+){{0,4}}?(?:if|whether|about|on|why|how|what)\b"
    rf"|\b(?:was|were|is|got|it|this|that)\s+{_PUT}\s+(?:to|at|with)\b|\b{_PUT}\s+(?:it|that|this)\s+(?:to|at|with)\b"
    r"|\bput to \w+ that\b|\b(?:put|read out|brought up)\s+(?:to|with)\s+\w|\bquestion (?:to|for|put to)\b"
    rf"|\b{_ASKER}\b(?:\s+[\w’'{_NAME}-]+){{0,6}}?\s+(?:{_TO_SOMEBODY}|{_SOMETHING}|{_PUT})\b"
    rf"|\b(?:an?|one|the)\s+{_ASKER}\b.*[?.,;]\s*(?:and\s+)?(?:\w+['’]s\s+\w+|how\b|and\b|what\b|did\b)"
    r"|\bhow['’]?d?\s+(?:did\s+)?(?:[\w’'-]+\s+){1,3}?answer (?:that|this|it)\b",
    re.IGNORECASE,
)
"""What shows that a question is about an exchange: who asked, or that somebody was asked."""

_WHOM = rf"(?:him|her|them|it|{_NAME}\d+{_NAME})"
_ONE = rf"(?:[\w’'-]+|{_NAME}\d+{_NAME})"
_IF = r"(?:\s+(?:if|whether|that|of|about|on)\b)*"
_POINTS = re.compile(r"\b(?:him|her|them|he|she|they)\b", re.IGNORECASE)
_REPLY = r"(?:answer|reply|response|take|line|rejoinder|comeback|retort|reaction)"
_TOLD_OF = re.compile(
    rf"(?:\b(?:an?|one|the|another|some)\s+)?\b{_ASKER}\b(?:\s+[\w’'{_NAME}-]+){{0,6}}?\s+"
    rf"(?:{_TO_SOMEBODY}(?:\s+{_WHOM})?|{_SOMETHING}|{_PUT}(?:\s+it)?(?:\s+(?:to|at|with)\s+{_WHOM})?){_IF}"
    rf"|\b(?:when\s+)?(?:it|this|that|what)?\s*\b(?:was|were|got|had been)\s+{_PUT}\s+(?:to|at|with)\s+{_WHOM}{_IF}"
    rf"|\b{_PUT}\s+(?:it|this|that)\s+(?:to|at|with)\s+{_WHOM}{_IF}|\bquestion (?:put )?(?:to|for)\s+{_WHOM}"
    rf"|(?:\b(?:when|was|were|got)\s+)?\b{_TO_SOMEBODY}(?:\s+{_WHOM})?(?:\s+[\w’'.]+){{0,4}}?(?:\s+(?:if|whether|about|on))+\b"
    rf"|\bwhen\s+{_TO_SOMEBODY}\b"
    rf"|\b(?:his|her|their|its|the)\s+(?:\w+\s+)?{_REPLY}\b|{_ONE}['’]s?\s+(?:\w+\s+)?{_REPLY}\b"
    rf"|\bhow(?:['’]?d|\s+(?:did|does|do))\s+(?:{_ONE}\s+){{1,3}}?"
    rf"(?:like|take|answer|respond|reply|react|come back|handle)\b(?:\s+(?:to|at|with))?(?:\s+(?:that|this|{_WHOM}))?"
    rf"|\bwhat(?:['’]?d)?\s+(?:did\s+)?(?:{_ONE}\s+){{1,3}}?(?:say|reply|answer|respond|come back with)\b"
    rf"|(?:{_ONE}\s+)?\b(?:replied|answered|responded)\s+what\b|\b(?:and\s+)?what (?:he|she|they) said\b|\btell me\b",
    re.IGNORECASE,
)
"""What of such a question tells of the exchange, and not of what was asked; names of parties are marked."""
_NOTHING = re.compile(r"(?:^|(?<=[?.!;]))[\s,;:–—-]*(?:one|that|this|and|pls|please)?[\s,;:–—-]*[?.!;]")


@dataclass(frozen=True)
class Put:
    """What was put to somebody."""

    question: Question
    """The question as it may have been put: of nobody in particular."""
    answering: tuple[Party, ...]
    """Who was to answer, as far as the question says it."""


def read_put(question: Question) -> Put:
    """Read what was put, and to whom, from a question about an exchange."""
    marked = question.text
    for number, mention in reversed(list(enumerate(question.mentions))):
        ending = re.search(r"['’]s?$", marked[mention.start : mention.end])
        end = mention.end - len(ending.group()) if ending else mention.end
        marked = f"{marked[: mention.start]}{_NAME}{number}{_NAME}{marked[end:]}"
    told = "".join(match.group() for match in _TOLD_OF.finditer(marked))
    parties = [question.mentions[int(number)].party for number in re.findall(rf"{_NAME}(\d+){_NAME}", told)]
    left = _NOTHING.sub(" ", " ".join(_TOLD_OF.sub(" ", marked).split())).strip(" ,;:-–—")
    for number, mention in enumerate(question.mentions):
        name = re.sub(r"['’]s?$", "", question.text[mention.start : mention.end])
        left = left.replace(f"{_NAME}{number}{_NAME}", name)
    if not parties and (points := _POINTS.search(told)):  # "did Hale own up? what was put to him?"
        many = points.group().lower() in ("them", "they")
        bodies = lexicon().words("speakers", "bodies")
        somebody = [one.party for one in question.mentions if many or one.words[-1] not in bodies]
        parties = somebody[:1] or [one.party for one in question.mentions[:1]]
    answering = tuple({party.name: party for party in parties}.values())
    held = set(content_words(left))
    matter = tuple(word for word in question.matter if word in held)
    if not matter:
        return Put(replace(question, asked=()), answering)
    return Put(replace(question, text=left, topic=left, matter=matter, asks=Asks.OPEN, asked=()), answering)
