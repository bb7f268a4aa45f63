"""The embedding model and hybrid retrieval."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from conftest import DOCUMENTS
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.retrievers import BaseRetriever

from assistant import Assistant
from assistant.errors import WeightsError
from assistant.search import embedding
from assistant.search.embedding import DIMENSIONS, MiniLM
from assistant.search.hybrid import HybridRetriever
from assistant.search.words import Entry, WordIndex
from assistant.settings import load


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM(load().cache)


def test_it_is_a_llama_index_embedding(model: MiniLM) -> None:
    assert isinstance(model, BaseEmbedding)
    one = np.array(model.get_text_embedding("The lamp answers."), np.float32)
    assert one.shape == (DIMENSIONS,)
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-4)
    assert np.array_equal(one, model.embed(["The lamp answers."])[0])
    assert model.embed([]).shape == (0, DIMENSIONS)


def test_near_in_meaning_is_near_in_space(model: MiniLM) -> None:
    asked, near, far = model.embed(
        ["When did the ship go down?", "The vessel sank on Tuesday.", "Barley is ground at the mill."]
    )
    assert float(asked @ near) > float(asked @ far) + 0.2


def test_a_text_s_vector_hardly_depends_on_its_company(model: MiniLM) -> None:
    """Dynamic int8 takes one scale from the whole batch: cosines of .987 to .993, with or without padding."""
    short = "The lamp answers."
    company = [short, "word " * 240, "", "The wall leans, and nobody in office says why."]
    together = model.embed(company)[0]
    assert float(model.embed([short])[0] @ together) > 0.98


def test_a_text_is_read_to_256_tokens(model: MiniLM) -> None:
    long = "lamp " * 254
    read, more, other = model.embed([long, long + "barley " * 300, "lamp " * 200 + "barley " * 54])
    assert float(read @ more) > 0.9999
    assert float(read @ other) < 0.9999


def test_threads_share_it(model: MiniLM) -> None:
    texts = [f"The lamp answers {number} times." for number in range(24)]
    alone = [model.embed([text])[0] for text in texts]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: model.embed([text])[0], texts))
    assert np.array_equal(alone, together)


def test_weights_that_are_not_the_published_ones_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(embedding, "_SHA256", {**embedding._SHA256, "tokenizer.json": "0" * 64})
    with pytest.raises(WeightsError, match="make setup"):
        MiniLM(load().cache)
    monkeypatch.undo()
    monkeypatch.setattr(embedding, "_SHA256", {**embedding._SHA256, "model.safetensors": "0" * 64})
    with pytest.raises(WeightsError, match="make setup"):
        MiniLM(tmp_path)
    monkeypatch.undo()
    monkeypatch.setattr(embedding, "_PACKAGE", "no_such_weights")
    with pytest.raises(WeightsError, match=r"no-such-weights.*make setup"):
        MiniLM(load().cache)


def test_an_altered_graph_is_not_used(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    graph, seal = tmp_path / f"{embedding.NAME}.onnx", tmp_path / f"{embedding.NAME}.sha256"
    graph.write_bytes(b"a graph")
    assert embedding._sealed(graph, seal) is None
    seal.write_text("0" * 64)
    assert embedding._sealed(graph, seal) is None
    assert "altered" in caplog.text


def test_nodes_carry_exact_offsets(assistant: Assistant) -> None:
    assert isinstance(assistant.retriever, BaseRetriever)
    nodes = assistant.retriever.retrieve("Who closed the lock at Ebbing Weir?")
    assert {Path(assistant.document(n.node.metadata["document_id"]).path).name for n in nodes[:2]} == {
        "speech-north.txt",
        "speech-south.txt",
    }
    for one in nodes:
        text = assistant.document(one.node.metadata["document_id"]).text
        assert text[one.node.metadata["start"] : one.node.metadata["end"]] == one.text
        assert text in {(DOCUMENTS / name.path).read_bytes().decode() for name in assistant.documents()}
    scores = [one.score or 0.0 for one in nodes]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("what sank on tuesday", "briefing.txt"),
        ("Skerrow", "notebook.txt"),
        ("1987", "harbour.md"),
        ("the vessel went down at its berth", "briefing.txt"),
        ("روز بازار شهر کی باز می‌شود", "persian.txt"),
        ("河水結冰", "persian.txt"),
        ("rule for lanterns on market stalls", "market.md"),
    ],
)
def test_words_and_meaning_both_find(assistant: Assistant, question: str, path: str) -> None:
    """A name, a number, another wording, another script."""
    hit = assistant.retriever.search(question, 1)[0]
    assert assistant._record.editions([hit.unit.edition])[hit.unit.edition].path == path


def test_questions_in_the_query_language_of_the_index_are_only_words(assistant: Assistant) -> None:
    for question in ('unit:"lock" AND (', "lock* OR -weir", "[a TO b] ~2 ^3", "\\", "unit:", "a" * 5000):
        assert assistant.retriever.search(question)


def test_an_empty_library_finds_nothing(tmp_path: Path) -> None:
    with Assistant.open(tmp_path / "empty") as empty:
        assert isinstance(empty.retriever, HybridRetriever)
        assert empty.retriever.search("Who closed the lock?") == []
        assert empty.ask("Who closed the lock?").status == "abstained"


def test_the_word_index_stems_folds_accents_and_forgets(tmp_path: Path) -> None:
    index = WordIndex(tmp_path)
    index.update([Entry("1", "e1", "unit", "The Café closed its lanterns"), Entry("2", "e2", "passage", "a café")])
    assert list(index.search("lantern", "unit", 5)) == ["1"]
    assert list(index.search("cafe", "passage", 5)) == ["2"]
    assert index.search("?!", "unit", 5) == {}
    index.update([], ["e1"])
    assert index.search("lantern", "unit", 5) == {}
    assert len(WordIndex(tmp_path)) == 1
