"""How much a sentence leans on what stands around it: what a line that is read alone should not do."""

from __future__ import annotations

import re

from assistant.text import FUNCTION_WORDS, content_words, words

UNBEARABLE = 0.5
"""A text that leans so much or more is not shown alone where anything else can be."""
_ASKS = re.compile(r"\?[\W]*$")
_POINTING = re.compile(
    r"\b(?:this|these|those|such)\s+(?!(?:is|are|was|were|will|would|may|might|can|could|should|must|has|have|had|an?|as"
    r"|who|that|which|of|in|on|at|to|for|with|from|by|year|years|century|world|assembly|session|house|hall|body"
    r"|organization|organisation|forum|debate|day|week|month|morning|decade|country|nation|administration|government"
    r"|planet|region|time|conflict zones?|proclamation|statement|text|article|document|millennium)\b)[a-z]",
    re.IGNORECASE,
)
"""A demonstrative before a noun that the sentence does not explain: "this approach", "such descriptions"."""
_POINTING_BACK = re.compile(
    r"\b(?:at|of|in|on|for|to|with|from|by|about|over) (?:that (?!the\b|a\b|an\b|we\b|it\b|they\b|he\b|she\b|i\b)|it\b"
    r"|them\b|this\b(?! (?:year|century|world|assembly|session|house|hall|organization|forum|day|week|month|country)))"
    r"|\b(?:this|these) (?:to|as|by|with|is|are|was|were|has|have|had|will|would)\b"
    r"|\b(?:the (?:latter|former(?= (?:is|was|are|were|has|have)\b)|same|above|following|aforementioned)|as follows"
    r"|(?:the|an?|one) (?:first|second|third|fourth|other|next|last|another|same) (?:reason|point|one|thing|question"
    r"|part|item|issue|element|example)s?"
    r"|the (?:current|present) situation|as (?:noted|mentioned|said) (?:above|before))\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:\w+ )?(?:days?|weeks?|months?|years?|hours?) (?:later|earlier|before that|after that)\b"
    r"|\bthe (?:next|following|previous|same) (?:day|week|month|year)\b"
    r"|\bthat (?:day|night|week|month|year|autumn|summer)\b",
    re.IGNORECASE,
)
"""A time that is counted from one named before."""
_PERSON = re.compile(r"\b(?:he|she|him|his|her|hers)\b", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(?:they|them|their|theirs)\b", re.IGNORECASE)
_THING = re.compile(r"\b(?:it|its)\b", re.IGNORECASE)
_EMPTY_IT = re.compile(
    r"\bit\s+(?:is|was|has been|will be|would be|became|becomes|seems|takes|makes)\b[^,;]{0,60}\b(?:that|to|who)\b",
    re.IGNORECASE,
)
"""An "it" that stands for what follows: "it is time to ..."."""
_TALK = re.compile(
    r"\bI(?:['’]m| am)(?: really| just)? not (?:going|able|in a position|aware|sure)\b"
    r"|\bI (?:don['’]t|do not|can['’]t|cannot|won['’]t|will not|didn['’]t) (?:have|speak|say|preview|get into|confirm"
    r"|go into|comment|want to|think|know|believe I)\b"
    r"|\b(?:little|nothing|more) to add\b"
    r"|\b(?:refer|point|direct) you\b|\b(?:as|like) I(?:['’]ve| have)?(?: just)? (?:said|mentioned|noted|discussed)\b"
    r"|\bwhat I (?:said|can say|would say)\b|\bto your (?:question|point)\b"
    r"|\b(?:few|some) (?:words|remarks) at the top\b"
    r"|\b(?:I|we)(?:['’]ll| will| want to| would like to)(?: now| just)? (?:begin|start|turn|open|close|conclude|speak"
    r"|talk|take)\b|\bfolks here\b|\b(?:this|the) (?:speech|statement|briefing) (?:today|now)\b"
    r"|\bon (?:that|this) front\b"
    r"|\bask\b[^.]{0,40}\bquestions?\b"
    r"|\bwe (?:now )?(?:come|turn|move|pass)(?: now)? to\b",
    re.IGNORECASE,
)
"""Talk about the talk, or what somebody will not say: no claim on a matter."""
_PRAISE = re.compile(
    r"\b(?:proud|grateful|thankful|pleased|delighted|gratified|happy|honou?red|privileged|commend\w*|salute\w*"
    r"|congratulat\w*|applaud\w*|appreciat\w*)\b",
    re.IGNORECASE,
)
"""Praise and pleasure: courtesy more often than a claim."""
_YOU = re.compile(r"\byou(?:r|rs|['’]\w+)?\b", re.IGNORECASE)
_BROKEN = re.compile(
    r"\b(\w+(?:['’]\w+)?)\b[^—–.]{0,30}\s*[—–]\s+(?:\w+\s+)?\1\b|—[^—]{1,40}—[^—]{1,40}—|\w-\s*[—–]|\s—\s[^—]{1,60}\s—\s",
    re.IGNORECASE,
)
"""Words begun and said again, as transcripts give them."""
_FORMULA = re.compile(
    r"\b(?:hereby|by virtue of the authority|now, therefore|in witness whereof|is effective at|pursuant to"
    r"|subsections? \(?[a-z]|section \d|notwithstanding|this (?:proclamation|order) shall)\b",
    re.IGNORECASE,
)
"""The forms of a legal text, which say how it holds and not what it says."""
_CLAIM_WORDS = 5
"""Content words of a claim that says something; each one less costs."""
_WEIGHTS = {
    "pointing": 0.5,
    "back": 0.5,
    "later": 0.3,
    "talk": 0.6,
    "praise": 0.25,
    "you": 0.25,
    "broken": 0.5,
    "formula": 0.5,
    "pronoun": 0.5,
}
_ASKING, _SHORT = 0.6, 0.15


def burden(text: str) -> float:
    """Return how much a text leans on what was said before it, or says nothing by itself: 0 if not at all."""
    found = {
        "pointing": _POINTING.search(text),
        "back": _POINTING_BACK.search(text),
        "later": _LATER.search(text),
        "talk": _TALK.search(text),
        "praise": _PRAISE.search(text),
        "you": _YOU.search(text),
        "broken": _BROKEN.search(text),
        "formula": _FORMULA.search(text),
        "pronoun": _stands_for_nothing(text),
    }
    short = max(0, _CLAIM_WORDS - len(content_words(text)))
    return (
        sum(_WEIGHTS[name] for name, match in found.items() if match)
        + _ASKING * (_ASKS.search(text) is not None)
        + _SHORT * short
    )


def _stands_for_nothing(text: str) -> bool:
    """Tell whether a pronoun of the third person comes before anything it could stand for."""
    person, several, thing = _PERSON.search(text), _SEVERAL.search(text), _THING.search(text)
    if person is not None and not (_named_before(text[: person.start()]) or _follows(text, person.end())):
        return True
    if several is not None and not (_SOME.search(text[: several.start()]) or _follows(text, several.end())):
        return True
    if thing is None or _EMPTY_IT.match(text, thing.start()) or _follows(text, thing.end()):
        return False
    return _NOUN.search(text[: thing.start()]) is None


def _follows(text: str, after: int) -> bool:
    """Tell whether an opening clause's pronoun stands for the subject behind its comma: "In its view, Iran ..."."""
    return re.match(r"[^,]{0,60},\s+(?:the\s+|[A-Z])", text[after:]) is not None and "," not in text[:after]


_SOME = re.compile(
    r"(?<!^)\b[A-Z][\w’'-]+|\b(?!(?:this|was|has|does|is|as|us|always|towards|perhaps|unless|across|let)\b)\w{2,}s\b"
    r"|\b(?:people|children|men|women|group|public|community|government|army|police|press|family|generation|majority"
    r"|team|and \w+)\b"
)
"""What "they" may stand for: a plural, a name, a body of people."""
_NOUN = re.compile(
    r"(?<!^)\b[A-Z][\w’'-]+|\b(?:a|an|the|our|your|my|no|any|every|each|this|that|one|its|their|more|some)\s+(?!\b(?:way|time"
    r"|fact)\b)[a-z]{3,}|\b\w+(?:tion|sion|ment|ness|ity|ism|ship|ance|ence|acy|dom)s?\b|^(?!(?:We|I|They|He|She|If|When"
    r"|But|And|As|That|So|Then|What|How|Let|For|In|On|At|By|Because|Although|While|Since|Yet|Now|Today)\b)[A-Z][\w’'-]+",
)
"""What "it" may stand for: a noun with its article, an abstract noun, a name."""


_PEOPLE = frozenset(
    """president minister man woman child father mother son daughter soldier leader person citizen official secretary
    girl boy king general ambassador author writer founder chief commander wife husband brother sister""".split()
)


_AGENT = re.compile(
    r"\b(?:the|an?|our|one|his|her|their) (?:\w+ )?[a-z]{2,}(?:er|or|ist|ian|man|woman)\b", re.IGNORECASE
)
"""Somebody named by what they do: "the engineer"."""


def _named_before(text: str) -> bool:
    """Tell whether somebody is named, or spoken of by a noun, in some words."""
    told, plain = words(text), text.replace("’", "'")
    names = [word for word in re.findall(r"\b[A-Z][\w'-]+", plain) if word.lower() not in FUNCTION_WORDS]
    return (
        bool(names)
        or _AGENT.search(text) is not None
        or any(word.removesuffix("'s").removesuffix("s") in _PEOPLE for word in told)
    )
