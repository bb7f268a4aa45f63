"""Answers taken away: nothing of a document becomes markup, every quotation keeps its place."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checks.quotes import cite
from assistant.exporting import FORMATS, claims, fragment_link, markdown, plain, web_annotations
from assistant.model import Answer, Citation, Document, Metadata, Span, Statement, Status, Voice

TEXT = (
    "The harbour board denies it. Wardens claim that the *ferry*, [sic] & its <b>crew</b> were late, well-known or not."
)


def citation(start: int, end: int, text: str = TEXT, url: str | None = "https://example.org/a?b=1#part") -> Citation:
    document = Document(
        uri="file:///board.txt", path="board.txt", text=text, metadata=Metadata(url=url, title="Board | minutes")
    )
    return cite(document, Span(start=start, end=end), 1)


def answered(one: Citation) -> Answer:
    said = Statement(
        text=f"Wardens claim “{one.exact}” [1].", voice=Voice.ATTRIBUTED, claimants=("Wardens",), citations=(1,)
    )
    own = Statement(text="It was a Tuesday.", voice=Voice.OWN)
    return Answer(status=Status.ANSWERED, text=f"{own.text} {said.text}", statements=(own, said), citations=(one,))


def test_a_short_quotation_is_named_whole_in_the_link() -> None:
    link = fragment_link(citation(4, 27))
    assert link == "https://example.org/a?b=1#part:~:text=harbour%20board%20denies%20it"


def test_a_long_quotation_is_named_by_its_ends_and_dashes_and_commas_are_encoded() -> None:
    one = citation(TEXT.index("Wardens"), len(TEXT))
    link = fragment_link(one) or ""
    directive = link.split(":~:text=")[1]
    assert directive.count(",") == 1
    assert "-" not in directive
    assert "&" not in directive
    assert [unquote(part) for part in directive.split(",")] == ["Wardens claim that the", "late, well-known or not."]


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "file:///etc/passwd"])
def test_only_a_web_address_is_linked(url: str | None) -> None:
    assert fragment_link(citation(0, 9, url=url)) is None


def test_markdown_holds_the_words_and_none_of_their_markup() -> None:
    start = TEXT.index("the *ferry*")
    written = markdown([("Was it <late>?", answered(citation(start, start + 40)))])
    assert "[^1-1]:" in written
    assert written.count("[^1-1]") == 2
    assert r"\*ferry\*" in written
    assert re.search(r"(?<!\\)<(b|late)>", written) is None


class Text(HTMLParser):
    """Collects what a browser would show, and which elements there are."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = ""
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.shown += data


ANY = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=60).filter(str.strip)


@given(ANY, ANY)
def test_whatever_a_document_holds_the_exports_hold_it_as_text(words: str, question: str) -> None:
    one = citation(0, len(words), text=words)
    turns = [(question, answered(one))]
    page = Text()
    page.feed(FORMATS["html"][2](turns))
    assert " ".join(words.split()) in " ".join(page.shown.split())
    assert page.tags <= set("html head meta title style body h1 section h2 p sup a ol li q".split())
    selector = json.loads(FORMATS["annotations"][2](turns))["first"]["items"][0]["target"]["selector"]
    assert selector[0]["exact"] == words
    assert (selector[1]["start"], selector[1]["end"]) == (0, len(words))


def test_annotations_select_by_quote_and_by_position() -> None:
    one = citation(4, 27)
    made = web_annotations([("Who denies it?", answered(one))])
    assert made["total"] == 1
    item = made["first"]["items"][0]
    assert item["target"]["source"]["schema:sha256"] == one.sha256
    assert item["target"]["selector"][0] == {
        "type": "TextQuoteSelector",
        "exact": "harbour board denies it",
        "prefix": "The ",
        "suffix": one.suffix,
    }


def test_claims_are_the_attributed_statements_with_their_claimants() -> None:
    made = claims([("Who denies it?", answered(citation(4, 27)))])["@graph"]
    assert [one["author"] for one in made] == [[{"@type": "Thing", "name": "Wardens"}]]
    assert made[0]["text"] == "Wardens claim “harbour board denies it”."
    assert made[0]["appearance"][0]["text"] == "harbour board denies it"


def test_an_answer_is_copied_with_its_footnotes() -> None:
    copied = plain("Who denies it?", answered(citation(4, 27)))
    assert copied.splitlines()[0] == "Who denies it?"
    assert copied.splitlines()[-1].startswith("[1] “harbour board denies it” Board | minutes. https://example.org/")
