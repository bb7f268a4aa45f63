"""Evidence into the lines of an overview or a list: one short quotation each, checked together, within a budget."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.answers.clauses import shortened, windows
from assistant.answers.completeness import stands_alone
from assistant.answers.composing import drafts as ways_of
from assistant.answers.evidence import Evidence
from assistant.answers.flowing import flowing
from assistant.answers.leaning import UNBEARABLE, burden
from assistant.answers.naming import outlet
from assistant.answers.parties import Party
from assistant.answers.wholeness import SLACK, claimed, has_verb, is_whole
from assistant.answers.wording import Draft, held, without_connective
from assistant.checks.attributions import check_statements
from assistant.checks.grounds import Ground, grounds_of
from assistant.checks.sounding import sound
from assistant.model import Span
from assistant.text import FUNCTION_WORDS, content_words, matter_words, words

BUDGET = 110
"""Words the lines of an answer may have together, but for the first two."""
PARSED = 4
"""Stretches of a long sentence that are parsed at most to find one that stands alone."""
SPARE = 3
"""Lines written beyond those wanted, for those that do not pass the checks or are too long together."""
SAME, SAID_TOO = 0.6, 0.85
"""Share of the fewer content words beyond which two lines of a party say the same, and two of two parties."""
TOGETHER = 2
"""Parties whose joint words are still a line of one of them."""
SHORT_LEAD = 3
"""Words of a lead-in that names again who was named just before."""
FEW, ANYTHING = 2, 1.5
"""How many lines are too few, and how much each may then lean."""
ENOUGH = 9
"""Content words of a line that says enough: more make no way of reporting better."""
_SUBORDINATE = re.compile(
    r"\W*(?:if|as|when|while|although|though|since|because|after|before|given|unless|until|once|to|in order|by \w+ing)"
    r"\b",
    re.IGNORECASE,
)


def lines(
    found: Iterable[Evidence],
    most: int,
    longest: int,
    *,
    of: Party | None = None,
    fact: bool = False,
    dated: bool = False,
    flow: bool = True,
    beside: int = 0,
) -> list[Draft]:
    """Write the first pieces of evidence that can be: at most so many lines, none quoting much over `longest` words.

    With `of` each line names that party as the one who says it. With `dated` they come in the order of their documents'
    dates, else those of a document stand together, the best first; without `flow` their lead-ins stay whole; `beside`
    them stand so many words that the answer says itself. The checks see them together, as a reader does.
    """
    found = list(found)
    drafts: list[Draft] = []
    for bearable in (UNBEARABLE, ANYTHING):  # what leans on others is better than nothing
        if len(drafts) < min(most, FEW):
            drafts = passing(
                _different(_written(found, longest, bearable, fact=fact, own=of is None), of, most + SPARE)
            )
    kept: list[Draft] = []
    spent = 0
    for one in drafts:
        said = length(one) - (_repeated(one, kept) if flow else 0)
        if len(kept) < 2 or spent + said <= BUDGET - beside:
            kept.append(one)
            spent += said
        if len(kept) == most:
            break
    return _arranged(kept, dated=dated, flow=flow)


def _repeated(one: Draft, kept: Sequence[Draft]) -> int:
    """Return how many words of a lead-in will be left out, because the same speaker's words stand before it."""
    same = [each for each in kept if each.evidence.document.id == one.evidence.document.id]
    return max(0, len(words(outlet(one.evidence))) - SHORT_LEAD) if same else 0


def _different(written: Iterable[Draft], of: Party | None, most: int) -> list[Draft]:
    """Return the first so many drafts of a party, or of anybody, that say different things as they are worded."""
    kept: list[Draft] = []
    for one in written:
        if (of is None or _is_by(one, of)) and not any(_alike(one, other) for other in kept):
            kept.append(one)
        if len(kept) == most:
            break
    return kept


def _alike(one: Draft, other: Draft) -> bool:
    a, b = (set(content_words(claimed(each))) for each in (one, other))
    share = SAME if one.claimants == other.claimants else SAID_TOO
    return len(a & b) > share * min(len(a), len(b))


def _arranged(drafts: Sequence[Draft], *, dated: bool, flow: bool) -> list[Draft]:
    """Return drafts in the order they are read in, with the lead-ins that this order asks for."""
    documents = list(dict.fromkeys(one.evidence.document.id for one in drafts))
    together = sorted(drafts, key=lambda one: documents.index(one.evidence.document.id))
    ordered = _by_date(drafts) if dated else together
    return flowing(ordered) if flow else ordered


