"""Ten answers over real documents, their quotations checked against the raw files by code of its own.

The assistant runs in processes of its own; nothing of it is imported here.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import python

QUESTIONS = [
    "When did the Islamic State's Khorasan branch appear?",
    "what's wrong with calling it a war on terror",
    "What do Afghan intelligence sources claim about the Taliban and IS-K?",
    "Who was Ayman al-Zawahiri and where was he killed?",
    "What does Pakistan say about peace and stability in Afghanistan?",
    "What did Iran's speech say about the Taliban?",
    "Are the Taliban mercenaries of Pakistan?",
    "Why did the United States leave Afghanistan?",
    "What did the President say about the evacuation from Kabul?",
    "How many Afghans were evacuated from Kabul airport?",
]
SPEECHES = ["AFG_53_1998", "PAK_53_1998", "IRN_53_1998", "AFG_55_2000", "PAK_55_2000", "IRN_55_2000"]


@pytest.fixture(scope="module")
def answers(shared: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Any], list[Path]]:
    """Add the seed, six speeches and six short briefings, and ask ten questions."""
    folder = tmp_path_factory.mktemp("reread")
    speeches = shared("sources/un-general-debate")
    files = [file for name in SPEECHES for file in sorted(speeches.rglob(f"{name}*.txt"))]
    briefings = sorted(shared("sources/white-house").rglob("2021-08*.md")) or sorted(
        shared("sources/white-house").rglob("*.md")
    )
    files += sorted(briefings, key=lambda file: file.stat().st_size)[:6]
    roots = [shared("seeds"), *files]
    library = folder / "library"
    added = python("-m", "assistant", "add", *roots, "--library", library, "--json")
    assert added.returncode == 0, added.stderr
    assert len(added.stdout.splitlines()) == len(files) + 1
    cases = folder / "cases.jsonl"
    cases.write_text("\n".join(json.dumps({"id": question, "turns": [question]}) for question in QUESTIONS))
    ran = python("-m", "assistant", "answer", cases, "--out", folder / "answers.jsonl", "--library", library)
    assert ran.returncode == 0, ran.stderr
    lines = (folder / "answers.jsonl").read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines if line], [*shared("seeds").glob("*.txt"), *files]


def test_every_quotation_is_exact(answers: tuple[list[Any], list[Path]]) -> None:
    given, files = answers
    by_name = {file.name: file for file in files}
    assert [one["id"] for one in given] == QUESTIONS
    checked = 0
    for one in given:
        answer = one["answer"]
        for citation in answer["citations"]:
            data = by_name[citation["document"]["uri"]].read_bytes()
            text = data.decode("utf-8")
            assert hashlib.sha256(data).hexdigest() == citation["sha256"]
            assert text[citation["start"] : citation["end"]] == citation["exact"]
            checked += 1
        exacts = " ".join(" ".join(citation["exact"].split()) for citation in answer["citations"])
        for quoted in re.findall(r"“([^“”]{30,})”", answer["text"]):
            assert " ".join(quoted.split()) in exacts
    assert checked >= 7


def test_most_questions_are_answered(answers: tuple[list[Any], list[Path]]) -> None:
    answered = [one["id"] for one in answers[0] if one["answer"]["status"] != "abstained"]
    assert len(answered) >= 7, answered
