"""A question into evidence: sentences with their claims, each with its score and what it covers."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assistant.answers.clauses import windows
from assistant.answers.completeness import stands_alone
from assistant.answers.cutting import is_insertion
from assistant.answers.matching import Probe
from assistant.answers.narrating import entry_of
from assistant.answers.opposing.marking import marked
from assistant.answers.other_side import places_against
from assistant.answers.parties import Party
from assistant.answers.periods import WHEN
from assistant.answers.question import Question
from assistant.answers.referring import without_topic
from assistant.answers.turns import replied
from assistant.answers.typed import holding
from assistant.answers.weighing import SHIPPED, Asked, Compared, Draft, Signals, Weighing, close, weigh
from assistant.dates import date_in_words
from assistant.library.wording import columns_of, label_of, read_with_keys
from assistant.model import Claim, Document, Form, Sentence, Span, voice_of
from assistant.record import FoundUnit, Record, Vectors
from assistant.search.embedders import Embedder, Reader
from assistant.search.hybrid import Hit, HybridRetriever
from assistant.search.judging import Judge, Passage
from assistant.search.readings import Readings
from assistant.text import content_words, curled, readable

BEFORE, AFTER = 3, 4
"""Sentences read around a unit: what an answer refers back to, and the reply that follows a question."""
REPLY_WITHIN = 30
"""Sentences after a question in which its reply begins."""
WRITTEN = 12
"""Units read for how documents write a word."""
COMMON = 0.1
"""How much a word counts at least: in a library of few sentences all words are common."""
VALUE = 15
"""Words: a longer value of a data sheet says itself what it is about."""
LEAST_WORDS = 4
"""Shorter sentences ("Go ahead.") are evidence of nothing."""


@dataclass(frozen=True)
class Evidence:
    """A sentence retrieved for a question, with the claims made in it."""

    document: Document
    sentence: Sentence
    number: int
    """The sentence's number in its edition."""
    claims: tuple[Claim, ...]
    """The claims whose content it holds, and a direct quotation that it is a part of; the longest first."""
    signals: Signals
    covers: frozenset[str]
    """The matter words it holds itself."""
    score: float
    """0 to about 1."""
    speaker: str
    """Who has the floor: the speaker of the turn, else the document's author or "the article"."""
    replies_to: int | None = None
    """Number of the question that the sentence opens the reply to, in a transcript."""
    compared: tuple[str, ...] = ()
    """What was compared with the question: it, what a reader knows of it, and at most two sentences before it."""

    @property
    def place(self) -> tuple[str, int]:
        """Which sentence of which document it is."""
        return self.document.id, self.number

    @property
    def text(self) -> str:
        """The sentence as it stands."""
        return self.sentence.span.of(self.document.text)

    @property
    def printed(self) -> str:
        """The document's text with straight quotation marks as a printer sets them, place for place."""
        return curled(self.document.text)

    @cached_property
    def read(self) -> str:
        """The sentence as one reads it: a value of a data sheet with the keys that lead to it, which say what it is.

        One of an entry of a chronology is read with the entry's day.
        """
        entry = entry_of(self.document, self.sentence.span)
        text = read_with_keys(self.document, self.sentence)
        return text if entry is None or WHEN.search(text) else f"On {date_in_words(entry.iso)}: {text}"

    @property
    def is_value(self) -> bool:
        """Whether it is a value of a data sheet, under keys, or a table's row."""
        row = bool(columns_of(self.document, self.sentence.span))
        short = len(self.text.split()) <= VALUE and not self.text.endswith((".", "!", "?"))
        return row or (short and label_of(self.document, self.sentence) is not None)

    @property
    def voice(self) -> str:
        """Who makes its claim: the nearest speaker, or whoever has the floor."""
        return self.claims[0].chain[0].name if self.claims else self.speaker

    @property
    def contested(self) -> bool:
        """Whether any claim in it is."""
        return any(claim.contested for claim in self.claims)


OPENER_WORDS = 6
"""Words that may be left off the beginning of a sentence that is quoted whole: "But, you know, "."""
PARSED = 4
"""Stretches of a sentence that are parsed at most to find one that stands alone."""


