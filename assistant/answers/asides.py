"""What a relative clause between commas tells of a party: "the council, which pays the firm £11 million, has ..."."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.answers.evidence import Evidence
from assistant.answers.naming import outlet
from assistant.answers.phrases import LONGEST as LONGEST_PARSED
from assistant.answers.phrases import parsed
from assistant.answers.wording import LEAST_QUOTED, Draft, count, one_space, points, quotable, small
from assistant.model import Span, Voice

if TYPE_CHECKING:
    from spacy.tokens import Token

_LONGEST_SUBJECT = 12
"""Words of whoever is told of."""


def told_aside(one: Evidence, longest: int) -> Iterator[Draft]:
    """Write "According to DOCUMENT, PARTY “pays the firm £11 million”" for each clause with "which" or "who"."""
    start, words = one.sentence.span.start, one.sentence.span.of(one.printed)
    if len(words) > LONGEST_PARSED or one.sentence.speaker is not None:
        return
    for clause in parsed(words):
        if (parts := _parts(clause)) is None:
            continue
        subject, first, last = parts
        said = Span(start=start + first.idx, end=start + last.idx + len(last))
        made = quotable(one.printed, said, longest)
        cues = (claim.attribution.cue for claim in one.claims)
        if (
            made is None
            or count(made.of(one.printed)) < LEAST_QUOTED
            or any(cue and said.contains(cue) for cue in cues)
        ):
            continue
        party = one_space(subject)
        if points(party) or len(party.split()) > _LONGEST_SUBJECT:
            continue
        opens = words.startswith(subject)
        before = f"According to {outlet(one)}, {small(party, one.printed, words) if opens else party} "
        chain = (one.speaker,) if one.speaker else ()
        inside = tuple(claim for claim in one.claims if made.overlaps(claim.attribution.content))
        yield Draft(before, made, ".", one, Voice.ATTRIBUTED, chain, chain, inside)


def _parts(clause: Token) -> tuple[str, Token, Token] | None:
    """Return whom a clause is about, and its first and last word behind "which"; None for other clauses."""
    head = clause.head
    if clause.dep_ != "relcl" or clause.pos_ not in {"VERB", "AUX"} or head.pos_ not in {"NOUN", "PROPN"}:
        return None
    pronoun = next((one for one in clause.children if one.dep_ == "nsubj" and one.lower_ in {"which", "who"}), None)
    edge = clause.left_edge
    if pronoun is None or edge != pronoun or edge.i < 2 or edge.nbor(-1).text != ",":
        return None
    subject = clause.doc[head.left_edge.i : edge.i - 1]
    last = clause.right_edge
    while last.is_punct and last.i > edge.i + 1:
        last = last.nbor(-1)
    return (subject.text, edge.nbor(1), last) if head in subject and last.i > edge.i + 1 else None
