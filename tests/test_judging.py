"""How well a sentence answers, judged together with the question; and how that is learnt."""

from __future__ import annotations

from pathlib import Path

import pytest
from safetensors.numpy import load_file
from test_adapting import PAIRS

from assistant import Assistant
from assistant.model import Span
from assistant.search.adapting import UP
from assistant.search.judging import LONGEST, Judge, Passage
from assistant.settings import load
from eval.adapting import Taught
from eval.judging import Pupil, examples, figures, learn

NEAR_MISSES = [
    ("How long will the new bridge be?", "The new bridge will be opened by the minister in the spring, the city said."),
    ("What did the harbour master say about the fees?", "The harbour master said that the strike was a disgrace."),
    ("How many soldiers came home in 2009?", "In 2011, 4,000 soldiers came home, the ministry of defence said."),
    ("Who paid for the hospital?", "The hospital has two hundred beds and serves the whole of the valley."),
]


def _passages(texts: list[str]) -> list[Passage]:
    return [Passage(text, "The Daily, 4 May 2019", "") for text in texts]


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(load().cache)


def test_what_answers_is_mostly_judged_above_what_does_not(judge: Judge) -> None:
    answers = [answer for _, answer in PAIRS]
    odds = [judge.answers(question, _passages(answers)) for question, _ in PAIRS]
    assert sum(max(row) == row[number] for number, row in enumerate(odds)) >= len(PAIRS) - 1


def test_what_is_about_the_matter_and_does_not_answer_is_judged_so(judge: Judge) -> None:
    misses = [judge.answers(question, _passages([text]))[0] for question, text in NEAR_MISSES]
    hits = [judge.answers(question, _passages([text]))[0] for question, text in PAIRS]
    assert sum(misses) / len(misses) < sum(hits) / len(hits) - 1


def test_a_passage_is_judged_alike_alone_and_among_others(judge: Judge) -> None:
    question, texts = PAIRS[0][0], [answer for _, answer in PAIRS] * 2
    together = judge.answers(question, _passages(texts))
    assert together[:6] == together[6:]
    assert Judge(load().cache, threads=1).answers(question, _passages(texts[:1])) == together[:1]


def test_the_sentence_and_the_question_are_read_whole_before_what_goes_before(judge: Judge) -> None:
    question, text = PAIRS[1]
    short = judge.pair(question, Passage(text, "", ""))
    long = judge.pair(question, Passage(text, "", "It rained. " * 200))
    assert len(short) < len(long) == LONGEST
    assert long[-10:] == short[-10:]


def test_learning_tells_answers_from_others(tmp_path: Path) -> None:
    for name in ("torch", "transformers", "peft"):
        pytest.importorskip(name, reason=f"learning needs {name}: pip install 'accordingto[training]'")
    text = "\n\n".join(answer for _, answer in PAIRS)
    (tmp_path / "answers.md").write_text(text, "utf-8")
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([tmp_path / "answers.md"])
        places = [Span(start=text.index(answer), end=text.index(answer) + len(answer)) for _, answer in PAIRS]
        taught = [Taught(asked, "answers.md", place) for (asked, _), place in zip(PAIRS, places, strict=True)]
        taught += [Taught(asked, "answers.md", None) for asked, _ in NEAR_MISSES]
        rows = list(examples(assistant, taught, taught=True))
    pupil = Pupil()
    learn(pupil, rows * 40)
    assert "told from unanswerable ones: area 1.000" in figures(pupil, rows)
    pupil.save_judge(tmp_path / "judge.safetensors")
    saved = load_file(tmp_path / "judge.safetensors")
    assert {"inner.weight", "inner.bias", "outer.weight", "outer.bias"} == {n for n in saved if "encoder" not in n}
    assert sum(name.endswith(UP) for name in saved) == 36
