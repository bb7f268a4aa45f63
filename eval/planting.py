"""Errors planted into passing answers, and harmless changes that must stay clean.

Every planter takes a passing answer as read (`Examined`) and returns the spoiled answer, or None where the error
cannot be made of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from eval.answers import GivenAnswer, GivenCitation, GivenDocument
from eval.cases import Code
from eval.documents import folded
from eval.examining import Examined
from eval.mentions import Link, Mention
from eval.reading import Quotation

Planter = Callable[[Examined], GivenAnswer | None]

_IMPOSTORS = ("Norway’s delegation", "Senator Marlowe", "the World Bank", "Bishop Ansgar", "Chancellor Weiss")
_FIRM = ("reveal", "confirm", "admit", "prove", "acknowledge", "demonstrate", "concede", "note")
_THAT_VERBS = frozenset("say write state claim argue allege warn insist maintain contend assert add report".split())


def _variant(examined: Examined, choices: tuple[str, ...]) -> str:
    """Choose one wording for a case, always the same."""
    return choices[sum(examined.case.id.encode()) % len(choices)]


def _spliced(examined: Examined, start: int, end: int, words: str) -> GivenAnswer:
    text = examined.answer.text
    return examined.answer.model_copy(update={"text": text[:start] + words + text[end:]})


def _first_quotation(examined: Examined, wanted: str) -> tuple[Quotation, re.Match[str]] | None:
    for _, quotation in examined.quotations:
        found = re.search(wanted, quotation.words)
        if found:
            return quotation, found
    return None


def _in_quotation(examined: Examined, wanted: str, words: str) -> GivenAnswer | None:
    found = _first_quotation(examined, wanted)
    if found is None:
        return None
    quotation, match = found
    return _spliced(examined, quotation.start + 1 + match.start(), quotation.start + 1 + match.end(), words)


def word_altered(examined: Examined) -> GivenAnswer | None:
    """A quotation with one long word replaced."""
    return _in_quotation(examined, r"\b[a-z]{6,}\b", "turnips")


def number_altered(examined: Examined) -> GivenAnswer | None:
    """A quotation with a digit changed."""
    found = _first_quotation(examined, r"\d")
    return None if found is None else _in_quotation(examined, r"\d", str((int(found[1][0]) + 3) % 10))


def negation_altered(examined: Examined) -> GivenAnswer | None:
    """A quotation with a "not" taken out, or put in."""
    out = _in_quotation(examined, r"\bnot ", "")
    return out or _in_quotation(examined, r"\b(?:is|are|was|were|will|should|must|have|has)\b", "is not")


def citation_altered(examined: Examined) -> GivenAnswer | None:
    """Quotation and citation altered alike, so that they agree with each other but not with the document."""
    found = _first_quotation(examined, r"\b[a-z]{6,}\b")
    if found is None:
        return None
    old, text = found[1][0], examined.answer.text
    citations = tuple(
        c.model_copy(update={"exact": c.exact.replace(old, "turnips"), "start": None, "end": None})
        for c in examined.answer.citations
    )
    return GivenAnswer(text=text.replace(old, "turnips"), citations=citations)


def attribution_stripped(examined: Examined) -> GivenAnswer | None:
    """What the case forbids to say in one's own voice, said so, with the passing answer's citations."""
    if not examined.case.contested or not examined.case.forbidden_own_voice or not examined.answer.citations:
        return None
    marks = "".join(f"[{marker}]" for marker in sorted(examined.cited))
    return examined.answer.model_copy(update={"text": f"{examined.case.forbidden_own_voice[0].rstrip('.')} {marks}."})


def quotation_bare(examined: Examined) -> GivenAnswer | None:
    """A contested quotation that stands alone, with nobody who says it."""
    case = examined.case
    if not case.contested or len(examined.quotations) != 1:
        return None
    index, quotation = examined.quotations[0]
    if any(re.search(alias, quotation.words) for holder in case.holders for alias in holder.aliases):
        return None
    marks = "".join(f"[{marker}]" for marker in examined.sentences[index].markers)
    return examined.answer.model_copy(update={"text": f"“{quotation.words}” {marks}."})


def _held(examined: Examined) -> list[tuple[Mention, Link]]:
    nearest = [
        (mention, [link for link in mention.spoken if link.holders and link.source]) for mention in examined.mentions
    ]
    return [(mention, links[0]) for mention, links in nearest if links]


def speaker_swapped(examined: Examined) -> GivenAnswer | None:
    """Every holder in the answer's own words becomes somebody else."""
    if not examined.case.contested:
        return None
    spans = {link.source for mention in examined.mentions for link in mention.spoken if link.holders and link.source}
    return _replaced(examined, spans, _variant(examined, _IMPOSTORS))


