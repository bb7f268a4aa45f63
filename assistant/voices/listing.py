"""Claims and claimants as people and programs read them: chosen, as JSON, as lines of text.

Everything takes an iterable of (document, its claims), from wherever they are kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.model import Claim, Claimant, ClaimantKind, Document, Form, Polarity, Span

_STOP = frozenset("the a an of in on at to for and or by with from mr ms mrs dr".split())


@dataclass(frozen=True)
class Choice:
    """Which claims to list; every condition that is given must hold."""

    document: str | None = None
    """An id, a path or a part of a title."""
    claimant: str | None = None
    """A name, a short form of it, or an acronym."""
    contested: bool = False
    """Only contested claims."""
    about: str | None = None
    """Words that must all stand in the content (by their stems, roughly)."""

    def takes(self, document: Document, claim: Claim) -> bool:
        """Tell whether a claim is chosen."""
        if self.document is not None and not is_document(document, self.document):
            return False
        if self.contested and not claim.contested:
            return False
        if self.claimant is not None and not any(is_called(one, self.claimant) for one in claim.attribution.claimants):
            return False
        return self.about is None or _mentions(claim.attribution.content.of(document.text), self.about)


def chosen(held: Iterable[tuple[Document, Iterable[Claim]]], choice: Choice) -> Iterator[tuple[Document, Claim]]:
    """Yield the claims that a choice takes, with their documents, in order."""
    for document, claims in held:
        for claim in claims:
            if choice.takes(document, claim):
                yield document, claim


def is_document(document: Document, wanted: str) -> bool:
    """Tell whether `wanted` is the document's id or path, or a part of its title."""
    lowered = wanted.casefold()
    return wanted in {document.id, document.path, document.uri} or lowered in document.title.casefold()


def is_called(claimant: Claimant, wanted: str) -> bool:
    """Tell whether a claimant (or a member of a group) goes by a name: its words, in order, or its initials."""
    return any(_answers_to(name, wanted) for name in (claimant.name, *claimant.members))


def _answers_to(name: str, wanted: str) -> bool:
    words, asked = _words(name), _words(wanted)
    if not asked or not words:
        return False
    places = iter(words)
    if all(one in places for one in asked):
        return True
    initials = "".join(one[0] for one in re.findall(r"\w+", name) if one[0].isupper())
    return len(asked) == 1 and len(initials) > 1 and asked[0] == initials.casefold()


def _words(name: str) -> list[str]:
    return [one for one in re.findall(r"\w+", name.casefold()) if one not in _STOP]


def _mentions(text: str, about: str) -> bool:
    stems = {one[:5] for one in re.findall(r"\w+", text.casefold())}
    return all(one[:5] in stems for one in _words(about))


# ------------------------------------------------------------------ the wire


def claim_wire(claim: Claim, document: Document) -> dict[str, object]:
    """Return a claim as the JSON object that `accordingto claims --json` prints, one a line."""
    one = claim.attribution
    return {
        "id": one.id,
        "parent": one.parent,
        "document": {"id": document.id, "title": document.title, "uri": document.path},
        "source": _span(one.source),
        "cue": _span(one.cue),
        "content": _span(one.content),
        "claimants": [claimant.name for claimant in one.claimants],
        "kind": one.claimants[0].kind.value,
        "form": one.form.value,
        "polarity": one.polarity.value,
        "force": int(one.force),
        "contested": claim.contested,
        "rules": [rule.value for rule in claim.rules],
        "reasons": list(claim.reasons),
        "chain": [claimant.name for claimant in claim.chain],
        "hedges": [_span(hedge) for hedge in claim.hedges],
    }


def _span(span: Span | None) -> dict[str, int] | None:
    return None if span is None else {"start": span.start, "end": span.end}


# ------------------------------------------------------------------ for people


def claim_lines(document: Document, claim: Claim) -> tuple[str, ...]:
    """Return a claim as lines of text: who, how sure, what, and why it counts as contested."""
    one = claim.attribution
    who = " and ".join(claimant.name for claimant in one.claimants)
    via = [claimant.name for claimant in claim.chain if claimant.name not in who.split(" and ")]
    cue = f", “{_folded(one.cue, document)}”" if one.cue is not None else ""
    denial = " (denied)" if one.polarity is Polarity.NEGATIVE else ""
    how = "own voice" if one.form is Form.OWN_VOICE else one.form.value
    head = f"{who}{f' (in {_joined(via)})' if via else ''}{cue}{denial}"
    status = "contested" if claim.contested else "not contested"
    why = "; ".join(f"{rule.value} {reason}" for rule, reason in zip(claim.rules, claim.reasons, strict=True))
    where = f"{document.title}, {one.content.start}-{one.content.end}"
    return (
        f"{head}: “{_folded(one.content, document)}”",
        f"    {how}, {status} [{why}]",
        f"    {where}",
    )


def _joined(names: list[str]) -> str:
    return ", in ".join(names)


def _folded(span: Span, document: Document) -> str:
    return " ".join(span.of(document.text).split())


# ------------------------------------------------------------------ claimants


@dataclass(frozen=True)
class Voice:
    """A claimant with how much it says."""

    name: str
    """The wording to show."""
    kind: ClaimantKind
    """Named, group, artifact, unspecified or author."""
    claims: int
    """How many claims."""
    contested: int
    """How many of them are contested."""
    documents: int
    """In how many documents."""

    def line(self) -> str:
        """Return it as one line of text."""
        plural = "s" if self.documents != 1 else ""
        count = f"{self.claims} claims, {self.contested} contested, {self.documents} document{plural}"
        return f"{self.name} ({self.kind.value}): {count}"


def voices_in(held: Iterable[tuple[Document, Iterable[Claim]]]) -> list[Voice]:
    """Count who says how much, loudest first.

    Named parties merge across documents; unnamed ones and authors never do.
    """
    claims: Counter[tuple[str, ClaimantKind, str]] = Counter()
    contested: Counter[tuple[str, ClaimantKind, str]] = Counter()
    documents: dict[tuple[str, ClaimantKind, str], set[str]] = {}
    for document, held_claims in held:
        for claim in held_claims:
            for claimant in claim.attribution.claimants:
                merges = claimant.kind is ClaimantKind.NAMED
                key = (claimant.name, claimant.kind, "" if merges else document.id)
                claims[key] += 1
                contested[key] += claim.contested
                documents.setdefault(key, set()).add(document.id)
    rows = [Voice(key[0], key[1], claims[key], contested[key], len(documents[key])) for key in claims]
    return sorted(rows, key=lambda one: (-one.claims, one.name))
