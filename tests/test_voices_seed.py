"""The seed article: what a person wrote down before the engine ran, by offsets, against what the engine finds."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.library.segmenting import segment
from assistant.model import Claim, Document, Form, Metadata, Span
from assistant.voices import claims_of

_GOLD = Path(__file__).parent / "gold" / "seed_claims.jsonl"
_ARTICLE = "seeds/foreign-policy-taliban-isk.txt"


def _shared() -> Path:
    named = os.environ.get("ACCORDINGTO_SHARED")
    return Path(named) if named else Path(__file__).resolve().parents[1].parent / "shared"


@pytest.fixture(scope="module")
def article() -> Iterator[tuple[Document, tuple[Claim, ...]]]:
    """The article and its claims, without its last line (the publisher's footer)."""
    path = _shared() / _ARTICLE
    if not path.exists():
        pytest.skip(f"{path} is not there")
    text = path.read_bytes().decode("utf-8")
    end = text.rstrip("\n").rindex("\n")
    document = Document(
        uri=path.absolute().as_uri(),
        path=path.name,
        text=text,
        metadata=Metadata(genre="opinion"),
        content=(Span(start=0, end=end),),
    )
    yield document, claims_of(document, segment(document).sentences)


@pytest.fixture(scope="module")
def gold() -> list[dict[str, object]]:
    """The rows a person wrote."""
    return [json.loads(line) for line in _GOLD.read_text(encoding="utf-8").splitlines()]


def _span(value: object) -> Span | None:
    return Span(start=value[0], end=value[1]) if isinstance(value, list) else None


def _overlap(one: Span, other: Span) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(0, shared) / (max(one.end, other.end) - min(one.start, other.start))


def _agrees(row: dict[str, object], claim: Claim) -> bool:
    """Tell whether a claim says what a row says: the same content, source, kind of claimant, and contested or not."""
    one = claim.attribution
    content, source, cue = _span(row["content"]), _span(row["source"]), _span(row["cue"])
    assert content is not None
    own = row["type"] == "own"
    if own is not (one.form is Form.OWN_VOICE) or _overlap(content, one.content) < 0.5:
        return False
    if (cue is None) is not (one.cue is None) or (
        cue is not None and one.cue is not None and not cue.overlaps(one.cue)
    ):
        return False
    if source != one.source:
        return False
    if row["contested"] is not None and row["contested"] is not claim.contested:
        return False
    rules = {rule.value for rule in claim.rules}
    return one.claimants[0].kind.value == row["kind"] and set(row["rules"]) <= rules  # type: ignore[call-overload]


def test_nine_rows_in_ten_agree_and_nothing_that_matters_is_missed(
    article: tuple[Document, tuple[Claim, ...]], gold: list[dict[str, object]]
) -> None:
    _, claims = article
    missed = [row for row in gold if not any(_agrees(row, claim) for claim in claims)]
    agreement = 1 - len(missed) / len(gold)
    assert agreement >= 0.9, f"agreement {agreement:.2f}; missed {missed}"
    assert not [row for row in missed if row["matters"]]


def test_nine_of_ten_claims_are_in_the_list(
    article: tuple[Document, tuple[Claim, ...]], gold: list[dict[str, object]]
) -> None:
    _, claims = article
    extra = [claim for claim in claims if not any(_agrees(row, claim) for row in gold)]
    assert len(extra) <= len(claims) / 10, [(one.attribution.content, one.rules) for one in extra]


def test_the_named_source_counts_in_its_group(article: tuple[Document, tuple[Claim, ...]]) -> None:
    document, claims = article
    groups = [one.attribution.claimants[0] for one in claims if one.attribution.claimants[0].members]
    assert groups
    for claimant in groups:
        assert claimant.mention is not None
        assert all(member in claimant.mention.of(document.text) for member in claimant.members)
