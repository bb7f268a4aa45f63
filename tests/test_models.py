"""Every provider through its real LlamaIndex integration, against a server on loopback that speaks its protocol."""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from checked_world import World, world_in
from llama_index.core.base.llms.types import ChatMessage, MessageRole
from model_servers import (
    COMPLETION_TOKENS,
    PROMPT_TOKENS,
    SERVER_SAYS,
    Cut,
    Failure,
    ModelServer,
    Stall,
    Turn,
    anthropic_lines,
    model_server,
    ollama_lines,
    openai_lines,
)
from scripted_model import reply

from assistant.answers.generating import Writer, writer_of
from assistant.answers.models import PROVIDERS, held_by, open_model
from assistant.answers.replies import QUESTION, sentences_schema
from assistant.errors import ModelMissing, SettingsError
from assistant.model import Answer
from assistant.settings import load

SECRET = "sk-test-0123456789-never-to-be-seen"
WORDS = "the council sold the weir in secret to a timber firm"
SENTENCE = f"The Anglers’ Union claims that “{WORDS}”."
GOOD = reply((SENTENCE, ["C1"]))
SENTENCES = sentences_schema(["C1"])


@dataclass(frozen=True)
class Spoken:
    """How a provider is set up for these tests."""

    lines: Callable[[str], Iterator[bytes]]
    path: str
    """Where its calls must arrive."""
    base: str = ""
    """What its base URL ends in."""
    header: str = ""
    """The header that carries the key."""
    model: str = "test"


SPOKEN = {
    "openai": Spoken(openai_lines, "/v1/chat/completions", "/v1", "authorization"),
    "openai-like": Spoken(openai_lines, "/api/v3/chat/completions", "/api/v3", "authorization"),
    "anthropic": Spoken(anthropic_lines, "/v1/messages", "", "x-api-key", "claude-sonnet-4-5"),
    "ollama": Spoken(ollama_lines, "/api/chat"),
}


@dataclass
class Behind:
    """A writer whose model is a provider's, behind its server."""

    name: str
    server: ModelServer
    writer: Writer
    world: World
    waits: list[float]

    def ask(self, *turns: Turn) -> Answer:
        self.server.turns = list(turns)
        return self.writer.write("Who sold it?", self.world.plain("secret"), self.world).whole()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world_in(tmp_path_factory.mktemp("world"))


def needs(name: str) -> None:
    """Skip a test whose provider is not installed, saying what to install."""
    provider = PROVIDERS[name]
    if find_spec("llama_index.llms") is None or find_spec(provider.module) is None:
        pytest.skip(f"{provider.module} is not installed: python -m pip install 'accordingto[{provider.extra}]'")


def behind_server(name: str, server: ModelServer, world: World, **settings: object) -> Behind:
    url = server.url + SPOKEN[name].base
    writer = writer_of(load(llm=f"{name}:{SPOKEN[name].model}", llm_url=url, **{"llm_timeout": 20.0} | settings))
    assert writer is not None
    waits: list[float] = []
    return Behind(name, server, replace(writer, caller=replace(writer.caller, wait=waits.append)), world, waits)


