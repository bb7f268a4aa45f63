"""The engines for LlamaIndex users: the base classes' ways in, exact source nodes, and the examples as they stand."""

from __future__ import annotations

import asyncio
import json
import runpy
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from eval_world import write_world
from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.llms.types import ChatMessage, MessageRole
from llama_index.core.base.response.schema import Response, StreamingResponse
from llama_index.core.chat_engine.types import BaseChatEngine
from scripted_model import ScriptedModel, reply
from typer.testing import CliRunner

from assistant.assistant import Assistant
from assistant.checks.auditing import GivenAnswer, check_answer
from assistant.cli import app
from assistant.engines import AttributedChatEngine, AttributedQueryEngine
from eval.cases import load_cases
from eval.documents import Documents
from eval.evaluators import evaluators

ROOT = Path(__file__).parent.parent
QUESTION = "Who claims that the council sold the weir in secret?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("documents")
    write_world(made).rename(tmp_path_factory.mktemp("cases") / "cases.jsonl")
    return made


@pytest.fixture(scope="module")
def assistant(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with Assistant.open(tmp_path_factory.mktemp("library")) as opened:
        opened.add([folder])
        yield opened


def test_source_nodes_carry_exact_offsets(assistant: Assistant, folder: Path) -> None:
    engine = AttributedQueryEngine(assistant)
    assert isinstance(engine, BaseQueryEngine)
    response = engine.query(QUESTION)
    assert isinstance(response, Response)
    assert "Anglers’ Union" in str(response)
    assert response.source_nodes
    for source in response.source_nodes:
        text = (folder / source.node.metadata["uri"]).read_text("utf-8")
        known = source.node.metadata
        assert text[known["start"] : known["end"]] == source.node.get_content()
        assert getattr(source.node, "start_char_idx", None) == known["start"]
    assert response.metadata is not None
    assert response.metadata["answer"]["schema"] == 1


def test_every_way_to_ask_gives_the_same_answer(assistant: Assistant) -> None:
    asked = str(AttributedQueryEngine(assistant).query(QUESTION))
    streamed = AttributedQueryEngine(assistant, streaming=True).query(QUESTION)
    assert isinstance(streamed, StreamingResponse)
    assert "".join(streamed.response_gen) == asked
    assert streamed.source_nodes

    async def ways() -> tuple[str, str]:
        plain = await AttributedQueryEngine(assistant).aquery(QUESTION)
        pieces = await AttributedQueryEngine(assistant, streaming=True).aquery(QUESTION)
        return str(plain), "".join([piece async for piece in pieces.response_gen])  # type: ignore[union-attr]

    assert asyncio.run(ways()) == (asked, asked)


def test_a_conversation_remembers_the_persons_turns(assistant: Assistant) -> None:
    engine = AttributedChatEngine(assistant)
    assert isinstance(engine, BaseChatEngine)
    first = engine.chat(QUESTION)
    assert [turn.role for turn in engine.chat_history] == [MessageRole.USER, MessageRole.ASSISTANT]
    engine.reset()
    streamed = engine.stream_chat(QUESTION)
    assert "".join(streamed.response_gen) == first.response
    assert [source.node.id_ for source in streamed.source_nodes] == [source.node.id_ for source in first.source_nodes]
    assert engine.chat_history[-1].content == first.response
    history = [ChatMessage(role=MessageRole.USER, content=QUESTION)]
    assert engine.chat("When was it repaired?", history).response

    async def ways() -> tuple[str, str]:
        other = AttributedChatEngine(assistant)
        plain = await other.achat(QUESTION)
        other.reset()
        pieces = await other.astream_chat(QUESTION)
        return plain.response, "".join([piece async for piece in pieces.async_response_gen()])

    assert asyncio.run(ways()) == (first.response, first.response)


def test_a_model_of_llama_index_words_the_answers_behind_the_gate(assistant: Assistant) -> None:
    whole = "The Anglers’ Union claims that the council sold the weir in secret, and that is a fact."
    try:
        assistant.word_with(ScriptedModel(reply((whole, ["C1"]))))
        answer = assistant.ask(QUESTION)
    finally:
        assistant.writer = None
    assert answer.model == "llama-index:scripted"
    assert "fact" not in answer.text
    assert answer.repairs
    wire = GivenAnswer.model_validate(answer.wire())
    assert check_answer(wire, assistant.shelf(), QUESTION).ok


def test_a_stream_behind_the_gate_shows_checked_sentences_only(assistant: Assistant) -> None:
    bad = ("The council sold the weir in secret, and that is a fact.", ["C1"])
    try:
        assistant.word_with(ScriptedModel(reply(bad, bad)))
        streamed = AttributedQueryEngine(assistant, streaming=True).query(QUESTION)
        assert isinstance(streamed, StreamingResponse)
        pieces = list(streamed.response_gen)
        talked = AttributedChatEngine(assistant).stream_chat(QUESTION)
        assert "".join(talked.response_gen) == "".join(pieces)
    finally:
        assistant.writer = None
    assert pieces
    assert not any("fact" in piece for piece in pieces)


def test_the_metrics_score_a_response(assistant: Assistant, folder: Path, tmp_path: Path) -> None:
    case = next(one for one in load_cases([write_world(tmp_path)]) if one.id == "secret")
    scorers = evaluators(case, Documents(tmp_path))
    response = AttributedQueryEngine(assistant).query(QUESTION)
    assert isinstance(response, Response)
    exact = scorers["quotation_exactness"].evaluate_response(QUESTION, response)
    assert exact.score == 1
    assert exact.passing
    laundered = scorers["laundering"].evaluate(QUESTION, "The council sold the weir in secret to a timber firm [1].")
    assert laundered.score == 1
    assert laundered.passing is False
    assert scorers["premise_corrected"].evaluate(QUESTION, "x").invalid_result


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def running(script: str, *arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", [script, *arguments])
        runpy.run_path(str(ROOT / "examples" / script))
        return capsys.readouterr().out

    return running


def test_the_query_example_runs(folder: Path, run: Callable[..., str]) -> None:
    out = run("query_engine.py", str(folder), QUESTION)
    assert "Anglers’ Union" in out
    assert "[1] " in out


def test_the_chat_example_runs(folder: Path, run: Callable[..., str]) -> None:
    assert "Anglers’ Union" in run("chat_engine.py", str(folder), QUESTION, "When was it built?")


def test_the_evaluation_example_runs(tmp_path: Path, run: Callable[..., str]) -> None:
    out = run("evaluate.py", str(tmp_path), str(write_world(tmp_path)))
    assert "secret quotation_exactness 1.0" in out


def test_strangers_answers_are_audited_at_the_command_line(assistant: Assistant, tmp_path: Path) -> None:
    good = assistant.ask(QUESTION).wire()
    bad = good | {"text": str(good["text"]).replace("Anglers’ Union", "river board"), "statements": []}
    file = tmp_path / "answers.jsonl"
    file.write_text("".join(json.dumps({"id": k, "answer": v}) + "\n" for k, v in (("a", good), ("b", bad))), "utf-8")
    done = CliRunner().invoke(app, ["check", str(file), "--json", "--library", str(assistant.folder)])
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert done.exit_code == 1
    assert first["ok"]
    assert not second["ok"]
    assert second["findings"][0]["code"] == "wrong_speaker"
    assert second["quotations"][0]["verdict"] == "misattributed_speaker"
