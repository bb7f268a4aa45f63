"""The metrics of one answer: each a small function from a reading and its faults to a number.

None means "not scored": the question does not arise for this answer. It is left out of every mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.cases import Code
from eval.documents import folded
from eval.examining import Examined, Fault
from eval.faults.attributing import heard_sides
from eval.faults.quoting import passage_of
from eval.reading import word_count
from eval.support import SUPPORTED, support

Faults = Sequence[Fault]
Measure = Callable[[Examined, Faults], float | None]

_MISPLACED = frozenset({Code.QUOTE_ALTERED, Code.WRONG_DOCUMENT, Code.SPAN_SHIFTED})
_NOT_HELD = frozenset({Code.OWN_VOICE, Code.WRONG_HOLDER, Code.MISSING_HOLDER})


def no_hard_error(examined: Examined, faults: Faults) -> float | None:
    """Headline: 1 without any fault, else 0. Every fault in `Code` is a hard one."""
    return float(not faults)


def quotation_exactness(examined: Examined, faults: Faults) -> float | None:
    """Quotations and citations without a word, a place or a document wrong / all of them.

    The wire form of Honovich et al.'s strict copying: folded white space, nothing else.
    """
    total = len(examined.quotations) + len(examined.cited)
    wrong = sum(fault.code in _MISPLACED for fault in faults)
    return max(0.0, 1 - wrong / total) if total else None


def required_quotation_recall(examined: Examined, faults: Faults) -> float | None:
    """Required groups of evidence that some citation overlaps, or other words serve / required groups.

    any_of is one group; all_of makes a group of each quotation.
    """
    case = examined.case
    if case.expect == "abstain":
        return None
    required = [quote for quote in case.quotes if not quote.optional]
    if case.quotes_mode == "any_of":
        return float(any(_cited(examined, folded(examined.documents.at(quote))) for quote in required))
    if case.quotes_mode == "all_of":
        return sum(_cited(examined, folded(examined.documents.at(quote))) for quote in required) / len(required)
    groups = {quote.group for quote in required}
    return sum(_group_served(examined, group) for group in groups) / len(groups)


def _group_served(examined: Examined, group: str) -> bool:
    words = [folded(examined.documents.at(quote)) for quote in examined.case.quotes if quote.group == group]
    others = examined.case.alt_support.get(group, ())
    exacts = [citation.exact for citation in examined.cited.values()]
    return any(_cited(examined, one) for one in words) or any(re.search(p, e) for p in others for e in exacts)


def _cited(examined: Examined, words: str) -> bool:
    return any(e and (e in words or words in e) for e in (folded(c.exact) for c in examined.cited.values()))


def citation_recall(examined: Examined, faults: Faults) -> float | None:
    """Sentences that their citations together support / sentences that assert something (ALCE, Gao et al. 2023).

    Support is `eval.support.support` at its threshold, not a language model; sentences that only refuse are left out.
    """
    sentences = _assertions(examined)
    if not sentences or examined.abstains:
        return None
    return sum(_supported(examined, index, _premises(examined, index)) for index in sentences) / len(sentences)


def citation_precision(examined: Examined, faults: Faults) -> float | None:
    """Citations that bear weight / markers, dangling ones included (ALCE, Gao et al. 2023, whose code forgets those).

    A citation bears weight if it supports its sentence alone, or if the others together no longer support it.
    """
    good = total = 0
    for index, sentence in enumerate(examined.sentences):
        held = {marker: passage_of(examined, marker) for marker in sentence.markers if marker in examined.cited}
        total += len(sentence.markers)
        for marker, premise in held.items():
            others = [other for name, other in held.items() if name != marker]
            whole = _supported(examined, index, [premise, *others])
            good += whole and (_supported(examined, index, [premise]) or not _supported(examined, index, others))
    return good / total if total else None


def _assertions(examined: Examined) -> list[int]:
    sentences = enumerate(examined.sentences)
    return [i for i, s in sentences if not s.asks and not examined.refuses(i) and (s.markers or word_count(s.text) > 3)]


def _premises(examined: Examined, index: int) -> list[str]:
    return [passage_of(examined, marker) for marker in examined.sentences[index].markers if marker in examined.cited]


def _supported(examined: Examined, index: int, premises: Sequence[str]) -> bool:
    return bool(premises) and support(_without_frame(examined, index), premises) >= SUPPORTED


def _without_frame(examined: Examined, index: int) -> str:
    """Return a sentence without the words that say who says it: whether those are right is judged elsewhere."""
    sentence = examined.sentences[index]
    text = sentence.text
    for link in examined.attributor.links(index):
        for span in (link.cue, link.source or link.cue):
            first, last = max(span[0] - sentence.start, 0), max(span[1] - sentence.start, 0)
            text = text[:first] + " " * (min(last, len(text)) - first) + text[last:]
    return text


def contested_attribution_recall(examined: Examined, faults: Faults) -> float | None:
    """Mentions of a contested claim that a right holder says / mentions of it; unscored where it is not stated."""
    if not _states_contested(examined):
        return None
    wrong = {fault.sentence for fault in faults if fault.code in _NOT_HELD}
    return sum(mention.sentence not in wrong for mention in examined.mentions) / len(examined.mentions)


def laundering(examined: Examined, faults: Faults) -> float | None:
    """1 if a contested claim that is stated is somewhere stated in the answer's own voice."""
    return _rate(_states_contested(examined), faults, Code.OWN_VOICE)


