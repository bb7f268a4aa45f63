"""How a claim is shown beside another: which of the document's words, and when they were said."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from assistant.answers.opposing.refusing import DENIAL
from assistant.dates import in_the_calendar
from assistant.model import Claim, Document, Form, Polarity, Sentence, Span

SHORT = 6
"""Words below which a sentence is quoted with the one that follows it."""
LONGEST = 60
"""Words a quotation has at most before it falls back on the claim's own words."""
_RETELLING = frozenset({"brief", "reference", "report"})
"""Genres written long after what they tell of: their own date says nothing of when a party spoke."""
_MONTHS = "January February March April May June July August September October November December".split()
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})\s+)?(?P<month>{'|'.join(_MONTHS)})\b(?:\s+(?P<late>\d{{1,2}})\b)?(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?"
    r"|\b(?:in|of|since|by|from)\s+(?P<alone>(?:19|20)\d\d)\b|^(?P<only>(?:19|20)\d\d)$"
)


def words_of(claim: Claim, document: Document, sentences: Sequence[Sentence]) -> Span:
    """Return the words to quote for a claim: what is attributed; of whoever has the floor, the whole sentence.

    What is denied is never quoted without its denial, nor a bare name without what is said of it ("accused X of").
    A short sentence ("That is not true.") takes the next one of the same speaker with it.
    """
    content = trimmed(claim.attribution.content, document.text)
    at = sentence_number(sentences, content)
    if at is None or claim.attribution.form is not Form.OWN_VOICE:
        return _with_cue(claim, content, document.text)
    span = Span(start=min(content.start, sentences[at].span.start), end=max(content.end, sentences[at].span.end))
    following = sentences[at + 1] if at + 1 < len(sentences) else None
    short = len(span.of(document.text).split()) < SHORT
    if short and following is not None and _goes_on(sentences[at], following):
        span = Span(start=span.start, end=following.span.end)
    return span if len(span.of(document.text).split()) <= LONGEST else content


_CONTRASTED = re.compile(r"(?<=\w),?\s+(?:while|whereas)\s+\S+\s+\S+")


def alone(words: str) -> str:
    """Return what some words say before they set something else in contrast to it."""
    match = _CONTRASTED.search(words)
    return words[: match.start()] if match else words


_ENDING = re.compile(r"[\s,;:–—-]*(?:\b(?:and|but|or))?[\s,;:–—-]*$")


def trimmed(span: Span, text: str) -> Span:
    """Take from some words what is set in contrast to them, a dangling "and", and quotation marks around them all."""
    said = alone(text[span.start : span.end])
    end = span.start + len(_ENDING.sub("", said))
    said = text[span.start : end]
    if said[:1] in _MARKS and said[-1:] == _MARKS[said[0]] and len(said) > 2:
        inner = said[1:-1]
        if not any(mark in inner for mark in (said[0], said[-1])):
            return Span(start=span.start + 1, end=end - 1)
    return Span(start=span.start, end=end) if end > span.start else span


_MARKS = {"“": "”", '"': '"', "«": "»"}


_CLAUSE = re.compile(r"(?:that|how|why|what|who|where|when|whether|if|[“\"«])\b|[“\"«]", re.IGNORECASE)
_NEAR = 60
"""Characters that may stand between a cue and the words it introduces."""


def _with_cue(claim: Claim, content: Span, text: str) -> Span:
    """Return an attributed content with the cue that denies it, or that its bare words ("the charge") hang on."""
    one = claim.attribution
    if one.cue is None:
        return content
    if one.polarity is Polarity.NEGATIVE:
        cue = one.cue if DENIAL.match(text[one.cue.start : one.cue.end]) else one.source or one.cue
        return Span(start=min(cue.start, one.cue.start, content.start), end=max(one.cue.end, content.end))
    bare = not _CLAUSE.match(content.of(text)) and not _has_clause(content.of(text))
    if bare and one.cue.end <= content.start <= one.cue.end + _NEAR:
        return Span(start=one.cue.start, end=content.end)
    return content


def _has_clause(words: str) -> bool:
    """Tell whether words that no "that" introduces open with a subject and its verb, roughly: "we should have"."""
    return (
        re.match(
            r"(?:\S+\s+){0,4}?(?:is|are|was|were|has|have|had|will|would|should|must|can|could|did|do|does|may)\b",
            words,
        )
        is not None
    )


def _goes_on(sentence: Sentence, following: Sentence) -> bool:
    return following.speaker == sentence.speaker and following.heading == sentence.heading


def sentence_number(sentences: Sequence[Sentence], content: Span) -> int | None:
    """Return the number of the sentence in which some words start."""
    place = bisect_right(sentences, content.start, key=lambda one: one.span.start) - 1
    return place if place >= 0 and sentences[place].span.overlaps(content) else None


def sentence_at(sentences: Sequence[Sentence], content: Span) -> Sentence | None:
    """Return the sentence in which some words start."""
    place = sentence_number(sentences, content)
    return None if place is None else sentences[place]


def said_when(claim: Claim, document: Document, sentences: Sequence[Sentence]) -> str | None:
    """Return when a claim was made, as precisely as the document tells: YYYY, YYYY-MM or YYYY-MM-DD.

    A document speaks on its own date. What one retells from a distance was said on the date that stands with it: in its
    sentence outside the words themselves, else before it in the paragraph, else in the heading or the title.
    """
    if document.metadata.genre not in _RETELLING:
        return document.metadata.published
    at = sentence_number(sentences, claim.attribution.content)
    return None if at is None else _told(claim, document, sentences, at)


def _told(claim: Claim, document: Document, sentences: Sequence[Sentence], at: int) -> str | None:
    content, sentence = claim.attribution.content, sentences[at]
    year = _year(sentence.heading or "") or _year(document.title)
    outside = (document.text[sentence.span.start : content.start], document.text[content.end : sentence.span.end])
    for text in outside:
        if found := next(_dates(text, year), None):
            return found
    for back in range(at - 1, -1, -1):
        if sentences[back].paragraph != sentence.paragraph:
            break
        if dates := list(_dates(sentences[back].span.of(document.text), year)):
            return dates[-1]
    return next(_dates(sentence.heading or "", year), year)


def _year(text: str) -> str | None:
    found = re.findall(r"\b(?:19|20)\d\d\b", text)
    return found[0] if len(set(found)) == 1 else None


def _dates(text: str, year: str | None) -> Iterator[str]:
    """Yield the dates of a text in ISO form; those without a year take the heading's, or are left out."""
    for match in _DATE.finditer(text):
        known = match["year"] or match["alone"] or match["only"] or year
        if known is None:
            continue
        day = match["day"] or match["late"]
        month = [_MONTHS.index(match["month"]) + 1] if match["month"] else []
        if when := in_the_calendar(int(known), *month, *([int(day)] if month and day else [])):
            yield when
