"""What a citation rests on: the document, the place, whose words they are there, and what softens or denies them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from assistant.checks.quotes import find_quote
from assistant.checks.telling import Quoted
from assistant.model import Claim, Claimant, ClaimantKind, Document, Polarity, Sentence, Span, voice_of
from assistant.text import words
from assistant.voices.agreement import FIRST_PERSON
from assistant.voices.lexicon import lexicon
from assistant.voices.parsing import NAMES, Reading, readings

if TYPE_CHECKING:
    from spacy.tokens import Token

AROUND = 700
"""Code points before and after a cited stretch in which a name or number of the answer may stand."""
NEGATION = re.compile(
    r"\b(?:not|no|never|none|nothing|nobody|neither|nor|cannot|without|false|untrue|baseless)\b|n['’]t\b"
    r"|\b(?:den(?:y|ies|ied|ying)|reject\w*|disput\w*|refut\w*|rebut\w*|contradict\w*|disavow\w*)\b",
    re.IGNORECASE,
)
_NEGATIVE_VERBS = frozenset("deny reject dispute refute rebut contradict disavow refuse fail".split())
_NEGATORS = frozenset("not no never n't neither nor without hardly nobody none".split())


@dataclass(frozen=True)
class Ground:
    """A cited stretch of a document with the claims that overlap it."""

    document: Document
    span: Span
    claims: tuple[Claim, ...]

    def at(self, span: Span) -> Ground:
        """Return the same ground for a part of it (or a stretch beside it)."""
        return Ground(self.document, span, self.claims)

    @cached_property
    def nearest(self) -> Claim | None:
        """The innermost claim whose attribution the cited words do not show themselves; None if they show it all."""
        shown = {
            place
            for claim in self.carried
            for span in (claim.attribution.content, claim.attribution.cue, claim.attribution.source)
            if span is not None
            for place in range(max(span.start, self.span.start), min(span.end, self.span.end))
        }
        rest = set(range(self.span.start, self.span.end)) - shown

        def shared(claim: Claim) -> int:
            inside = claim.attribution.content
            return len(rest & set(range(max(inside.start, self.span.start), min(inside.end, self.span.end))))

        if self.carried and len(rest) * 4 < self.span.end - self.span.start:
            return None
        open_claims = [claim for claim in self.claims if self._is_open(claim) and shared(claim) > 0]
        half = [one for one in open_claims if shared(one) * 2 >= len(rest)]
        if half:
            return min(half, key=lambda one: one.attribution.content.end - one.attribution.content.start)
        return max(open_claims, key=shared, default=None)

    @cached_property
    def carried(self) -> tuple[Claim, ...]:
        """The claims whose source and cue stand in the cited words, the widest first."""
        found = [one for one in self.claims if one.attribution.cue and self.span.overlaps(one.attribution.content)]
        found = [one for one in found if not self._is_open(one)]
        return tuple(sorted(found, key=lambda one: one.attribution.content.start - one.attribution.content.end))

    def _is_open(self, claim: Claim) -> bool:
        made = claim.attribution
        return made.cue is None or not self.span.contains(made.cue)

    @property
    def speakers(self) -> tuple[Claimant, ...]:
        """Whoever makes the cited words known, together: the nearest speaker that the words do not name themselves."""
        if self.nearest is not None:
            return self.nearest.attribution.claimants
        return self.chain[:1]

    @property
    def chain(self) -> tuple[Claimant, ...]:
        """Everybody through whom the words reach the reader, nearest first; the author is last."""
        if self.nearest is not None:
            return self.nearest.chain
        if self.carried:
            made = self.carried[0].attribution
            inside = {claimant.name for claimant in made.claimants}
            itself = made.source is not None and self._own(made.source)
            outside = tuple(link for link in self.carried[0].chain if itself or link.name not in inside)
            if outside:
                return outside
        return (Claimant(name=voice_of(self.document.metadata), kind=ClaimantKind.AUTHOR),)

    @property
    def contested(self) -> bool:
        """Whether the words may not stand in an answer's own voice."""
        return self.nearest is not None and self.nearest.contested

    @property
    def own_view(self) -> bool:
        """Whether a speaker gives the words as their own view ("I think that"): who reports them may say "said"."""
        made = self.nearest.attribution if self.nearest is not None else None
        return made is not None and made.source is not None and self._own(made.source)

    def _own(self, source: Span) -> bool:
        return source.of(self.document.text).lower() in FIRST_PERSON

    @property
    def polarity(self) -> Polarity:
        """Whether their speaker puts them forward or denies them."""
        return self.nearest.attribution.polarity if self.nearest is not None else Polarity.POSITIVE

    @cached_property
    def window(self) -> str:
        """The text around, for names and numbers."""
        return self.document.text[max(0, self.span.start - AROUND) : self.span.end + AROUND]

    @cached_property
    def about(self) -> str:
        """What is known of the document and of those who speak in it: title, author, date, claimants."""
        known = self.document.metadata
        named = [link.name for claim in self.claims for link in claim.chain]
        facts = [known.title, known.author, known.publisher, known.site, known.published, known.genre]
        return " ".join([*filter(None, facts), self.document.path, *named, *self._members()])

    def _members(self) -> Iterator[str]:
        for claim in self.claims:
            for link in claim.chain:
                yield from link.members

    # ------------------------------------------------------------------ what governs the words

    @cached_property
    def governors(self) -> tuple[Span, ...]:
        """Words outside the cited ones that soften or deny them in their own clause or the clauses above it."""
        found = []
        for reading, start, inside in self._parsed():
            for token in _above(inside):
                if token not in inside:
                    span = reading.span([token])
                    found.append(Span(start=span.start + start, end=span.end + start))
        return tuple(found)

    def _parsed(self) -> Iterator[tuple[Reading, int, set[Token]]]:
        """Yield the parses of the claim around the cited words: where each starts, and its tokens that are cited."""
        if self.nearest is None:
            return
        content = self.nearest.attribution.content
        start = max(content.start, self.span.start - AROUND)
        end = min(content.end, self.span.end + AROUND)
        if start >= end:
            return
        first, last = max(0, self.span.start - start), max(1, min(self.span.end, end) - start)
        for reading in _readings(self.document.text[start:end]):
            yield reading, start, set(reading.tokens_in(Span(start=first, end=last)))

    def hedges(self) -> tuple[str, ...]:
        """Return the words that soften the cited ones from outside."""
        if self.nearest is None:
            return ()
        outside = [one for one in self.nearest.hedges if not self.span.contains(one)]
        return tuple(one.of(self.document.text) for one in outside if one in self.governors)

    def denied(self) -> bool:
        """Tell whether a negation outside the cited words governs them."""
        found = (one.of(self.document.text).lower() for one in self.governors)
        return any(word in _NEGATORS or word.endswith(("n't", "n’t")) for word in found) or self._refused()

    def _refused(self) -> bool:
        return any(
            token.lemma_.lower() in _NEGATIVE_VERBS for _, _, inside in self._parsed() for token in _ancestors(inside)
        )