def misattribution_speaker(examined: Examined, faults: Faults) -> float | None:
    """1 if a contested claim that is stated is said by a party that did not say it."""
    return _rate(_states_contested(examined), faults, Code.WRONG_HOLDER)


def misattribution_document(examined: Examined, faults: Faults) -> float | None:
    """1 if a citation names a document in which its words do not stand; unscored without citations."""
    return _rate(bool(examined.cited), faults, Code.WRONG_DOCUMENT)


def force_escalation(examined: Examined, faults: Faults) -> float | None:
    """1 if a contested claim that is stated stands under a cue that vouches for it."""
    return _rate(_states_contested(examined), faults, Code.FACTIVE_UPGRADE)


def hedge_dropped(examined: Examined, faults: Faults) -> float | None:
    """1 if a claim that its source hedges is stated without a hedge."""
    return _rate(_states_contested(examined) and examined.case.hedge_required, faults, Code.HEDGE_DROPPED)


def polarity_error(examined: Examined, faults: Faults) -> float | None:
    """1 if a party is shown affirming what it denies, or denying what it affirms."""
    return _rate(_states_contested(examined), faults, Code.POLARITY)


def number_error(examined: Examined, faults: Faults) -> float | None:
    """1 if an answer's own words hold a number that the evidence does not."""
    return _rate(not examined.abstains and examined.case.expect == "answer", faults, Code.UNSUPPORTED_NUMBER)


def over_attribution(examined: Examined, faults: Faults) -> float | None:
    """1 if an uncontested fact that is stated is put in doubt."""
    asked = examined.case.expect == "answer" and not examined.case.contested
    return _rate(asked and bool(examined.mentions), faults, Code.OVER_ATTRIBUTED)


def weasel(examined: Examined, faults: Faults) -> float | None:
    """1 if a contested claim that is stated is somewhere said by nobody one could name."""
    return _rate(_states_contested(examined), faults, Code.MISSING_HOLDER)


def claimant_coverage(examined: Examined, faults: Faults) -> float | None:
    """Sides that are heard / sides that must be; unscored where not all must be."""
    if not examined.case.require_all_holders:
        return None
    return len(heard_sides(examined)) / len(examined.case.sides)


