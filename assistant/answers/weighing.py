"""How well a sentence found for a question answers it: signals that a person can check, and how much each counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from assistant.answers.matching import Met, Probe
from assistant.answers.narrating import entry_of, told_of
from assistant.answers.periods import Period, periods
from assistant.answers.phrases import names_and_numbers
from assistant.answers.question import Question
from assistant.answers.typed import holding
from assistant.library.wording import keys_of
from assistant.record import Vector
from assistant.search.hybrid import Weights
from assistant.search.judging import Passage
from assistant.text import content_words, matter_words, nearly, readable, root

if TYPE_CHECKING:
    from assistant.answers.evidence import Evidence
    from assistant.model import Claim

WEIGHTS = {
    "unit": 0.25,
    "fit": 0.92,
    "answers": 0.015,
    "reply": 0.08,
    "asking": -0.18,
    "coverage": 0.05,
    "context": 0.04,
    "party": 0.03,
    "period": 0.16,
    "document": 0.04,
    "carried": 0.1,
    "type": 0.17,
}
"""How much each signal counts: fitted by a linear ranker on the development and corpus cases and on questions of
SQuAD, then rounded (`docs/evaluation.md`). `unit` was .37 while MiniLM found the units: e5's fall off faster, and
how near a further sentence scores decides whether it is told."""
MARKUP, ATTRIBUTED = -0.1, 0.12
"""What a sentence loses that is full of markup or broken off; what one gains that names a source where it is asked."""
HALTING = -0.05
"""What a sentence loses for each of at most two places where its speaker stumbles."""
REPLY = 0.95
"""How much of a question's similarity the first sentence of its reply inherits; each further one that much again."""
NEARBY = (1.0, 0.95, 0.9)
"""How much a word counts that is met in a sentence, in the one before it (or its title), in the one before that."""
MATCHING = 0.85
"""How much of the fit is how nearly the words are met; the rest is the cosine of the whole."""
UNITS = 24
"""Units whose sentences are weighed."""
MOST_SENTENCES = 40
"""Sentences embedded for a question; those of lower-scored units are not."""


@dataclass(frozen=True)
class Signals:
    """What speaks for a sentence, each 0..1 but for similarity, which may be below 0."""

    unit: float = 0.0
    """Its unit's fused score, as a share of the best one's."""
    similarity: float = 0.0
    """Cosine of the question and the sentence with its speaker and date in front."""
    match: float = 0.0
    """How nearly each of the question's words is met in it, in the two sentences before it, or in its title."""
    fit: float = 0.0
    """Both together, `MATCHING` of it the match, with the question read nearer to what answers it."""
    names: float = 0.0
    """How nearly the worst met of the question's names and numbers is met there."""
    least: float = 1.0
    """How nearly the worst met of the question's other words of content is met in the sentence itself."""
    missing: float = 0.0
    """How far its names and numbers are from being met there, all together, rare ones first."""
    reply: float = 0.0
    """The similarity of the question with one put, or told of, just before: what this sentence may reply to."""
    asking: float = 0.0
    """1 if it asks, or tells of somebody's question."""
    answers: float = 0.0
    """How well it answers, by a model that reads question and sentence together: log odds, about -8 to 8."""
    coverage: float = 0.0
    """Share of the question's matter it holds, each word weighed by how rare it is."""
    context: float = 0.0
    """The same, with its title and the sentences it replies to."""
    party: float = 0.0
    """1 if the party asked makes the claim, 0.5 if it stands in the chain; 0 otherwise, or where none is asked."""
    period: float = 0.0
    """1 if its document is of a time the question names, or tells of it there."""
    document: float = 0.0
    """1 if the question points at its document."""
    carried: float = 0.0
    """1 if its document was quoted to the question before, and this one may go on about it."""
    type: float = 0.0
    """How surely it holds the thing asked for: a number of what is counted, a new date, a name (`typed.holding`)."""


@dataclass(frozen=True)
class Weighing:
    """How evidence is looked for and weighed; the defaults ship, others are for measuring what each part gains."""

    search: Weights = field(default_factory=Weights)
    """How units are scored."""
    signals: Mapping[str, float] = field(default_factory=lambda: WEIGHTS)
    """How much each of `Signals` counts, by name; those left out count nothing."""
    units: int = UNITS
    """Units whose sentences are weighed."""
    sentences: int = MOST_SENTENCES
    """Sentences weighed at most."""
    judged: bool = True
    """Whether sentences are judged; else the log odds of each are 0."""


SHIPPED = Weighing()
UNJUDGED = Weighing(signals={name: weight for name, weight in WEIGHTS.items() if name != "answers"}, judged=False)
"""For what is looked for because it is near, and answers in part or not at all: no sentence is judged (log odds 0)."""


