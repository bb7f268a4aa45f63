"""The shape of answer a question wants, by its words: what kind of thing, several sides, a change, who says it."""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.answers.phrases import parsed
from assistant.answers.whose_words import is_saying


class Asks(StrEnum):
    """The kind of thing asked for."""

    NUMBER = "number"
    MONEY = "money"
    TIME = "time"
    NAME = "name"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    YES_NO = "yes_no"
    OPEN = "open"


WHO_IS = re.compile(r"^\W*(?:and\s+|so\s+|but\s+)?who(?:['’]s|\s+is|\s+was)\s+(?P<name>[^?]{3,60}?)\W*$", re.IGNORECASE)
"""How it is asked who somebody is."""


def asks(text: str) -> Asks:
    """Return the kind of thing a question asks for."""
    first = text.strip().split("?")[0]
    for kind, pattern in _TYPES:
        if kind is Asks.YES_NO and pattern.search(first):
            return kind
    asked = _without_relatives(text)
    found = next((kind for kind, pattern in _TYPES if pattern.search(asked)), Asks.OPEN)
    speaks = _WHICH_SAYS.search(asked) if found is Asks.PLACE else None
    return Asks.OPEN if speaks and is_saying(speaks[1]) else found


def _without_relatives(text: str) -> str:
    """Return a text without each "who" that only describes: "the farmers who lost their fields"."""
    if not re.search(r"\w\s+who\s", text, re.IGNORECASE):
        return text
    for token in reversed(parsed(text)):
        describes = token.lower_ == "who" and token.head.dep_ == "relcl" and token.i > 0
        if describes and token.nbor(-1).tag_ in {"NNS", "NNPS"} and token.head.head == token.nbor(-1):
            text = text[: token.idx] + text[token.idx + len(token.text) :]
    return text


def wants_sides(text: str) -> bool:
    """Tell whether a question wants several accounts beside one another."""
    return _SIDES.search(text) is not None


def wants_change(text: str) -> bool:
    """Tell whether a question wants a position then and now."""
    return _CHANGE.search(text) is not None


def wants_attribution(text: str) -> bool:
    """Tell whether a question asks who says something, or where a figure comes from."""
    return _WHO_SAYS.search(text) is not None or any(is_saying(found[1]) for found in _WHO_DOES.finditer(text))


def takes_for_granted(text: str) -> bool:
    """Tell whether a question takes something for granted: "When X said ...", "Why did ...", "What made ..."."""
    return _PREMISE.search(text) is not None


