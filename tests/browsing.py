"""A real Chromium, once a test process, and pages in it that nobody may disturb."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Frame, Page, expect, sync_playwright

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
).split()
PATIENCE = 60_000
"""Milliseconds until something is held to be missing: a machine shared with other work is slow, not wrong."""
LOST = "Unexpected error Connection errored out."
"""What Gradio writes of each stream that breaks: a trouble, unless the page is being left and broke it itself."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("there is no chromium on the path: apt-get install chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def visits(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Yield what opens the page for a new person; afterwards no page may have asked strangers, or complained."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []
    leaving: list[Page | None] = []
    own = (address, "data:", "blob:", "about:")

    def asked(dialog: Dialog) -> None:
        if dialog.type == "alert":  # ours are questions, and the test that expects one answers it
            troubles.append(dialog.message)
            dialog.accept()

    def complained(message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        if message.text.startswith("AbortError") and "/assets/" in message.text:
            leaving.append(message.page)  # Gradio gives up its stream as the person leaves
        elif not (message.text.startswith(LOST) and message.page in leaving):
            troubles.append(f"{message.text} {message.location}")

    def arrived(page: Page, frame: Frame) -> None:
        if frame == page.main_frame:
            leaving[:] = [one for one in leaving if one != page]

    def opened(**options: Any) -> Page:
        contexts.append(chromium.new_context(**{"viewport": {"width": 1280, "height": 800}} | options))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda one: None if one.url.startswith(own) else troubles.append(f"asked {one.url}"))
        page.on("console", complained)
        page.on("framenavigated", lambda frame: arrived(page, frame))
        page.on("pageerror", lambda error: troubles.append(f"{error} {error.stack}"))
        page.on("dialog", asked)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []
