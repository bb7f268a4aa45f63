"""The chat's pages as HTML: everything from a document or a person is text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from hypothesis import example, given
from hypothesis import strategies as st

from assistant import Answer, Assistant, Span, Statement
from assistant.chat.app import build
from assistant.chat.reading_page import document_page
from assistant.chat.render import answer_html, conversation_html, link_to
from assistant.model import Document, Metadata, Status, Voice

NASTY = "“nested “quotes” here” <script>alert(1)</script> ${alert(1)} ![x](https://t.example/p.png) & \"'"


class Reader(HTMLParser):
    """Collects what a browser would show: tags, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.marked = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(attrs)

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.tags and self.tags[-1] == "mark":
            self.marked += data


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> TestClient:
    return TestClient(build(assistant))


def test_a_citation_opens_at_its_place(assistant: Assistant, client: TestClient) -> None:
    for citation in assistant.ask("Who closed the lock at Ebbing Weir on 14 March 2012?").citations:
        page = Reader(_without_margins(client.get(link_to(citation)).text))
        assert page.marked == citation.exact
        assert ("id", "quotation") in page.attributes
        assert assistant.document(citation.document.id).text in page.text


def _without_margins(html: str) -> str:
    """The page without who says what: its notes, and the spans that underline a claim."""
    return re.sub(r'<ul class="notes".*?</ul>|<span class="said">|</span>', "", html, flags=re.DOTALL)


def test_a_citation_of_another_version_is_not_marked(assistant: Assistant, client: TestClient) -> None:
    one = assistant.find("wall.txt")
    page = client.get(f"/documents/{one.id}?start=0&end=10&sha256={'0' * 64}")
    assert "mark" not in Reader(page.text).tags
    assert "has changed" in page.text


@pytest.mark.parametrize("place", ["?start=5&end=5", "?start=-1&end=4", "?start=0&end=9999999", ""])
def test_a_place_outside_the_document_marks_nothing(assistant: Assistant, client: TestClient, place: str) -> None:
    page = client.get(f"/documents/{assistant.find('wall.txt').id}{place}")
    assert page.status_code == 200
    assert "mark" not in Reader(page.text).tags


def test_an_unknown_document_is_404(client: TestClient) -> None:
    page = client.get("/documents/<script>alert(1)<%2Fscript>")
    assert page.status_code == 404
    assert "<script>" not in page.text


def _tags(html: str) -> set[str]:
    return {tag.strip("/") for tag in Reader(html).tags}


@given(st.text() | st.just(NASTY), st.integers(0, 2 * len(NASTY) - 20))
@example("", len(NASTY) + 20)
def test_whatever_a_document_says_is_shown_as_text(text: str, start: int) -> None:
    text = f"{NASTY}{text}{NASTY}"
    known = Metadata(title=text, author=text, publisher=text, genre=text, language=text, url="javascript:alert(1)")
    document = Document(uri="file:///x", path="x", text=text, metadata=known)
    page = Reader(html := document_page(document, Span(start=start, end=start + 20)))
    assert _tags(html) <= set("html head meta title link body header h2 p main div mark".split())
    assert not any((value or "").startswith("javascript") for name, value in page.attributes if name == "href")
    assert _shown(text) in _shown(page.text)
    assert _shown(page.marked) == _shown(text[start : start + 20])


def _shown(text: str) -> str:
    """HTML has one line end."""
    return re.sub("\r\n?", "\n", text)


@given(st.text() | st.just(NASTY))
def test_whatever_an_answer_says_is_shown_as_text(said: str) -> None:
    said += NASTY
    statement = Statement(text=said, voice=Voice.OWN)
    answer = Answer(status=Status.ANSWERED, text=said, statements=(statement,), standalone_question=said)
    for html in (answer_html(answer), conversation_html([(said, answer)])):
        assert _tags(html) <= set("div article h2 p q ul li a span button svg g path".split())
        assert _shown(said) in _shown(Reader(html).text)
    assert "“nested “quotes” here”" in re.findall(r"<q>(.*?)</q>", answer_html(answer), re.DOTALL) or "“" in said[:-90]


def test_the_page_names_no_other_origin(client: TestClient) -> None:
    """Links are allowed; what a browser loads by itself is not."""
    html = client.get("/").text
    loaded = re.findall(r"<(?:script|img|iframe|source)[^>]*\ssrc=[\"']?(\w+:)?//([^/\"' >]+)", html)
    assert {host for _, host in loaded} <= {"testserver", "127.0.0.1"}
