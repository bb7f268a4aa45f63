"""The chat in a real Chromium: ask, open the citation, read it at its place."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Dialog, Page, Request, expect, sync_playwright

from assistant import Assistant
from assistant.chat.app import serve

pytestmark = pytest.mark.browser

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
).split()


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    told: list[str] = []
    threading.Thread(target=serve, args=(assistant, "127.0.0.1", 0, told.append), daemon=True).start()
    while not told:
        time.sleep(0.02)
    yield told[0].split()[4]


class Watch:
    """What a page did besides what was asked of it."""

    def __init__(self, page: Page, address: str) -> None:
        self.strangers: list[str] = []
        self.complaints: list[str] = []
        self.address = address
        page.on("request", self._requested)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", self._asked)

    def _requested(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "about:")):
            self.strangers.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} {message.location}")

    def _asked(self, dialog: Dialog) -> None:
        self.complaints.append(dialog.message)
        dialog.dismiss()


@pytest.fixture(scope="module")
def page(address: str) -> Iterator[Page]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("there is no chromium on the path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 600})
        page.set_default_timeout(20_000)
        yield page
        browser.close()


def ask(page: Page, address: str, question: str) -> Watch:
    watch = Watch(page, address)
    page.context.clear_cookies()  # a new person: conversations are kept
    page.goto(address)
    box = page.get_by_label("Question")
    box.fill(question)
    box.press("Enter")
    page.locator("article.turn .answer").wait_for()
    return watch


def test_a_citation_opens_at_the_quoted_place(page: Page, address: str, assistant: Assistant, tmp_path: Path) -> None:
    question = "What do harbour sources claim about the county and the quarry?"
    citation = assistant.ask(question).citations[0]
    watch = ask(page, address, question)
    page.locator("a.chip").first.click()
    source = page.frame_locator("iframe[name=source]")
    mark = source.locator("mark#quotation")
    expect(mark).to_have_text(citation.exact, use_inner_text=False)
    assert mark.text_content() == citation.exact
    expect(mark).to_be_in_viewport()
    page.screenshot(path=tmp_path / "chat.png")
    assert (watch.strangers, watch.complaints) == ([], [])


def test_a_follow_up_keeps_the_conversation(page: Page, address: str) -> None:
    watch = ask(page, address, "What happened to the dredger Patience?")
    box = page.get_by_label("Question")
    expect(box).to_have_value("")
    box.fill("and who pays for the salvage?")
    box.press("Enter")
    expect(page.locator("article.turn")).to_have_count(2)
    expect(page.locator("article.turn").nth(1).locator(".understood")).to_contain_text("salvage")
    assert (watch.strangers, watch.complaints) == ([], [])


def test_an_empty_question_is_refused_in_words(page: Page, address: str) -> None:
    page.goto(address)
    box = page.get_by_label("Question")
    box.fill("?!")
    box.press("Enter")
    expect(page.get_by_text("Ask something in words.")).to_be_visible()


def test_what_a_document_holds_is_text(page: Page, address: str, assistant: Assistant) -> None:
    question = "what must the sign on market lanterns say?"
    exact = assistant.ask(question).citations[0].exact
    assert "<script>" in exact
    watch = ask(page, address, question)
    shown = page.locator("article.turn").inner_text()
    for piece in ("<script>window.hacked = 1</script>", "${alert(1)}", "“every lawful”"):
        assert piece in shown
    page.locator("a.chip").first.click()
    source = page.frame_locator("iframe[name=source]")
    expect(source.locator("mark#quotation")).to_have_text(exact)
    assert source.locator("h2").text_content() == "Market <b>rules</b> & ${alert(1)}"
    assert source.locator("img, script").count() == 0
    assert page.locator("article.turn script, article.turn img").count() == 0
    assert page.evaluate("window.hacked") is None
    assert (watch.strangers, watch.complaints) == ([], [])