def nearest_speaker_swapped(examined: Examined) -> GivenAnswer | None:
    """In a chain of two or more, only the nearest speaker becomes somebody else."""
    nested = [link for mention, link in _held(examined) if len({one.source for one in mention.spoken}) > 1]
    spans = {link.source for link in nested if link.source}
    return _replaced(examined, spans, _variant(examined, _IMPOSTORS)) if spans and examined.case.contested else None


def speakers_exchanged(examined: Examined) -> GivenAnswer | None:
    """Two parties of different sides change places."""
    sides = {h.id: h.position for h in examined.case.holders}
    held = [(link, sides[link.holders[0]]) for _, link in _held(examined)]
    pairs = [(one, other) for one, a in held for other, b in held if a != b and one.source != other.source]
    if not pairs or not examined.case.require_all_holders:
        return None
    one, other = pairs[0]
    (first, last), (words, swapped) = sorted([one.source or (0, 0), other.source or (0, 0)]), (one.words, other.words)
    text = examined.answer.text
    words, swapped = text[slice(*last)], text[slice(*first)]
    changed = text[: first[0]] + words + text[first[1] : last[0]] + swapped + text[last[1] :]
    return examined.answer.model_copy(update={"text": changed})


def nobody_named(examined: Examined) -> GivenAnswer | None:
    """Every holder in the answer's own words becomes "some observers"."""
    if not examined.case.contested:
        return None
    spans = {link.source for mention in examined.mentions for link in mention.spoken if link.holders and link.source}
    return _replaced(examined, spans, "some observers")


def _replaced(examined: Examined, spans: set[tuple[int, int]], words: str) -> GivenAnswer | None:
    text = examined.answer.text
    outer = [one for one in spans if not any(o != one and o[0] <= one[0] and one[1] <= o[1] for o in spans)]
    for start, end in sorted(outer, reverse=True):
        text = text[:start] + words + text[end:]
    return examined.answer.model_copy(update={"text": text}) if spans else None


def hedge_dropped(examined: Examined) -> GivenAnswer | None:
    """The right party, without the hedge."""
    case = examined.case
    if not case.hedge_required or not case.forbidden_own_voice or not examined.answer.citations:
        return None
    claim = case.forbidden_own_voice[0].rstrip(".")
    name = next((link.words for _, link in _held(examined)), case.holders[0].canonical)
    marks = "".join(f"[{marker}]" for marker in sorted(examined.cited))
    return examined.answer.model_copy(
        update={"text": f"{name[0].upper() + name[1:]} says {claim[0].lower() + claim[1:]} {marks}."}
    )


def verb_upgraded(examined: Examined) -> GivenAnswer | None:
    """A neutral cue becomes one that vouches for the claim."""
    return _cue_replaced(examined, _variant(examined, _FIRM))


def verb_denies(examined: Examined) -> GivenAnswer | None:
    """A party that affirms is made to deny."""
    if any(holder.stance for holder in examined.case.holders) or _negative(examined):
        return None
    return _cue_replaced(examined, "deny")


def _negative(examined: Examined) -> bool:
    texts = [*examined.case.turns, *(examined.documents.at(quote) for quote in examined.case.quotes)]
    return any(re.search(r"\b(?:not|no|never)\b|n[’']t\b", text, re.IGNORECASE) for text in texts)


def _cue_replaced(examined: Examined, verb: str) -> GivenAnswer | None:
    if not examined.case.contested:
        return None
    for _, link in _held(examined):
        old = examined.answer.text[slice(*link.cue)]
        noun = re.search(
            r"\b(?:an?|the|their|his|her|its|\w+[’']s?) $", examined.answer.text[: link.cue[0]], re.IGNORECASE
        )
        if link.lemma in _THAT_VERBS and old.isalpha() and not noun:
            return _spliced(examined, *link.cue, _inflected(verb, old))
    return None


def _inflected(verb: str, like: str) -> str:
    stem = verb.removesuffix("e")
    if like.endswith("ing"):
        return {"admit": "admitting"}.get(verb, stem + "ing")
    if like.endswith(("ed", "said", "wrote")):
        past = stem[:-1] + "ied" if verb.endswith("y") else stem + "ed"
        return {"admit": "admitted"}.get(verb, past)
    if like.endswith("s"):
        return stem[:-1] + "ies" if verb.endswith("y") else verb + "s"
    return verb


def wrong_document(examined: Examined) -> GivenAnswer | None:
    """The first citation names another document."""
    others = sorted({other for other in examined.documents.known() if other not in examined.case.documents})
    if not examined.answer.citations or not others:
        return None
    other = GivenDocument(uri=others[sum(examined.case.id.encode()) % len(others)])
    return _recited(examined, 0, {"document": other})