def both_dates(examined: Examined, faults: Faults) -> float | None:
    """1 if every date of a change of position is given."""
    given = _rate(bool(examined.case.dates) and not examined.abstains, faults, Code.MISSING_DATE)
    return None if given is None else 1 - given


def premise_corrected(examined: Examined, faults: Faults) -> float | None:
    """1 if a false premise is corrected; a refusal does not correct it."""
    if not examined.case.correction_patterns:
        return None
    return float(not {Code.PREMISE_ACCEPTED, Code.FALSE_REFUSAL} & {fault.code for fault in faults})


def directness(examined: Examined, faults: Faults) -> float | None:
    """1 if the claim is stated within the first two sentences; unscored where it is not stated."""
    if not examined.mentions:
        return None
    return float(min(mention.sentence for mention in examined.mentions) < 2)


def words(examined: Examined, faults: Faults) -> float | None:
    """Words of the answer, markers left out."""
    return float(word_count(examined.answer.text))


def quoted_share(examined: Examined, faults: Faults) -> float | None:
    """Words in quotations of three words or more / words."""
    total = word_count(examined.answer.text)
    return min(1.0, sum(len(one.words.split()) for _, one in examined.quotations) / total) if total else None


def follow_up_understood(examined: Examined, faults: Faults) -> float | None:
    """1 if the standalone question of a follow-up names what it must; unscored where none is given."""
    question = examined.answer.standalone_question
    if not examined.case.standalone_must or not question:
        return None
    return float(all(re.search(pattern, question) for pattern in examined.case.standalone_must))


def worded(examined: Examined, faults: Faults) -> float | None:
    """1 if an answer shows a sentence as its language model worded it; unscored where no model worded the answer."""
    answer = examined.answer
    return float(answer.usage.get("sentences", 0) > 0) if answer.model not in (None, "extractive") else None


def repaired(examined: Examined, faults: Faults) -> float | None:
    """1 if the system's own checks mended what its language model wrote; unscored where no model worded the answer."""
    answer = examined.answer
    return float(bool(answer.repairs)) if answer.model not in (None, "extractive") else None


def _states_contested(examined: Examined) -> bool:
    return examined.case.contested and not examined.abstains and bool(examined.mentions)


def _rate(scored: bool, faults: Faults, code: Code) -> float | None:
    return float(any(fault.code is code for fault in faults)) if scored else None


@dataclass(frozen=True)
class Metric:
    """A metric with what a table needs to know of it."""

    measure: Measure
    """From a reading and its faults to a number, or None."""
    yes_no: bool
    """Whether it is 0 or 1 for one answer, so that Wilson's interval fits its mean."""
    better: str
    """Which way is better: high, low, or neither."""

    @property
    def name(self) -> str:
        """The function's name."""
        return self.measure.__name__


METRICS: tuple[Metric, ...] = (
    Metric(no_hard_error, False, "high"),
    Metric(quotation_exactness, False, "high"),
    Metric(required_quotation_recall, False, "high"),
    Metric(citation_recall, False, "high"),
    Metric(citation_precision, False, "high"),
    Metric(contested_attribution_recall, False, "high"),
    Metric(laundering, True, "low"),
    Metric(misattribution_speaker, True, "low"),
    Metric(misattribution_document, True, "low"),
    Metric(force_escalation, True, "low"),
    Metric(hedge_dropped, True, "low"),
    Metric(polarity_error, True, "low"),
    Metric(number_error, True, "low"),
    Metric(over_attribution, True, "low"),
    Metric(weasel, True, "low"),
    Metric(claimant_coverage, False, "high"),
    Metric(both_dates, True, "high"),
    Metric(premise_corrected, True, "high"),
    Metric(directness, True, "high"),
    Metric(follow_up_understood, True, "high"),
    Metric(words, False, "neither"),
    Metric(quoted_share, False, "neither"),
    Metric(repaired, True, "neither"),
    Metric(worded, True, "neither"),
)
"""Every metric of one answer; `no_hard_error` is the headline."""