_WHICH_SAYS = re.compile(r"\bwhich (?:country|countries|state|city|town) (\w+)", re.IGNORECASE)
"""Who says something, and not where: "which country said so?"."""
_SIDES = re.compile(
    r"\bwho(?:['’]?s)? (?:says|said|saying|thinks?|believes?|claim(?:s|ing)?|heard|saw) what\b|\bfor or against\b"
    r"|\b\d[\d.,]*(?: \w+)? or \d[\d.,]*\b|\bgoing by\b.*\bgoing by\b"
    r"|\b(?:see|saw|tell|told|say|said|put|give|gave|remember|have|had|got)s? (?:(?:it|this|that|things|them) )?"
    r"(?:quite |rather |very )?(?:differently|otherwise|different (?:\w+ )?(?:numbers|figures|stories|accounts|versions"
    r"|views|dates|answers|reasons|things))\b"
    r"|\beach (?:of (?:them|these|those|the \w+) )?(?:say|said|claim|tell|told|put|give|gave|think|argue|blame)[sd]?\b"
    r"|\bwhat (?:did|do|does) .{2,60}\b(?:say|claim|think|argue),? and what (?:did|do|does) .{2,60}"
    r"\b(?:say|claim|think|argue)\b|\bdo(?:es)? .{2,60} and .{2,60}\bagree\b"
    r"|\b(?:can(?:['’]?t|not)|do(?:es)?n['’]t|do(?:es)? not) (?:all |both )?agree\b"
    r"|\b(?:every(?:one|body)|each (?:one|source)|they all)\b.{0,30}\bsome(?:thing|body) (?:else|different|other)\b"
    r"|\baccounts? (?:vary|varies|clash)\b"
    r"|\bwho(?:['’]?s)? (?:says|said|saying|puts?|thinks?|claims?|argues?|calls?|sees|holds|counts?|backs?|denies)\b.*"
    r"\bwho(?: \w+|['’]?s)\b|\b(?:figures?|numbers?|counts?|views?|account|line|story|version|verdict|take|words)\b"
    r"[^.?!]*\bagainst (?:what|the|that|those|\w+['’]s?)\b"
    r"|\b(?:do|does|did)(?:n['’]t| not) (?:seem to |quite )?(?:match|agree|add up)\b"
    r"|\bagainst (?:each other|one another)\b|\bside by side\b|\bboth sides\b"
    r"|\b(?:put|set|place|lay|hold)\b.+\b(?:beside|next to|alongside|against)\b|\bcompare\b|\bversus\b"
    r"|\bvs\.?\b|\bwhich of (?:the|these) (?:sources|documents|speakers|parties) (?:says?|claims?|leans?|holds?|thinks?"
    r"|wants?|favou?rs?|backs?|supports?|opposes?|rejects?) (?:what|which)\b"
    r"|\bdiffer(?:s|ed|ences?)?\b"
    r"|\bdisagree\w*\b|\bcontradict\w*\b|\bdisput\w+\b|\bconflicting\b|\bother side\b|\bsides\b|\brespective\w*\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\bhow (?:did|has|have) .+\b(?:chang|mov|shift|evolv|develop|differ|grow|grew|harden|soften|firm)\w*\b"
    r"|\btrace\b|\bover time\b|\bthen and now\b|\b(?:at )?first,? and (?:then|later|now)\b"
    r"|\bchang(?:e|es|ed|ing) (?:his|her|its|their) (?:mind|tune|story|position|line|view|account)s?\b"
    r"|\bbefore and after\b|\b(?:chang|shift|evol)\w+ (?:of|in) (?:position|tone|line|stance|view)\b",
    re.IGNORECASE,
)
_WHO_SAYS = re.compile(
    r"\bwho(?:['’]s|s| is| was)? (?:counted|worked (?:it |this |that )?out|c[ao]me up with)\b"
    r"|\bwho (?:is|was|did|does|were) [\w’' ]{2,40}?\b(?:quot|cit|echo|relay|rely|pass|read|lean|repeat)\w*\b"
    r"|\bwhose (?:\w+ )?(?:numbers?|figures?|claims?|words?|views?|estimates?|fault|forecasts?|counts?|tally|data"
    r"|reports?|warnings?|assessments?|maths|math|story|account|verdict|idea|line)\b|\b(?:on|by|in) whose\b"
    r"|\bwhose (?:[\w-]+ ){0,2}(?:plan|proposal|theory|prediction|phrase|description|argument|opinion|belief|charge"
    r"|accusation|term|label|quote|quotation|advice|promise)s?\b"
    r"|\bwhich (?:[\w-]+ )?(?:columnist|reporter|journalist|writer|newspaper|outlet|agency|poll|analyst|expert|official"
    r"|minister|senator|lawmaker|general|think tank)s? (?:had it|says?|said|wrote|reported|claimed|found|warned|put"
    r"|reckoned|argued|called|estimated|predicted|told)\b"
    r"|\b(?:which|what) (?:\w+ )?(?:source|study|report|survey|body|authority)s? (?:did|does|is|was|do)\b"
    r"|\baccording to whom?\b"
    r"|\bwhich (?:government|country|party|official|delegation|side) (?:says?|said|claimed|told)\b"
    r"|\bwhere(?: does| did|['’]d|['’]s) .+ (?:come from|get (?:that|this|the|its|his|her|their))\b",
    re.IGNORECASE,
)
_WHO_DOES = re.compile(
    r"\bwho(?:['’]s|s)? (?:(?:it|that|is|was|has|had|have|first|actually|once|ever) )*(\w+)", re.IGNORECASE
)
_PREMISE = re.compile(
    r"^\W*(?:and\s+|so\s+|but\s+)?(?:when|after|since|given that)\s+(?!did|does|do|was|were|is|has|have|will)\w"
    r"|\bwhat made\b|\bwhy (?:did|does|do|has|have|was|is)\b|\bhow come\b"
    r"|\bwhen (?:he|she|they|it) (?:said|says|claimed|claims|called|calls|told|tells|put)\b"
    r"|\b(?:evidence|proof|reasons?) (?:did|does|do)\b|\bafter (?:he|she|they|it) \w+"
    r"|^\W*(?:when|where|in which \w+)\b.{0,40}?\b(?:did|does)\s+(?:\w+\s+){1,3}?(?:concede|admit|confess)\b",
    re.IGNORECASE,
)
_AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must|any)"
_TYPES: tuple[tuple[Asks, re.Pattern[str]], ...] = (
    (Asks.TIME, re.compile(r"\bwhat time\b|\bat what hour\b", re.I)),
    (
        Asks.MONEY,
        re.compile(
            r"\bhow much\b.{0,60}\b(?:cost|paid?|spen[dt]|worth|owe|earn|charge)\b|\bhow much (?:money|did it cost)\b"
            r"|\bwhat (?:is|was|are|were) (?:(?!about|on|to|with)[\w’']+ ){0,2}"
            r"(?:salary|salaries|pay|wages?|ransom|bounty)(?=\s*(?:$|[?.,]|of\b|for\b|in\b|at\b))",
            re.I,
        ),
    ),
    (
        Asks.NAME,
        re.compile(
            r"^\W*names? (?:the|of)\b|\bnames?,? (?:pls|plz|please)\b"
            r"|\bwhat(?:['’]?s| is| was| are| were) the names? of\b|\bwhich (?:\w+ )?(?:general"
            r"|official|minister|leader|man|woman|person|commander|officer|senator|ambassador)\b",
            re.I,
        ),
    ),
    (
        Asks.NUMBER,
        re.compile(
            r"\bhow (?:many|much|long|old|often|big|large|far|high|tall)\b"
            r"|\bwhat (?:number|share|percentage|proportion)\b|\bwhat .{0,30}\b(?:cost|figure|price|number)\b"
            r"|\b(?:count|tally|toll|headcount|running total) of\b",
            re.I,
        ),
    ),
    (
        Asks.DATE,
        re.compile(
            r"\bwhen (?:did|does|was|were|is|will|has|do)\b|\bwhat (?:year|date|day|month|time)\b"
            r"|\bsince when\b|\bwhich year\b",
            re.I,
        ),
    ),
    (
        Asks.PERSON,
        re.compile(
            r"\bwho\b|\bwhom\b|\bwhose\b|\bname the\b|\bwhich \w+ (?:general|official|minister|leader|man"
            r"|woman|person)\b|\bwhich (?:general|official|minister|leader|person|commander)\b",
            re.I,
        ),
    ),
    (
        Asks.PLACE,
        re.compile(
            r"\bwhere\b(?!\s+(?:does|did|do)\b.+\bget (?:that|this|its|his|her|their)\b)"
            r"|\bwhich (?:country|countries|city|province|place|town)\b"
            r"|\b(?:in|at|from|to|near) (?:which|what) (?:country|province|district|city|town|village)\b"
            r"|\bin which state\b",
            re.I,
        ),
    ),
    (Asks.YES_NO, re.compile(rf"^\W*(?:and\s+|so\s+|but\s+)?{_AUXILIARY}\b", re.I)),
)
