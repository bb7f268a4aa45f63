"""Keeping the derived table in step: new claims are compared with all others, once.

Whether two claims contradict one another depends on the two alone, so what was found stays true whatever is added,
and what is removed takes its oppositions with it. A new claim is compared only with those that share words with it,
found by prefix filtering: of two sets that share k words, in whatever order words are put, each holds a shared one
outside its last k - 1 (Chaudhuri, Ganti and Kaushik 2006). Only pairs that could conflict by their words are parsed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from assistant.answers.opposing.inferring import marks_between
from assistant.answers.opposing.opposites import opposed
from assistant.answers.opposing.points import Point, points_of
from assistant.answers.opposing.saying import sentence_at
from assistant.answers.opposing.stating import stated_in
from assistant.answers.opposing.wording import matter_of, negatives_in
from assistant.library.progressing import Progress
from assistant.model import Claim, Polarity, Sentence
from assistant.record import ClaimKey, Opposition, Record
from assistant.voices.claimants import UNNAMED
from assistant.voices.parsing import readings_of

VERSION = "5"
"""Of the comparison: raised whenever it would find something else in the same claims."""
SHARED = 3
"""Words that two claims on one matter share at least."""
SHARE = 0.4
"""Share of the shorter claim's words that stand in the other at least."""
MOST_YEARS = 3
"""Years between two parties' claims beyond which the world may have changed, and not who is right about it."""
_BATCH = 200
"""Editions compared in a transaction."""
_STEP = 50
"""Claims parsed between two movements of the progress bar."""

Gists = Mapping[ClaimKey, frozenset[str]]


def catch_up(record: Record, progress: Progress | None = None) -> int:
    """Compare the claims of editions not compared yet with all others; return how many editions there were."""
    waiting = record.uncompared(VERSION)
    for start in range(0, len(waiting), _BATCH):
        _compare(record, waiting[start : start + _BATCH], progress)
    return len(waiting)


class _Library:
    """What a comparison reads of the record: the new editions whole, of the others only the claims it needs."""

    def __init__(self, record: Record, editions: Iterable[str]) -> None:
        self.record = record
        self.documents = record.editions(editions)
        self.sentences = {edition: record.sentences(edition) for edition in self.documents}
        self.claims = {edition: record.claims(edition) for edition in self.documents}
        self._single: dict[ClaimKey, Claim] = {}

    def fetch(self, keys: Iterable[ClaimKey]) -> None:
        """Read the claims of other editions that are needed, and those editions' texts."""
        wanted = {key for key in keys if key[0] not in self.claims}
        self._single.update(self.record.claims_at(wanted))
        self.documents.update(self.record.editions({edition for edition, _ in wanted} - self.documents.keys()))

    def claim(self, key: ClaimKey) -> Claim:
        return self.claims[key[0]][key[1]] if key[0] in self.claims else self._single[key]

    def text(self, key: ClaimKey) -> str:
        return self.claim(key).attribution.content.of(self.documents[key[0]].text)

    def sentence(self, key: ClaimKey) -> Sentence | None:
        """Return the sentence in which a claim's words start."""
        if key[0] not in self.sentences:
            self.sentences[key[0]] = self.record.sentences(key[0])
        return sentence_at(self.sentences[key[0]], self.claim(key).attribution.content)


def _compare(record: Record, editions: list[str], progress: Progress | None) -> None:
    library = _Library(record, editions)
    editions = [edition for edition in editions if edition in library.documents]
    fresh = {key: words for edition in editions for key, words in _gists(library, edition)}
    known = {key: words for key, words in record.gists().items() if key[0] not in editions}
    found = {(one.one, one.other): one for one in _inferred(library, fresh, known, progress)}
    for edition in editions:
        document = library.documents[edition]
        for one in stated_in(document, library.sentences[edition], library.claims[edition]):
            made = Opposition.between((edition, one.one), (edition, one.other), stated=True, marks=(one.mark,))
            inferred = found.get((made.one, made.other))
            marks = (one.mark, *(inferred.marks if inferred else ()))
            found[made.one, made.other] = Opposition(made.one, made.other, stated=True, marks=marks)
    gists: dict[str, dict[int, frozenset[str]]] = {edition: {} for edition in editions}
    for (edition, number), words in fresh.items():
        gists[edition][number] = words
    record.set_compared(VERSION, gists, list(found.values()))


