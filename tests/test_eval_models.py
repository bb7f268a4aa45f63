"""One model three ways, the gate put to the test by the cases, and repairs counted: the harness's figures on models."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from eval_world import write_world
from model_servers import ModelServer, model_server, openai_lines
from scripted_model import reply
from test_models import needs
from typer.testing import CliRunner

from assistant import Assistant
from assistant.errors import UsageError
from eval.__main__ import app
from eval.answers import GivenAnswer, answer_of_example
from eval.auditing import judge, refused
from eval.cases import Case, load_cases
from eval.documents import Documents
from eval.models import SYSTEMS, columns, pooled, sample, written_into
from eval.reports import html, kind_of, results_of
from eval.scoring import score, summarise


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cases")
    write_world(folder)
    return folder


@pytest.fixture(scope="module")
def library(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("library")
    with Assistant.open(place) as assistant:
        assistant.add(sorted(folder.glob("*.md")))
    return place


@pytest.fixture(scope="module")
def cases(folder: Path) -> tuple[Case, ...]:
    return load_cases(sorted(folder.glob("*.jsonl")))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """A server whose model launders whatever it is asked."""
    needs("openai-like")
    with model_server(openai_lines) as server:
        monkeypatch.setenv("ACCORDINGTO_LLM_URL", f"{server.url}/v1")
        server.turns = [reply(("The council sold the weir in secret to a timber firm.", ["C1"]))]
        yield server


def run_model(folder: Path, library: Path, out: Path, *more: str) -> tuple[int, str, str]:
    files = [str(file) for file in sorted(folder.glob("*.jsonl"))]
    asked = ["--library", str(library), "--cases", files[0], "--documents", str(folder), "--out", str(out)]
    done = CliRunner().invoke(app, ["model", "--model", "openai-like:test", *asked, *more])
    return done.exit_code, done.stdout, done.stderr


def test_the_same_model_is_scored_three_ways(
    folder: Path, library: Path, cases: tuple[Case, ...], server: ModelServer, tmp_path: Path
) -> None:
    code, table, progress = run_model(folder, library, tmp_path, "--limit", "4")
    assert code == 0
    assert all(title in table.splitlines()[0] for title in SYSTEMS.values())
    assert [line.split()[2] for line in progress.splitlines()] == [f"{name}:" for name in SYSTEMS] * 4
    gated, ungated, _ = pooled([tmp_path])
    assert gated.figures["laundering"].value in (0, None)
    assert ungated.figures["no_hard_error"].value == 0
    assert sum(gated.repairs.values()) > 0
    asked = len(server.asked)
    assert run_model(folder, library, tmp_path, "--limit", "4")[0] == 0
    assert len(server.asked) == asked, "what was answered is not asked again"
    run_model(folder, library, tmp_path, "--limit", "5")
    assert len(server.asked) > asked


def test_a_sample_grows_without_changing(cases: tuple[Case, ...]) -> None:
    assert sample(cases, 4)[:2] == sample(cases, 2)
    assert sorted(case.id for case in sample(cases, 0)) == sorted(case.id for case in cases)


def test_the_table_is_written_between_its_marks(
    folder: Path, library: Path, server: ModelServer, tmp_path: Path
) -> None:
    assert run_model(folder, library, tmp_path / "a", "--limit", "1")[0] == 0
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- models -->\nold\n<!-- end of models -->\nafter\n", "utf-8")
    done = CliRunner().invoke(app, ["model-table", str(tmp_path / "a"), "--into", str(page)])
    text = page.read_text("utf-8")
    assert done.exit_code == 0
    assert text.startswith("before\n<!-- models -->\n\n1 cases")
    assert text.endswith("<!-- end of models -->\nafter\n")
    assert "old" not in text
    assert columns(pooled([tmp_path / "a"])) in text
    with pytest.raises(UsageError, match="has no place"):
        written_into(folder / "weir.md", "", pooled([tmp_path / "a"]))
    with pytest.raises(UsageError, match=r"There is no .*results\.json"):
        pooled([tmp_path / "b"])


# ------------------------------------------------------------------ repairs


def test_repairs_are_counted_by_kind(folder: Path, cases: tuple[Case, ...]) -> None:
    documents = Documents(folder)
    case = next(one for one in cases if one.id == "secret")
    good = answer_of_example(case, case.passing[0], documents)
    mended = {"model": "test:one", "repairs": ("asked again (laundered)", "dropped (claim_unknown, no_quotation)")}
    answers = [good, good.model_copy(update={"model": "extractive"}), good.model_copy(update={"model": "test:one"})]
    answers.append(GivenAnswer.model_validate(good.model_dump() | mended))
    results = results_of("test", [score(case, answer, documents) for answer in answers])
    assert results.repairs == {"asked again": 1, "dropped": 1}
    rate = summarise(results.scores)["repaired"]
    assert (rate.value, rate.n) == (0.5, 2)  # an answer that no model worded has nothing to repair
    assert "asked again (laundered)" in html(results)
    assert kind_of("the model failed (ServerError, status 500); the rest is extractive") == (
        "the model failed; the rest is extractive"
    )


# ------------------------------------------------------------------ the gate, judged by the cases


def test_the_gate_lets_honest_answers_through_and_stops_bad_ones(
    folder: Path, library: Path, cases: tuple[Case, ...], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), Assistant.open(library, create=False) as assistant:
        shares = refused(judge(cases, Documents(folder), assistant.shelf()))
    assert next(iter(shares)) == "passing"
    assert shares["passing"].value == 0
    for kind in ("planted speaker_swapped", "planted word_altered", "planted citation_dangling", "example OWN_VOICE"):
        assert shares[kind].value == 1, kind
    assert (shares["bad, within the gate's sight"].value or 0) > 0.7
