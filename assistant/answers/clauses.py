"""The words of a sentence that answer: whole clauses, never cut off from who says them or from what softens them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.answers.cutting import breaks, clauses, is_insertion
from assistant.model import Claim, Span

if TYPE_CHECKING:
    from assistant.answers.evidence import Evidence

OPENERS = re.compile(
    r"(?:(?:(?:Mr|Mister|Madam)\.? (?:Chairman|Chairperson|Chair|President|Speaker|Secretary-General)"
    r"|And|But|So|Well|Look|Now|Again|Also|Additionally|Notably|Moreover|Furthermore|However|Therefore|Thus|Indeed"
    r"|To be clear|Number (?:one|two|three|four)|(?:One|Two|Three)(?=,)"
    r"|[Aa]s (?:I|we|you)(?:['’]ve)? (?:said|made clear|saw|know|noted|mentioned|heard)(?: before| earlier)?(?=,)"
    r"|In addition|In the meantime|Meanwhile|In fact|Of course|Um|Uh|Okay|All right|All told|I mean|You know"
    r"|First of all|First off|To begin with|To start with|First|Second|Third|Lastly|Finally"
    r"|first|well|look|um|uh|again)"
    r"[,—–]?\s+)+(?=\S)"
)
"""Words that open a sentence and are left off where it stands alone."""
_LABEL = re.compile(r"\\?\((?:[a-z]|[ivx]{1,4}|\d{1,2})\\?\)\s+(?=\S)", re.IGNORECASE)
"""The label of a paragraph: (a), \\(ii\\)."""
RUN_IN = re.compile(r"(?:\*\*)?[^*\n.:]{2,60}(?:[.:]\*\*|\*\*[.:])\s+(?=\S)")
"""A heading in bold on the line it heads: "**Costs:** They rose"."""
_STUTTER = re.compile(r"(\w+(?:\s+\w+)?)\s*[—–]\s*(?=\1\b)", re.IGNORECASE)
"""A word or two begun and said again, as transcripts give them: "the — the report"."""
_TURNS = re.compile(
    r"[\s,;:—–(]*(?:not|but not|but|though|although|however|unless|except|if|or not|yet|nor|without|until)\b", re.I
)
_HANGS = re.compile(
    r"(?:not|nor|than|to|of|by|from|for|with|as (?:having|saying|being)|which|who|that|where|whose|especially"
    r"|particularly|in particular|notably|including|such as|among)\b",
    re.IGNORECASE,
)
"""How a stretch begins that says nothing without what stands before it."""
_ANNOUNCING = re.compile(r"\b(?:is|are|was|were|be|this|these|thus|following|follows)$", re.IGNORECASE)
"""How words end that, before a colon, only announce what comes after it: "our finding is: ..."."""
LEAST = 5
"""Words a quotation has at least, unless the sentence is shorter."""


def windows(one: Evidence, longest: int) -> list[Span]:
    """Return the stretches of a sentence that may be quoted, each of whole clauses and at most `longest` words.

    The sentence without its opener comes first if it is short enough. If no clause is, that
    sentence is returned all the same: words are never cut inside a clause.
    """
    text = one.document.text
    whole = _without_opener(one)
    cuts = breaks(whole.of(text))
    starts = [whole.start, *(whole.start + start for _, start in cuts)]
    ends = [*(whole.start + end for end, _ in cuts), whole.end]
    found = [whole] if _words(text, whole) <= longest else []
    for i, start in enumerate(starts):
        for end in (end for end in ends[i:] if end > start):  # marks next to one another leave nothing between
            span = trimmed(text, start, end)
            if span != whole and LEAST <= _words(text, span) <= longest and _stands(one, span, whole):
                found.append(span)
    said = [(whole.start + start, whole.start + end) for start, end in clauses(whole.of(text))]
    if said:  # a stretch without a subject and its verb says nothing
        found = [span for span in found if any(span.start <= start and end <= span.end for start, end in said)]
    joined = [span for span in found if not _parts_an_insertion(whole.of(text), span, whole)]
    return joined or found or [whole]


def between_commas(one: Evidence, longest: int) -> list[Span]:
    """Return the stretches of a sentence from comma to comma, the shortest first: at least `LEAST` words.

    They are for a number that no clause holds at a length that may be quoted: "2,000 were hurt, 300 of them badly".
    """
    text, whole = one.document.text, _without_opener(one)
    marks = [(whole.start + found.start(), whole.start + found.end()) for found in _COMMA.finditer(whole.of(text))]
    starts, ends = [whole.start, *(end for _, end in marks)], [*(start for start, _ in marks), whole.end]
    found = [trimmed(text, start, end) for at, start in enumerate(starts) for end in ends[at:] if end > start]
    fitting = [span for span in found if LEAST <= _words(text, span) <= longest]
    return sorted((span for span in fitting if _stands(one, span, whole)), key=lambda span: span.end - span.start)


_COMMA = re.compile(r",\s+(?:and\s+)?|\s*—\s*|[;:]\s+")
"""A comma, or a mark that parts more."""


def shortened(text: str, span: Span, longest: int) -> Span | None:
    """Return the longest beginning of a stretch that ends with a clause and has at most `longest` words, or None."""
    ends = [span.start + end for end, _ in breaks(span.of(text)) if end]
    for end in reversed(ends):
        cut = trimmed(text, span.start, end)
        if LEAST <= _words(text, cut) <= longest and not _TURNS.match(text[cut.end : span.end]):
            return cut
    return None


def _parts_an_insertion(sentence: str, span: Span, whole: Span) -> bool:
    """Tell whether a stretch begins or ends at a dash that parts a subject from its verb."""
    return any(is_insertion(sentence, place - whole.start) for place in (span.start, span.end))


def ending(text: str, span: Span, longest: int) -> Span | None:
    """Return the longest end of a stretch that begins with a clause and has at most `longest` words, or None."""
    if _words(text, span) <= longest:
        return span
    starts = [span.start + start for _, start in breaks(span.of(text))]
    bare = (_JOINS.match(text, start, span.end) for start in starts)
    places = [joined.end() if joined else start for joined, start in zip(bare, starts, strict=True)]
    fitting = (trimmed(text, start, span.end) for start in places if start < span.end)
    held = (one for one in fitting if LEAST <= _words(text, one) <= longest)
    return next((one for one in held if not _HANGS.match(one.of(text))), None)


_JOINS = re.compile(r"(?:while|whereas|although|though|since|and|but|or|so)\s+", re.IGNORECASE)
"""Words that join a clause to the one before it."""


def _without_opener(one: Evidence) -> Span:
    text, span = one.document.text, one.sentence.span
    opener = OPENERS.match(span.of(text))
    skip = opener.end() if opener and span.end - span.start - opener.end() > 20 else 0
    if label := _LABEL.match(text[span.start + skip : span.end]):
        skip += label.end()
    if heading := RUN_IN.match(text[span.start + skip : span.end]):
        skip += heading.end()
    if stutter := _STUTTER.match(text[span.start + skip : span.end]):
        skip += stutter.end()
    return trimmed(text, span.start + skip, span.end)


def _stands(one: Evidence, span: Span, whole: Span) -> bool:
    """Tell whether a stretch keeps its claimants, and is not turned around by the words just after it."""
    text = one.document.text
    if span.end < whole.end and _TURNS.match(text[span.end : whole.end]):
        return False
    if _HANGS.match(span.of(text)) or _announces(text, span):
        return False
    return all(_keeps(claim, span) for claim in one.claims)


def _announces(text: str, span: Span) -> bool:
    """Tell whether some words stop at a colon and say nothing without what comes after it."""
    return text[span.end : span.end + 1] == ":" and _ANNOUNCING.search(span.of(text)) is not None


def _keeps(claim: Claim, span: Span) -> bool:
    """Tell whether a stretch that holds part of a claim's content holds its cue and its source too."""
    made = claim.attribution
    if made.cue is None or not made.content.overlaps(span):
        return True
    if made.content.contains(span) and span != made.content:
        outside = not span.contains(made.cue)
        return not outside
    return span.contains(made.cue) and (made.source is None or span.contains(made.source))


