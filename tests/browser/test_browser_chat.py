"""The chat in a real Chromium: ask, open the citation, read it at its place."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import visits
from playwright.sync_api import Browser, Locator, Page, expect
from scripted_model import ScriptedModel, reply

from assistant import Assistant
from assistant.chat.app import serve
from assistant.chat.asking import Askings
from assistant.checks.telling import MARKER

pytestmark = pytest.mark.browser

WALL = "What happened to the outer wall?"


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    told: list[str] = []
    threading.Thread(target=serve, args=(assistant, "127.0.0.1", 0, told.append), daemon=True).start()
    while not told:
        time.sleep(0.02)
    yield told[0].split()[4]


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    with visits(chromium, address) as opened:
        yield opened


def ask(page: Page, question: str) -> None:
    box = page.get_by_label("Question")
    box.fill(question)
    box.press("Enter")
    page.locator("article.turn .answer").wait_for()


def test_a_citation_opens_at_the_quoted_place(visit: Callable[..., Page], assistant: Assistant, tmp_path: Path) -> None:
    question = "What do harbour sources claim about the county and the quarry?"
    citation = assistant.ask(question).citations[0]
    page = visit()
    ask(page, question)
    page.locator("a.chip").first.click()
    source = page.frame_locator("iframe[name=source]")
    mark = source.locator("mark#quotation")
    expect(mark).to_have_text(citation.exact, use_inner_text=False)
    assert mark.text_content() == citation.exact
    expect(mark).to_be_in_viewport()
    page.screenshot(path=tmp_path / "chat.png")


def test_a_question_asked_before_the_page_has_settled_keeps_its_answer(
    visit: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Askings.latest

    def slowly(askings: Askings, owner: str) -> str | None:
        found = read(askings, owner)
        time.sleep(4)
        return found

    monkeypatch.setattr(Askings, "latest", slowly)
    page = visit()
    ask(page, WALL)
    page.wait_for_timeout(6_000)
    expect(page.locator("article.turn .answer")).to_have_count(1)


def test_a_follow_up_keeps_the_conversation(visit: Callable[..., Page]) -> None:
    page = visit()
    ask(page, "What happened to the dredger Patience?")
    box = page.get_by_label("Question")
    expect(box).to_have_value("")
    box.fill("and who pays for the salvage?")
    box.press("Enter")
    expect(page.locator("article.turn")).to_have_count(2)
    expect(page.locator("article.turn").nth(1).locator(".understood")).to_contain_text("salvage")


def test_an_empty_question_is_refused_in_words(visit: Callable[..., Page]) -> None:
    page = visit()
    box = page.get_by_label("Question")
    box.fill("?!")
    box.press("Enter")
    expect(page.get_by_text("Ask something in words.")).to_be_visible()


def test_what_a_document_holds_is_text(visit: Callable[..., Page], assistant: Assistant) -> None:
    question = "what must the sign on market lanterns say?"
    exact = assistant.ask(question).citations[0].exact
    assert "<script>" in exact
    page = visit()
    ask(page, question)
    shown = page.locator("article.turn").inner_text()
    for piece in ("<script>window.hacked = 1</script>", "${alert(1)}", "‘every lawful’"):
        assert piece in shown
    page.locator("a.chip").first.click()
    source = page.frame_locator("iframe[name=source]")
    expect(source.locator("mark#quotation")).to_have_text(exact)
    assert source.locator("h2").text_content() == "Market <b>rules</b> & ${alert(1)}"
    assert source.locator("img, script").count() == 0
    assert page.locator("article.turn script, article.turn img").count() == 0
    assert page.evaluate("window.hacked") is None


@pytest.fixture
def slow_model(assistant: Assistant) -> Iterator[threading.Event]:
    """A model that words two sentences about the wall; the second waits for the event."""
    storm, master = (MARKER.sub("", one.text) for one in assistant.ask(WALL).statements)
    go_on = threading.Event()

    def slow() -> Iterator[str]:
        whole = reply((master, ["C2"]), (storm, ["C1"]))
        cut = whole.index("}") + 1
        yield whole[:cut]
        assert go_on.wait(60)
        yield whole[cut:]

    assistant.word_with(ScriptedModel(slow))
    yield go_on
    go_on.set()
    assistant.writer = None


def begin(page: Page) -> Locator:
    """Ask about the wall, and return the statements."""
    box = page.get_by_label("Question")
    box.fill(WALL)
    box.press("Enter")
    return page.locator("article.turn .statement")


def test_each_sentence_of_a_model_is_shown_when_it_is_checked(
    visit: Callable[..., Page], assistant: Assistant, slow_model: threading.Event
) -> None:
    exact = assistant.extract(WALL).citations[1].exact
    page = visit()
    statements = begin(page)
    expect(statements).to_have_count(1)
    expect(page.locator("article.turn .waiting")).to_be_visible()
    expect(page.locator("article.turn .actions")).to_have_count(0)
    page.locator("article.turn .statement a.chip").click()
    expect(page.frame_locator("iframe[name=source]").locator("mark#quotation")).to_have_text(" ".join(exact.split()))
    assert not slow_model.is_set(), "the second sentence is not written yet"
    slow_model.set()
    expect(statements).to_have_count(2)
    expect(page.locator("article.turn .actions")).to_have_count(1)
    expect(page.locator("article.turn .waiting")).to_have_count(0)


def test_leaving_the_page_while_a_model_writes_loses_nothing(
    chromium: Browser, address: str, slow_model: threading.Event
) -> None:
    page = chromium.new_page()  # not `visit`: Gradio tells the console that its stream was cut
    page.goto(address)
    statements = begin(page)
    expect(statements).to_have_count(1)
    page.reload()
    expect(statements).to_have_count(1)
    page.goto("about:blank")
    slow_model.set()
    page.goto(address)
    expect(statements).to_have_count(2)
    expect(page.locator("article.turn .actions")).to_have_count(1)
    page.context.close()


def test_a_question_asked_while_another_is_written_follows_it(visit: Callable[..., Page], assistant: Assistant) -> None:
    go_on = threading.Event()

    def slow() -> Iterator[str]:
        assert go_on.wait(60)
        yield reply()

    assistant.word_with(ScriptedModel(slow))
    try:
        page = visit()
        box = page.get_by_label("Question")
        box.fill("What happened to the dredger Patience?")
        box.press("Enter")
        expect(box).to_have_value("")
        box.fill("and who pays for the salvage?")
        box.press("Enter")
        expect(page.locator("article.turn .waiting")).to_have_count(2)
        go_on.set()
        expect(page.locator("article.turn .actions")).to_have_count(2)
        expect(page.locator("article.turn").nth(1).locator(".understood")).to_contain_text("salvage")
    finally:
        go_on.set()
        assistant.writer = None
