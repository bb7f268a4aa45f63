"""The case files of the corpus: whole, on the right documents, and every span where it is said to be."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from shared_documents import shared_or_skip

from eval import provenance
from eval.cases import load_cases
from eval.checking import check_case
from eval.documents import Documents
from eval.sources import REPOSITORY, describe, read_text

CASES = REPOSITORY / "eval/cases"
KINDS = {
    "who_claims",
    "agentless_hedged",
    "author_voice",
    "speaker_turn",
    "uncontested_control",
    "disagreement",
    "temporal",
    "false_premise",
    "unanswerable",
    "multi_turn",
}


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of one file."""
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]


def quotes(name: str) -> Iterator[dict[str, Any]]:
    """The quotations of one file's cases."""
    for case in cases(name):
        yield from case["quotes"]


@pytest.fixture(scope="module")
def shared() -> Path:
    """The folder of the source documents."""
    return shared_or_skip()


@pytest.mark.parametrize(("name", "least"), [("corpus.jsonl", 60), ("standoff.jsonl", 20)])
def test_there_are_enough_cases_of_every_kind(name: str, least: int) -> None:
    count = Counter(case["kind"] for case in cases(name))
    assert count.total() >= least
    assert set(count) == KINDS
    assert len({case["id"] for case in cases(name)}) == count.total()


@pytest.mark.parametrize("name", ["corpus.jsonl", "standoff.jsonl"])
def test_every_case_has_something_to_pass_and_something_to_fail(name: str) -> None:
    for case in cases(name):
        assert case["pass_example"], case["id"]
        assert case["fail_examples"], case["id"]
        assert (case["expect"] == "abstain") == (not case["quotes"]), case["id"]


def test_cases_on_the_briefs_quote_them_exactly() -> None:
    for quote in quotes("corpus.jsonl"):
        text = read_text(REPOSITORY / quote["document"])
        assert quote["document"].startswith("corpus/")
        assert text[quote["start"] : quote["end"]] == quote["text"]


def test_every_brief_has_a_case() -> None:
    asked = {Path(document).name for case in cases("corpus.jsonl") for document in case["documents"]}
    assert asked == set(provenance.briefs())


def test_stand_off_cases_carry_no_words_of_their_documents() -> None:
    for case in cases("standoff.jsonl"):
        assert all("text" not in quote for quote in case["quotes"])
        examples = [case["pass_example"], *case["pass_examples_alt"], *(e["text"] for e in case["fail_examples"])]
        assert not any("“" in example.replace("“{quote:", "") for example in examples), case["id"]


def test_no_case_repeats_eight_words_of_a_source_document(shared: Path) -> None:
    texts = [_written(case) for name in ("corpus.jsonl", "standoff.jsonl") for case in cases(name)]
    own = {gram for text in texts for gram in provenance.own_grams(text)}
    documents = [path for part in ("sources", "seeds") for path in (shared / part).rglob("*")]
    kinds = {".md", ".txt", ".json"}
    copied = {
        (" ".join(gram), path.name)
        for path in documents
        if path.suffix in kinds
        for gram in provenance.grams(provenance.words(read_text(path)))
        if gram in own
    }
    assert not copied


def _written(case: dict[str, Any]) -> str:
    """What a case says in its own words: questions and examples."""
    examples = [case["pass_example"], *case["pass_examples_alt"], *(e["text"] for e in case["fail_examples"])]
    return "\n“”".join([*case["turns"], *case["forbidden_own_voice"], *examples])


def test_stand_off_spans_exist(shared: Path) -> None:
    for quote in quotes("standoff.jsonl"):
        text = read_text(shared / quote["document"])
        assert describe(shared, quote["document"]).quotable
        assert hashlib.sha256(text.encode("utf-8")).hexdigest() == quote["sha256"]
        assert text[quote["start"] : quote["end"]].strip()


def test_stand_off_cases_are_on_documents_the_development_cases_leave_alone(shared: Path) -> None:
    taken = set((shared / "cases/library.txt").read_text(encoding="utf-8").split())
    assert not taken & {document for case in cases("standoff.jsonl") for document in case["documents"]}


FRESH = REPOSITORY / "eval/fresh"


@pytest.mark.parametrize("name", sorted(path.name for path in FRESH.glob("*.jsonl")))
def test_fresh_cases_hold_and_carry_no_words_of_their_documents(shared: Path, name: str) -> None:
    read = load_cases([FRESH / name])
    assert len(read) >= 30
    assert all(quote.text is None for case in read for quote in case.quotes)
    held = Documents(shared)
    assert [problem for case in read for problem in check_case(case, held)] == []


PRESS = REPOSITORY / "eval/press"


@pytest.mark.parametrize("name", sorted(path.name for path in PRESS.glob("*.jsonl")))
def test_press_cases_hold_on_the_invented_journalism_beside_them(name: str) -> None:
    read = load_cases([PRESS / name])
    held = Documents(PRESS / Path(name).stem)
    assert len(read) >= 30
    assert [problem for case in read for problem in check_case(case, held)] == []
