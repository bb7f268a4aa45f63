"""The measurement of who says what: rebuilt texts, and scores one can check by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import UsageError
from eval.gum import detokenised, read_gum
from eval.voices import MEASURES, interval, measure

_TOKENS = ["Rosa", "Lind", "said", "that", "the", "pier", "was", "closed", "."]


def _corpus(folder: Path, source: list[int], cue: list[int]) -> Path:
    row = {"doc": "d", "split": "dev", "genre": "news", "tokens": _TOKENS}
    gold = {
        "doc": "d",
        "polarity": "positive",
        "source_tokens": source,
        "cue_tokens": cue,
        "content_tokens": [3, 4, 5, 6, 7, 8],
        "satellite_tokens": [0, 1, 2],
    }
    (folder / "documents.jsonl").write_text(json.dumps(row), encoding="utf-8")
    (folder / "attributions.jsonl").write_text(json.dumps(gold), encoding="utf-8")
    return folder


def test_tokens_become_print_and_every_token_keeps_its_place() -> None:
    tokens = [
        "He",
        "said",
        ":",
        '"',
        "The",
        "well",
        "-",
        "known",
        "pier",
        "is",
        "n't",
        "open",
        ".",
        '"',
        "(",
        "Yet",
        ")",
    ]
    text, starts, ends = detokenised(tokens)
    assert text == 'He said: "The well-known pier isn\'t open." (Yet)'
    assert [text[start:end] for start, end in zip(starts, ends, strict=True)] == tokens


def test_a_perfect_finding_scores_one(tmp_path: Path) -> None:
    rows = measure(_corpus(tmp_path, [0, 1], [2]), "dev")
    values = {name: function(rows) for name, function in MEASURES.items()}
    assert values["cue recall"] == values["cue precision"] == values["source exact given the cue"] == 1
    assert values["content token F1 given the cue"] == pytest.approx(10 / 11)


def test_a_wrong_source_and_a_missed_cue_score_nothing(tmp_path: Path) -> None:
    rows = measure(_corpus(tmp_path, [5], [2]), "dev")
    assert MEASURES["source overlap given the cue"](rows) == 0
    rows = measure(_corpus(tmp_path, [0, 1], [6]), "dev")
    assert MEASURES["cue recall"](rows) == MEASURES["cue precision"](rows) == 0
    assert [(one.start, one.end) for one in rows[0].false_alarms] == [(10, 14)]


def test_the_interval_of_one_document_is_its_value(tmp_path: Path) -> None:
    rows = measure(_corpus(tmp_path, [0, 1], [2]), "dev")
    assert interval(rows, MEASURES["cue recall"]) == (1, 1)


def test_only_the_split_asked_for_is_read(tmp_path: Path) -> None:
    assert list(read_gum(_corpus(tmp_path, [0], [2]), ["test"])) == []


def test_a_missing_corpus_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ACCORDINGTO_SHARED"):
        measure(tmp_path, "dev")
