"""From parsed sentences to attributions by offsets: findings of the grammar joined with quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.model import Force, Form, Polarity, Span
from assistant.voices.finding import Finding
from assistant.voices.lexicon import lexicon
from assistant.voices.openers import opener_findings
from assistant.voices.parsing import Reading
from assistant.voices.phrases import phrase_findings
from assistant.voices.quotations import Quotation
from assistant.voices.subjects import names_people
from assistant.voices.verbs import verb_findings

_MARKS = "\"“”„«»‘’'"
_NEAR = 90
"""A cue and the quotation beside it stand at most this many code points apart."""
_SCARE = 6
"""So few words without a verb, in quotation marks inside somebody's clause, are a name or a scare quote."""


@dataclass(frozen=True)
class Extraction:
    """One attribution by offsets, its claimants not yet resolved."""

    reading: Reading
    """The sentence that holds the cue (or the quotation, if there is no cue)."""
    finding: Finding | None
    """What the grammar found; None for a quotation without a cue."""
    source: Span | None
    """Who, as worded."""
    cue: Span | None
    """The signal."""
    content: Span
    """What."""
    form: Form
    """Direct, indirect, mixed or agentless."""
    polarity: Polarity
    """Put forward or denied."""
    force: Force
    """How strongly."""
    heir: int | None = None
    """For a quotation without a cue: the place, in the list, of the attribution whose speaker goes on."""


@dataclass(frozen=True)
class _Draft:
    reading: Reading
    finding: Finding
    source: Span | None
    cue: Span
    content: Span | None
    direct: bool = False
    mixed: bool = False
    opened: bool = False
    """Whether a colon opens the quotation, behind a verb that by itself quotes nothing."""


def extract(text: str, readings: Sequence[Reading], quotes: Sequence[Quotation]) -> list[Extraction]:
    """Find every attribution of a text, in the order of its cues; spans are canonical offsets."""
    drafts = [_draft(reading, finding) for reading in readings for finding in _findings(reading)]
    linked: dict[int, int] = {}
    extra: list[_Draft] = []
    for number, quote in enumerate(quotes):
        best = _speaker_of(text, quote, drafts)
        if best is None:
            continue
        best = _outermost(text, quote, best, drafts)
        draft = drafts[best]
        linked[number] = best
        if _opened(text, quote, draft):
            extra.append(replace(draft, content=quote.outer, direct=True, opened=True))
            drafts[best] = replace(draft, content=_before(text, draft, quote))
            continue
        if draft.direct and draft.content is not None and not draft.content.overlaps(quote.outer):
            extra.append(replace(draft, content=quote.outer))
            continue
        drafts[best] = _joined(draft, quote)
    found = [_extraction(text, draft, draft.content) for draft in (*drafts, *extra) if draft.content is not None]
    found = sorted(_unique(found), key=lambda one: one.cue.start if one.cue else one.content.start)
    return found + _without_cue(text, readings, quotes, linked, found)


def _findings(reading: Reading) -> list[Finding]:
    """Return the findings of one sentence; of two that share a cue word the first (the verb's) stays."""
    kept: list[Finding] = []
    taken: set[int] = set()
    for finding in (*verb_findings(reading.doc), *phrase_findings(reading.doc), *opener_findings(reading.doc)):
        words = {token.i for token in finding.cue_tokens}
        if words & taken:
            continue
        taken |= words
        kept.append(finding)
    return kept


def _draft(reading: Reading, finding: Finding) -> _Draft:
    source = reading.span(finding.source_tokens) if finding.source_tokens else None
    content = reading.span(finding.content) if finding.content else None
    return _Draft(reading, finding, source, reading.span(finding.cue_tokens), content)


# ------------------------------------------------------------------ quotations


def _speaker_of(text: str, quote: Quotation, drafts: Sequence[_Draft]) -> int | None:
    """Return the place of the draft whose content the quotation is (or belongs to), if any."""
    best: tuple[int, int] | None = None
    for number, draft in enumerate(drafts):
        if quote.outer.overlaps(draft.cue) or draft.cue.start - quote.outer.end > _NEAR:
            continue
        distance = _distance(text, quote, draft)
        if distance is not None and (best is None or distance < best[0]):
            best = (distance, number)
    return best[1] if best else None


def _outermost(text: str, quote: Quotation, best: int, drafts: Sequence[_Draft]) -> int:
    """Return the verb that quotes where one that does not stands in what it tells of its own subject.

    "Ann admitted that she saw no way: “...”" is Ann's admission.
    """
    inner = drafts[best]
    source = inner.finding.source
    if not _opened(text, quote, inner) or source is None or source.pos_ != "PRON":
        return best
    for number, one in enumerate(drafts):
        told = one.content is not None and one.content.contains(inner.cue) and one.source is not None
        if told and one.finding.cue.words in lexicon().frames["quote"]:
            return number
    return best


