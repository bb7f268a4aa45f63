"""From a document and its sentences to its claims: the whole flow of `voices`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from assistant.model import (
    Attribution,
    Claim,
    Claimant,
    ClaimantKind,
    Document,
    Force,
    Form,
    Polarity,
    Rule,
    Sentence,
    Span,
)
from assistant.voices.claimants import UNNAMED, Resolver
from assistant.voices.contesting import Verdict, judge
from assistant.voices.extracting import Extraction, extract
from assistant.voices.parsing import Reading, readings_of
from assistant.voices.quotations import Quotation, quotations
from assistant.voices.remainders import Remainder, remainders
from assistant.voices.speakers import author_of, editor_of, is_on_its_writer, speaker_of, writer_of

if TYPE_CHECKING:
    from spacy.tokens import Token

VERSION = 26
"""Version of the engine; part of every attribution's id."""


def claims_of(document: Document, sentences: Sequence[Sentence]) -> tuple[Claim, ...]:
    """Read who says what in one document: its attributions, and what its author says in their own voice.

    Returns:
        Claims in the order of their contents. Every span is inside the document's text.

    Raises:
        WeightsError: the English pipeline is not installed.
    """
    return next(read_documents([(document, sentences)]))


def read_documents(documents: Iterable[tuple[Document, Sequence[Sentence]]]) -> Iterator[tuple[Claim, ...]]:
    """Read many documents as one stream of sentences, which is faster; yield each one's claims, in order."""
    held = list(documents)
    parsed = readings_of((document.text, sentences) for document, sentences in held)
    groups = groupby(parsed, key=lambda pair: pair[0])
    number, group = next(groups, (-1, iter(())))
    for current, (document, sentences) in enumerate(held):
        readings: list[Reading] = []
        if number == current:
            readings = [reading for _, reading in group]
            number, group = next(groups, (-1, iter(())))
        yield _claims(document, sentences, readings)


def _claims(document: Document, sentences: Sequence[Sentence], readings: Sequence[Reading]) -> tuple[Claim, ...]:
    quotes = quotations(document.text, sentences)
    extractions = extract(document.text, readings, quotes)
    attributed = _Voices(document, readings, quotes).claims(extractions)
    own = _own_claims(document, readings, attributed)
    return tuple(
        sorted([*attributed, *own], key=lambda one: (one.attribution.content.start, one.attribution.content.end))
    )


# ------------------------------------------------------------------ attributed claims


class _Voices:
    """Resolves the claimants of one document's extractions and nests them."""

    def __init__(self, document: Document, readings: Sequence[Reading], quotes: Sequence[Quotation]) -> None:
        self._document = document
        self._readings = readings
        self._resolver = Resolver([one.outer for one in quotes])
        self._heard = 0

    def claims(self, extractions: Sequence[Extraction]) -> list[Claim]:
        parents = _parents(extractions)
        claimants: dict[int, tuple[Claimant, ...]] = {}
        order = sorted(range(len(extractions)), key=lambda one: self._depth_key(extractions, parents, one))
        for place in order:
            claimants[place] = self._claimants(extractions, parents, claimants, place)
        ids = {place: self._id(extractions[place]) for place in claimants}
        return [self._claim(extractions[place], ids, parents, claimants, place) for place in sorted(claimants)]

    def _depth_key(
        self, extractions: Sequence[Extraction], parents: dict[int, int], place: int
    ) -> tuple[int, int, int]:
        depth, above = 0, parents.get(place)
        while above is not None:
            depth, above = depth + 1, parents.get(above)
        one = extractions[place]
        top = extractions[_outermost(parents, place)]
        return top.reading.index, depth, one.content.start

    def _claimants(
        self,
        extractions: Sequence[Extraction],
        parents: dict[int, int],
        claimants: dict[int, tuple[Claimant, ...]],
        place: int,
    ) -> tuple[Claimant, ...]:
        one = extractions[place]
        self._listen(one.reading)
        if one.finding is None:
            inherited = claimants.get(one.heir) if one.heir is not None else None
            return inherited or (Claimant(name="an unnamed speaker", kind=ClaimantKind.UNSPECIFIED),)
        if one.finding.source is None or one.source is None:
            return (Claimant(name=UNNAMED, kind=ClaimantKind.UNSPECIFIED),)
        voice = self._voice(extractions, parents, claimants, place)
        return self._resolver.resolve(one.reading, one.finding.source_tokens, one.finding.source, voice)

    def _listen(self, reading: Reading) -> None:
        while self._heard < len(self._readings) and self._readings[self._heard].index <= reading.index:
            self._resolver.read(self._readings[self._heard])
            self._heard += 1

    def _voice(
        self,
        extractions: Sequence[Extraction],
        parents: dict[int, int],
        claimants: dict[int, tuple[Claimant, ...]],
        place: int,
    ) -> Claimant:
        """Who "I" is: the speaker of the direct quotation around it, of the turn, or the author."""
        above = parents.get(place)
        while above is not None:
            if extractions[above].form in {Form.DIRECT, Form.MIXED} and above in claimants:
                return claimants[above][0]
            above = parents.get(above)
        return speaker_of(self._document, extractions[place].reading.sentence) or author_of(self._document)

    def _id(self, one: Extraction) -> str:
        spans = (one.source, one.cue, one.content)
        key = [
            self._document.edition,
            str(VERSION),
            *(f"{s.start}:{s.end}" if s else "-" for s in spans),
        ]
        return str(uuid5(NAMESPACE_URL, "|".join(key)))

    def _claim(
        self,
        one: Extraction,
        ids: dict[int, str],
        parents: dict[int, int],
        claimants: dict[int, tuple[Claimant, ...]],
        place: int,
    ) -> Claim:
        parent = parents.get(place)
        attribution = Attribution(
            id=ids[place],
            parent=ids[parent] if parent is not None else None,
            source=one.source,
            cue=one.cue,
            content=one.content,
            claimants=claimants[place],
            form=one.form,
            polarity=one.polarity,
            force=one.force,
        )
        speaker = speaker_of(self._document, one.reading.sentence)
        chain = _chain(parents, claimants, place, speaker, author_of(self._document))
        tokens = one.reading.tokens_in(one.content)
        verdict = judge(tokens, self._document.metadata, own=False)
        return _claim_of(attribution, chain, _first_rule(one, claimants[place]), verdict, one.reading)


