"""How questions are read: nearer to what answers them, while texts are read as ever; and how that is learnt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from shared_documents import shared_or_skip

from assistant import Assistant
from assistant.model import Span
from assistant.search import e5, minilm
from assistant.search.adapting import UP, adapted, graph_of
from assistant.search.e5 import E5
from assistant.search.minilm import MiniLM
from assistant.settings import load
from eval.adapting import (
    QUESTIONS,
    Learner,
    Taught,
    finder_examples,
    finder_scores,
    learn,
    parted,
    ranks,
    read_questions,
    told,
)
from eval.cases import load_cases
from eval.provenance import records

PAIRS = [
    ("how many jabs did they ship abroad", "We have sent nine million doses of vaccine to other countries."),
    ("what did the harbour boss make of the strike?", "The director of the port called the walkout a disgrace."),
    ("who put up the cash for the bridge", "The crossing was financed by a loan of the regional bank."),
    ("why were the farmers so cross", "Growers are furious, for the levy takes a third of their harvest."),
    ("is the dam safe or not, per the engineers", "In our view the barrage will not withstand another flood."),
    ("when do the troops come home", "All soldiers will have returned from the front by the first of May."),
]


def _lead(questions: np.ndarray[tuple[int, int], np.dtype[np.float32]], model: MiniLM | E5) -> float:
    """Return by how much each question is nearer to its own answer than to the others', on average."""
    near = questions @ model.embed([answer for _, answer in PAIRS]).T
    others = (near.sum() - np.trace(near)) / (len(PAIRS) * (len(PAIRS) - 1))
    return float(np.trace(near) / len(PAIRS) - others)


def test_a_question_read_for_its_answer_stands_out_more() -> None:
    model = MiniLM(load().cache)
    plain = np.stack([model.question(question).vector for question, _ in PAIRS])
    seeking = np.stack([model.seeking(question).vector for question, _ in PAIRS])
    assert _lead(seeking, model) > _lead(plain, model) + 0.02


def test_the_model_that_finds_reads_questions_so_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shipped = E5(load().cache)
    asked = np.stack([shipped.query(question) for question, _ in PAIRS])
    monkeypatch.setattr(e5, "adapted", lambda _, weights: weights)
    monkeypatch.setattr(e5, "graph_of", lambda model, name: f"{name}-{model}-unchanged")
    published = E5(tmp_path)
    plain = np.stack([published.query(question) for question, _ in PAIRS])
    assert _lead(asked, shipped) > _lead(plain, published)
    assert np.array_equal(shipped.embed(["The dam holds."]), published.embed(["The dam holds."]))


def test_only_products_change_and_the_graph_is_named_after_the_change() -> None:
    for name, (weights, _) in (("e5", e5.weights()), ("minilm", minilm.weights())):
        changed = adapted(name, weights)
        others = {one for one in weights if not np.array_equal(weights[one], changed[one])}
        assert others
        assert all(one.startswith("encoder.layer.") and one.endswith(".weight") for one in others)
        assert graph_of(name, "model") == graph_of(name, "model") != graph_of(name, "other")


def test_no_document_is_learnt_from_and_held_out() -> None:
    learnt, held = parted(questions := read_questions(QUESTIONS))
    assert len(learnt) + len(held) == len(questions) > 1000
    assert not {one.document for one in learnt} & {one.document for one in held}
    assert len(held) > 100
    few = [one for one in questions if "white-house" in one.document]
    assert parted(few)[1] == [one for one in held if one in few]  # what is held out stays so when documents are added


def test_every_question_has_its_words_in_its_document() -> None:
    shared = shared_or_skip()
    texts: dict[str, str] = {}
    for one in read_questions(QUESTIONS):
        text = texts.setdefault(one.document, (shared / one.document).read_text("utf-8"))
        assert one.question.strip()
        if one.place is not None:
            assert len(one.place.of(text)) == one.place.end - one.place.start >= 25


def test_no_question_is_of_a_document_that_a_case_asks_about_or_a_brief_rests_on() -> None:
    taught = {one.document for one in read_questions(QUESTIONS)}
    files = [*QUESTIONS.parents[1].glob("cases/*.jsonl"), *QUESTIONS.parents[1].glob("fresh/*.jsonl")]
    assert not taught & {path for case in load_cases(files) for path in case.documents}
    assert not taught & {source.document for record in records() for source in record.sources}


def test_shares_count_the_questions_whose_answer_is_not_found() -> None:
    assert told([0, 2, 9, None], 4) == "0.250 | 0.500 | 0.500 | 0.750"


def test_learning_puts_first_what_it_is_told_is_right(tmp_path: Path) -> None:
    for name in ("torch", "transformers", "peft"):
        pytest.importorskip(name, reason=f"learning needs {name}: pip install 'accordingto[training]'")
    import torch

    text = "\n\n".join(answer for _, answer in PAIRS)
    (tmp_path / "answers.md").write_text(text, "utf-8")
    wrong = [answer for _, answer in PAIRS[1:] + PAIRS[:1]]
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([tmp_path / "answers.md"])
        places = [Span(start=text.index(answer), end=text.index(answer) + len(answer)) for answer in wrong]
        taught = [Taught(asked, "answers.md", place) for (asked, _), place in zip(PAIRS, places, strict=True)]
        rows = finder_examples(assistant, taught) * 8
        embedder = assistant.finder().embedder
        torch.manual_seed(1)
        learner = Learner(*e5.weights(), lambda question: list(embedder.encoded_question(question).ids))
        before = sum(rank or 0 for rank in ranks(learner, rows, finder_scores))
        learn(learner, rows, finder_scores, temperature=0.02, rate=3e-3)
        after = sum(rank or 0 for rank in ranks(learner, rows, finder_scores))
        learner.save(tmp_path / "e5.safetensors")
    assert after < before / 2
    changed = {name.removesuffix(UP) for name in load_file(tmp_path / "e5.safetensors") if name.endswith(UP)}
    assert changed == {name.removesuffix(".weight") for name in e5.weights()[0] if _is_product(name)}


def _is_product(name: str) -> bool:
    return name.startswith("encoder.layer.") and name.endswith(".weight") and "LayerNorm" not in name
