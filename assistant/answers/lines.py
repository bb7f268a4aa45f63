"""Evidence into the lines of an overview or a list: one short quotation each, checked together, within a budget."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.answers.clauses import shortened, windows
from assistant.answers.composing import draft
from assistant.answers.evidence import Evidence
from assistant.answers.flowing import flowing
from assistant.answers.parties import Party
from assistant.answers.wording import Draft
from assistant.checks.attributions import check_statements
from assistant.checks.grounds import Ground, grounds_of
from assistant.model import Sentence, Span
from assistant.text import FUNCTION_WORDS, words
from assistant.voices.parsing import readings

BUDGET = 110
"""Words the lines of an answer may have together, but for the first two."""
SPARE = 2
"""Lines written beyond those wanted, for those that do not pass the checks."""
SLACK = 4
"""Words by which a whole sentence may be longer than a quotation should be."""
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
) -> list[Draft]:
    """Write the first pieces of evidence that can be: at most so many lines, none quoting much over `longest` words.

    With `of` each line names that party as the one who says it. With `dated` they come in the order of their documents'
    dates; without `flow` their lead-ins stay whole. The checks see them together, as a reader does.
    """
    written = (one for one in _written(found, longest, fact=fact, own=of is None) if of is None or names_party(one, of))
    drafts = _within(written, most + SPARE)
    if not drafts:
        return []
    drafts = _by_date(drafts) if dated else drafts
    kept = _within(passing(drafts), most)
    return flowing(kept) if flow else kept


def passing(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the lines with which nothing is wrong, as they are read together."""
    wrong = {one.statement for one in check_statements(*_as_read(drafts))}
    return [one for number, one in enumerate(drafts) if number not in wrong]


def names_party(one: Draft, party: Party) -> bool:
    """Tell whether what stands before a quotation names a party, by the last word of one of its names at least."""
    said = set(words(one.before)) | {word.removesuffix("'s") for word in words(one.before)}
    return any(words(name)[-1] in said for name in party.names if words(name))


def length(one: Draft) -> int:
    """Return how many words a drafted line has."""
    return len(words(f"{one.before} {one.after}")) + len(one.span.of(one.evidence.document.text).split())


def _written(found: Iterable[Evidence], longest: int, *, fact: bool, own: bool) -> Iterator[Draft]:
    for one in found:
        whole = _undated(one, windows(one, 10_000)[0])
        made = draft(one, whole, longest, fact=fact, own=own)
        if _quoted(made) > longest + SLACK:
            part = _beginning(one, whole, longest)
            made = draft(one, part, longest, fact=fact, own=own) if part is not None else made
        quoted = made.span.of(one.document.text)
        broken = quoted.startswith(("“", '"')) or quoted.endswith(("-", "—"))
        if _quoted(made) <= longest + SLACK and not broken:
            yield made


ENTRY = re.compile(r"(?:\d{1,2} )?(?:[A-Z][a-z]+ )?(?:19|20)\d\d: (?=\S)")


"""The date and colon that open an entry of a chronicle."""


def _undated(one: Evidence, whole: Span) -> Span:
    """Return a sentence's span without the date that opens it as an entry of a chronicle."""
    match = ENTRY.match(whole.of(one.document.text))
    return Span(start=whole.start + match.end(), end=whole.end) if match else whole


def _quoted(one: Draft) -> int:
    return len(one.span.of(one.evidence.document.text).split())


def _beginning(one: Evidence, whole: Span, longest: int) -> Span | None:
    """Return the first clauses of a sentence, if they say something by themselves."""
    text = one.document.text
    part = shortened(text, whole, longest)
    if part is None or _SUBORDINATE.match(part.of(text)) or part not in windows(one, longest):
        return None
    last = words(part.of(text))[-1:]
    whole_thought = last and last[0] not in FUNCTION_WORDS and _GOES_ON.match(text[part.end : whole.end])
    return part if whole_thought and _has_verb(part.of(text)) else None


_GOES_ON = re.compile(r"\s*[,;]\s+(?:and|but|so|because|while|which|who|as|since)\b", re.IGNORECASE)
"""What may follow the first clauses of a sentence where it is cut: something added, not what they wait for."""


def _has_verb(text: str) -> bool:
    """Tell whether some words hold a finite verb outside a relative clause."""
    sentence = Sentence(span=Span(start=0, end=len(text)), paragraph=0)
    finite = (token for one in readings(text, [sentence]) for token in one.doc if token.tag_ in _FINITE)
    return any(
        token.dep_ not in {"relcl", "acl", "advcl"} and token.head.dep_ not in {"relcl", "acl"} for token in finite
    )


_FINITE = frozenset({"VBZ", "VBD", "VBP", "MD"})


def _within(drafts: Iterable[Draft], most: int) -> list[Draft]:
    kept: list[Draft] = []
    spent = over = 0
    for one in drafts:
        if len(kept) == most or over > SPARE:
            break
        if len(kept) < 2 or spent + length(one) <= BUDGET:
            kept.append(one)
            spent += length(one)
        else:
            over += 1
    return kept


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