@pytest.fixture(params=list(SPOKEN))
def provider(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a provider that is installed, its key in the environment."""
    name: str = request.param
    needs(name)
    for one in PROVIDERS.values():
        if one.key:
            monkeypatch.setenv(one.key, SECRET)
    return name


@pytest.fixture
def behind(provider: str, world: World) -> Iterator[Behind]:
    with model_server(SPOKEN[provider].lines) as server:
        yield behind_server(provider, server, world)


# ------------------------------------------------------------------ what is sent, what comes back


def test_a_good_answer_is_shown_with_its_usage(behind: Behind) -> None:
    answer = behind.ask(GOOD)
    assert answer.text == f"{SENTENCE[:-1]} [1]."
    assert answer.repairs == ()
    assert answer.model == f"{behind.name}:{SPOKEN[behind.name].model}"
    spent = {"calls": 1, "prompt_tokens": PROMPT_TOKENS, "completion_tokens": COMPLETION_TOKENS}
    assert answer.usage == spent | {"sentences": 0}  # it is the extractive sentence, word for word


def test_calls_arrive_at_the_address_of_the_settings_with_the_key(behind: Behind) -> None:
    behind.ask(GOOD)
    spoken = SPOKEN[behind.name]
    assert behind.server.paths == [spoken.path]
    if spoken.header:
        assert behind.server.headers[0][spoken.header].endswith(SECRET)
    asked = behind.server.asked[0]
    assert asked["stream"] is True
    assert asked["model"] == spoken.model
    assert "DATA-" in json.dumps(asked["messages"])


def test_a_model_is_held_to_the_schema_by_its_own_means(behind: Behind) -> None:
    behind.ask(GOOD)
    asked = behind.server.asked[0]
    if behind.name.startswith("openai"):
        named = asked["response_format"]["json_schema"]
        assert (named["schema"], named["strict"]) == (SENTENCES, True)
    elif behind.name == "ollama":
        assert asked["format"] == SENTENCES
    else:
        assert "response_format" not in asked


def test_a_server_without_schemas_is_sent_none(provider: str, world: World) -> None:
    with model_server(SPOKEN[provider].lines) as server:
        answer = behind_server(provider, server, world, llm_schema=False).ask(f"Here it is: {GOOD}")
    assert answer.text == f"{SENTENCE[:-1]} [1]."
    assert not {"response_format", "format"} & {name for name, value in server.asked[0].items() if value}


def test_a_server_of_ones_own_needs_no_key(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    needs("openai-like")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with model_server(openai_lines) as server:
        answer = behind_server("openai-like", server, world).ask(GOOD)
    assert answer.repairs == ()
    assert server.headers[0]["authorization"] == "Bearer none"


def test_a_follow_up_is_rewritten_under_a_schema_of_its_own(behind: Behind) -> None:
    behind.server.turns = ['{"question": "Who sold the weir?"}']
    assert behind.writer.standalone("who sold it?", ["What became of the weir?"]) == "Who sold the weir?"
    sent = json.dumps(behind.server.asked[0])
    assert '"sentences"' not in sent
    assert behind.name == "anthropic" or '"additionalProperties": false' in sent


# ------------------------------------------------------------------ what fails


def test_too_many_requests_and_then_an_answer(behind: Behind) -> None:
    answer = behind.ask(Failure(429), GOOD)
    assert answer.text == f"{SENTENCE[:-1]} [1]."
    assert behind.waits == [0.5]
    assert len(behind.server.asked) == 2
    assert answer.usage["calls"] == 2


def test_an_error_thrice_leaves_the_extractive_answer(behind: Behind) -> None:
    answer = behind.ask(Failure(500))
    assert answer.text == behind.world.plain("secret").text
    assert len(behind.server.asked) == 3
    assert behind.waits == [0.5, 1.0]
    assert "status 500" in answer.repairs[0]
    assert "the rest is extractive" in answer.repairs[0]


def test_a_refused_key_is_not_tried_again(behind: Behind) -> None:
    answer = behind.ask(Failure(401))
    assert len(behind.server.asked) == 1
    assert "status 401" in answer.repairs[0]


def test_a_server_that_says_nothing_costs_its_time_out(provider: str, world: World) -> None:
    with model_server(SPOKEN[provider].lines) as server:
        behind = behind_server(provider, server, world, llm_timeout=0.4, llm_retries=0)
        started = time.monotonic()
        answer = behind.ask(Stall(2.5))
        took = time.monotonic() - started
    assert answer.text == world.plain("secret").text
    assert took < 2
    assert answer.repairs


def test_nobody_at_the_address_leaves_the_extractive_answer(provider: str, world: World) -> None:
    with model_server(SPOKEN[provider].lines) as server:
        pass
    behind = behind_server(provider, server, world)
    assert behind.ask(GOOD).text == world.plain("secret").text
    assert behind.waits == [0.5, 1.0]


@pytest.mark.parametrize("torn", [GOOD[: len(GOOD) // 2], GOOD[:-2], Cut(GOOD * 4)], ids=["half", "unclosed", "cut"])
def test_a_torn_reply_shows_whole_sentences_only(behind: Behind, torn: Turn) -> None:
    answer = behind.ask(torn)
    assert answer.text in (f"{SENTENCE[:-1]} [1].", behind.world.plain("secret").text)
    assert "{" not in answer.text


# ------------------------------------------------------------------ what nobody may see


def test_the_key_and_the_servers_words_are_never_told(behind: Behind, caplog: pytest.LogCaptureFixture) -> None:
    told = []
    with caplog.at_level(logging.DEBUG):
        for turns in ((GOOD,), (Failure(401),), (Failure(500),), (Cut(GOOD),)):
            behind.server.asked.clear()
            told.append(json.dumps(behind.ask(*turns).wire()))
    assert caplog.records
    assert SECRET not in caplog.text + repr([record.args for record in caplog.records])
    assert not any(SECRET in one or SERVER_SAYS in one for one in told)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("assistant")]
    assert ours
    assert not any(SERVER_SAYS in line for line in ours)


# ------------------------------------------------------------------ what is missing


@pytest.mark.parametrize(("name", "key"), [("openai", "OPENAI_API_KEY"), ("anthropic", "ANTHROPIC_API_KEY")])
def test_a_missing_key_is_named(name: str, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    needs(name)
    monkeypatch.delenv(key, raising=False)
    with pytest.raises(SettingsError, match=f"set the environment variable {key}"):
        open_model(load(llm=f"{name}:test"))


@pytest.mark.parametrize("name", list(PROVIDERS))
def test_a_missing_extra_names_its_command(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = PROVIDERS[name]
    monkeypatch.setitem(sys.modules, provider.module, None)
    with pytest.raises(ModelMissing, match=rf"python -m pip install 'accordingto\[{provider.extra}\]'"):
        open_model(load(llm=f"{name}:test", llm_url="http://localhost:1"))


def test_every_extra_that_is_named_is_declared() -> None:
    declared = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]
    assert {provider.extra for provider in PROVIDERS.values()} <= declared["optional-dependencies"].keys()


@pytest.mark.parametrize("setting", ["gpt", "openai:", "nobody:gpt", ":gpt"])
def test_a_setting_that_is_no_model_is_explained(setting: str) -> None:
    with pytest.raises(SettingsError, match="provider:model"):
        open_model(load(llm=setting))


def test_a_server_of_ones_own_needs_its_address() -> None:
    needs("openai-like")
    with pytest.raises(SettingsError, match="ACCORDINGTO_LLM_URL"):
        open_model(load(llm="openai-like:test"))


def test_a_model_that_the_integration_does_not_know_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    needs("anthropic")
    monkeypatch.setenv("ANTHROPIC_API_KEY", SECRET)
    with pytest.raises(SettingsError, match="does not know the model 'grandmother'"):
        open_model(load(llm="anthropic:grandmother"))


# ------------------------------------------------------------------ in process


class InProcess:
    """As much of LlamaIndex's class as is built upon; the real one is compiled, and run by `make eval-llm`."""

    def __init__(self, **settings: Any) -> None:
        self.settings = settings
        self.generate_kwargs: dict[str, Any] = {}
        self.messages_to_prompt: Callable[[list[ChatMessage]], str] = lambda _: ""
        chat = "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}"
        self._model = SimpleNamespace(metadata={"tokenizer.chat_template": chat})

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> tuple[str, Any]:
        assert not kwargs
        return prompt, self.generate_kwargs.get("grammar")


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    grammar = SimpleNamespace(from_json_schema=lambda text, verbose: json.loads(text))
    monkeypatch.setitem(sys.modules, "llama_index.llms.llama_cpp", SimpleNamespace(LlamaCPP=InProcess))
    monkeypatch.setitem(sys.modules, "llama_cpp", SimpleNamespace(LlamaGrammar=grammar))


def test_a_model_in_process_has_a_grammar_for_each_reply_and_its_own_template(in_process: None, tmp_path: Path) -> None:
    file = tmp_path / "small.gguf"
    file.touch()
    settings = load(llm=f"llama-cpp:{file}")
    built: Any = open_model(settings)
    held = held_by(settings)
    assert built.settings["model_path"] == str(file)
    assert built.messages_to_prompt([ChatMessage(role=MessageRole.USER, content="who?")]) == "<user>who?"
    assert built.stream_complete("a", True, **held(SENTENCES)) == ("a", SENTENCES)
    assert built.stream_complete("b", True, **held(QUESTION)) == ("b", QUESTION)
    assert built.stream_complete("c", True) == ("c", None)
    assert held_by(load(llm=f"llama-cpp:{file}", llm_schema=False))(SENTENCES) == {}


@pytest.mark.parametrize(("before", "after"), [(None, "passive"), ("active", "active")])
def test_threads_of_a_model_in_process_are_bounded_and_sleep_while_they_wait(
    before: str | None, after: str, in_process: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_WAIT_POLICY", before or "")
    if before is None:
        monkeypatch.delenv("OMP_WAIT_POLICY")
    file = tmp_path / "small.gguf"
    file.touch()
    built: Any = open_model(load(llm=f"llama-cpp:{file}", threads=3))
    assert built.settings["model_kwargs"] == {"n_threads": 3, "n_threads_batch": 3}
    assert os.environ["OMP_WAIT_POLICY"] == after


def test_a_model_file_that_is_not_there_is_told(in_process: None, tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="wants a GGUF file on this machine"):
        open_model(load(llm=f"llama-cpp:{tmp_path / 'none.gguf'}"))
