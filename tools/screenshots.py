"""Take the screenshots of docs/screenshots from the page as it is; with a folder, every tab in every look instead.

python tools/screenshots.py [FOLDER]   (needs chromium and what `make test` installs)
"""

import io
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from assistant import Assistant  # noqa: E402 - of this checkout
from assistant.chat.app import build  # noqa: E402
from assistant.users import Users  # noqa: E402

QUESTION = "Who killed the Iranian diplomats in 1998?"
TABS = {
    "Chat": ".turn",
    "Who says what": "#claims table",
    "Disagreements": "#disagreements .matter",
    "Documents": "#documents table",
    "Evaluation": "#figures [role=status]",
}
LOOKS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 800}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 800}},
    "phone": {"color_scheme": "light", "viewport": {"width": 390, "height": 844}},
    "phone-dark": {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}},
}
_COLOURS = 64


@contextmanager
def serving() -> Iterator[str]:
    """Serve the page over the corpus that ships; yield its address."""
    with tempfile.TemporaryDirectory() as folder, Assistant.open(Path(folder) / "library") as assistant:
        assistant.add([ROOT / "corpus"])
        with listening(assistant) as address:
            yield address


@contextmanager
def listening(assistant: Assistant) -> Iterator[str]:
    """Serve the page over a library; yield its address."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(build(assistant), log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    server.should_exit = server.force_exit = True
    thread.join()


def keep(page: Page, file: Path, *, whole: bool = False) -> None:
    """Write a screenshot with few colours: these pages have few."""
    time.sleep(0.4)
    shot = Image.open(io.BytesIO(page.screenshot(full_page=whole))).convert("RGB")
    shot.quantize(_COLOURS).save(file, optimize=True)
    sys.stderr.write(f"{file.name}: {file.stat().st_size} bytes\n")


def arrived(browser: Browser, address: str, width: int, height: int, scheme: str = "light") -> Page:
    """Open the page as a new person."""
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": height})
    page.set_default_timeout(60_000)
    page.goto(address)
    page.locator("[data-ask]").first.wait_for()
    return page


def ask(page: Page) -> None:
    """Ask, and wait until the page has settled."""
    box = page.get_by_role("textbox", name="Question")
    box.fill(QUESTION)
    box.press("Enter")
    page.locator(".turn .actions").wait_for()
    page.wait_for_timeout(3000)  # what to go on with comes a moment later, if it comes


def turn_to(page: Page, tab: str) -> None:
    """Open a tab, from the menu where the screen is narrow."""
    button = page.get_by_role("tab", name=tab)
    if not button.first.is_visible():
        page.locator(".overflow-menu > button").first.click()
        button = page.locator(".overflow-dropdown button", has_text=tab)
    button.first.click()
    page.locator(TABS[tab]).first.wait_for()


def documented(browser: Browser, address: str, folder: Path) -> None:
    """Take the four that the documentation shows."""
    page = arrived(browser, address, 1200, 760)
    ask(page)
    page.locator(".statement .chip").nth(1).click()
    page.frame_locator("iframe[name=source]").locator("mark#quotation").wait_for()
    page.evaluate("scrollTo(0, 0)")
    keep(page, folder / "chat.png")
    page.close()
    page = arrived(browser, address, 1280, 850)
    turn_to(page, "Who says what")
    page.get_by_label("Claimant", exact=True).fill("Uzbekistan")
    page.get_by_label("Claimant", exact=True).press("Enter")
    page.get_by_text("Contested only").click()
    keep(page, folder / "who-says-what.png")
    page.close()
    page = arrived(browser, address, 1200, 450)
    turn_to(page, "Disagreements")
    keep(page, folder / "disagreements.png")
    page.close()
    page = arrived(browser, address, 390, 844)
    ask(page)
    page.evaluate("scrollTo(0, 0)")
    keep(page, folder / "phone.png")
    page.close()


def asked_in(browser: Browser, folder: Path) -> None:
    """Take the page that asks for a name and a password."""
    with tempfile.TemporaryDirectory() as library, Assistant.open(Path(library) / "library") as assistant:
        Users(assistant.folder / "users").put("ida", "not a secret here")
        with listening(assistant) as address:
            page = browser.new_page(viewport={"width": 720, "height": 460})
            page.goto(address)
            keep(page, folder / "log-in.png")
            page.close()


def everything(browser: Browser, address: str, folder: Path) -> None:
    """Take every tab in every look, whole, and what opens over it."""
    folder.mkdir(parents=True, exist_ok=True)
    for look, how in LOOKS.items():
        size = how["viewport"]
        page = arrived(browser, address, size["width"], size["height"], how["color_scheme"])
        keep(page, folder / f"{look}-welcome.png", whole=True)
        ask(page)
        for tab in TABS:
            turn_to(page, tab)
            keep(page, folder / f"{look}-{tab.lower().replace(' ', '-')}.png", whole=tab in ("Chat", "Evaluation"))
        turn_to(page, "Chat")
        page.locator(".statement .chip").first.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        keep(page, folder / f"{look}-card.png")
        page.locator(".statement .chip").first.click()
        page.frame_locator("iframe[name=source]").locator("mark#quotation").wait_for()
        keep(page, folder / f"{look}-panel.png")
        page.close()


def main() -> None:
    """Take them."""
    program = shutil.which("chromium") or sys.exit("There is no chromium: apt-get install chromium")
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        if len(sys.argv) > 1:
            everything(browser, address, Path(sys.argv[1]))
        else:
            documented(browser, address, ROOT / "docs" / "screenshots")
            asked_in(browser, ROOT / "docs" / "screenshots")
        browser.close()


if __name__ == "__main__":
    main()