def span_shifted(examined: Examined) -> GivenAnswer | None:
    """The first citation's place is a few characters off."""
    first = next(iter(examined.answer.citations), None)
    if first is None or first.start is None or first.end is None:
        return None
    return _recited(examined, 0, {"start": first.start + 5, "end": first.end + 5})


def _recited(examined: Examined, place: int, update: dict[str, object]) -> GivenAnswer:
    citations = list(examined.answer.citations)
    citations[place] = citations[place].model_copy(update=update)
    return examined.answer.model_copy(update={"citations": tuple(citations)})


def citation_missing(examined: Examined) -> GivenAnswer | None:
    """The markers are gone."""
    if not examined.answer.citations:
        return None
    text = re.sub(r"\s*\[\d+\]", "", examined.answer.text)
    return examined.answer.model_copy(update={"text": text})


def citation_dangling(examined: Examined) -> GivenAnswer | None:
    """A marker too many, with nothing behind it."""
    found = re.search(r"\[\d+\]", examined.answer.text)
    return None if found is None else _spliced(examined, found.end(), found.end(), "[88]")


def citation_extra(examined: Examined) -> GivenAnswer | None:
    """A marker too many, with something unrelated behind it: the first line of another document."""
    found = re.search(r"\[\d+\]", examined.answer.text)
    others = sorted(other for other in examined.documents.known() if other not in examined.case.documents)
    if found is None or not others:
        return None
    path = others[sum(examined.case.id.encode()) % len(others)]
    text = examined.documents.text(path)
    start = next((m.start() for m in re.finditer(r"[A-Za-z][^\n]{40,80}", text)), 0)
    extra = GivenCitation(
        marker=88, document=GivenDocument(uri=path), exact=text[start : start + 40], start=start, end=start + 40
    )
    spoiled = _spliced(examined, found.end(), found.end(), "[88]")
    return spoiled.model_copy(update={"citations": (*examined.answer.citations, extra)})


def wrong_refusal(examined: Examined) -> GivenAnswer | None:
    """A refusal of what the documents answer."""
    text = "The documents do not hold an answer to this question."
    return GivenAnswer(text=text) if examined.case.expect == "answer" else None


def refusal_missing(examined: Examined) -> GivenAnswer | None:
    """An invented answer to what the documents do not answer."""
    case = examined.case
    return (
        GivenAnswer(text=case.forbidden_own_voice[0]) if case.expect == "abstain" and case.forbidden_own_voice else None
    )


def quotations_dumped(examined: Examined) -> GivenAnswer | None:
    """Ninety words from around the evidence, pasted."""
    if examined.case.expect == "abstain" or not examined.answer.citations:
        return None
    quote = examined.case.quotes[0]
    path = examined.documents.path_of(quote)
    text = examined.documents.text(path)
    match = re.compile(r"\S+(?:\s+\S+){89}").match(text, max(0, text.rfind(" ", 0, max(quote.start - 200, 1)) + 1))
    if match is None:
        return None
    pasted = match[0].replace("“", "").replace("”", "").replace('"', "")
    cited = GivenCitation(
        marker=1, document=GivenDocument(uri=path), exact=match[0], start=match.start(), end=match.end()
    )
    return GivenAnswer(text=f"“{' '.join(pasted.split())}” [1].", citations=(cited,))


def own_number_altered(examined: Examined) -> GivenAnswer | None:
    """A number in the answer's own words is multiplied."""
    if examined.case.expect == "abstain":
        return None
    for match in re.finditer(r"(?<![\[\d:,.])\d+(?![\]\d:])", examined.answer.text):
        if not any(one.start <= match.start() < one.end for s in examined.sentences for one in s.quotations):
            return _spliced(examined, *match.span(), str(int(match[0]) * 7 + 13))
    return None


def put_in_doubt(examined: Examined) -> GivenAnswer | None:
    """An uncontested fact that critics allege."""
    case = examined.case
    if case.contested or case.expect == "abstain":
        return None
    text = examined.answer.text
    return examined.answer.model_copy(update={"text": f"Critics allege that {text[0].lower() + text[1:]}"})


def date_missing(examined: Examined) -> GivenAnswer | None:
    """One of the dates of a change is gone."""
    if not examined.case.dates:
        return None
    text = examined.answer.text
    for alias in examined.case.dates[0].aliases:
        text = re.sub(alias, "once", text)
    return examined.answer.model_copy(update={"text": text})