@dataclass(frozen=True)
class Draft:
    """A sentence not yet weighed."""

    found: Evidence
    preceding: tuple[str, ...]
    """The sentences before it as they stand, the nearest last."""

    @cached_property
    def before(self) -> tuple[str, ...]:
        """The sentences before it, as one reads them."""
        return tuple(map(readable, self.preceding))

    @cached_property
    def text(self) -> str:
        """The sentence as one reads it, with the keys that lead to it in a data sheet."""
        return self.found.read

    @property
    def texts(self) -> tuple[str, ...]:
        """What is compared with the question: it, what a reader knows of it, and the two sentences before it."""
        return (self.text, self.lead, *self.before[-2:])

    @property
    def passage(self) -> Passage:
        """What is read together with the question."""
        return Passage.of(self.texts)

    @cached_property
    def lead(self) -> str:
        """Who says it, when, and under which title: what a reader of the document knows."""
        known = self.found.document
        return ", ".join(
            filter(None, [self.found.speaker, known.metadata.published, known.title, self.found.sentence.heading])
        )


@dataclass(frozen=True)
class Closeness:
    """How near a draft is to the question, by meaning."""

    similarity: float
    match: float
    fit: float
    names: float
    least: float
    missing: float
    reply: float
    asking: bool
    answers: float


@dataclass(frozen=True)
class Compared:
    """A question in one reading, and how near each of some texts comes to it."""

    probe: Probe
    met: Mapping[str, Met]

    def nearest(self, draft: Draft) -> Vector:
        """Return how nearly each token of the question is met in a draft, in what stands before it or its title."""
        near: Vector = np.maximum(NEARBY[0] * self.met[draft.text].nearest, NEARBY[1] * self.met[draft.lead].nearest)
        for step, text in enumerate(reversed(draft.before[-2:]), 1):
            near = np.maximum(near, NEARBY[step] * self.met[text].nearest)
        return near

    def fit(self, draft: Draft) -> float:
        """Return how well a draft fits the question, about 0..1."""
        whole = max(0.0, self.met[draft.text].similarity)
        return MATCHING * self.probe.share(self.nearest(draft)) + (1 - MATCHING) * whole


def close(draft: Draft, plain: Compared, seeking: Compared, answers: float) -> Closeness:
    """Compare a draft and what stands before it with the question, read as any text and nearer to what answers it."""
    probe, near = plain.probe, plain.nearest(draft)
    asking, reply = asks(draft.text), 0.0
    for step, text in enumerate(reversed(draft.before[-2:]), 1):
        if not asking and asks(text):
            reply = max(reply, REPLY**step * plain.met[text].similarity)
    named = names_and_numbers(probe.question)
    names, missing = probe.least(near, named), probe.shortfall(near, named)
    own = [place for place in probe.content if place not in named]
    least = probe.least(plain.met[draft.text].nearest, own)
    similarity = max(0.0, plain.met[draft.text].similarity)
    return Closeness(similarity, probe.share(near), seeking.fit(draft), names, least, missing, reply, asking, answers)


_TELLS_OF_A_QUESTION = re.compile(
    r"\b(?:asked|wanted to know|inquired|enquired|wondered|questioned|put (?:it )?to (?:him|her|them|the)"
    r"|was (?:asked|pressed)|pressed (?:him|her|them|the)|(?:question|questions) (?:was|were|is) (?:put|whether|why|how"
    r"|what|who|if)|raised the question|question was whether)\b",
    re.IGNORECASE,
)


def asks(text: str) -> bool:
    """Tell whether a sentence is a question, or tells that somebody asked one."""
    return text.rstrip(" ”\"')").endswith("?") or _TELLS_OF_A_QUESTION.search(text) is not None


@dataclass(frozen=True)
class Asked:
    """A question's matter as this library knows it."""

    rarity: dict[str, float]
    """Each word's inverse document frequency over units."""
    unknown: frozenset[str]
    """Words that stand in no unit: misspelt, or not in these documents."""