class Finder:
    """Finds evidence in one library."""

    def __init__(
        self,
        record: Record,
        retriever: HybridRetriever,
        reader: Reader,
        readings: Readings,
        judge: Judge,
        only: frozenset[str] | None = None,
    ) -> None:
        """Take the record, the retriever over it, what reads, its readings, what judges, and the only editions."""
        self._record, self._retriever, self._reader = record, retriever, reader
        self._contradicted = record.contradicted()
        self._readings = readings
        self._judge = judge
        self._only = only
        self._carried: frozenset[str] = frozenset()
        self._weighing = SHIPPED

    @property
    def record(self) -> Record:
        """The library's record."""
        return self._record

    @property
    def reader(self) -> Reader:
        """What reads sentences and questions."""
        return self._reader

    @property
    def judge(self) -> Judge:
        """What judges sentences."""
        return self._judge

    @property
    def embedder(self) -> Embedder:
        """What finds units."""
        return self._retriever.embedder

    def only(self, editions: frozenset[str] | None) -> Finder:
        """Return a finder that looks only in some editions, if any are given."""
        if editions is None:
            return self
        other = copy.copy(self)
        other._only = self.allowed(editions)
        return other

    def after(self, documents: Iterable[str]) -> Finder:
        """Return a finder for a question that follows on an answer from some documents, by their ids."""
        other = copy.copy(self)
        other._carried = frozenset(documents)
        return other

    def weighed(self, weighing: Weighing) -> Finder:
        """Return a finder that searches and weighs in another way; it shares what this one has read."""
        other = copy.copy(self)
        other._weighing, other._retriever = weighing, self._retriever.weighed(weighing.search)
        return other

    def holds(self, word: str) -> bool:
        """Tell whether any document holds a word, or a form of it."""
        return self._retriever.count(word) > 0

    def is_name(self, word: str) -> bool:
        """Tell whether documents hold a word and write it as a name wherever it was looked for: with a capital."""
        pattern = re.compile(rf"(?<![\w’'-]){re.escape(word)}(?![\w-])", re.IGNORECASE)
        texts = self._retriever.texts_with(word, WRITTEN)
        written = [match.group() for text in texts for match in pattern.finditer(text)]
        return bool(written) and all(one[0].isupper() for one in written)

    def allowed(self, editions: Collection[str]) -> frozenset[str]:
        """Return those of some editions that are looked in."""
        return frozenset(editions) if self._only is None else self._only & frozenset(editions)

    def find(
        self, question: Question, *, party: Party | None = None, within: Collection[str] | None = None
    ) -> list[Evidence]:
        """Return the evidence for a question, best first; only a party's claims, or only some editions, if asked."""
        wanted = set(within) if within is not None else None
        if party is not None:
            wanted = set(party.editions) if wanted is None else wanted & party.editions
        if wanted is None and question.editions:
            wanted = set(question.editions)
        if self._only is not None:
            wanted = set(self._only) if wanted is None else wanted & self._only
        heard = None if party is None else self._record.heard(party.names, party.editions)
        hits = self._retriever.search(question.topic, self._weighing.units * 3, within=wanted, heard=heard)
        if not hits:
            return []
        most = self._weighing.units if party is None else len(hits)  # most of what is found may be others' words
        documents = self._record.editions({hit.unit.edition for hit in hits})
        hits = self._preferred(hits, documents, question)[:most]
        found = self._read(hits, documents, question, party)
        return sorted(found, key=lambda one: -one.score)

    def _preferred(self, hits: list[Hit], documents: Mapping[str, Document], question: Question) -> list[Hit]:
        """Order hits by score and by whether the question points at their document, its time, or its speaker."""
        heard = {edition for party in question.asked for edition in party.editions}

        def boosted(hit: Hit) -> float:
            document = documents[hit.unit.edition]
            published = document.metadata.published
            timely = any(period.holds(published) for period in question.periods)
            return (
                hit.score
                + 0.35 * (hit.unit.edition in question.editions)
                + 0.25 * timely
                + 0.15 * (hit.unit.edition in heard)
                + 0.15 * (document.id in self._carried and question.goes_on(hit.unit.edition))
            )

        return sorted(hits, key=lambda hit: -boosted(hit))

    def _read(
        self, hits: list[Hit], documents: Mapping[str, Document], question: Question, party: Party | None
    ) -> list[Evidence]:
        best = max(hit.score for hit in hits) or 1.0
        drafts: dict[tuple[str, int], Draft] = {}
        for hit, near in zip(hits, self._near(hits), strict=True):
            for draft in self._around(hit, documents[hit.unit.edition], near, hit.score / best):
                key = (hit.unit.edition, draft.found.number)
                if key not in drafts or drafts[key].found.signals.unit < draft.found.signals.unit:
                    drafts[key] = draft
        kept = [draft for draft in drafts.values() if party is None or _said_by(draft.found, party)]
        return self._weighed(kept, question)

    def _near(self, hits: Iterable[Hit]) -> list[tuple[list[Sentence], list[Claim]]]:
        """Read what stands around each hit: the sentences, and the claims in them."""
        reach = [(h.unit.edition, max(0, h.unit.first - BEFORE), h.unit.last + AFTER) for h in hits]
        sentences = self._record.sentences_in(reach)
        spans = [(one[0], near[0].span.start, near[-1].span.end) for one, near in zip(reach, sentences, strict=True)]
        return list(zip(sentences, self._record.claims_in(spans), strict=True))

    def _around(
        self, hit: Hit, document: Document, read: tuple[list[Sentence], list[Claim]], share: float
    ) -> Iterable[Draft]:
        """Yield the sentences of a unit and the replies after it, each with the text it replies to."""
        near, held = read
        start = max(0, hit.unit.first - BEFORE)
        claims = [marked(claim, self._contradicted) for claim in held]
        inside_turn = near[hit.unit.first - start]
        for place, sentence in enumerate(near):
            number = start + place
            in_unit = hit.unit.first <= number <= hit.unit.last
            replies = number > hit.unit.last and sentence.speaker != inside_turn.speaker
            follows = number > hit.unit.last and sentence.paragraph == near[hit.unit.last - start].paragraph
            text = sentence.span.of(document.text)
            asked = place > 0 and sentence.speaker != near[place - 1].speaker and _asks(near[place - 1], document)
            least = 2 if asked or entry_of(document, sentence.span) is not None else LEAST_WORDS
            says = label_of(document, sentence) or len(text.split()) >= least
            if not (in_unit or replies or follows) or not says:
                continue
            mine = tuple(c for c in claims if _made_in(c, sentence))
            before = tuple(s.span.of(document.text) for s in near[max(0, place - BEFORE) : place])
            signals = Signals(unit=share * (1 if in_unit else 0.7), carried=float(document.id in self._carried))
            ordered = tuple(sorted(mine, key=lambda c: c.attribution.content.start - c.attribution.content.end))
            speaker = floor(sentence, ordered, near, claims, document)
            replied = number - 1 if asked else None
            found = Evidence(document, sentence, number, ordered, signals, frozenset(), 0.0, speaker, replied)
            yield Draft(found, before)

    def _weighed(self, drafts: Sequence[Draft], question: Question) -> list[Evidence]:
        if not drafts:
            return []
        drafts = sorted(drafts, key=lambda draft: -draft.found.signals.unit)[: self._weighing.sentences]
        rarity = self.rarity()
        texts = {text: draft.found.document.edition for draft in drafts for text in draft.texts}
        read = self._readings.read(texts)
        probes = (
            Probe(question.topic, how(question.topic), rarity) for how in (self._reader.question, self._reader.seeking)
        )
        plain, seeking = (Compared(probe, probe.met(read)) for probe in probes)
        frequency = {word: self._retriever.frequency(word) for word in question.matter}
        asked = Asked(
            {word: rarity(word) for word in frequency},
            frozenset(word for word, count in frequency.items() if count == 0),
        )
        weights = self._weighing.signals
        passages = [draft.passage for draft in drafts]
        judged = (
            self._judge.answers(without_topic(question.text), passages)
            if self._weighing.judged
            else [0.0] * len(drafts)
        )
        near = (close(draft, plain, seeking, answers) for draft, answers in zip(drafts, judged, strict=True))
        return [weigh(draft, one, question, asked, weights) for draft, one in zip(drafts, near, strict=True)]

    def answers(self, question: Question, one: Evidence) -> float:
        """Return the log odds that a sentence answers a question, also where it was found without being judged."""
        return self._judge.answers(without_topic(question.text), [Passage.of(one.compared)])[0]

    def rarity(self) -> Callable[[str], float]:
        """Return what tells a word's inverse document frequency over the library's units."""
        units = max(2, self._record.count_units())
        return lambda word: max(COMMON, math.log(units / (1 + self._retriever.frequency(word))))

    def against(self, claims: Iterable[Claim], question: Question) -> list[Evidence]:
        """Return what contradicts some claims: the sentences in which the other sides speak, nearest first."""
        drafts: list[Draft] = []
        for edition, number in places_against(self._record, claims):
            unit = FoundUnit("", edition, "", 0, 1, number, number, np.zeros(0, np.float32))
            document = self._record.editions([edition])[edition]
            hit = Hit(unit, 0.0, 0.0)
            around = self._around(hit, document, self._near([hit])[0], 0.0)
            drafts.extend(draft for draft in around if draft.found.number == number)
        return sorted(self._weighed(drafts, question), key=lambda one: -one.score)

    def reply(self, one: Evidence, question: Question) -> list[Evidence]:
        """Return the reply to a sentence of a transcript: what others say next, in order; empty elsewhere."""
        near = self._record.sentences(one.document.edition, one.number, one.number + REPLY_WITHIN)
        said = replied([(each.speaker, each.span.of(one.document.text)) for each in near], one.sentence.speaker)
        if not said:
            return []
        start, end = one.number + said.start, one.number + said.stop - 1
        unit = FoundUnit("", one.document.edition, "", 0, 1, start, end, np.zeros(0, np.float32))
        hit = Hit(unit, 0.0, 0.0)
        around = self._around(hit, one.document, self._near([hit])[0], 0.0)
        turn = [draft for draft in around if start <= draft.found.number <= end]
        drafts = [draft for draft in turn if draft.found.sentence.speaker != one.sentence.speaker]
        return sorted(self._weighed(drafts, question), key=lambda each: each.number)

    def nearness(self, question: Question, texts: Sequence[str]) -> list[float]:
        """Return the cosine of a question with each of some texts."""
        vector = self._reader.question(question.topic).vector
        return [float(one) for one in self._reader.embed([*map(readable, texts)]) @ vector]

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of some texts as one reads them, one row each, in the space of the library's own."""
        return self._retriever.embed([readable(text) for text in texts])

    def focus(self, question: Question, one: Evidence, longest: int) -> Span:
        """Return the words of a sentence to quote: all of it, or if it is too long its clauses that answer best.

        Those are closest in meaning and hold the matter and what is asked; they are widened as far as `longest` words,
        so that nothing is cut that a reader may miss.
        """
        choices = windows(one, longest)
        if len(choices) == 1 or len(choices[0].of(one.document.text).split()) > len(one.text.split()) - OPENER_WORDS:
            return choices[0]
        texts = [span.of(one.document.text) for span in choices]
        vector = self._reader.question(question.topic).vector
        near = self._reader.embed([*map(readable, texts)]) @ vector
        matter, sentence = set(question.matter), one.text

        def worth(row: int) -> float:
            covered = len(matter & set(content_words(texts[row]))) / max(1, len(one.covers))
            typed = 0.5 * holding(question.asks, question.text, texts[row])
            opens = 0.05 * (choices[row].start == choices[0].start)
            broken = 0.1 * is_insertion(sentence, choices[row].end - one.sentence.span.start)
            return float(near[row]) + 0.4 * covered + typed + opens - broken

        best = choices[max(range(len(choices)), key=worth)]
        wider = sorted((span for span in choices if span.contains(best)), key=lambda span: span.start - span.end)
        text = one.document.text
        return next((span for span in wider[:PARSED] if stands_alone(span.of(text))), best)


