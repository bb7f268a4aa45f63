"""The page in a real Chromium, over the corpus that ships: what an analyst does with it all day."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
import uvicorn
from browsing import visits
from gradio_client import Client
from gradio_client.exceptions import AppError
from playwright.sync_api import Browser, Page, expect

from assistant import Assistant
from assistant.chat.app import build
from assistant.chat.feedback import FILE
from assistant.chat.render import RULES
from assistant.chat.tables import MOST_ROWS
from assistant.model import Statement, Voice

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent.parent
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
QUESTION = "Who killed the Iranian diplomats in 1998?"
TABS = {
    "Chat": "#conversation button",
    "Who says what": "#claims table",
    "Disagreements": "#disagreements [role=status]",
    "Documents": "#documents table",
    "Evaluation": "#figures [role=status]",
}
HAZARD = (
    "Mayor Ida Holm said that ${1+1} and {{value}} <img src=x onerror=alert(1)> are _signs_ on the Ventry lighthouse."
)


class Serving:
    """The page, served from a thread; stopped and started again like a process would be."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.start()

    def start(self) -> None:
        self.assistant = Assistant.open(self.folder)
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        self._server = uvicorn.Server(uvicorn.Config(build(self.assistant), log_level="error"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listener]}, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)

    def stop(self) -> None:
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(20)
        self.assistant.close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("page") / "library"
    with Assistant.open(folder) as assistant:
        assistant.add([ROOT / "corpus"])
    serving = Serving(folder)
    yield serving
    serving.stop()


@pytest.fixture
def visit(chromium: Browser, served: Serving) -> Iterator[Callable[..., Page]]:
    """Open the page as a new person."""
    with visits(chromium, served.address) as opened:

        def arrived(**options: Any) -> Page:
            page = opened(**options)
            arrive(page)
            return page

        yield arrived


def arrive(page: Page) -> None:
    page.locator("#conversation [data-ask], #conversation .turn").first.wait_for()


def ask(page: Page, question: str) -> None:
    turns = page.locator(".turn .actions").count()
    box = page.get_by_role("textbox", name="Question")
    box.fill(question)
    box.press("Enter")
    expect(page.locator(".turn .actions")).to_have_count(turns + 1)


def marked(page: Page) -> str:
    mark = page.frame_locator("iframe[name=source]").locator("mark#quotation")
    expect(mark).to_be_in_viewport()
    return mark.text_content() or ""


def turn_to(page: Page, tab: str) -> None:
    button = page.get_by_role("tab", name=tab)
    if not button.first.is_visible():
        page.locator(".overflow-menu > button").first.click()
        button = page.locator(".overflow-dropdown button", has_text=tab)
    button.first.click()
    page.locator(TABS[tab]).first.wait_for()


def attributed(served: Serving) -> Statement:
    """The first statement of the answer that is somebody's, and contested."""
    statements = served.assistant.ask(QUESTION).statements
    return next(one for one in statements if one.voice is Voice.ATTRIBUTED and one.contested)


def test_the_first_answer_is_there_within_a_second_and_a_half(visit: Callable[..., Page]) -> None:
    """The best of some people's first questions counts: the machine may be busy with other work."""
    took = [float("inf")]
    while min(took) >= 1.5 and len(took) <= 10:
        page = visit()
        box = page.get_by_role("textbox", name="Question")
        box.fill(QUESTION)
        started = time.perf_counter()
        box.press("Enter")
        page.locator(".statement .chip").first.wait_for()
        took.append(time.perf_counter() - started)
        page.context.close()
    assert min(took) < 1.5


def test_a_citation_opens_at_its_words_and_the_next_one_follows(visit: Callable[..., Page], served: Serving) -> None:
    page = visit()
    ask(page, QUESTION)
    first, second, *_ = served.assistant.ask(QUESTION).citations
    chip = page.locator(".statement .chip").first
    chip.focus()
    page.keyboard.press("Enter")
    assert marked(page) == first.exact
    page.get_by_role("button", name="Next").click()
    chips = page.locator(".statement .chip").count()
    expect(page.locator(".panel-place")).to_have_text(f"2 of {chips}")
    expect(page.frame_locator("iframe[name=source]").locator("mark#quotation")).to_have_text(
        " ".join(second.exact.split())
    )
    assert marked(page) == second.exact
    page.get_by_role("button", name="Previous").click()
    expect(page.locator(".panel-place")).to_have_text(f"1 of {chips}")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(chip).to_be_focused()