_LABEL = re.compile(r"\s*\\?\([a-z\d]{1,4}\\?\)\s*", re.IGNORECASE)
"""The label of a paragraph: (a), \\(ii\\)."""
_BROKEN_OFF = re.compile(r"\((?:inaudible|cross-?talk|laughter)|(?:—|–|--)\s*$", re.IGNORECASE)
_HALTING = re.compile(
    r"\w- —|\bI mean\b|\byou know\b|— (?:now |but )?wait\b|\blet me\s*(?:—|$)|\b(\w+(?: \w+)?),? — \1\b|^Yeah\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"</?[a-z]+>|\\\[|\\\(|\]\(http|\\[a-z]\\")


def weigh(draft: Draft, near: Closeness, question: Question, asked: Asked, weights: Mapping[str, float]) -> Evidence:
    """Return the evidence with its signals and its score."""
    one = draft.found
    known = one.document.metadata
    said = _matched(question.matter, [draft.text], asked.unknown)
    around = _matched(question.matter, [draft.lead, known.author or "", *draft.before], asked.unknown)
    matter = set(question.matter)
    rarity = asked.rarity
    total = sum(rarity.values()) or 1.0
    signals = Signals(
        unit=one.signals.unit,
        similarity=near.similarity,
        match=near.match,
        fit=near.fit,
        names=near.names,
        least=near.least,
        missing=near.missing,
        reply=near.reply,
        asking=float(near.asking),
        answers=near.answers,
        coverage=sum(rarity[w] for w in matter & said) / total,
        context=sum(rarity[w] for w in matter & (said | around)) / total,
        party=_party(one, question),
        period=float(any(_is_of(time, draft) for time in question.periods)),
        document=float(one.document.edition in question.editions),
        carried=one.signals.carried * question.goes_on(one.document.edition),
        type=holding(question.asks, question.text, draft.text),
    )
    score = sum(weight * getattr(signals, name) for name, weight in weights.items())
    if question.attribution and any(tells_of_others(claim, one) for claim in one.claims):
        score += ATTRIBUTED
    bare = _LABEL.sub("", one.text, count=1) if _LABEL.match(one.text) else one.text
    score += MARKUP * bool(_MARKUP.search(bare) or _BROKEN_OFF.search(bare))
    score += HALTING * min(2, len(_HALTING.findall(bare)))
    if one.is_value and (keys := keys_of(one.document, one.sentence)):
        score += _as_value(keys, one, question)
    return replace(one, signals=signals, covers=frozenset(matter & said), score=score, compared=draft.texts)


CALLED, REMARK, DATED = 0.2, -0.1, 0.01
"""What a value of a data sheet gains whose keys say what is asked and no more; what a note on values loses; what each
year of age costs."""
OLDEST = 15
"""Years that a value counts as old at most."""
_WHOLE = re.compile(r"\b(?:total|overall|name|all)\b", re.IGNORECASE)
"""Keys that say that a value is of the whole: "Population > total"."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _as_value(keys: Sequence[str], one: Evidence, question: Question) -> float:
    """Return what speaks for a value among others of its sheet: few other keys than those asked for, and a late year.

    The keys that name a section and the whole ("Society > Population > total") count as none.
    """
    told = [key for key in keys[1:] or keys if _WHOLE.search(key) is None] or keys[-1:]
    named = set(content_words(" ".join(told)))
    asked = set(content_words(question.topic))
    share = len(named & asked) / len(named) if named else 0.0
    years = [int(year) for year in _YEAR.findall(f"{keys[-1]} {one.text}")]
    age = min(OLDEST, max(0, date.today().year - max(years))) if years and not question.periods else 0
    remark = re.fullmatch(r"notes?\b.*|.*\bnotes?", keys[-1], re.IGNORECASE) is not None
    return CALLED * share + REMARK * remark - DATED * age


def _is_of(time: Period, draft: Draft) -> bool:
    """Tell whether a sentence is of a time: by what it tells of, if its document says so, else by its date or title."""
    one = draft.found
    if (entry := entry_of(one.document, one.sentence.span)) is not None:
        return time.contains(entry)
    told = told_of(one.document, one.sentence.span)
    if time.holds(one.document.metadata.published) or time.named(one.text):
        return True
    if told is not None:
        return time.contains(told)
    return time.named(draft.lead) and not _spans(one.document.title)


@lru_cache(maxsize=256)
def _spans(title: str) -> bool:
    """Tell whether a title names several times: which of them a sentence is of, it does not say."""
    return len(periods(title)) > 1


def tells_of_others(claim: Claim, draft: Evidence) -> bool:
    """Tell whether a claim is somebody else's than whoever has the floor."""
    return claim.attribution.source is not None and claim.chain[0].name != draft.speaker


def _matched(matter: Sequence[str], texts: Iterable[str], unknown: frozenset[str]) -> set[str]:
    """Return the matter words that texts hold or a derivation of; one that no document holds, also where nearly so."""
    held = frozenset().union(*map(matter_words, texts))
    roots = {root(word) for word in held}
    return {
        word
        for word in matter
        if word in held or root(word) in roots or (word in unknown and any(nearly(word, o) for o in held))
    }


def _party(draft: Evidence, question: Question) -> float:
    names = {name for party in question.asked for name in party.names}
    if not names:
        return 0.0
    if any(link.name in names or names & set(link.members) for c in draft.claims for link in c.chain[:1]):
        return 1.0
    return 0.5 if any(link.name in names for c in draft.claims for link in c.chain) else 0.0
