"""Words that reject, deny or brand what somebody said: English in general, as patterns."""

from __future__ import annotations

import re

from assistant.answers.opposing.wording import matter_of

_ADVERB = (
    r"(?:just |simply |flatly |absolutely |certainly |completely |totally |really |quite |definitely |respectfully "
    r"|strongly |also )*"
)
_WRONG = (
    r"(?:not (?:true|right|accurate|correct|so|the case|fair|what happened)|untrue|false|wrong|inaccurate|incorrect"
    r"|misleading|nonsense|a lie)"
)
_SAID = (
    r"(?:(?:the |your |that |this |any |such )*(?:premise|charge|claim|idea|suggestion|notion|report|allegation"
    r"|question|characteri[sz]ation|framing|assertion|argument|accusation|assessment|view|point|description|account)s?"
    r"|that|this|it|you)\b"
)
"""What somebody rejects who rejects what was said, and not a third party's deed."""
_REJECTS = re.compile(
    rf"\b(?:that|this|it|{_SAID})(?:['’]s| is| was|['’]re) {_ADVERB}{_WRONG}\b(?! (?:of|with|to|about|for)\b)"
    rf"|\b(?:that|this|it) (?:is|was)n['’]t {_ADVERB}(?:true|right|accurate|correct|so|the case|fair)\b"
    rf"|\b(?:I|we)(?:['’]d| would| will| have to| must| got to|['’]ve got to)? {_ADVERB}"
    rf"(?:disagree with(?! it)|dispute|deny|reject|take (?:strong )?issue with|push back (?:on|against)|object to"
    rf"|quarrel with) {_SAID}"
    rf"|\bI(?:['’]d| would| will| have to| must)? {_ADVERB}(?:disagree|beg to differ)(?=[.,;!—–-]|$)"
    rf"|\b(?:I|we) {_ADVERB}(?:do not|don['’]t|won['’]t|will not|can['’]t|cannot|wouldn['’]t|would not) {_ADVERB}"
    rf"(?:buy|accept|agree with|share|subscribe to) (?:the whole )?{_SAID}",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:hope|hopes|hoped|wish|if|whether|unless|assuming|in case|means?)\b[^.;!?]{0,30}$", re.IGNORECASE
)


def rejection(text: str) -> re.Match[str] | None:
    """Return where a text rejects what somebody else has just said; None if nowhere, or only in a hope or an if."""
    for match in _REJECTS.finditer(text):
        if not _UNSURE.search(text[: match.start()]):
            return match
    return None


def without_rejection(text: str) -> str:
    """Return a text without the words that reject."""
    return _REJECTS.sub(" ", text)


DENIAL = re.compile(
    r"^(?:den(?:y|ies|ied|ying)|disput(?:e|es|ed|ing)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|rebut\w*|refut\w*"
    r"|contradict\w*|repudiat\w*|disavow\w*|disagree\w*|doubted)\b",
    re.IGNORECASE,
)
BRANDED = re.compile(
    r"\b(?:a |an )?(?:fraud|fabrication|propaganda|lie|lies|hoax|myth|false|untrue|baseless|unfounded|groundless"
    r"|nonsense|invention|slander|distortion)\b",
    re.IGNORECASE,
)
BRANDING = re.compile(r"^(?:call|brand|label|describ|dismiss|term|portray|denounc|condemn)\w*", re.IGNORECASE)
POINTING = frozenset(
    matter_of(
        "charge claim figure accusation allegation suggestion idea notion report argument description view premise "
        "statement assertion assessment account version story number estimate point first second former latter"
    )
)
"""Words that point back at what was said instead of saying it again."""
