"""Claims gathered without a matter to look for: the central ones of documents, and all that somebody says."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assistant.answers.clauses import OPENERS
from assistant.answers.evidence import Evidence, floor
from assistant.answers.leaning import burden
from assistant.answers.parties import Party
from assistant.answers.weighing import Signals
from assistant.model import Claim, ClaimantKind, Document, Rule, Sentence
from assistant.record import FoundUnit, Record, Vector, Vectors
from assistant.text import content_words, overlap, words

MOST_EDITIONS = 24
"""Documents read for an overview; of more, so many evenly spread over their order."""
MOST_UNITS, UNITS_SHARED = 48, 96
"""Units whose sentences are weighed for an overview; and where they are one document's, or may be another party's."""
MOST_OF_ONE = 12
"""Units that one document may contribute where there are several, unless a party's words are looked for."""
MOST_CLAIMS = 1500
"""Claims read for a list."""
MOST_WEIGHED = 40
"""Sentences that are embedded for an overview: those of the nearest units."""
DRAWN = 2.0
"""How much the centre of a whole library draws what a party says; a document by itself, a quarter of that."""
CENTRAL, OWN = 0.085, 0.08
"""How much nearness to the centre counts, a unit's and a sentence's own: for each standard deviation."""
SAME = 0.045
"""What a sentence loses for each standard deviation that it means the same as one chosen before it."""
ARGUES, TOLD, LENGTH = 0.1, 0.08, 0.002
"""What a sentence gains that argues, and that names who claims it; what it loses for each word beyond 25."""
LEANS = 0.8
"""What a sentence loses that leans on others as much as one can."""
SHORTEST, LONGEST = 7, 70
"""Words of a sentence that can be a main claim, whole or by its clauses."""
_ARGUES = frozenset({Rule.NORM, Rule.PREDICTION, Rule.INTERPRETATION, Rule.ACCUSATION, Rule.LABEL})
_KNOWN = frozenset({ClaimantKind.NAMED, ClaimantKind.GROUP})
_DANGLING = re.compile(
    r"\W*(?:this|that|these|those|it|they|he|she|him|them|such|here|there|which|who|another|neither|both|then|also"
    r"|instead|otherwise|so|and|but|or|yet|still|similarly|likewise|however|moreover|furthermore|therefore|thus"
    r"|indeed|finally|lastly|for example|for instance|in addition|at the same time|as a result|in turn|by contrast"
    r"|on the other hand|in (?:this|that|which|other|any) \w+|for (?:this|that) reason|first(?:ly)?,|second(?:ly)?,"
    r"|third(?:ly)?,|yes|yeah|no|well|look|listen|sorry|okay|right|sure|correct|exactly|because|not|what|again"
    r"|basically|actually|obviously|let me|i mean|you know|i think|i would|i can|i get|i want|i['’](?:m|d|ll)"
    r"|as (?:i|we|you))(?!\w)",
    re.IGNORECASE,
)
"""How a sentence opens that leans on what was said before it, or only speaks about speaking."""
_MARKUP = re.compile(r"[<>{}\\|]|\]\(|https?:|\b\d\d-\d{5}\b|\(inaudible\)|\(crosstalk\)", re.IGNORECASE)
_COURTESY = re.compile(
    r"\b(?:thanks?|thank you|congratulat\w+|welcome|good (?:morning|afternoon|evening)|ladies|gentlemen|mr\.? president"
    r"|dear|excellenc\w+|honou?red|pleasure|tribute|gratitude|condolences|applause|inaudible|madam chair)\b",
    re.IGNORECASE,
)


Embed = Callable[[Sequence[str]], Vectors]
"""What gives texts their vectors, one row each."""
LEAST_MATTER = 4
"""Content words of a sentence that says something by itself."""


def stands_alone(text: str) -> bool:
    """Tell whether a sentence can be understood by itself: no question, no courtesy, opening on nothing said before.

    A word like "and" that opens it is no matter: it is left off where the sentence is quoted.
    """
    asks = text.rstrip(" ”\"')").endswith("?")
    opening = re.search(r"\w", text)
    if opening is None or opening.group().islower():
        return False
    opener = OPENERS.match(text)
    text = text[opener.end() :] if opener else text
    odd = _DANGLING.match(text) or _COURTESY.search(text) or _MARKUP.search(text)
    return not (asks or odd) and len(content_words(text)) >= LEAST_MATTER