def _first_rule(one: Extraction, claimants: Sequence[Claimant]) -> list[tuple[Rule, str]]:
    names = " and ".join(claimant.name for claimant in claimants)
    if one.form is Form.AGENTLESS:
        return [(Rule.AGENTLESS, "somebody else says so, and the document does not say who")]
    vague = all(claimant.kind is ClaimantKind.UNSPECIFIED for claimant in claimants)
    said = "is denied by" if one.polarity is Polarity.NEGATIVE else "is said by"
    fired = [(Rule.ATTRIBUTED, f"it {said} {names}")]
    if vague:
        fired.append((Rule.AGENTLESS, f"the source is unspecified: {names}"))
    return fired


def _parents(extractions: Sequence[Extraction]) -> dict[int, int]:
    """Give each attribution the smallest other one whose content holds its cue (its content, without a cue)."""
    parents: dict[int, int] = {}
    by_start = sorted(range(len(extractions)), key=lambda one: extractions[one].content.start)
    for place, one in enumerate(extractions):
        anchor = one.cue or one.content
        best: tuple[int, int] | None = None
        for other in by_start:
            content = extractions[other].content
            if content.start > anchor.start:
                break
            if other == place or not content.contains(anchor) or _holds_own_cue(extractions[other]):
                continue
            if one.content.contains(content) and (one.content != content or other > place):
                continue
            length = content.end - content.start
            if best is None or length < best[0]:
                best = (length, other)
        if best is not None:
            parents[place] = best[1]
    return _without_loops(parents)


def _holds_own_cue(one: Extraction) -> bool:
    return False if one.cue is None else one.content.contains(one.cue) and one.form is Form.AGENTLESS


def _without_loops(parents: dict[int, int]) -> dict[int, int]:
    for place in list(parents):
        seen = {place}
        above = parents.get(place)
        while above is not None:
            if above in seen:
                del parents[place]
                break
            seen.add(above)
            above = parents.get(above)
    return parents


def _outermost(parents: dict[int, int], place: int) -> int:
    while place in parents:
        place = parents[place]
    return place


def _chain(
    parents: dict[int, int],
    claimants: dict[int, tuple[Claimant, ...]],
    place: int,
    speaker: Claimant | None,
    author: Claimant,
) -> tuple[Claimant, ...]:
    """Name everybody between the words and the reader, nearest first; the document's own voice comes last."""
    links = list(claimants[place])
    above = parents.get(place)
    while above is not None:
        links.extend(claimants[above])
        above = parents.get(above)
    links.extend([speaker] if speaker is not None else [])
    links.append(author)
    chain: list[Claimant] = []
    for link in links:
        if not any(link.name == one.name for one in chain):
            chain.append(link)
    return tuple(chain)


# ------------------------------------------------------------------ the author's own claims


def _own_claims(document: Document, readings: Sequence[Reading], attributed: Sequence[Claim]) -> Iterator[Claim]:
    """Yield what the author (or whoever has the floor) says without attributing it to anybody."""
    author, editor = writer_of(document), editor_of(document)
    attributions = sorted((claim.attribution for claim in attributed), key=lambda one: one.content.start)
    for remainder in remainders(readings, attributions):
        speaker = speaker_of(document, remainder.reading.sentence)
        claimant = speaker or (editor if is_on_its_writer(document, remainder.reading) else author)
        verdict = judge(remainder.judged or remainder.tokens, document.metadata, own=True, party=claimant.name)
        key = f"{document.edition}|{VERSION}|own|{remainder.span.start}:{remainder.span.end}"
        attribution = Attribution(
            id=str(uuid5(NAMESPACE_URL, key)),
            content=remainder.span,
            claimants=(claimant,),
            form=Form.OWN_VOICE,
            force=Force.SAID,
        )
        chain = (claimant,) if speaker is None else (claimant, author)
        yield _claim_of(attribution, chain, _question(remainder), verdict, remainder.reading)


def _question(remainder: Remainder) -> list[tuple[Rule, str]]:
    if remainder.tokens[-1].text != "?":
        return []
    return [(Rule.ATTRIBUTED, "it is asked: what the question takes for granted is the questioner's")]


def _claim_of(
    attribution: Attribution,
    chain: tuple[Claimant, ...],
    first: list[tuple[Rule, str]],
    verdict: Verdict,
    reading: Reading,
) -> Claim:
    fired = [*first, *verdict.fired]
    if len(fired) > 1:
        fired = [one for one in fired if one[0] is not Rule.UNCONTESTED]
    return Claim(
        attribution=attribution,
        chain=chain,
        contested=any(rule is not Rule.UNCONTESTED for rule, _ in fired),
        rules=tuple(rule for rule, _ in fired),
        reasons=tuple(reason for _, reason in fired),
        hedges=tuple(_spans(reading, verdict.hedges)),
    )


def _spans(reading: Reading, tokens: Iterable[Token]) -> Iterator[Span]:
    for token in tokens:
        yield reading.span([token])
