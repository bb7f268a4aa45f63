"""The harness end to end: cases, runs, reports, gate, self-test, statistics and retrieval measures."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from eval_world import CASES, write_world
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from eval.__main__ import app
from eval.answers import GivenAnswer, answer_of_example, load_answers
from eval.cases import Case, load_cases
from eval.checking import check_case
from eval.documents import Documents, folded
from eval.drafting import draft
from eval.errors import AnswersError, CaseError
from eval.gating import Gate, Threshold, breaches
from eval.ranking import measures, write_qrels, write_run
from eval.reading import markers, read
from eval.reports import html, junit, results_of, write_reports
from eval.running import run
from eval.scoring import score, summarise
from eval.selftest import selftest, wordings_test
from eval.statistics import clustered, cohen_kappa, mean, roc_auc, wilson
from eval.support import overlap, support
from eval.systems import AnswersFile

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("ACCORDINGTO_SHARED") or ROOT.parent / "shared")
DEVELOPMENT = SHARED / "cases" / "dev.jsonl"
needs_shared = pytest.mark.skipif(not DEVELOPMENT.is_file(), reason=f"{DEVELOPMENT} is missing")


class Told:
    """A system that says what it was told, and counts how often it is asked."""

    def __init__(self, name: str, answers: dict[str, GivenAnswer]) -> None:
        self.name = name
        self.asked: list[str] = []
        self._answers = answers

    def answer(self, case: Case) -> GivenAnswer:
        self.asked.append(case.id)
        return self._answers[case.id]


@pytest.fixture
def world(tmp_path: Path) -> tuple[tuple[Case, ...], Documents]:
    return load_cases([write_world(tmp_path)]), Documents(tmp_path)


def passing(world: tuple[tuple[Case, ...], Documents]) -> dict[str, GivenAnswer]:
    cases, documents = world
    return {case.id: answer_of_example(case, case.pass_example, documents) for case in cases}


# -- cases -------------------------------------------------------------------------------------


def test_the_invented_world_holds(world: tuple[tuple[Case, ...], Documents]) -> None:
    cases, documents = world
    assert [problem for case in cases for problem in check_case(case, documents)] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"claim_patterns": ["("]}, "claim_patterns.0"),
        ({"kind": "riddle"}, "kind"),
        ({"surprise": 1}, "surprise"),
        ({"quotes": [{"document": "weir.md", "start": 9, "end": 9}]}, "quotes.0"),
        ({"holders": []}, "case"),
    ],
)
def test_a_bad_case_names_file_line_and_field(tmp_path: Path, change: dict[str, object], field: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(json.dumps(CASES[0]) + "\n" + json.dumps(CASES[1] | change) + "\n", encoding="utf-8")
    with pytest.raises(CaseError, match=re.escape(f"{file}:2: {field}: ")):
        load_cases([file])


def test_ids_are_unique_and_lines_are_json(tmp_path: Path) -> None:
    file = tmp_path / "twice.jsonl"
    file.write_text((json.dumps(CASES[0]) + "\n") * 2, encoding="utf-8")
    with pytest.raises(CaseError, match=":2: id: 'flood' is already used"):
        load_cases([file])
    file.write_text("{\n", encoding="utf-8")
    with pytest.raises(CaseError, match=":1: not JSON"):
        load_cases([file])


def test_check_cases_finds_a_span_and_an_example_that_do_not_hold(world: tuple[tuple[Case, ...], Documents]) -> None:
    cases, documents = world
    quote = cases[1].quotes[0].model_copy(update={"start": cases[1].quotes[0].start + 1})
    moved = cases[1].model_copy(update={"quotes": (quote, cases[1].quotes[1])})
    assert any("quotes.0" in problem.why for problem in check_case(moved, documents))
    spoiled = cases[1].model_copy(update={"pass_example": "The council sold the weir in secret [1]."})
    assert any("OWN_VOICE" in problem.why for problem in check_case(spoiled, documents))


# -- reading -----------------------------------------------------------------------------------


def test_a_quotation_is_never_split_and_markers_stay_with_their_sentence() -> None:
    text = "She asked, “Who? Nobody. Ever?” [1]. He said no. [2] Mr. Renn agreed [3, 4]."
    assert [sentence.markers for sentence in read(text)] == [(1,), (2,), (3, 4)]
    assert read(text)[0].quotations[0].words == "Who? Nobody. Ever?"


def test_a_quotation_within_a_quotation_belongs_to_it() -> None:
    (sentence,) = read("She wrote: “He said “Not so fast” and left.” [1]")
    assert [one.words for one in sentence.quotations] == ["He said “Not so fast” and left."]


def test_marker_ranges_are_read() -> None:
    assert markers("so [1][3-5], and [7, 9]") == (1, 3, 4, 5, 7, 9)


@given(st.text(alphabet='aB .?!“”"[]12;:\n’', max_size=80))
@settings(max_examples=200, deadline=None)
def test_sentences_are_pieces_of_the_text_in_order(text: str) -> None:
    place = 0
    for sentence in read(text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.start >= place
        place = sentence.end
    assert "".join(text.split()) == "".join("".join(s.text for s in read(text)).split())


# -- runs --------------------------------------------------------------------------------------


def test_passing_answers_score_without_an_error(world: tuple[tuple[Case, ...], Documents], tmp_path: Path) -> None:
    scores = run(world[0], Told("good", passing(world)), world[1], tmp_path / "out")
    figures = summarise(scores)
    assert figures["no_hard_error"].value == 1
    assert figures["laundering"].value == 0
    assert figures["laundering"].n == 4  # only where a contested claim is stated
    assert figures["abstention_recall"].value == 1
    assert figures["risk_coverage_area"].value is None  # nobody stated a confidence: not scored, not zero


def test_an_interrupted_run_goes_on_where_it_stopped(world: tuple[tuple[Case, ...], Documents], tmp_path: Path) -> None:
    cases, documents = world
    out = tmp_path / "out"
    run(cases[:3], Told("good", passing(world)), documents, out)
    journal = out / "answers.jsonl"
    journal.write_text(journal.read_text(encoding="utf-8") + '{"id": "sal', encoding="utf-8")
    again = Told("good", passing(world))
    run(cases, again, documents, out)
    assert sorted(again.asked) == sorted(case.id for case in cases[3:])
    other = Told("another", passing(world))
    run(cases, other, documents, out)
    assert len(other.asked) == len(cases)


def test_a_changed_case_is_asked_again(world: tuple[tuple[Case, ...], Documents], tmp_path: Path) -> None:
    cases, documents = world
    run(cases, Told("good", passing(world)), documents, tmp_path / "out")
    changed = cases[0].model_copy(update={"turns": ("Did the weir flood it?",)})
    again = Told("good", passing(world))
    run((changed, *cases[1:]), again, documents, tmp_path / "out")
    assert again.asked == ["flood"]


def test_a_case_without_its_document_is_unscored_not_wrong(
    world: tuple[tuple[Case, ...], Documents], tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    scores = [score(case, passing(world)[case.id], Documents(empty)) for case in world[0] if case.quotes]
    assert all(one.unscored for one in scores)
    assert summarise(scores)["no_hard_error"].value is None


def test_a_system_that_fails_is_scored_as_wrong(world: tuple[tuple[Case, ...], Documents]) -> None:
    failed = score(world[0][0], GivenAnswer(error="out of ink"), world[1])
    assert not failed.ok
    assert "out of ink" in failed.findings[0].why


def test_answers_of_strangers_may_be_bare(world: tuple[tuple[Case, ...], Documents], tmp_path: Path) -> None:
    bare = {
        "text": CASES[1]["pass_example"],
        "citations": [{"document": "weir.md", "exact": "the council sold the weir in secret to a timber firm"}],
    }
    file = tmp_path / "answers.jsonl"
    file.write_text(json.dumps({"id": "secret", "answer": bare}) + "\n", encoding="utf-8")
    secret = next(case for case in world[0] if case.id == "secret")
    assert score(secret, AnswersFile(file).answer(secret), world[1]).ok
    assert not score(world[0][0], AnswersFile(file).answer(world[0][0]), world[1]).ok
    file.write_text('{"id": "secret"}\n', encoding="utf-8")
    with pytest.raises(AnswersError, match=":1: every line is"):
        load_answers(file)


# -- reports and gate --------------------------------------------------------------------------


def test_reports_escape_what_is_not_ours_and_junit_says_why(
    world: tuple[tuple[Case, ...], Documents], tmp_path: Path
) -> None:
    cases, documents = world
    evil = GivenAnswer(text="<script>alert(1)</script> The council sold the weir in secret.\x00 [1]")
    scores = [score(cases[1], evil, documents), score(cases[4], passing(world)["built"], documents)]
    results = results_of("<b>", scores)
    write_reports(results, tmp_path)
    assert "<script>" not in html(results)
    assert "&lt;script&gt;" in html(results)
    suite = ElementTree.parse(tmp_path / "junit.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert "must be said by the Anglers' Union" in (failure.get("message") or "")
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["figures"]["no_hard_error"]["n"] == 2
    assert len(list(junit(results))) == 2


def test_the_gate_names_every_figure_that_falls_short(world: tuple[tuple[Case, ...], Documents]) -> None:
    results = results_of("good", [score(case, passing(world)[case.id], world[1]) for case in world[0]])
    gate = Gate(
        figures={
            "no_hard_error": Threshold(at_least=1.0),
            "words": Threshold(at_most=1.0),
            "risk_coverage_area": Threshold(at_most=1.0),
        }
    )
    assert [line.split(":")[0] for line in breaches(gate, results)] == ["words", "risk_coverage_area"]


# -- the harness on itself ---------------------------------------------------------------------


def test_planted_errors_are_caught_and_good_answers_are_left_alone(world: tuple[tuple[Case, ...], Documents]) -> None:
    world[1].text("parish.md")
    report = selftest(*world)
    assert (report.all_caught.value or 0) >= 0.97, report.missed
    assert report.false_alarms.value == 0, report.missed
    assert len(report.caught) >= 15


def test_wordings_are_stand_off(world: tuple[tuple[Case, ...], Documents], tmp_path: Path) -> None:
    file = tmp_path / "wordings.jsonl"
    lines = [
        {"case": "secret", "text": "The Anglers’ Union says “{1:2-7}” [1]."},
        {"case": "secret", "text": "“{1}” [1].", "error": "OWN_VOICE"},
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    report = wordings_test(file, *world)
    assert (report.all_caught.value, report.false_alarms.value) == (1, 0), report.missed


@needs_shared
def test_the_development_cases_hold_and_the_command_says_so() -> None:
    found = CliRunner().invoke(app, ["check-cases", "--cases", str(DEVELOPMENT), "--documents", str(SHARED)])
    assert found.exit_code == 0, found.output
    assert "37 cases" in found.output


@needs_shared
def test_the_development_cases_pass_the_self_test() -> None:
    report = selftest(load_cases([DEVELOPMENT]), Documents(SHARED))
    assert (report.all_caught.value or 0) >= 0.97, report.missed
    assert (report.false_alarms.value or 0) <= 0.02, report.missed


def test_pytest_collects_each_case_and_fails_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "eval" / "cases"
    folder.mkdir(parents=True)
    case_file = write_world(tmp_path)
    (folder / "world.jsonl").write_text(case_file.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "eval" / "conftest.py").write_text("from eval.conftest import *  # noqa: F403\n", encoding="utf-8")
    answers = tmp_path / "answers.jsonl"
    told = [{"id": "secret", "answer": {"text": "The council sold the weir in secret."}}]
    answers.write_text("".join(json.dumps(one) + "\n" for one in told), encoding="utf-8")
    environment = os.environ | {
        "ACCORDINGTO_SHARED": str(tmp_path),
        "ACCORDINGTO_ANSWERS": str(answers),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "eval.conftest", "-p", "no:cacheprovider", str(folder)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "laundered: stated in its own voice: 'The council sold the weir in secret.'" in done.stdout, done.stdout
    assert "must be said by the Anglers' Union" in done.stdout


def test_a_draft_places_its_quotation(world: tuple[tuple[Case, ...], Documents]) -> None:
    drafted = json.loads(draft("new", "Who asked?", "weir.md", "Nobody was asked and nobody was told", world[1]))
    case = Case.model_validate(drafted)
    assert world[1].at(case.quotes[0]) == "Nobody was asked and nobody was\ntold"


# -- statistics --------------------------------------------------------------------------------


def test_wilson_agrees_with_the_published_example() -> None:
    """Newcombe (1998), table I: 81 of 263 gives .2553 to .3662."""
    estimate = wilson(81, 263)
    assert (round(estimate.low or 0, 4), round(estimate.high or 0, 4)) == (0.2553, 0.3662)
    assert wilson(0, 0).value is None


def test_clusters_widen_the_interval() -> None:
    values = [1.0, 0.0] * 20
    alone = clustered(values, [str(i) for i in range(40)], mean)
    together = clustered(values, [str(i % 2) for i in range(40)], mean)
    assert (together.high or 0) - (together.low or 0) > (alone.high or 0) - (alone.low or 0)
    assert clustered([], [], mean).value is None


@given(st.lists(st.tuples(st.integers(0, 5).map(float), st.booleans()), max_size=30))
def test_auc_is_the_share_of_rightly_ordered_pairs(scored: list[tuple[float, bool]]) -> None:
    pairs = [(a, b) for a, one in scored if one for b, other in scored if not other]
    expected = sum((a > b) + (a == b) / 2 for a, b in pairs) / len(pairs) if pairs else None
    assert roc_auc(scored) == (pytest.approx(expected) if expected is not None else None)


def test_kappa_is_agreement_beyond_chance() -> None:
    table = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert cohen_kappa(table) == pytest.approx(0.4)
    assert cohen_kappa([(True, True)]) is None


def test_words_that_stand_together_support_more_than_words_that_occur() -> None:
    claim = "The council sold the old weir to a timber firm."
    scattered = "The firm has lamps. A council of elders met about timber, bread and salt. An old man sold his best "
    scattered += "apples, pears and plums by the roadside near the broken weir."
    together = "In May the council sold its old weir to a timber firm."
    assert overlap(claim, [scattered]) == overlap(claim, [together]) == 1
    assert support(claim, [together]) > 0.8 > 0.5 > support(claim, [scattered])
    assert support("The weir cost 900 crowns.", ["The weir cost 700 crowns."]) < support(
        "The weir cost 700 crowns.", ["The weir cost 700 crowns."]
    )


def test_folding_touches_white_space_and_curly_marks_only() -> None:
    assert folded("a\n “b”  don’t") == 'a "b" don\'t'
    assert folded("A-b") != folded("a b")


# -- retrieval ---------------------------------------------------------------------------------


def test_retrieval_measures_count_a_query_that_is_not_ranked(tmp_path: Path) -> None:
    qrels, ranking = tmp_path / "qrels.txt", tmp_path / "run.txt"
    write_qrels({"q1": ["d1"], "q2": ["d2"]}, qrels)
    write_run({"q1": [("d9", 2.0), ("d1", 1.0)]}, ranking, "test")
    found = measures(qrels, ranking)
    assert found["RR@10"].value == 0.25
    assert found["R@5"].value == 0.5
    assert all(estimate.n == 2 for estimate in found.values())
