"""What is left of a sentence once its attributions are taken out: what the author says in their own voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.model import Attribution, Form, Span
from assistant.voices.finding import trimmed
from assistant.voices.parsing import Reading

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True)
class Remainder:
    """A stretch of one sentence that nobody but the author stands behind."""

    reading: Reading
    """The sentence."""
    span: Span
    """Where the words stand."""
    tokens: tuple[Token, ...]
    """The words themselves."""
    judged: tuple[Token, ...]
    """The words to judge it by: without the definitions in it that are claims of their own."""


_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_SHORT = 3
"""Fewer words than this state nothing."""


def remainders(readings: Sequence[Reading], attributions: Sequence[Attribution]) -> Iterator[Remainder]:
    """Yield, sentence by sentence, what no attribution covers and what states something by itself."""
    for reading in readings:
        if not len(reading.doc):
            continue
        span = reading.span(reading.doc)
        near = [one for one in attributions if _touches(one, span)]
        if not near:
            asides = list(_asides(reading))
            apart = {token.i for aside in asides for token in aside}
            whole = tuple(reading.doc)
            if not _is_filler(whole):
                yield Remainder(reading, span, whole, tuple(token for token in whole if token.i not in apart))
            for aside in asides:
                yield Remainder(reading, reading.span(aside), aside, aside)
            continue
        parts = _parts(reading, near)
        places = [(token, reading.shadow.offsets[token.idx]) for token in reading.doc]
        covered = [token for token, place in places if any(part.start <= place < part.end for part in parts)]
        inside = {token.i for token in covered}
        for run in _runs([token for token in reading.doc if token.i not in inside]):
            tokens = _without_joints(run)
            if _states_something(tokens) or _is_defining(tokens):
                yield Remainder(reading, reading.span(tokens), tokens, tokens)


def _touches(one: Attribution, span: Span) -> bool:
    return one.content.overlaps(span) or (one.cue is not None and one.cue.overlaps(span))


def _parts(reading: Reading, near: Sequence[Attribution]) -> list[Span]:
    """Return the places that belong to somebody's attribution; a small one inside the author's clause takes none."""
    parts: list[Span | None] = []
    for one in near:
        if one.form is Form.AGENTLESS and not _is_main(reading, one):
            continue
        if one.source is not None and _speaks_here(reading, one.source, one.cue):
            parts.append(one.source)
        parts.extend((one.cue, one.content))
    return [part for part in parts if part is not None]


def _speaks_here(reading: Reading, source: Span, cue: Span | None) -> bool:
    """Tell whether the source does nothing but speak; the subject of another verb stays with that verb."""
    inside = reading.tokens_in(source)
    words = {token.i for token in inside}
    heads = {token.head for token in inside if token.head.i not in words and token.head.pos_ in {"VERB", "AUX"}}
    return not heads or any(cue is not None and cue.overlaps(reading.span([head])) for head in heads)


def _is_main(reading: Reading, one: Attribution) -> bool:
    """Tell whether the cue carries the sentence: "it is believed that ...", "allegedly" beside the main verb."""
    root = reading.doc[:].root
    if one.content.contains(reading.span([root])) or (one.cue is not None and one.cue.overlaps(reading.span([root]))):
        return True
    told = (child for child in root.children if child.dep_ == "ccomp" and child.i > root.i)  # "rumour has it that ..."
    return root.lemma_ in {"be", "have", "go"} and any(one.content.contains(reading.span([child])) for child in told)


def _runs(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token in tokens:
        if run and token.i != run[-1].i + 1:
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _is_filler(tokens: Sequence[Token]) -> bool:
    """Tell whether a sentence only greets, thanks or fills a pause: "Sure.", "Go ahead.", "Thanks, Jen."."""
    words = [token for token in tokens if not token.is_punct]
    return len(words) <= _SHORT and not any(token.dep_ in _SUBJECTS for token in words)


def _states_something(tokens: Sequence[Token]) -> bool:
    """Tell whether the words hold a verb and its subject: a clause of their own."""
    if len(tokens) < _SHORT:
        return False
    inside = {token.i for token in tokens}
    verbs = {token.head for token in tokens if token.dep_ in _SUBJECTS and token.head.pos_ in {"VERB", "AUX"}}
    return any(verb.i in inside and not _only_leads_to(verb, inside) for verb in verbs)


def _only_leads_to(verb: Token, inside: set[int]) -> bool:
    """Tell whether a verb only leads up to one that was taken out: "I would like to" before "stress that ..."."""
    complements = [child for child in verb.children if child.dep_ in {"xcomp", "acomp", "ccomp", "attr", "prep"}]
    row = [verb, *(child for child in verb.children if child.dep_ == "xcomp")]
    if any(child.dep_ == "dobj" and child.i not in inside for one in row for child in one.children):
        return True  # "withdrew" before "its claim that ...", "would like to express" before "the hope that ..."
    if any(child.lower_ == "far" for child in verb.children) and verb.lemma_ == "go":
        return True
    away = [one for child in complements for one in (child, *child.children) if one.dep_ in {"xcomp", "ccomp", "pcomp"}]
    return any(one.i not in inside for one in away)


def _is_defining(tokens: Sequence[Token]) -> bool:
    """Tell whether the words are an apposition that says what something is."""
    return len(tokens) >= _SHORT and any(
        token.dep_ == "appos" and len(list(token.subtree)) >= _SHORT for token in tokens
    )


def _asides(reading: Reading) -> Iterator[tuple[Token, ...]]:
    """Yield what stands in apposition to a name: a definition may stand inside a contested sentence."""
    for token in reading.doc:
        if token.dep_ != "appos" or token.i <= token.head.i or token.head.pos_ != "PROPN":
            continue
        subtree = trimmed(token.subtree)
        clause = any(one.dep_ in {"relcl", "acl"} for one in subtree)
        if len(subtree) > _SHORT + 2 and clause:
            yield subtree


def _without_joints(run: Sequence[Token]) -> tuple[Token, ...]:
    """Drop the words that only joined the stretch to what was taken out: "after", "and", "when"."""
    tokens = trimmed(run)
    if len(tokens) > 1 and tokens[-1].lower_ == "not" and tokens[-2].text == ",":  # ", not" before "four, as she says"
        tokens = trimmed(tokens[:-1])
    while tokens and (tokens[-1].pos_ in {"SCONJ", "CCONJ"} or tokens[-1].dep_ in {"mark", "cc", "advmod"}):
        tokens = trimmed(tokens[:-1])
    while tokens and tokens[0].dep_ in {"mark", "cc"} and tokens[0].i > 0:
        tokens = trimmed(tokens[1:])
    return tokens
