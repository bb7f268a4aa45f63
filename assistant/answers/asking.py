"""What kind of question is it: one about a matter, or for an overview, a chronology, a list, or the library itself?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of questions that are answered in a way of their own."""

    MATTER = "matter"
    """Anything else: the evidence that answers it is looked for."""
    OVERVIEW = "overview"
    """The main claims of a document, a party, or on a matter."""
    CHRONOLOGY = "chronology"
    """What happened when."""
    LISTING = "listing"
    """All that somebody says."""
    COMPARISON = "comparison"
    """Two parties beside one another."""
    DOCUMENTS = "documents"
    """Which documents the library holds."""
    COUNT = "count"
    """How many documents it holds."""
    VOICES = "voices"
    """Who is quoted in it."""
    TIMES = "times"
    """From when to when its documents are."""
    HELP = "help"
    """What can be asked."""


LIBRARY = frozenset({Kind.DOCUMENTS, Kind.COUNT, Kind.VOICES, Kind.TIMES, Kind.HELP})
"""Questions about the library itself: answered from the record, without quotations."""


@dataclass(frozen=True)
class Asking:
    """A question's kind, and what is left of it without the words that say so."""

    kind: Kind
    rest: str
    """The words that say of whom, of which document or on what; may be empty."""


_PAPERS = r"(?:documents?|docs?|sources?|files?|texts?|materials?|speeches|briefings?|transcripts?|articles?|reports?|briefs?)"
_POLITE = r"^\W*(?:(?:please|ok|okay|so|and|hi|hello|now)\b[\s,]*)*(?:(?:can|could|would) you\s+)?(?:please\s+)?"
_GIVE = r"(?:(?:give|show|tell|write|get|make)\s+(?:me|us)?\s*|i(?:'d|’d| would)? (?:like|want|need)\s+|what(?:'s|’s| is| are)\s+)?"
_SAYS = r"(?:says?|said|claims?|claimed|argues?|argued|alleges?|alleged|states?|stated|contends?|maintains?|told \w+)"
_CLAIMS = r"(?:claims?|statements?|allegations?|accusations?|assertions?|arguments?|remarks|quotes?|quotations?)"
_PATTERNS: tuple[tuple[Kind, str, str], ...] = (
    # the library itself
    (Kind.HELP, r"what (?:can|could|should|may) (?:i|we|one) ask(?: you| here| about)*\W*$", ""),
    (Kind.HELP, r"what (?:questions )?can you (?:do|answer|tell me)(?: for me)?\W*$", ""),
    (Kind.HELP, r"(?:what do you know(?: about)?|what is this|how does this work|what are you|who are you|help)\W*$", ""),
    (Kind.TIMES, rf"(?:since|from) when (?:are|do|is) (?:your|the|these|this) (?:{_PAPERS}|library|collection)\b.*", ""),
    (Kind.TIMES, rf"how (?:far back|recent|old|new|current|up to date|fresh) .*\b(?:{_PAPERS}|library|you)\b.*", ""),
    (
        Kind.TIMES,
        rf"(?:what|which) (?:time|times|period|periods|years?|dates?|timespan|time span) (?:do|does|are|is)\b.*"
        rf"\b(?:{_PAPERS}|library|you|covered?)\b.*",
        "",
    ),
    (
        Kind.TIMES,
        rf"(?:what(?:'s|’s| is)|which is) (?:the|your) (?:newest|oldest|latest|earliest|most recent|first|last) {_PAPERS}.*",
        "",
    ),
    (
        Kind.VOICES,
        r"who(?:'s|’s| is| are| gets?| do you)? (?:all )?(?:quoted?|cited?|heard|the speakers|the claimants|speaks?|"
        r"speaking)(?: here| in (?:the|these|this|your|all)\b (?:\w+ )?(?:documents?|docs|library|sources|collection|texts))?\W*$",
        "",
    ),
    (Kind.VOICES, r"who(?:'s|’s| is| are| do you) (?:all )?(?:quoted?|cited?|heard) (?=(?:on|about|in|regarding)\b)", ""),
    (
        Kind.VOICES,
        r"(?:which|what|list(?: all)?(?: the)?) (?:speakers?|claimants?|voices|parties|people)\b(?: (?:are|do|does|is))?"
        r"(?: (?:you|there|heard|quoted|have|in|the|library|these|documents|here|cited|speak))*\W*$",
        "",
    ),
    (Kind.VOICES, r"whose (?:voices?|claims?|words) (?:are|is|do)\b.*(?:here|hear|library|documents|you).*", ""),
    (
        Kind.COUNT,
        rf"how many(?: other| more)? (?P<paper>{_PAPERS}) (?:do|have|does|are|is|did|can)"
        r" (?:you|we|i|there|here|in (?:the|this|your|here)|the library|this library|held|loaded|available|these|those)\b"
        r"(?: (?:have|got|hold|use|using|used|contain|know|see|read|search|there|library|collection|rely on|go by))*",
        r"\g<paper>",
    ),
    (
        Kind.DOCUMENTS,
        rf"(?:what|which)(?: other| more| kinds? of| sorts? of)? (?P<paper>{_PAPERS}) (?:do|have|does|are|is|did|can)"
        r" (?:you|we|i|there|here|in (?:the|this|your|here)|the library|this library|held|loaded|available|these|those)\b"
        r"(?: (?:have|got|hold|use|using|used|contain|know|see|read|search|there|library|collection|rely on|go by))*",
        r"\g<paper>",
    ),
    (Kind.DOCUMENTS, rf"(?:which|what|how many) (?:of (?:the|your) )?(?P<paper>{_PAPERS}) (?:mentions?|speaks? of|cover)\b", r"about "),
    (Kind.DOCUMENTS, rf"(?:list|show(?: me)?)(?: all)?(?: of)?(?: the| your)? (?P<paper>{_PAPERS})(?=\W*$|\s+(?:on|about|from|by|since|of)\b)", r"\g<paper>"),
    (Kind.DOCUMENTS, rf"(?:are there|do you have|have you got)(?: any)? (?P<paper>{_PAPERS})\b", r"\g<paper>"),
    (Kind.DOCUMENTS, r"(?:what(?:'s|’s| is)|what do you have) in (?:the|this|your|here)\s*(?:library|collection|corpus)?\W*$", ""),
    (Kind.DOCUMENTS, r"(?:what (?:do|have) you (?:have|got|hold)|do you have anything|have you got anything)\b", ""),
    # what happened when
    (Kind.CHRONOLOGY, r"what happened(?:,? and)? when(?=\W*$|,|\s+(?:in|on|with|to|during|at|between|since)\b)", ""),
    (Kind.CHRONOLOGY, rf"{_GIVE}(?:a |the )?(?:brief |short |full )?(?:timeline|chronology|sequence of events|key dates|dates|order of events)(?= (?:of|for|on|about)|\W*$)", ""),
    (Kind.CHRONOLOGY, r"what happened (?=(?:in|since|before|between|during|after|from) (?:[a-z]+ )?(?:(?:19|20)\d\d|the (?:19|20)\d\ds))", ""),
    (Kind.CHRONOLOGY, r"in what order did (?:things|events|it|this|that|all this) (?:happen|unfold)", ""),
    (Kind.CHRONOLOGY, r"how did (?:things|events|it all) (?:unfold|happen)", ""),
    # everything somebody says
    (Kind.LISTING, r"(?:list |tell me |show me |give me )?(?:everything|all|anything)(?: that)? (?=[^?]{2,60}? (?:has |have |had )?" + _SAYS + r"\b)", ""),
    (Kind.LISTING, rf"(?:list|show|give)(?: me)?(?: all| every)?(?: of)?(?: the)? {_CLAIMS} (?:made )?(?:by|from|of) ", "according to "),
    (Kind.LISTING, rf"(?:list |show me |give me |what are )?(?:all|every)(?: of)?(?: the)? {_CLAIMS} (?:made )?(?:by|from|of) ", "according to "),
    (Kind.LISTING, rf"(?:list|show|give)(?: me)?(?: all| every)?(?: of)?(?: the)? (?=[^?]{{2,40}}?['’]s? {_CLAIMS})", ""),
    (Kind.LISTING, rf"(?:list |show me |give me )?(?:every|each|all the|all) {_CLAIMS} (?=[^?]{{2,40}}? (?:made|makes?|has made))", ""),
    (Kind.LISTING, r"what (?:else|all) (?:did|does|do|has|have) (?=[^?]{2,60}? (?:" + _SAYS + r"|say|claim|allege|argue)\b)", ""),
    # the main claims
    (Kind.OVERVIEW, r"(?:tl;?\s?dr)\b\s*(?:of|on|about|for)?", ""),
    (Kind.OVERVIEW, rf"{_GIVE}(?:a |an |the )?(?:very )?(?:brief |short |quick |general )?(?:overview|summary|gist|synopsis|outline|rundown|digest|precis)(?: (?:of|on|about|for))?\b", ""),
    (Kind.OVERVIEW, rf"{_GIVE}(?:the )?(?:main|key|central|chief|most important|principal) (?:points?|claims?|arguments?|messages?|ideas?|thes[ie]s|takeaways?|take-aways?|findings?)(?: (?:made )?(?:of|in|on|about|from|by|here))?\b", ""),
    (Kind.OVERVIEW, r"(?:summari[sz]e|sum up|recap|outline)\b(?: for me| briefly)?", ""),
    (Kind.OVERVIEW, r"(?:what(?:'s|’s| is) (?:the|this|that) (?P<paper>piece|article|document|speech|paper|op-ed|text|report|essay) (?:all )?about)", r"the \g<paper>"),
    (Kind.OVERVIEW, r"what (?:does|do|did|is) (?P<who>(?:the|this|that|these|those|an?) [^?]{2,60}?) (?:say|argue|claim|conclude|contend|maintain|want to say|arguing|saying|claiming)(?: in short| overall| in general| in a nutshell)?\W*$", r"\g<who>"),
    (Kind.OVERVIEW, r"(?:brief me|fill me in|catch me up|bring me up to speed)(?: on| about)?\b", ""),
    (Kind.OVERVIEW, r"what(?:'s|’s| is) (?P<who>(?:the|this|that) (?:piece|article|document|speech|paper|op-ed|author|writer|text|report|essay)(?:['’]s)?) (?:main |central |key )?(?:argument|point|message|thesis|claim)\W*$", r"\g<who>"),
)  # fmt: skip
_COMPARED = re.compile(
    r"\bcompar(?:e|ed|es|ing|ison)\b|\bdiffer(?:s|ed|ences?)?\b|\bversus\b|\bvs\b|\bcontrast(?:s|ed)?\b|\bdisagree(?:s|d)?\b",
    re.IGNORECASE,
)
_KINDS = tuple((kind, re.compile(_POLITE + pattern, re.IGNORECASE), rest) for kind, pattern, rest in _PATTERNS)


def read_kind(text: str) -> Asking:
    """Read a question's kind; what no pattern takes is about a matter (or compares, if its words do)."""
    folded = " ".join(text.split())
    for kind, pattern, rest in _KINDS:
        if match := pattern.search(folded):
            left = f"{match.expand(rest)}{folded[match.end() :]}"
            return Asking(kind, left.strip(" ?.!,;:"))
    return Asking(Kind.COMPARISON if _COMPARED.search(folded) else Kind.MATTER, folded)