def _gists(library: _Library, edition: str) -> Iterator[tuple[ClaimKey, frozenset[str]]]:
    """Yield the words of an edition's claims that can be compared: those of a few words at least, and no questions."""
    for number in range(len(library.claims[edition])):
        said = library.text((edition, number))
        words = matter_of(said)
        if len(words) >= SHARED and not said.rstrip(" ”\"')").endswith("?"):
            yield (edition, number), words


def _inferred(library: _Library, fresh: Gists, known: Gists, progress: Progress | None) -> Iterator[Opposition]:
    pairs = list(candidates(fresh, known))
    library.fetch(key for pair in pairs for key in pair)
    pairs = [pair for pair in pairs if _could_conflict(library, *pair)]
    points = _points(library, {key for pair in pairs for key in pair}, progress)
    for one, other in pairs:
        same = library.claim(one).chain[0].name == library.claim(other).chain[0].name
        marks = marks_between(points.get(one, []), points.get(other, []), same_party=same)
        if marks:
            yield Opposition.between(one, other, stated=False, marks=tuple(marks))


def candidates(fresh: Gists, known: Gists) -> Iterator[tuple[ClaimKey, ClaimKey]]:
    """Yield the pairs of claims that share enough words, at least one of them new; each pair once."""
    frequency = Counter(word for words in fresh.values() for word in words)
    index: dict[str, list[ClaimKey]] = defaultdict(list)
    for key, words in fresh.items():
        rare = sorted(words, key=lambda word: (frequency[word], word))[: len(words) - SHARED + 1]
        for other in {other for word in rare for other in index.get(word, ())}:
            if _share(words, fresh[other]):
                yield key, other
        for word in rare:
            index[word].append(key)
    for key, words in known.items():
        for other in {other for word in words if word in index for other in index[word]}:
            if _share(words, fresh[other]):
                yield key, other


def _share(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= SHARED and shared >= SHARE * min(len(one), len(other))


_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million)\b", re.I
)


def _could_conflict(library: _Library, one: ClaimKey, other: ClaimKey) -> bool:
    """Tell, without parsing, whether two claims may conflict: made apart, and apart in negation, words or numbers."""
    a, b = library.claim(one), library.claim(other)
    first, second = a.chain[0].name, b.chain[0].name
    if {first, second} & {"", UNNAMED} or (one[0] == other[0] and (_overlap(a, b) or first == second)):
        return False
    if first != second and _years_apart(library, one[0], other[0]) > MOST_YEARS:
        return False
    x, y = library.text(one), library.text(other)
    if _negated(a, x) != _negated(b, y) or opposed(matter_of(x), matter_of(y)):
        return True
    return bool(_NUMBER.search(x) and _NUMBER.search(y))


def _overlap(a: Claim, b: Claim) -> bool:
    return a.attribution.content.overlaps(b.attribution.content)


def _years_apart(library: _Library, one: str, other: str) -> int:
    """Return how many years lie between two editions' dates; 0 where one has none."""
    dates = [library.documents[edition].metadata.published for edition in (one, other)]
    years = [int(date[:4]) for date in dates if date]
    return abs(years[0] - years[1]) if len(years) == 2 else 0


def _negated(claim: Claim, text: str) -> bool:
    return bool(negatives_in(text)) != (claim.attribution.polarity is Polarity.NEGATIVE)


def _points(library: _Library, keys: Iterable[ClaimKey], progress: Progress | None) -> dict[ClaimKey, list[Point]]:
    """Parse the sentences of some claims, which is what takes long, and return their points."""
    wanted = [(key, sentence) for key in sorted(keys) if (sentence := library.sentence(key)) is not None]
    found: dict[ClaimKey, list[Point]] = defaultdict(list)
    parsed = readings_of((library.documents[key[0]].text, [sentence]) for key, sentence in wanted)
    for place, reading in parsed:
        key = wanted[place][0]
        found[key].extend(points_of(library.claim(key), reading))
        if progress and (place % _STEP == 0 or place + 1 == len(wanted)):
            progress(place + 1, len(wanted), "comparing claims")
    return found
