"""The embedding model and hybrid retrieval."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from conftest import DOCUMENTS
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.retrievers import BaseRetriever

from assistant import Assistant
from assistant.errors import WeightsError
from assistant.search import e5, minilm, weights
from assistant.search.e5 import E5
from assistant.search.embedders import EMBEDDERS, open_embedder, open_reader
from assistant.search.embedding import DIMENSIONS, SentenceEncoder
from assistant.search.hybrid import HybridRetriever
from assistant.search.minilm import MiniLM
from assistant.search.words import Entry, WordIndex
from assistant.settings import load


@pytest.fixture(scope="module", params=sorted(EMBEDDERS))
def model(request: pytest.FixtureRequest) -> SentenceEncoder:
    opened = open_embedder(request.param, load().cache)
    assert isinstance(opened, SentenceEncoder)
    return opened


def test_it_is_a_llama_index_embedding(model: SentenceEncoder) -> None:
    assert isinstance(model, BaseEmbedding)
    one = np.array(model.get_text_embedding("The lamp answers."), np.float32)
    assert one.shape == (DIMENSIONS,)
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-4)
    assert np.array_equal(one, model.embed(["The lamp answers."])[0])
    assert model.embed([]).shape == (0, DIMENSIONS)


def test_near_in_meaning_is_near_in_space(model: SentenceEncoder) -> None:
    near, far = model.embed(["The vessel sank on Tuesday.", "Barley is ground at the mill."])
    asked = model.query("When did the ship go down?")
    assert float(asked @ near) > float(asked @ far) + 0.05
    assert np.array_equal(asked, np.array(model.get_query_embedding("When did the ship go down?"), np.float32))


def test_a_question_is_another_text_to_the_model_that_finds() -> None:
    model = E5(load().cache)
    assert not np.array_equal(model.query("barley"), model.embed(["barley"])[0])


def test_letters_written_otherwise_and_runs_of_spaces_are_the_same_to_it() -> None:
    model = E5(load().cache)
    plain, other = model.embed(["The ferry sank in 1987.", "The  ferry sank\u00a0in \uff11987."])
    assert np.array_equal(plain, other)


def test_a_text_s_vector_hardly_depends_on_its_company(model: SentenceEncoder) -> None:
    """Dynamic int8 takes one scale from the whole batch: cosines of .987 to .993, with or without padding."""
    short = "The lamp answers."
    company = [short, "word " * 240, "", "The wall leans, and nobody in office says why."]
    together = model.embed(company)[0]
    assert float(model.embed([short])[0] @ together) > 0.98


@pytest.mark.parametrize(("name", "longest"), [(minilm.NAME, minilm.LONGEST), (e5.NAME, e5.LONGEST)])
def test_a_text_is_read_to_as_many_tokens_as_the_model_takes(name: str, longest: int) -> None:
    model = open_embedder(name, load().cache)
    long = "lamp " * longest
    read, more, other = model.embed([long, long + "barley " * 300, "lamp " * (longest - 60) + "barley " * 60])
    assert np.array_equal(read, more)
    assert float(read @ other) < 0.9999


def test_threads_share_it(model: SentenceEncoder) -> None:
    texts = [f"The lamp answers {number} times." for number in range(24)]
    alone = [model.embed([text])[0] for text in texts]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: model.embed([text])[0], texts))
    assert np.array_equal(alone, together)


def test_weights_that_are_not_the_published_ones_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(e5, "_SHA256", "0" * 64)
    with pytest.raises(WeightsError, match="make setup"):
        E5(load().cache)
    monkeypatch.setattr(minilm, "_SHA256", {**minilm._SHA256, "tokenizer.json": "0" * 64})
    with pytest.raises(WeightsError, match="make setup"):
        MiniLM(load().cache)
    monkeypatch.undo()
    monkeypatch.setattr(minilm, "_SHA256", {**minilm._SHA256, "model.safetensors": "0" * 64})
    with pytest.raises(WeightsError, match="make setup"):
        MiniLM(tmp_path)


@pytest.mark.parametrize("module", [e5, minilm])
def test_missing_weights_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module: ModuleType) -> None:
    monkeypatch.setattr(module, "_PACKAGE", "no_such_weights")
    with pytest.raises(WeightsError, match=r"no-such-weights.*make setup"):
        open_embedder(module.NAME, tmp_path)


def test_libraries_of_a_process_share_their_models() -> None:
    cache = load().cache
    assert open_embedder(e5.NAME, cache) is open_embedder(e5.NAME, cache)
    assert id(open_reader(cache)) == id(open_embedder(minilm.NAME, cache))


def test_an_altered_graph_is_built_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def build(graph: Path) -> None:
        graph.write_bytes(b"built")

    graph = tmp_path / "model.onnx"
    graph.write_bytes(b"somebody's")
    assert weights.built("model", tmp_path, build) == b"built"
    assert "altered" not in caplog.text
    graph.write_bytes(b"altered")
    assert weights.built("model", tmp_path, build) == b"built"
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