def _words(text: str, span: Span) -> int:
    return len(span.of(text).split())


_EDGE = " \t\n\r\u00a0\u200b,;:—–"


def trimmed(text: str, start: int, end: int) -> Span:
    """Cut white space and hanging punctuation from both ends, and brackets and quotation marks without a partner."""
    while True:
        piece = text[start:end]
        if len(piece) > 1 and (piece[0] in _EDGE or piece[0] in ")”]" or _lone(piece, 0)):
            start += 1
        elif len(piece) > 1 and (piece[-1] in _EDGE or _lone(piece, -1) or _full_stop(piece)):
            end -= 1
        elif len(piece) > 2 and piece[0] == "(" and piece[-1] == ")" and "(" not in piece[1:]:
            start, end = start + 1, end - 1
        else:
            return Span(start=start, end=end)


_PAIRS = {"(": ")", "“": "”", "[": "]"}


def _lone(piece: str, place: int) -> bool:
    """Tell whether the mark at an end of a piece has no partner inside."""
    mark = piece[place]
    if mark in _PAIRS:
        return piece.count(mark) > piece.count(_PAIRS[mark])
    if mark in _PAIRS.values():
        opening = next(one for one, other in _PAIRS.items() if other == mark)
        return piece.count(opening) < piece.count(mark)
    return mark == '"' and piece.count('"') % 2 == 1


def _full_stop(piece: str) -> bool:
    """Tell whether a piece ends in a sentence's full stop, not in an abbreviation's."""
    return piece.endswith(".") and not re.search(
        r"(?:\b[A-Z]|\b[a-zA-Z]\.[a-zA-Z]|\b(?:etc|Mr|Mrs|Dr|Inc|Jr|No))\.$", piece
    )