def side_missing(examined: Examined) -> GivenAnswer | None:
    """Only the first party's sentences are left."""
    if not examined.case.require_all_holders or len(examined.sentences) < 2:
        return None
    kept = next((s for i, s in enumerate(examined.sentences) if any(m.sentence == i for m in examined.mentions)), None)
    if kept is None or len(kept.markers) > 1:
        return None
    return examined.answer.model_copy(update={"text": kept.text})


def premise_accepted(examined: Examined) -> GivenAnswer | None:
    """The correction is gone."""
    patterns = examined.case.correction_patterns
    kept = [s.text for s in examined.sentences if not any(re.search(p, s.text, re.IGNORECASE) for p in patterns)]
    return examined.answer.model_copy(update={"text": " ".join(kept)}) if patterns and kept else None


@dataclass(frozen=True)
class Plant:
    """A planter with the errors that count as catching it."""

    make: Planter
    """Spoils a passing answer."""
    codes: frozenset[Code]
    """Any of these catches it."""


_NOT_EXACT = frozenset({Code.QUOTE_ALTERED})
_HELD_WRONG = frozenset({Code.WRONG_HOLDER, Code.POLARITY})

PLANTS: tuple[Plant, ...] = (
    Plant(word_altered, _NOT_EXACT),
    Plant(number_altered, _NOT_EXACT),
    Plant(negation_altered, _NOT_EXACT),
    Plant(citation_altered, _NOT_EXACT),
    Plant(attribution_stripped, frozenset({Code.OWN_VOICE})),
    Plant(quotation_bare, frozenset({Code.OWN_VOICE})),
    Plant(speaker_swapped, frozenset({Code.WRONG_HOLDER})),
    Plant(nearest_speaker_swapped, frozenset({Code.WRONG_HOLDER})),
    Plant(speakers_exchanged, _HELD_WRONG),
    Plant(nobody_named, frozenset({Code.MISSING_HOLDER, Code.WRONG_HOLDER})),
    Plant(hedge_dropped, frozenset({Code.HEDGE_DROPPED})),
    Plant(verb_upgraded, frozenset({Code.FACTIVE_UPGRADE})),
    Plant(verb_denies, frozenset({Code.POLARITY})),
    Plant(wrong_document, frozenset({Code.WRONG_DOCUMENT, Code.QUOTE_ALTERED})),
    Plant(span_shifted, frozenset({Code.SPAN_SHIFTED})),
    Plant(citation_missing, frozenset({Code.CITATION_MISSING})),
    Plant(citation_dangling, frozenset({Code.CITATION_DANGLING})),
    Plant(citation_extra, frozenset({Code.CITATION_UNSUPPORTED})),
    Plant(wrong_refusal, frozenset({Code.FALSE_REFUSAL})),
    Plant(refusal_missing, frozenset({Code.ANSWERED_UNANSWERABLE})),
    Plant(quotations_dumped, frozenset({Code.DUMPED})),
    Plant(own_number_altered, frozenset({Code.UNSUPPORTED_NUMBER})),
    Plant(put_in_doubt, frozenset({Code.OVER_ATTRIBUTED})),
    Plant(date_missing, frozenset({Code.MISSING_DATE})),
    Plant(side_missing, frozenset({Code.ONE_SIDED})),
    Plant(premise_accepted, frozenset({Code.PREMISE_ACCEPTED})),
)
"""Every planted error."""


def straight_quotes(examined: Examined) -> GivenAnswer | None:
    """The same answer as a stranger types it."""
    text = examined.answer.text
    if '"' in text or not re.search("[“’]", text):
        return None
    return examined.answer.model_copy(update={"text": text.translate(str.maketrans("“”’", '""\''))})


def markers_after_stop(examined: Examined) -> GivenAnswer | None:
    """The same answer with its last marker after the full stop."""
    text = re.sub(r" (\[\d+\])\.$", r". \1", examined.answer.text)
    return None if text == examined.answer.text else examined.answer.model_copy(update={"text": text})


def silence_added(examined: Examined) -> GivenAnswer | None:
    """The same answer, and what the documents do not hold."""
    if examined.case.expect == "abstain":
        return None
    text = examined.answer.text + " The documents hold nothing further on this."
    return examined.answer.model_copy(update={"text": text})


def spans_bare(examined: Examined) -> GivenAnswer | None:
    """The same answer with citations that do not say where they stand."""
    bare = tuple(
        c.model_copy(update={"start": None, "end": None, "exact": folded(c.exact)}) for c in examined.answer.citations
    )
    return examined.answer.model_copy(update={"citations": bare}) if bare else None


HARMLESS: tuple[Planter, ...] = (straight_quotes, markers_after_stop, silence_added, spans_bare)
"""Changes that must stay clean."""