def central(
    record: Record,
    editions: Collection[str],
    party: Party | None = None,
    *,
    embed: Embed,
    toward: Collection[str] = (),
    keep: Callable[[str], bool] = lambda text: True,
) -> list[Evidence]:
    """Return sentences near the centre of some editions, most central first; only those a party says, if given.

    `toward` are editions whose centre draws as well: what a party says on what a whole library is about. `keep` says
    which texts count at all.

    The centre is the mean of the editions' unit vectors. Sentences that argue (a norm, a prediction, an
    interpretation, an accusation, a label) come before those that tell; those that cannot stand alone are left out,
    and each is followed by what says something else.
    """
    chosen = _spread(sorted(editions), MOST_EDITIONS)
    units = [list(batch) for batch in record.units_of_editions(chosen)]
    units = [batch for batch in units if batch]
    if not units:
        return []
    centre = _centre(units)
    if len(units) == 1:  # what a document is about, its title says as well
        centre = _unit(centre + record.title_vectors(chosen)[chosen[0]])
    if toward:
        centre = _unit(centre + (DRAWN if party is not None else DRAWN / 4) * centre_of(record, toward))
    documents = record.editions(chosen)
    every = [unit for batch in units for unit in batch]
    nearness = CENTRAL * standing(np.stack([unit.vector for unit in every]) @ centre)
    by_nearness = sorted(zip(nearness.tolist(), every, strict=True), key=lambda one: -one[0])
    of_one = len(every) if len(units) == 1 or party is not None else MOST_OF_ONE
    taken: Counter[str] = Counter()
    best: list[tuple[float, FoundUnit]] = []
    for score, unit in by_nearness:
        if taken[unit.edition] < of_one and keep(unit.span.of(documents[unit.edition].text)):
            taken[unit.edition] += 1
            best.append((score, unit))
    most = MOST_UNITS if party is None and len(units) > 1 else UNITS_SHARED
    found = near(record, best[:most], keep)
    if party is not None:
        found = [one for one in found if says(one, party)]
    return _by_salience([one for one in found if not only_asks(one)][:MOST_WEIGHED], centre, embed)


def centre_of(record: Record, editions: Collection[str]) -> Vector:
    """Return the mean direction of some documents, or of so many evenly spread over their order."""
    units = [list(batch) for batch in record.units_of_editions(_spread(sorted(editions), MOST_EDITIONS))]
    return _centre([batch for batch in units if batch])


def _by_salience(found: Sequence[Evidence], centre: Vector, embed: Embed) -> list[Evidence]:
    """Order sentences by how near they come to a centre themselves, each less if it means what one before it does."""
    if not found:
        return []
    vectors = embed([one.text for one in found])
    own = OWN * standing(vectors @ centre)
    alike = SAME * standing(vectors @ vectors.T)
    left = {row: one.score + float(own[row]) for row, one in enumerate(found)}
    chosen: list[int] = []
    while left:
        best = max(left, key=lambda row: left[row] - max((float(alike[row, other]) for other in chosen), default=0.0))
        chosen.append(best)
        del left[best]
    return [found[row] for row in chosen]