def passing(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the lines with which nothing is wrong, as they are read together."""
    wrong = {one.statement for one in check_statements(*_as_read(drafts))}
    return [one for number, one in enumerate(drafts) if number not in wrong]


def names_party(one: Draft, party: Party) -> bool:
    """Tell whether what stands before a quotation names a party, by the last word of one of its names at least."""
    said = set(words(one.before)) | {word.removesuffix("'s") for word in words(one.before)}
    return any(words(name)[-1] in said for name in party.names if words(name))


def _is_by(one: Draft, party: Party) -> bool:
    """Tell whether a line gives a party's claim and names it as the one who makes it, not as one of many."""
    made = set(one.claimants) | {member for claim in one.claims for link in claim.chain[:1] for member in link.members}
    return names_party(one, party) and bool(made & party.names) and len(one.claimants) <= TOGETHER


def length(one: Draft) -> int:
    """Return how many words a drafted line has."""
    return len(words(f"{one.before} {one.after}")) + len(one.span.of(one.evidence.document.text).split())


def _written(found: Iterable[Evidence], longest: int, bearable: float, *, fact: bool, own: bool) -> Iterator[Draft]:
    """Yield what can be written: the first way of each sentence that says something by itself, and is not too long."""
    for one in found:
        whole = _undated(one, windows(one, 10_000)[0])
        long = len(whole.of(one.document.text).split()) > longest + SLACK
        part = (_beginning(one, whole, longest) or _inside(one, whole, longest)) if long else None
        ways = map(without_connective, ways_of(one, part or whole, longest, fact=fact, own=own, rank=_fullest))
        kept = (way for way in ways if _keeps_matter(way) and is_whole(way, longest, bearable))
        made = next(filter(_is_sound, kept), None)
        if made is not None:
            yield made


def _keeps_matter(one: Draft) -> bool:
    """Tell whether a line holds any of the matter that its sentence holds: without it, it is of something else."""
    covers = one.evidence.covers
    return not covers or bool(covers & matter_words(f"{one.before}{one.span.of(one.evidence.document.text)}"))


def _is_sound(one: Draft) -> bool:
    """Tell whether a line alone passes the checks; words given as they stand are seen together with the others."""
    return one.before.endswith(": ") or sound(one)


def _inside(one: Evidence, whole: Span, longest: int) -> Span | None:
    """Return the fullest clauses inside a long sentence that say something by themselves, under no condition."""
    text = one.document.text
    if _SUBORDINATE.match(whole.of(text)):
        return None
    choices = [span for span in windows(one, longest) if held(one, span) or not one.covers]
    choices = sorted(choices, key=lambda span: (-held(one, span), span.start - span.end))[:PARSED]
    choices = [_unlinked(text, span) for span in choices]
    return next((span for span in choices if _is_free(text, span, whole)), None)


def _is_free(text: str, span: Span, whole: Span) -> bool:
    """Tell whether a stretch is a clause that stands alone, and nothing before or behind it turns it around."""
    outside = f"{text[whole.start : span.start]} {text[span.end : whole.end]}"
    conditioned = span != whole and _CONDITION.search(outside)
    piece = " ".join(span.of(text).split())
    last = words(piece)[-1:]
    finished = bool(last) and last[0] not in FUNCTION_WORDS
    return not conditioned and finished and not _SUBORDINATE.match(piece) and burden(piece) == 0 and stands_alone(piece)


def _unlinked(text: str, span: Span) -> Span:
    """Return a stretch without the word by which it is linked to the clause before it."""
    link = _LINK.match(span.of(text))
    return Span(start=span.start + link.end(), end=span.end) if link else span


_LINK = re.compile(r"(?:and|but|so|or|yet)\s+(?=\S)")
"""The word by which a clause is linked to the one before it."""
_CONDITION = re.compile(
    r"\b(?:if|unless|although|though|but|however|until|except|whether|would|claim\w*|alleg\w*|suggest\w*|said|says"
    r"|argu\w*|believ\w*|according)\b",
    re.IGNORECASE,
)
"""What softens, turns round or ascribes a clause from outside it: without these words it would say something else."""


def _fullest(ways: Sequence[Draft]) -> list[Draft]:
    """Order ways of reporting by how much they say, up to what is enough; then by who is named."""
    return sorted(ways, key=lambda one: (_nests(one), -min(ENOUGH, len(content_words(claimed(one)))), -len(one.chain)))


def _nests(one: Draft) -> bool:
    """Tell whether a quotation holds another: marks inside marks are hard to read."""
    return "“" in one.span.of(one.evidence.document.text)


ENTRY = re.compile(r"(?:(?:\d{1,2} )?(?:[A-Z][a-z]+ )?(?:19|20)\d\d|\d{1,2} [A-Z][a-z]+): (?=\S)")
"""The date and colon that open an entry of a chronicle."""


def _undated(one: Evidence, whole: Span) -> Span:
    """Return a sentence's span without the date that opens it as an entry of a chronicle."""
    match = ENTRY.match(whole.of(one.document.text))
    return Span(start=whole.start + match.end(), end=whole.end) if match else whole


def _beginning(one: Evidence, whole: Span, longest: int) -> Span | None:
    """Return the first clauses of a sentence, if they say something by themselves."""
    text = one.document.text
    part = shortened(text, whole, longest)
    if part is None or _SUBORDINATE.match(part.of(text)) or part not in windows(one, longest):
        return None
    last = words(part.of(text))[-1:]
    whole_thought = last and last[0] not in FUNCTION_WORDS and _GOES_ON.match(text[part.end : whole.end])
    return part if whole_thought and has_verb(part.of(text)) else None


_GOES_ON = re.compile(r"\s*[,;]\s+(?:and|but|so|because|while|which|who|as|since)\b", re.IGNORECASE)
"""What may follow the first clauses of a sentence where it is cut: something added, not what they wait for."""


def _by_date(drafts: Sequence[Draft]) -> list[Draft]:
    return sorted(
        drafts,
        key=lambda one: (
            one.evidence.document.metadata.published or "9999",
            one.evidence.document.path,
            one.span.start,
        ),
    )


def _as_read(drafts: Sequence[Draft]) -> tuple[list[str], dict[int, Ground | None]]:
    """Return the statements as they will stand together, each with a citation of its own, and what those rest on."""
    texts: list[str] = []
    grounds: dict[int, Ground | None] = {}
    for marker, one in enumerate(drafts, 1):
        document = one.evidence.document
        texts.append(f"{one.before}“{' '.join(one.span.of(document.text).split())}” [{marker}]{one.after}")
        grounds[marker] = grounds_of(document, one.span, one.evidence.claims)
    return texts, grounds
