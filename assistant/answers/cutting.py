"""Where a sentence may be cut so that what is kept is a whole thought: between clauses, as the parse sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.voices.cueing import cue_at
from assistant.voices.parsing import NAMES, parseable, pipeline

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SURE = re.compile(r"[;:]\s+|\s*—\s*|\s+–\s+")
"""Marks that end a clause whatever follows."""
_MAYBE = re.compile(
    r",\s+(?=(?:and|but|or|so|because|which|who|while|as|since|that|where|when|if|with|we|they|he|she|it|the|there)\b)"
    r"|\s+(?=because\b)"
)
"""Marks that end a clause if the words after them begin one: a list is not cut."""
_ROW = re.compile(r",\s+(?=[\w$£€])")
"""Marks that part the clauses of a row, if each has its own subject: "A was lost, B was sold, and C was burnt"."""
_EXAMPLES = re.compile(
    r",\s+(?=(?:especially|particularly|in particular|notably|including|such as|among (?:them|others))\b)"
)
"""What stands before a list of examples."""
_NEGATION = re.compile(r"(?:\b(?:not|never|no|nor)|n['’]t)\s*$", re.IGNORECASE)
LONGEST = 2_000
"""Code points of a sentence that are parsed; the rest of a longer one is cut at sure marks only."""


Place = tuple[int, int]
"""The offsets between which a sentence may be cut: of the end of what stands before, of the start of what follows."""


@lru_cache(maxsize=1024)
def breaks(sentence: str) -> tuple[Place, ...]:
    """Return where a sentence may be cut.

    That is between clauses, and before examples that end a sentence.
    Never right after a negation, whose scope goes on ("it is not because of us"), and never inside a list.
    """
    found = [match.span() for match in _SURE.finditer(sentence) if not _begins_again(sentence, *match.span())]
    unsure = [match.span() for match in _MAYBE.finditer(sentence)]
    row = [match.span() for match in _ROW.finditer(sentence)]
    examples = [match.span() for match in _EXAMPLES.finditer(sentence)]
    dashes = [span for span in found if _DASH.search(sentence[slice(*span)])]
    if unsure or examples or dashes or row:
        doc = pipeline()(parseable(sentence[:LONGEST]), disable=NAMES)
        found = [span for span in found if span not in dashes or not _parts_subject(doc, span[1])]
        found += [(start, end) for start, end in unsure if end < LONGEST and _begins_clause(doc, end)]
        found += [(start, end) for start, end in row if end < LONGEST and _joins_row(doc, end)]
        found += [(start, end) for start, end in examples if end < LONGEST and _is_complete(doc, end)]
    return tuple(sorted((start, end) for start, end in set(found) if not _NEGATION.search(sentence[:start])))


@lru_cache(maxsize=1024)
def clauses(sentence: str) -> tuple[Place, ...]:
    """Return from where to where the subjects and finite verbs of a sentence's clauses reach, as offsets."""
    doc = pipeline()(parseable(sentence[:LONGEST]), disable=NAMES)
    pairs = ((verb, child) for verb in doc if _is_finite(verb) for child in verb.children if child.dep_ in _CLAUSAL)
    return tuple((min(verb.idx, one.idx), max(verb.idx + len(verb), one.idx + len(one))) for verb, one in pairs)


@lru_cache(maxsize=1024)
def is_insertion(sentence: str, place: int) -> bool:
    """Tell whether an offset stands at a dash around what is put between a subject and its verb."""
    return any(end <= place <= start for end, start in _insertions(sentence, _dashes(sentence)))


def _dashes(sentence: str) -> list[Place]:
    return [match.span() for match in _SURE.finditer(sentence) if _DASH.search(match[0])]


def _insertions(sentence: str, dashes: Sequence[Place]) -> Iterator[Place]:
    """Yield the dashes around what is put between a subject and its verb: "most — forgive me — no longer do"."""
    for (end, start), (again, after) in pairwise(dashes):
        if start < again and after < LONGEST:
            without = f"{sentence[:end]} {sentence[after:]}"
            if _parts_subject(pipeline()(parseable(without[:LONGEST]), disable=NAMES), end + 1):
                yield from ((end, start), (again, after))