def _distance(text: str, quote: Quotation, draft: _Draft) -> int | None:
    """Return how far a cue stands from a quotation it governs, below 0 before a colon; None if it governs it not."""
    spoken = draft.finding.cue.words in lexicon().frames["quote"]
    if _before_colon(text, quote, draft) and (spoken or draft.finding.source is not None):
        return _gap(draft, quote) - _NEAR
    if draft.content is not None and draft.content.overlaps(quote.outer):
        if draft.content.contains(quote.inner) or (spoken and not quote.outer.contains(draft.content)):
            return _gap(draft, quote)
        covered = quote.outer.contains(draft.content) or draft.content.end - quote.outer.start > 3
        return _gap(draft, quote) if covered and (spoken or not quote.continues) else None
    if not spoken or draft.finding.source is None:
        return None
    gap = _gap(draft, quote)
    if gap > _NEAR:
        return None
    before, between = _between(text, draft, quote)
    end = draft.reading.sentence.span.end
    if before and re.search(r"\w", text[end : quote.outer.start]):
        return None  # the quotation stands in a later sentence, which begins with words of its own
    if before:
        return gap if between.strip() in {"", "that"} or between.rstrip()[-1:] in {":", ",", "—", "–"} else None
    if text[quote.inner.end - 1] == "." and _says_on(draft, between):
        return None  # "“It was dark.” The army told another story."
    closed = text[quote.inner.end - 1] in ",.?!—–-" or between.lstrip()[:1] == ","
    return gap if closed and draft.content is None and between.strip(" ,.\n") == "" else None


def _says_on(draft: _Draft, between: str) -> bool:
    """Tell whether a sentence behind a full stop says more than whose words stood before it."""
    objects = [one for word in draft.reading.tokens_in(draft.cue) for one in word.children if one.dep_ == "dobj"]
    tells_something = any(one.pos_ == "NOUN" and not names_people(one) for one in objects)
    return "\n\n" in between or tells_something


def _opened(text: str, quote: Quotation, draft: _Draft) -> bool:
    """Tell whether a verb that quotes nothing by itself opens a quotation by a colon: "She rejected this: “..."."""
    if draft.finding.cue.words in lexicon().frames["quote"] or draft.finding.source is None:
        return False
    return _before_colon(text, quote, draft)


def _before_colon(text: str, quote: Quotation, draft: _Draft) -> bool:
    """Tell whether a colon behind a cue's own clause opens the quotation: no cue behind the quotation comes nearer."""
    before, between = _between(text, draft, quote)
    return before and between.rstrip().endswith(":") and len(between) <= _NEAR and not _BREAKS.search(between)


_BREAKS = re.compile(r"[.!?;]\s|\n\s*\n")


def _before(text: str, draft: _Draft, quote: Quotation) -> Span | None:
    """Return the content that stands before a quotation's colon; None where there is none."""
    content = draft.content
    if content is None or not content.overlaps(quote.outer):
        return content
    end = content.start + len(text[content.start : quote.outer.start].rstrip(" :\n"))
    return Span(start=content.start, end=end) if end - content.start > 4 else None


def _gap(draft: _Draft, quote: Quotation) -> int:
    spans = [draft.cue, *([draft.source] if draft.source else [])]
    return min(min(abs(quote.outer.start - one.end), abs(one.start - quote.outer.end)) for one in spans)


def _between(text: str, draft: _Draft, quote: Quotation) -> tuple[bool, str]:
    """Return whether the cue stands before the quotation, and the words between cue (and source) and quotation."""
    first, last = draft.cue.start, draft.cue.end
    if draft.source is not None and draft.source.end <= quote.outer.start and quote.outer.end <= first:
        return False, text[quote.outer.end : first]  # "The board spoke of “cuts”, said that ..."
    if draft.source is not None and abs(draft.source.start - last) < _NEAR:
        first, last = min(first, draft.source.start), max(last, draft.source.end)
    if first >= quote.outer.end:
        return False, text[quote.outer.end : first]
    return True, text[draft.cue.end : quote.outer.start]


def _joined(draft: _Draft, quote: Quotation) -> _Draft:
    """Return the draft with the quotation as its content, or in it."""
    content = draft.content
    if content is None or not content.overlaps(quote.outer) or _is_rest_small(content, quote.outer):
        return replace(draft, content=quote.outer, direct=True)
    hull = Span(start=min(content.start, quote.outer.start), end=max(content.end, quote.outer.end))
    if hull.contains(draft.cue) and not content.contains(draft.cue):
        hull = quote.outer
    words = draft.reading.tokens_in(quote.inner)
    clause = any(token.tag_ in {"VBD", "VBP", "VBZ", "MD"} for token in words)
    mixed = len(words) > _SCARE or clause or draft.mixed
    return replace(draft, content=hull, mixed=mixed, direct=False)


