"""Who says what, on the command line and after a newer engine."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import DOCUMENTS, Ran

from assistant import Assistant
from assistant.voices import VERSION


def test_claims_are_listed_by_the_conditions_given(assistant: Assistant, command: Callable[..., Ran]) -> None:
    everything = command("claims", "--json", "--library", assistant.folder)
    assert everything.code == 0
    for claim in everything.lines:
        text = (DOCUMENTS / claim["document"]["uri"]).read_bytes().decode()
        assert text[claim["content"]["start"] : claim["content"]["end"]].strip()
    chosen = [
        "--document", "wall.txt", "--claimant", "harbour sources", "--contested", "--about", "secret deal",
    ]  # fmt: skip
    (deal,) = command("claims", *chosen, "--json", "--library", assistant.folder).lines
    assert deal in everything.lines
    assert deal["contested"]
    (said, how, where) = command("claims", *chosen, "--library", assistant.folder).out.splitlines()
    assert said.startswith("Harbour sources, including former pilot Runa Vale (in the article), “claim”: “")
    assert "contested [R1" in how
    assert where.strip() == f"{deal['document']['title']}, {deal['content']['start']}-{deal['content']['end']}"
    assert command("claims", "--document", "nothing-like-it", "--library", assistant.folder).code == 1


def test_claimants_are_counted(assistant: Assistant, command: Callable[..., Ran]) -> None:
    voices = command("claimants", "--json", "--library", assistant.folder).lines
    assert [voice["claims"] for voice in voices] == sorted((voice["claims"] for voice in voices), reverse=True)
    (vale,) = [voice for voice in voices if "Runa Vale" in voice["name"]]
    claims = command("claims", "--claimant", "Runa Vale", "--json", "--library", assistant.folder).lines
    assert (vale["kind"], vale["documents"], vale["claims"]) == ("group", 1, len(claims))
    only = command("claimants", "--claimant", "Runa Vale", "--library", assistant.folder).out.splitlines()
    assert only == [f"{vale['name']} (group): {len(claims)} claims, {vale['contested']} contested, 1 document"]


@pytest.mark.parametrize("read_by", [None, str(VERSION - 1)])
def test_rebuild_reads_the_claims_of_an_older_version_again(
    read_by: str | None, library: Path, command: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    def claims() -> list[dict[str, object]]:
        return command("claims", "--json", "--library", library).lines

    whole = claims()
    with sqlite3.connect(library / "record.sqlite3") as record:
        record.execute("DELETE FROM claims")
        record.execute("DELETE FROM facts WHERE name = 'voices'")
        if read_by:
            record.execute("INSERT INTO facts VALUES ('voices', ?)", (read_by,))
    assert not claims()
    ran = command("doctor", "--json", "--library", library)
    assert ran.code == 1
    assert any(one["name"] == "claims" and "accordingto rebuild" in one["value"] for one in ran.lines)

    def embeds(*_: object) -> None:
        raise AssertionError("rebuilding embeds nothing again")

    monkeypatch.setattr("assistant.search.embedding.SentenceEncoder.run", embeds)
    assert command("rebuild", "--library", library).code == 0
    assert claims() == whole
    ran = command("doctor", "--json", "--library", library)
    assert not any(one["name"] == "claims" for one in ran.lines)


def test_the_claims_of_this_version_are_left_alone(library: Path, command: Callable[..., Ran]) -> None:
    with sqlite3.connect(library / "record.sqlite3") as record:
        record.execute("DELETE FROM claims")
    assert command("rebuild", "--library", library).code == 0
    assert not command("claims", "--json", "--library", library).lines


def test_originals_are_fetched_only_whole(
    tmp_path: Path, command: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.errors import ReadingError
    from assistant.library.fetching import Fetched

    pages = {"https://example.org/kept": "The bell weighs two “tons”, they said.", "https://example.org/changed": "No."}

    def fetch(url: str) -> Fetched:
        if url not in pages:
            raise ReadingError(f"{url} does not answer.")
        return Fetched(url=url, content_type="text/plain", body=pages[url].encode())

    monkeypatch.setattr("assistant.library.fetching.fetch", fetch)
    entries = "".join(
        f'[[original]]\ntitle = "{name}"\npublisher = "P"\npublished = "2020"\nlicence = "CC0"\n'
        f'url = "https://example.org/{name}"\nquotations = ["weighs two \\"tons\\""]\n'
        for name in ("kept", "changed", "lost")
    )
    (tmp_path / "list.toml").write_text(entries)
    ran = command("corpus", "fetch", tmp_path / "out", "--list", tmp_path / "list.toml")
    assert ran.code == 1
    assert "was kept" in ran.out
    assert ["changed" in line for line in ran.err.splitlines()] == [True, False]
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["2020-kept.toml", "2020-kept.txt"]
    missing = command("corpus", "fetch", tmp_path / "out", "--list", tmp_path / "none.toml")
    assert missing.code != 0
    assert "none.toml" in missing.err
    assert len(missing.err.strip().splitlines()) == 1