def grounds_of(document: Document, span: Span, claims: Sequence[Claim]) -> Ground:
    """Return the ground of a cited span: the document and those of its claims that overlap the span or stand near."""
    near = Span(start=max(0, span.start - 1), end=span.end + 1)
    return Ground(document, span, tuple(one for one in claims if one.attribution.content.overlaps(near)))


def place_of(quoted: Quoted, cited: Iterable[Ground]) -> Ground | None:
    """Return where a quotation stands in the cited words; None if it does not."""
    for ground in cited:
        inside = find_quote(ground.span.of(ground.document.text), quoted.words).span
        if inside is not None:
            start = ground.span.start
            return ground.at(Span(start=start + inside.start, end=start + inside.end))
    return None


@lru_cache(maxsize=256)
def _readings(text: str) -> tuple[Reading, ...]:
    return tuple(readings(text, [Sentence(span=Span(start=0, end=len(text)), paragraph=0)], NAMES))


def _ancestors(inside: set[Token]) -> Iterator[Token]:
    """Yield the tokens above some words in the tree, outside them."""
    heads = [token for token in inside if token.head not in inside or token.head == token]
    for head in heads:
        if head.pos_ in {"PUNCT", "SPACE", "CCONJ", "SCONJ"}:
            continue
        child = head
        for parent in head.ancestors:
            if child.dep_ in {"conj", "parataxis"} or (child.dep_ == "advcl"):
                break
            yield parent
            child = parent


def _above(inside: set[Token]) -> Iterator[Token]:
    """Yield the words that govern others from outside: modals, negations and adverbs of their heads and ancestors."""
    heads = [token for token in inside if token.head not in inside or token.head == token]
    for token in [*heads, *_ancestors(inside)]:
        yield token
        for child in token.children:
            if child.dep_ in {"aux", "neg", "advmod", "det", "mark", "acomp"}:
                yield child


def content(text: str) -> list[str]:
    """Return a text's words in lower case, possessives taken off."""
    return [word.removesuffix("'s") for word in words(text)]


def hedged(text: str) -> bool:
    """Tell whether a text holds any word that softens."""
    hedging = lexicon().words
    soft = hedging("hedges", "modals") | hedging("hedges", "adverbs") | hedging("hedges", "conditions")
    said = set(words(text))
    return bool(said & soft) or bool(_SOFT.search(text))


_SOFT = re.compile(
    r"\b(?:seem\w*|appear\w*|suggest\w*|allege\w*|reported(?:ly)?|suppos\w*|believ\w*|suspect\w*|think\w*|thought"
    r"|possib\w*|likely|unlikely|not (?:certain|sure)|uncertain|unconfirmed|doubt\w*|estimat\w*|whether|fear\w*"
    r"|hope\w*|expect\w*|may|might|could|would|if)\b",
    re.IGNORECASE,
)
