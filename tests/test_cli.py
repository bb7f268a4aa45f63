"""The command line: what it prints, and how it ends."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import DOCUMENTS, Ran, python

from assistant import Assistant, cli

COMMANDS = "add answer ask chat claimants claims doctor documents export import rebuild remove show sync verify".split()
QUESTION = "Who closed the lock at Ebbing Weir on 14 March 2012?"
OUTSIDE = "Which enzyme unwinds DNA during bacterial replication?"


def test_every_command_and_option_is_documented() -> None:
    group: Any = typer.main.get_command(cli.app)  # a click group, of the click that typer brings
    found = dict(group.commands)
    assert set(COMMANDS) <= set(found)
    found |= found.pop("corpus").commands
    found |= {f"user {name}": command for name, command in found.pop("user").commands.items()}
    for name, command in found.items():
        assert command.help, f"{name} has no help"
        for parameter in command.params:
            assert getattr(parameter, "help", ""), f"{name}: {parameter.name} has no help"
        assert name == "fetch" or "library" in {parameter.name for parameter in command.params}, name


def test_help_imports_nothing_heavy() -> None:
    ran = python(
        "-c",
        "import sys\n"
        "sys.argv = ['accordingto', '--help']\n"
        "from assistant import cli\n"
        "try:\n    cli.main()\n"
        "except SystemExit as ended:\n    assert not ended.code\n"
        "print('MODULES', *sys.modules)",
    )
    assert ran.returncode == 0, ran.stderr
    assert all(name in ran.stdout for name in COMMANDS)
    loaded = {name.split(".")[0] for name in ran.stdout.split("MODULES")[1].split()}
    heavy = {"llama_index", "chromadb", "spacy", "gradio", "onnxruntime", "sqlalchemy", "tantivy", "numpy", "pysbd"}
    assert loaded & heavy == set()
    assert "typer" in loaded


def test_a_session(tmp_path: Path, command: Callable[..., Ran]) -> None:
    """Add, list, ask, show and remove, in JSON and in text."""
    at = ["--library", tmp_path / "library"]
    added = command("add", DOCUMENTS, *at, "--json")
    assert added.code == 0
    assert {line["path"]: line["outcome"] for line in added.lines}["wall.txt"] == "added"
    assert "8 unchanged" in command("add", DOCUMENTS, *at).out
    listed = command("documents", *at, "--json").lines
    assert len(listed) == 8
    assert {"id", "uri", "sha256", "title", "genre", "published", "characters"} <= set(listed[0])
    assert "The Harbour at Marrow Point (report, 2019-05-02)" in command("documents", *at).out
    asked = command("ask", QUESTION, *at, "--json")
    [answer] = asked.lines
    assert (asked.code, answer["status"], answer["schema"]) == (0, "answered", 1)
    for citation in answer["citations"]:
        place = f"{citation['start']}:{citation['end']}"
        assert command("show", citation["document"]["id"], "--span", place, *at).out == citation["exact"] + "\n"
        [shown] = command("show", citation["document"]["uri"], "--span", place, *at, "--json").lines
        assert (shown["text"], shown["sha256"]) == (citation["exact"], citation["sha256"])
    text = command("ask", QUESTION, *at).out
    assert answer["text"] in text
    assert re.search(rf"^\[1\] .*{re.escape(answer['citations'][0]['document']['uri'])}", text, re.MULTILINE)
    assert command("ask", OUTSIDE, *at, "--json").lines[0]["status"] == "abstained"
    assert command("remove", "wall.txt", *at, "--json").lines[0]["outcome"] == "removed"
    assert "wall.txt" not in command("documents", *at).out


def test_a_link_is_shown_by_its_words_and_quoted_whole(tmp_path: Path, command: Callable[..., Ran]) -> None:
    note = tmp_path / "note.md"
    note.write_text(
        "# Quay\n\nAda Brandt said that the [old quay](https://example.org/quay) is shut until May.\n", "utf-8"
    )
    at = ["--library", tmp_path / "library"]
    command("add", note, *at)
    asked = "What did Ada Brandt say about the old quay?"
    assert "the [old quay](https://example.org/quay) is shut" in command("ask", asked, *at, "--json").lines[0]["text"]
    assert "the old quay is shut until May" in command("ask", asked, *at).out


def test_show_prints_the_whole_text(assistant: Assistant, command: Callable[..., Ran]) -> None:
    out = command("show", "notebook.txt", "--library", assistant.folder).out
    assert out == (DOCUMENTS / "notebook.txt").read_text("utf-8") + "\n"


def test_cases_are_answered_with_their_earlier_turns(
    assistant: Assistant, tmp_path: Path, command: Callable[..., Ran]
) -> None:
    cases, out = tmp_path / "cases.jsonl", tmp_path / "answers.jsonl"
    rows: list[dict[str, object]] = [
        {"id": "one", "turns": [QUESTION], "gold": "ignored"},
        {"id": "two", "turns": ["What happened to the dredger Patience?", "and who pays for the salvage?"]},
        {"id": "three", "turns": [OUTSIDE]},
        {"id": "four", "turns": ["What did the harbour\u2028cost to build?"]},
    ]
    cases.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n\n", "utf-8")
    ran = command("answer", cases, "--out", out, "--library", assistant.folder)
    assert (ran.code, ran.out) == (0, "")
    answers = [json.loads(line) for line in out.read_text("utf-8").split("\n") if line]
    assert [answer["id"] for answer in answers] == ["one", "two", "three", "four"]
    assert all(set(answer) == {"id", "answer"} for answer in answers)
    assert answers[0]["answer"] == assistant.ask(QUESTION).wire()
    follow_up = answers[1]["answer"]
    assert follow_up["standalone_question"]
    assert any("insurer" in citation["exact"] for citation in follow_up["citations"])
    assert answers[2]["answer"]["status"] == "abstained"


BAD_CASES = {
    "not JSON": "{",
    "no turns": '{"id": "a"}',
    "turns a string": '{"id": "a", "turns": "why"}',
    "turns empty": '{"id": "a", "turns": []}',
    "turns numbers": '{"id": "a", "turns": [1]}',
    "an empty question": '{"id": "a", "turns": ["why", " "]}',
    "a list": "[1]",
}


@pytest.mark.parametrize("name", BAD_CASES)
def test_cases_that_are_none_name_file_and_line(name: str, tmp_path: Path, command: Callable[..., Ran]) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(f'{{"id": "ok", "turns": ["why?"]}}\n{BAD_CASES[name]}\n')
    ran = command("answer", cases, "--out", tmp_path / "out.jsonl", "--library", tmp_path / "none")
    assert ran.code == 2
    assert "cases.jsonl, line 2" in ran.err
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["ask", "Why?", "--library", "{tmp}/none"], 1, "accordingto add"),
        (["ask", " ?", "--library", "{library}"], 2, "in words"),
        (["show", "nothing-like-it", "--library", "{library}"], 1, "accordingto documents"),
        (["show", "wall.txt", "--span", "9", "--library", "{library}"], 2, "start:end"),
        (["show", "wall.txt", "--span", "9:9", "--library", "{library}"], 2, "inside"),
        (["show", "wall.txt", "--span", "0:999999", "--library", "{library}"], 2, "inside"),
        (["remove", "wal", "--library", "{library}"], 1, "documents"),
        (["add", "{tmp}/none.txt", "--library", "{tmp}/new"], 2, "does not exist"),
        (["add", "{tmp}", "--library", "{tmp}/new"], 1, ""),
        (["answer", "{tmp}/none", "--out", "{tmp}/x", "--library", "{library}"], 2, "cannot be read"),
        (["answer", "{cases}", "--out", "{tmp}/no/x", "--library", "{library}"], 2, "--out"),
        (["ask", "--library", "{library}"], 2, "question"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_errors_are_one_line_that_says_what_to_do(
    arguments: list[str], code: int, says: str, tmp_path: Path, assistant: Assistant, command: Callable[..., Ran]
) -> None:
    (tmp_path / "cases.jsonl").write_text('{"id": "a", "turns": ["Why?"]}\n')
    places = {"tmp": tmp_path, "library": assistant.folder, "cases": tmp_path / "cases.jsonl"}
    ran = command(*(argument.format(**places) for argument in arguments))
    assert ran.code == code, ran
    assert says in ran.err
    assert "Traceback" not in ran.err
    if not says:
        assert "No documents were found." in ran.out
    elif "Usage:" not in ran.err:  # what typer itself refuses stands in its own frame
        assert len(ran.err.strip().splitlines()) == 1


def test_settings_that_do_not_fit_end_with_two(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: Callable[..., Ran]
) -> None:
    monkeypatch.setenv("ACCORDINGTO_PORT", "many")
    assert (ran := command("documents")).code == 2
    assert "port" in ran.err
    monkeypatch.setenv("ACCORDINGTO_PORT", "7861")
    monkeypatch.setenv("ACCORDINGTO_LIBRARY", str(tmp_path / "elsewhere"))
    assert str(tmp_path / "elsewhere") in command("documents").err
    monkeypatch.chdir(tmp_path)
    (tmp_path / "accordingto.toml").write_text("colour = 'red'\n")
    assert "colour" in command("documents").err
    (tmp_path / "accordingto.toml").write_text("= 3\n")
    assert "TOML" in command("documents").err


def test_the_process_exits_with_the_code(tmp_path: Path) -> None:
    ran = python("-m", "assistant", "documents", "--library", tmp_path / "none")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert len(ran.stderr.strip().splitlines()) == 1