def test_an_answer_is_asked_for_and_read_with_the_keyboard_alone(visit: Callable[..., Page], served: Serving) -> None:
    page = visit()
    page.locator(".suggestions").first.wait_for()  # keys pressed while the page is built are lost
    press_until(page, "Tab", "#question textarea")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".turn .actions").wait_for()
    page.locator(".turn ~ .suggestions, #exports a").first.wait_for()
    press_until(page, "Shift+Tab", ".why summary")
    page.keyboard.press("Enter")
    expect(page.locator(".why[open] li").first).to_be_visible()
    press_until(page, "Shift+Tab", ".statement .chip")
    expect(page.locator(".statement .card:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    assert marked(page) in [one.exact for one in served.assistant.ask(QUESTION).citations]
    press_until(page, "Tab", "[data-panel=close]")
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_hidden()
    press_until(page, "Tab", "[data-feedback=up]")
    page.keyboard.press("Enter")
    expect(page.locator(".thanks")).to_have_text("Thank you, kept.")
    press_until(page, "Shift+Tab", "[role=tab]")
    press_until(page, "ArrowRight", "[data-tab-id=who-says-what]")
    page.keyboard.press("Enter")
    page.locator(TABS["Who says what"]).first.wait_for()
    press_until(page, "Tab", "#claims a.place")
    page.keyboard.press("Enter")
    marked(page)


def press_until(page: Page, key: str, reached: str) -> None:
    """Press a key until what has the focus is what is looked for."""
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate("wanted => document.activeElement.matches(wanted)", reached):
            return
    raise AssertionError(f"{key} never reaches {reached}")


def test_hover_shows_who_says_it_and_where(visit: Callable[..., Page], served: Serving) -> None:
    page = visit()
    ask(page, QUESTION)
    statement = attributed(served)
    citation = next(one for one in served.assistant.ask(QUESTION).citations if one.marker == statement.citations[0])
    page.locator(".statement.attributed .chip").first.hover()
    card = page.locator(".statement .card:visible")
    assert card.locator(".card-who").text_content() in (*statement.claimants, *statement.chain)
    for shown in (citation.exact, citation.document.title, citation.document.genre, citation.document.published):
        assert str(shown) in (card.text_content() or "")


def test_a_claimant_is_set_off_and_the_mark_says_why(visit: Callable[..., Page], served: Serving) -> None:
    page = visit()
    ask(page, QUESTION)
    statement = attributed(served)
    said = page.locator(".statement.attributed").first
    assert said.locator(".claimant").text_content() in (*statement.claimants, *statement.chain)
    said.get_by_text("contested", exact=True).click()
    expect(said.locator(".why li")).to_have_text([RULES[rule] for rule in statement.rules])


def test_a_follow_up_is_understood_and_an_offered_question_is_answered(visit: Callable[..., Page]) -> None:
    page = visit()
    offered = page.locator("[data-ask]").first
    question = offered.text_content() or ""
    offered.click()
    expect(page.locator(".turn .actions")).to_have_count(1)
    expect(page.locator(".turn h2")).to_have_text(question)
    expect(page.locator(".turn .chip").first).to_be_visible()
    ask(page, "and when was that?")
    expect(page.locator(".turn").nth(1).locator(".understood")).to_contain_text("Understood as:")


def test_an_abstention_offers_what_can_be_answered(visit: Callable[..., Page]) -> None:
    page = visit()
    ask(page, "What did Saudi Arabia say about the price of bread in Lisbon?")
    expect(page.locator(".answer.abstained")).to_be_visible()
    page.locator("[data-ask]").first.click()
    expect(page.locator(".turn .actions")).to_have_count(2)
    expect(page.locator(".turn").nth(1).locator(".statement .chip").first).to_be_visible()


def test_claims_are_filtered_and_open_at_their_place(visit: Callable[..., Page]) -> None:
    page = visit()
    turn_to(page, "Who says what")
    page.get_by_label("Claimant", exact=True).fill("Uzbekistan")
    page.get_by_label("Claimant", exact=True).press("Enter")
    rows = page.locator("#claims tbody tr")
    expect(rows.filter(has_not_text="Uzbekistan")).to_have_count(0)
    assert rows.count() > 0
    page.get_by_label("Published until").fill("1990")
    page.get_by_label("Published until").press("Enter")
    expect(page.locator("#claims .empty")).to_be_visible()
    page.get_by_label("Published until").fill("")
    page.get_by_label("Published until").press("Enter")
    row = rows.first
    words = row.locator("a.place").text_content() or ""
    row.locator("a.place").click()
    assert " ".join(marked(page).split()) == words


def test_all_claims_can_be_seen_and_a_date_that_is_none_is_refused_in_words(visit: Callable[..., Page]) -> None:
    page = visit()
    turn_to(page, "Who says what")
    rows = page.locator("#claims tbody tr")
    expect(rows).to_have_count(MOST_ROWS)
    page.get_by_role("button", name="Show more").click()
    expect(rows).to_have_count(2 * MOST_ROWS)
    page.get_by_label("Published from").fill("August 2022")
    page.get_by_label("Published from").press("Enter")
    expect(page.get_by_text("A date is written 2022, 2022-08 or 2022-08-31")).to_be_visible()
    page.get_by_label("Published from").fill("1990")
    page.get_by_label("About").fill("marmalade")
    page.get_by_label("About").press("Enter")
    expect(page.locator("#claims .empty")).to_be_visible()
    expect(page.get_by_role("button", name="Show more")).to_be_hidden()


def test_an_earlier_conversation_is_opened_from_the_list_and_passing_the_list_opens_none(
    visit: Callable[..., Page],
) -> None:
    page = visit()
    held = page.get_by_label("Conversations")
    expect(held.locator("option")).to_have_text(["New conversation"])
    ask(page, QUESTION)
    page.locator(".suggestions").wait_for()
    page.locator("#new").click()
    expect(page.locator(".welcome")).to_be_visible()
    ask(page, "What did Iran demand?")
    page.locator(".turn ~ .suggestions").wait_for()
    expect(held.locator("option")).to_have_text(["New conversation", "What did Iran demand?", QUESTION])
    expect(page.locator("#exports a").first).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    held.focus()
    page.keyboard.press("Tab")
    expect(page.locator("#new")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(held).to_be_focused()
    assert not asked, "nothing was chosen"
    page.keyboard.press("ArrowDown")
    expect(page.locator(".turn h2")).to_have_text(QUESTION)
    expect(held).to_be_focused()
    held.select_option("What did Iran demand?")
    expect(page.locator(".turn h2")).to_have_text("What did Iran demand?")
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#delete").click()
    expect(held.locator("option")).to_have_text(["New conversation", QUESTION])
    expect(held.locator("option:checked")).to_have_text("New conversation")


def test_a_conversation_is_deleted_only_by_who_means_it(visit: Callable[..., Page]) -> None:
    page = visit()
    ask(page, QUESTION)
    answers = iter([False, True])
    page.on("dialog", lambda dialog: dialog.accept() if next(answers) else dialog.dismiss())
    page.locator(".suggestions").wait_for()
    page.locator("#delete").click()
    expect(page.locator(".turn h2")).to_have_text(QUESTION)
    page.locator("#delete").click()
    expect(page.locator(".turn")).to_have_count(0)
    again = page.context.new_page()  # no reload: what still streams would be cut, and Gradio tells the console so
    again.goto(page.url)
    arrive(again)
    expect(again.locator(".turn")).to_have_count(0)


def test_disagreements_stand_side_by_side_and_open_at_their_words(visit: Callable[..., Page], served: Serving) -> None:
    page = visit()
    turn_to(page, "Disagreements")
    groups = served.assistant.disagreements()
    assert groups
    expect(page.locator("#disagreements .matter")).to_have_count(len(groups))
    first = page.locator("#disagreements .matter").first
    assert first.locator("h3").text_content() == groups[0].matter
    line = groups[0].lines[0]
    assert first.locator(".claimant").first.text_content() == line.claimant
    first.locator(".statement a.place").first.click()
    assert marked(page) == line.citation.exact
    page.keyboard.press("Escape")
    box = page.get_by_role("textbox", name="About")
    box.fill("a matter of which nothing is said: marmalade")
    box.press("Enter")
    expect(page.locator("#disagreements [role=status]")).to_contain_text("found to contradict one another")


def test_a_document_is_added_read_asked_about_and_removed(
    visit: Callable[..., Page], served: Serving, tmp_path: Path
) -> None:
    file = tmp_path / "lighthouse.txt"
    file.write_text(f"{HAZARD}\n\nThe lighthouse was built in 1871.\n", "utf-8")
    page = visit()
    turn_to(page, "Documents")
    (tmp_path / "sheet.xlsx").write_bytes(b"PK")
    page.locator("#files input[type=file]").set_input_files([file, tmp_path / "sheet.xlsx"])
    page.locator("#files [aria-label='lighthouse.txt']").wait_for()  # the bare name shows only while it loads
    page.get_by_label("Or a web address").fill("https://no-such-machine.invalid/page")
    page.locator("#add").click()
    expect(page.locator("#report")).to_contain_text("1 added, 2 skipped")
    expect(page.locator("#report .skipped")).to_contain_text("no-such-machine.invalid")
    expect(page.locator("#report .skipped")).to_contain_text("sheet.xlsx is not of a kind that can be read")
    uploads = served.folder / "uploads"
    assert [one.name for one in uploads.iterdir()] == ["lighthouse.txt"]
    page.locator("#documents").get_by_text("lighthouse.txt").first.click()
    source = page.frame_locator("iframe[name=source]")
    expect(source.locator("main")).to_contain_text("<img src=x onerror=alert(1)> are _signs_")
    expect(source.locator(".notes a").first).to_contain_text("Ida Holm")
    page.get_by_role("button", name="Close").click()
    turn_to(page, "Chat")
    ask(page, "What did Ida Holm say about the Ventry lighthouse?")
    expect(page.locator(".turn .answer")).to_contain_text("${1+1} and {{value}} <img src=x onerror=alert(1)>")
    assert page.locator(".turn .answer img").count() == 0
    turn_to(page, "Documents")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Remove lighthouse.txt").click()
    expect(page.locator("#documents")).not_to_contain_text("lighthouse.txt")
    assert list(uploads.iterdir()) == []
    assert file.exists()


@pytest.mark.parametrize("place", [str(ROOT / "README.md"), (ROOT / "README.md").as_uri(), "ftp://example.org/x.txt"])
def test_a_path_on_the_server_is_no_web_address(visit: Callable[..., Page], served: Serving, place: str) -> None:
    page = visit()
    held = len(served.assistant.documents())
    turn_to(page, "Documents")
    page.get_by_label("Or a web address").fill(place)
    page.get_by_label("Or a web address").press("Enter")
    expect(page.locator("#report .skipped")).to_contain_text("no web address")
    assert len(served.assistant.documents()) == held


def test_the_cases_are_run_with_progress_and_stopped(visit: Callable[..., Page]) -> None:
    page = visit()
    turn_to(page, "Evaluation")
    page.get_by_role("button", name="Run the cases").click()
    expect(page.locator("#running progress")).to_be_visible()
    expect(page.locator("#running [role=status]")).to_contain_text(re.compile(r"\d+ of \d+ cases"))
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#running [role=status]")).to_have_text("Stopped.")


def test_the_conversation_is_taken_away(visit: Callable[..., Page], served: Serving) -> None:
    page = visit()
    ask(page, QUESTION)
    exact = served.assistant.ask(QUESTION).citations[0].exact
    bodies = {}
    for name in ("Markdown", "HTML", "Web Annotations (JSON-LD)", "Claims (schema.org)"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        bodies[name] = Path(download.value.path()).read_text("utf-8")
    assert f"“{exact}”" in bodies["Markdown"]
    assert exact in bodies["HTML"]
    first = json.loads(bodies["Web Annotations (JSON-LD)"])["first"]["items"][0]
    assert first["target"]["selector"][0]["exact"] == exact
    assert json.loads(bodies["Claims (schema.org)"])["@graph"][0]["author"] == [
        {"@type": "Thing", "name": name} for name in attributed(served).claimants
    ]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.bring_to_front()  # a browser lets only the page in front write to the clipboard
    page.get_by_role("button", name="Copy with footnotes").click()
    expect(page.locator(".thanks")).to_have_text("Copied.")
    assert exact in page.evaluate("navigator.clipboard.readText()")


def test_feedback_is_kept_with_the_versions_it_is_about(visit: Callable[..., Page], served: Serving) -> None:
    page = visit()
    ask(page, QUESTION)
    page.on("dialog", lambda dialog: dialog.accept("Tajikistan said it"))
    page.get_by_role("button", name="This is misattributed").click()
    expect(page.locator(".thanks")).to_have_text("Thank you, kept.")
    line = json.loads((served.folder / FILE).read_text("utf-8").splitlines()[-1])
    assert (line["verdict"], line["note"], line["turns"]) == ("misattributed", "Tajikistan said it", [QUESTION])
    assert {one["sha256"] for one in line["documents"].values()} == {
        one["sha256"] for one in line["answer"]["citations"]
    }


def test_a_conversation_survives_reload_and_restart_and_is_nobody_elses(
    visit: Callable[..., Page], served: Serving
) -> None:
    page = visit()
    ask(page, QUESTION)
    page.locator(".suggestions").wait_for()
    page.goto(served.address)
    arrive(page)
    expect(page.locator(".turn h2")).to_have_text(QUESTION)
    page.goto("about:blank")
    served.stop()
    served.start()
    page.goto(served.address)
    arrive(page)
    expect(page.locator(".turn h2")).to_have_text(QUESTION)
    export = page.get_by_role("link", name="Markdown").get_attribute("href")
    ask(page, "What did Iran demand?")
    page.locator(".suggestions").wait_for()
    page.locator("#new").click()
    expect(page.locator(".welcome")).to_be_visible()
    page.locator("[data-ask]").first.wait_for()
    stranger = visit()
    expect(stranger.locator(".turn")).to_have_count(0)
    assert stranger.request.get(f"{served.address}{export}").status == 404
    assert page.request.get(f"{served.address}{export}").status == 200


def test_programs_call_the_named_endpoints(served: Serving) -> None:
    client = Client(served.address, verbose=False)
    assert set(client.view_api(return_format="dict", print_info=False)["named_endpoints"]) == {
        "/ask",
        "/claims",
        "/disagreements",
        "/check_quote",
        "/documents",
    }
    answer = client.predict(QUESTION, [], api_name="/ask")
    exact = answer["citations"][0]["exact"]
    assert exact == served.assistant.ask(QUESTION).citations[0].exact
    assert client.predict(exact, "", api_name="/check_quote")[0]["verdict"] == "found"
    with pytest.raises(AppError, match="Ask something in words"):
        client.predict("?", [], api_name="/ask")


LOOKS: dict[str, dict[str, object]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}},
}


@pytest.mark.parametrize("look", LOOKS)
def test_every_tab_is_accessible(visit: Callable[..., Page], look: str) -> None:
    page = visit(**LOOKS[look])
    page.evaluate(AXE)
    ask(page, QUESTION)
    page.locator(".suggestions").wait_for()
    page.locator(".statement .chip").first.click()
    marked(page)
    found = serious(page, "panel")
    page.get_by_role("button", name="Close").click()
    for tab in TABS:
        turn_to(page, tab)
        found += serious(page, tab)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{tab} is wider than the screen"
    assert found == []


def serious(page: Page, where: str) -> list[str]:
    report = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{where}: {one['id']} {one['nodes'][0]['html'][:120]}"
        for one in report["violations"]
        if one["impact"] in ("serious", "critical")
    ]