def _is_rest_small(content: Span, quote: Span) -> bool:
    outside = max(0, quote.start - content.start) + max(0, content.end - quote.end)
    return outside <= 8


def _without_cue(
    text: str,
    readings: Sequence[Reading],
    quotes: Sequence[Quotation],
    linked: dict[int, int],
    found: Sequence[Extraction],
) -> list[Extraction]:
    """Give a voice to the quotations that are whole sentences but have no cue: whoever spoke last goes on."""
    extractions: list[Extraction] = []
    for number, quote in enumerate(quotes):
        if number in linked:
            continue
        inside = [one for one in readings if one.sentence.span.overlaps(quote.inner)]
        if not inside or not _whole(text, quote, inside):
            continue
        heir = _last_speaker(text, quote, found)
        extractions.append(
            Extraction(inside[0], None, None, None, quote.outer, Form.DIRECT, Polarity.POSITIVE, Force.SAID, heir)
        )
    return extractions


def _whole(text: str, quote: Quotation, inside: Sequence[Reading]) -> bool:
    start, end = inside[0].sentence.span.start, inside[-1].sentence.span.end
    words = len(text[quote.inner.start : quote.inner.end].split())
    ends = text[quote.inner.end - 1] in ".!?…" or text[quote.outer.end : quote.outer.end + 1] in {".", "!", "?"}
    return words > 3 and quote.outer.start - start <= 2 and end - quote.outer.end <= 2 and ends


def _last_speaker(text: str, quote: Quotation, found: Sequence[Extraction]) -> int | None:
    """Return the place of the latest attribution before the quotation, at most one paragraph away."""
    best: int | None = None
    for number, one in enumerate(found):
        if (
            one.finding is None
            or one.content.contains(quote.outer)
            or one.cue is None
            or one.cue.start > quote.outer.start
        ):
            continue
        if text.count("\n\n", one.cue.end, quote.outer.start) <= 1 and quote.outer.start - one.cue.end < 1200:
            best = number
    return best


# ------------------------------------------------------------------ form, polarity, force


def _extraction(text: str, draft: _Draft, content: Span) -> Extraction:
    finding = draft.finding
    denies = finding.cue.denies != finding.negated and not draft.opened
    if draft.direct:
        form = Form.DIRECT
    elif draft.mixed:
        form = Form.MIXED
    else:
        form = Form.AGENTLESS if draft.source is None else Form.INDIRECT
    return Extraction(
        draft.reading,
        finding,
        draft.source,
        draft.cue,
        _with_marks(text, content),
        form,
        Polarity.NEGATIVE if denies else Polarity.POSITIVE,
        _force(finding, denies, draft.opened),
    )


def _force(finding: Finding, denies: bool, opened: bool) -> Force:
    if denies:
        return Force.DENIED
    if opened:
        return Force.SAID
    if finding.cue.denies:  # "did not deny that", "did not rule out that"; "has no doubt that"
        return Force.WEAK_EVIDENCE if finding.cue.family == "doubting" else Force.SPECULATION
    force = Force.SAID if _is_request(finding) else finding.cue.force
    return min(force, Force.SPECULATION) if finding.weakened else force


def _is_request(finding: Finding) -> bool:
    """Tell "asked Y to do Z", which wants something, from "asked whether Z"."""
    return finding.cue.family == "questioning" and any(token.tag_ == "TO" for token in finding.content[:6])


def _with_marks(text: str, content: Span) -> Span:
    """Leave no quotation mark alone: take in a mark's partner that stands just outside, or leave out a stray one."""
    start, end = content.start, content.end
    inside = text[start:end]
    for opening, closing in (("“", "”"), ("«", "»")):
        if inside.count(opening) > inside.count(closing):
            rest = text[end : end + 3]
            if closing in rest:
                end += rest.index(closing) + 1
            elif inside.startswith(opening):
                start += 1
        elif inside.count(opening) < inside.count(closing):
            if text[max(0, start - 1) : start] == opening:
                start -= 1
            elif inside.endswith(closing):
                end -= 1
    while end > start + 1 and text[end - 1] in " ,\n":
        end -= 1
    return Span(start=start, end=end) if end > start else content


def _unique(found: Iterable[Extraction]) -> list[Extraction]:
    seen: set[tuple[Span | None, Span]] = set()
    kept = []
    for one in found:
        if (one.cue, one.content) not in seen:
            seen.add((one.cue, one.content))
            kept.append(one)
    return kept
