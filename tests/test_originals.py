"""The public originals: kept when they hold what the briefs quote, refused otherwise."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from local_server import Server, loopback, page, serving

from assistant.errors import ReadingError
from assistant.library.fetching import Fetched, fetch
from assistant.library.originals import Original, download, listed, text_of

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
PAGE = """<html><head><title>Remarks</title></head><body><nav>Home</nav><article><h1>Remarks</h1>
<p>The minister opened the bridge in the morning and spoke to those who had come to see it.</p>
<p>She said that the town&rsquo;s old ferry   would
go on running until the winter, and that nobody would lose work over it.</p></article></body></html>"""


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        running.pages["/remarks"] = page(PAGE.encode())
        running.pages["/data.json"] = page(b'{"text": "a long bridge"}', "application/json")
        running.pages["/empty"] = page(b"<html><body></body></html>")
        running.pages["/picture"] = page(b"\x89PNG", "image/png")
        yield running


def original(server: Server, path: str, *quotations: str) -> Original:
    return Original(
        url=server.url(path),
        title="Remarks at the Bridge",
        publisher="The Town",
        published="2020-05-01",
        licence="public domain",
        genre="speech",
        quotations=quotations,
    )


permitted = partial(fetch, policy=loopback)


def test_a_text_that_holds_the_quotations_is_kept_with_its_metadata(server: Server, tmp_path: Path) -> None:
    wanted = original(server, "/remarks", "the town's old ferry would go on running", "opened the bridge")
    [outcome] = download([wanted], tmp_path / "kept", fetch=permitted)
    assert outcome.path is not None, outcome.reason
    text = outcome.path.read_bytes().decode("utf-8")
    assert "nobody would lose work" in text
    assert "Home" not in text
    beside = tomllib.loads(outcome.path.with_suffix(".toml").read_text(encoding="utf-8"))
    assert beside == {
        "title": "Remarks at the Bridge",
        "publisher": "The Town",
        "published": "2020-05-01",
        "url": server.url("/remarks"),
        "genre": "speech",
        "licence": "public domain",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


def test_a_text_without_one_of_the_quotations_is_not_kept(server: Server, tmp_path: Path) -> None:
    wanted = original(server, "/remarks", "opened the bridge", "closed the bridge")
    [outcome] = download([wanted], tmp_path / "kept", fetch=permitted)
    assert outcome.path is None
    assert "1 of 2 quotations are not in it, first “closed the bridge”" in outcome.reason
    assert not (tmp_path / "kept").exists()


def test_one_failure_does_not_stop_the_others(server: Server, tmp_path: Path) -> None:
    paths = ["/gone", "/empty", "/picture", "/remarks"]
    outcomes = list(download([original(server, path) for path in paths], tmp_path, fetch=permitted))
    assert [outcome.path is not None for outcome in outcomes] == [False, False, False, True]
    assert "answered 404" in outcomes[0].reason
    assert "holds no text" in outcomes[1].reason
    assert "nothing quoted to check" in outcomes[3].reason


def test_json_is_kept_as_it_stands(server: Server, tmp_path: Path) -> None:
    [outcome] = download([original(server, "/data.json", "a long bridge")], tmp_path, fetch=permitted)
    assert outcome.path is not None
    assert outcome.path.suffix == ".json"
    assert outcome.path.read_text(encoding="utf-8") == '{"text": "a long bridge"}'


def test_by_default_a_list_cannot_reach_into_this_machine(server: Server, tmp_path: Path) -> None:
    [outcome] = download([original(server, "/remarks")], tmp_path, fetch=fetch)
    assert outcome.path is None
    assert "may not be fetched" in outcome.reason
    assert server.asked == []


def test_the_finder_decides(server: Server, tmp_path: Path) -> None:
    wanted = original(server, "/remarks", "words that are nowhere")
    [outcome] = download([wanted], tmp_path, fetch=permitted, finds=lambda quotation, text: True)
    assert outcome.path is not None


def test_an_unknown_charset_is_a_sentence() -> None:
    with pytest.raises(ReadingError, match="cannot be decoded"):
        text_of(Fetched(url="http://a.example/", content_type="text/plain; charset=klingon", body=b"x"))


def test_the_list_that_ships_can_be_read() -> None:
    shipped = listed(CORPUS / "originals.toml")
    assert len(shipped) > 30
    assert all(entry.url.startswith("https://") for entry in shipped)
    assert sum(bool(entry.quotations) for entry in shipped) > 20
    for entry in shipped:
        assert all((CORPUS / brief).is_file() for brief in entry.briefs)


@pytest.mark.parametrize("content", ["", "[[original]]\nurl = 3\n", "not toml ["])
def test_a_list_that_is_none_is_a_sentence(tmp_path: Path, content: str) -> None:
    file = tmp_path / "originals.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ReadingError, match="not a list of originals"):
        listed(file)