def _begins_again(sentence: str, end: int, start: int) -> bool:
    """Tell whether a speaker starts anew at a dash: "when I — when we were asked" says nothing as far as the dash."""
    if not _DASH.search(sentence[end:start]):
        return False
    before, after = _WORD.findall(sentence[:end].lower())[-_ANEW:], _WORD.match(sentence[start:].lower())
    return after is not None and (before[-1:] == [after[0]] or after[0] in _CLAUSE_OPENERS.intersection(before))


_DASH = re.compile(r"[—–]")
_WORD = re.compile(r"\w[\w’'-]*")
_ANEW = 3
"""Words before a dash among which is the one that a speaker takes up again."""
_CLAUSE_OPENERS = frozenset("when if that because who which what how while since as i we you he she they".split())
"""Words that open a clause: one said again after two more has left a clause behind that was never finished."""
_CLAUSES = frozenset({"ROOT", "conj", "advcl", "relcl", "ccomp", "acl", "parataxis", "dep"})


def _begins_clause(doc: Doc, place: int) -> bool:
    """Tell whether a finite clause begins at an offset: its verb comes later and nothing of it stands before."""
    first = next((token for token in doc if token.idx >= place), None)
    if first is None:
        return False
    begins = any(_is_finite(verb) and _starts(verb, first) for verb in doc[first.i :])
    return begins and not _is_complement(first) and not _parts_subject(doc, place)


def _is_complement(that: Token) -> bool:
    """Tell whether "that" opens what a noun or a verb before it says: "the view, widely held, that ..."."""
    return that.lower_ == "that" and that.dep_ == "mark" and that.head.dep_ in {"acl", "ccomp"}


def _joins_row(doc: Doc, place: int) -> bool:
    """Tell whether a main clause with its own subject begins at an offset, behind another one."""
    first = next((token for token in doc if token.idx >= place), None)
    if first is None or _parts_subject(doc, place):
        return False
    for verb in doc[first.i :]:
        subject = next((child for child in verb.lefts if child.dep_ in _SUBJECTS), None)
        if subject is not None and verb.dep_ in _ROWS and _is_finite(verb) and subject.left_edge.i == first.i:
            before = (child for child in verb.children if child.left_edge.i < first.i)
            return cue_at(verb) is None and all(child.dep_ in {"ccomp", "punct"} for child in before)
    return False


_ROWS = frozenset({"ROOT", "conj", "ccomp", "parataxis", "dep"})


def _parts_subject(doc: Doc, place: int) -> bool:
    """Tell whether an offset stands between a subject and its verb: "the miners, who are many, have a right"."""
    return any(token.dep_ in _SUBJECTS and token.idx < place <= token.head.idx for token in doc)


def _is_complete(doc: Doc, place: int) -> bool:
    """Tell whether a sentence has its verbs before an offset: what follows adds to it and finishes nothing."""
    verbs = [token for token in doc if _is_finite(token)]
    return bool(verbs) and all(
        verb.idx < place
        or (all(child.idx >= place for child in verb.lefts if child.dep_ in _SUBJECTS) and verb.head.idx >= place)
        for verb in verbs
    )


_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_CLAUSAL = _SUBJECTS | {"csubj", "csubjpass", "expl"}


def _is_finite(token: Token) -> bool:
    if token.pos_ not in ("VERB", "AUX") or token.dep_ not in _CLAUSES:
        return False
    helped = any(child.dep_ in ("aux", "auxpass") and child.tag_ in _FINITE for child in token.children)
    return token.tag_ in _FINITE or helped


_FINITE = frozenset({"VBZ", "VBD", "VBP", "MD"})


def _starts(verb: Token, first: Token) -> bool:
    """Tell whether a verb's clause starts at a token, but for the conjunction that joins it."""
    left = min((token.i for token in verb.subtree), default=verb.i)
    joined = first.dep_ in ("cc", "mark") or first.pos_ in ("CCONJ", "SCONJ")
    return left == first.i or (joined and left == first.i + 1)