def _made_in(claim: Claim, sentence: Sentence) -> bool:
    """Tell whether a sentence holds a claim's content, or is part of a direct quotation longer than itself."""
    made = claim.attribution
    if sentence.span.contains(made.content):
        return True
    return made.form is Form.DIRECT and made.content.overlaps(sentence.span)


def _asks(sentence: Sentence, document: Document) -> bool:
    return sentence.span.of(document.text).rstrip(" ”\"')").endswith("?")


def floor(
    sentence: Sentence, mine: Sequence[Claim], near: Sequence[Sentence], claims: Sequence[Claim], document: Document
) -> str:
    """Name who has the floor: as any own-voice claim of the same speaker does, else the outermost link of a chain."""
    if sentence.speaker:
        turns = [s.span for s in near if s.speaker == sentence.speaker]
        for claim in claims:
            content = claim.attribution.content
            if claim.attribution.form is Form.OWN_VOICE and any(turn.contains(content) for turn in turns):
                return claim.chain[0].name
        chain = mine[0].chain if mine else ()
        if len(chain) > 1 and chain[-1].name != document.metadata.author:
            return chain[-2].name
    return mine[0].chain[-1].name if mine else voice_of(document.metadata)


def _said_by(one: Evidence, party: Party) -> bool:
    return any(link.name in party.names or party.names & set(link.members) for c in one.claims for link in c.chain)