def standing(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return by how many standard deviations each value stands above their mean; all alike, by none.

    How far apart texts lie differs from model to model; in what order, and how far one stands from the rest, does not.
    """
    scaled: NDArray[np.floating] = (values - values.mean()) / max(float(values.std()), 1e-6)
    return scaled


_HOSTS = frozenset({"q", "moderator", "operator", "host", "interviewer", "reporter"})


def only_asks(one: Evidence) -> bool:
    """Tell whether whoever has the floor is there to ask or to call on others."""
    return (one.sentence.speaker or "").strip(" .:").lower() in _HOSTS


def near(
    record: Record, units: Sequence[tuple[float, FoundUnit]], keep: Callable[[str], bool] = lambda text: True
) -> list[Evidence]:
    """Return the sentences of scored units that stand alone, best first; those that argue before those that tell."""
    documents = record.editions({unit.edition for _, unit in units})
    found = [one for score, unit in units for one in _in_unit(record, documents[unit.edition], unit, score)]
    return _ranked(one for one in found if keep(one.read))


def said_by(record: Record, party: Party, editions: Collection[str]) -> list[Evidence]:
    """Return every sentence in which a party makes a claim, by date and place."""
    theirs: dict[str, list[Claim]] = {}
    for edition, claim in record.claims_of(party.names, editions, MOST_CLAIMS):
        if _makes(claim, party):
            theirs.setdefault(edition, []).append(claim)
    documents = record.editions(theirs)
    found = [
        one for edition, claims in theirs.items() for one in _sentences_of(record, documents[edition], edition, claims)
    ]
    return sorted(found, key=lambda one: (one.document.metadata.published or "9999", one.document.path, one.number))


def weight(one: Evidence) -> float:
    """Return what a sentence gains as a claim among others: it argues, it names who claims, it is short and whole."""
    rules = {rule for claim in one.claims for rule in claim.rules}
    named = any(len(claim.chain) > 1 and claim.chain[0].kind in _KNOWN for claim in one.claims)
    long = LENGTH * max(0, len(words(one.text)) - 25)
    return ARGUES * bool(_ARGUES & rules) + TOLD * named - long - LEANS * min(1.0, burden(one.text))


def says(one: Evidence, party: Party) -> bool:
    """Tell whether a party has the floor in a sentence or makes a claim in it."""
    return one.speaker in party.names or any(_makes(claim, party) for claim in one.claims)


def first_hand(found: Iterable[Evidence], party: Party | None, *, alone: bool = True) -> list[Evidence]:
    """Put first what stands alone (if asked) and, of a party, what it says itself; reporters' questions come last."""
    names = party.names if party is not None else set()

    def order(one: Evidence) -> tuple[bool, bool, bool]:
        theirs = one.speaker in names and all(claim.chain[0].name in names for claim in one.claims)
        return only_asks(one), bool(names) and not theirs, alone and not stands_alone(one.text)

    return sorted(found, key=order)


def in_turn(found: Sequence[Evidence]) -> list[Evidence]:
    """Take by turns what is so and what ought to be, each in its order: a position is both."""
    ought = [one for one in found if any(Rule.NORM in claim.rules for claim in one.claims)]
    so = [one for one in found if one not in ought]
    paired = [one for pair in zip(so, ought, strict=False) for one in pair]
    return [*paired, *so[len(ought) :], *ought[len(so) :]]


def main_ones(found: Sequence[Evidence], most: int, *, of_one: int) -> list[Evidence]:
    """Keep the first that say different things, at most so many of one speaker in one document."""
    kept: list[Evidence] = []
    for one in found:
        if len(kept) == most:
            break
        same = [o for o in kept if o.speaker == one.speaker and o.document.id == one.document.id]
        if len(same) < of_one and not any(alike(one, other) for other in kept):
            kept.append(one)
    return kept


def each_in_turn(found: Sequence[Evidence], most: int) -> list[Evidence]:
    """Take so many that say different things, of each voice in each document as evenly as the best allow."""
    voices = {(one.speaker, one.document.id) for one in found}
    return main_ones(found, most, of_one=max(1, -(-most // max(1, len(voices)))))


def alike(one: Evidence, other: Evidence) -> bool:
    """Tell whether two sentences say much the same, by their content words.

    Two voices share the words of what they disagree on: they say the same only if nearly all words are.
    """
    return overlap(one.text, other.text) >= (0.5 if one.speaker == other.speaker else 0.8)


# ------------------------------------------------------------------ reading


def _in_unit(record: Record, document: Document, unit: FoundUnit, score: float) -> Iterable[Evidence]:
    first = max(0, unit.first - 1)
    around = record.sentences(unit.edition, first, unit.last)
    claims = record.claims(unit.edition, around[0].span.start, around[-1].span.end)
    for place, sentence in enumerate(around):
        if first + place >= unit.first and SHORTEST <= len(sentence.span.of(document.text).split()) <= LONGEST:
            mine = [one for one in claims if sentence.span.contains(one.attribution.content)]
            yield replace(_evidence(document, around, place, mine, score), number=first + place)


def _sentences_of(record: Record, document: Document, edition: str, wanted: Sequence[Claim]) -> Iterable[Evidence]:
    """Yield the sentences that hold some claims of an edition, each once."""
    sentences = record.sentences(edition)
    starts = [one.span.start for one in sentences]

    def holder(claim: Claim) -> int | None:
        at = bisect_right(starts, claim.attribution.content.start) - 1
        return at if at >= 0 and sentences[at].span.contains(claim.attribution.content) else None

    held: dict[int, list[Claim]] = {}
    for claim in record.claims(edition):
        if (number := holder(claim)) is not None:
            held.setdefault(number, []).append(claim)
    for number in dict.fromkeys(number for claim in wanted if (number := holder(claim)) is not None):
        yield _evidence(document, sentences, number, held[number], 0.0)


def _evidence(
    document: Document, sentences: Sequence[Sentence], place: int, claims: Sequence[Claim], score: float
) -> Evidence:
    ordered = tuple(sorted(claims, key=lambda c: c.attribution.content.start - c.attribution.content.end))
    around = sentences[max(0, place - 3) : place + 4]
    speaker = floor(sentences[place], ordered, around, claims, document)
    signals = Signals(unit=score, similarity=score)
    return Evidence(document, sentences[place], place, ordered, signals, frozenset(), score, speaker)


def _makes(claim: Claim, party: Party) -> bool:
    return any(one.name in party.names or party.names & set(one.members) for one in claim.attribution.claimants)


def _ranked(found: Iterable[Evidence]) -> list[Evidence]:
    """Put those that argue before those that tell; a reporter's questions come last."""
    ranked = []
    for one in found:
        if stands_alone(one.text):
            ranked.append(replace(one, score=one.score + weight(one)))
    unique = {(one.document.edition, one.number): one for one in ranked}
    return sorted(unique.values(), key=lambda one: -one.score)


def _spread(editions: Sequence[str], most: int) -> list[str]:
    if len(editions) <= most:
        return list(editions)
    return [editions[round(at * (len(editions) - 1) / (most - 1))] for at in range(most)]


def _centre(units: Sequence[Sequence[FoundUnit]]) -> Vector:
    """Return the mean direction of the units of some documents, each document counting once."""
    return _unit(np.mean([np.mean([unit.vector for unit in batch], axis=0) for batch in units], axis=0))


def _unit(vector: Vector) -> Vector:
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
