"""Logging in with a real Chromium and with `gradio_client`."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import axe_core_python
import pytest
from browsing import visits
from gradio_client import Client
from gradio_client.exceptions import AuthenticationError
from playwright.sync_api import Browser, Page, expect

from assistant import Assistant
from assistant.chat.app import serve
from assistant.users import Users

pytestmark = pytest.mark.browser

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
PASSWORD = "nine thousand crowns"
QUESTION = "What happened to the dredger Patience?"


@pytest.fixture(scope="module")
def members(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = shutil.copytree(built, tmp_path_factory.mktemp("members") / "library")
    Users(folder / "users").put("ida", PASSWORD)
    with Assistant.open(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(members: Assistant) -> str:
    told: list[str] = []
    threading.Thread(target=serve, args=(members, "127.0.0.1", 0, told.append), daemon=True).start()
    while not told:
        time.sleep(0.02)
    return told[0].split()[4]


def log_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill("Ida")
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")


def test_a_person_logs_in_asks_and_logs_out(chromium: Browser, address: str, members: Assistant) -> None:
    with visits(chromium, address) as visit:
        page = visit()
        expect(page).to_have_title("Log in: According To")
        log_in(page)
        expect(page.locator(".member span")).to_have_text("ida")
        box = page.get_by_role("textbox", name="Question")
        box.fill(QUESTION)
        box.press("Enter")
        page.locator(".turn .chip").first.click()
        exact = members.ask(QUESTION).citations[0].exact
        expect(page.frame_locator("iframe[name=source]").locator("mark#quotation")).to_have_text(
            " ".join(exact.split())
        )
        page.get_by_role("button", name="Close").click()
        elsewhere = visit(viewport={"width": 390, "height": 844})
        log_in(elsewhere)
        expect(elsewhere.locator(".turn h2")).to_have_text(QUESTION)
        assert elsewhere.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("button", name="Log out").click()
        expect(page).to_have_title("Log in: According To")
        page.goto(address)
        expect(page).to_have_title("Log in: According To")


def test_a_log_in_that_has_ended_leads_back_to_the_form(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.goto(address)
    log_in(page)
    page.locator(".turn, [data-ask]").first.wait_for()
    page.context.clear_cookies()
    page.get_by_role("textbox", name="Question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page).to_have_title("Log in: According To")
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_is_accessible_and_says_what_is_wrong(chromium: Browser, address: str, scheme: str) -> None:
    page = chromium.new_page(color_scheme=scheme, viewport={"width": 360, "height": 640})  # type: ignore[arg-type]
    page.goto(address)
    expect(page.get_by_label("Name")).to_be_focused()
    log_in(page, "wrong wrong")
    expect(page.get_by_role("alert")).to_have_text("The name or the password is wrong.")
    expect(page.get_by_label("Name")).to_have_value("Ida")
    expect(page.get_by_label("Password")).to_be_focused()
    page.evaluate(AXE)
    report = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [one["id"] for one in report["violations"] if one["impact"] in ("serious", "critical")] == []
    page.context.close()


def test_a_program_logs_in_by_name_and_password(address: str, members: Assistant) -> None:
    client = Client(address, auth=("ida", PASSWORD), verbose=False)
    answer = client.predict(QUESTION, [], api_name="/ask")
    assert answer["citations"][0]["exact"] == members.ask(QUESTION).citations[0].exact
    with pytest.raises(AuthenticationError):
        Client(address, auth=("ida", "wrong wrong"), verbose=False)
    with pytest.raises(AuthenticationError, match="credentials were not provided"):
        Client(address, verbose=False)
