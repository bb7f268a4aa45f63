"""The page: Gradio mounted in one FastAPI app that also serves the documents' pages and the exports."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from functools import wraps
from html import escape
from typing import Any

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr
import uvicorn
from fastapi import FastAPI
from gradio.events import api

from assistant.assistant import Assistant
from assistant.chat.claiming import Claiming
from assistant.chat.documenting import Documenting
from assistant.chat.login import add_login
from assistant.chat.opposing import Opposing
from assistant.chat.people import Members, People, people_of
from assistant.chat.render import SOURCE_FRAME
from assistant.chat.routes import add_routes
from assistant.chat.scoring_tab import Scoring
from assistant.chat.talking import Talking
from assistant.errors import AccordingToError, SettingsError
from assistant.library.opening import LARGEST_FILE
from assistant.tools import Tools

log = logging.getLogger(__name__)

_SYSTEM_FONTS = ("system-ui", "sans-serif")
_COLOURS = {
    "button_primary_background_fill": "#0b5cad",
    "button_primary_background_fill_hover": "#094a8b",
    "button_primary_background_fill_dark": "#0b5cad",
    "button_primary_background_fill_hover_dark": "#094a8b",
    "button_primary_text_color": "#ffffff",
    "button_primary_text_color_dark": "#ffffff",
    "body_text_color_subdued": "#55585e",
    "body_text_color_subdued_dark": "#a9adb5",
    "block_label_text_color": "#44474d",
    "block_label_text_color_dark": "#c4c7cd",
    "input_placeholder_color": "#5f6369",
    "input_placeholder_color_dark": "#a9adb5",
    "body_background_fill_dark": "#17181b",
    "block_background_fill_dark": "#17181b",
    "input_background_fill_dark": "#26282d",
}
"""Gradio's own greys and its blue miss AA."""
_HEAD = '<link rel="stylesheet" href="style.css"><script src="page.js" defer></script>'
_TITLE = "<header class='title'><h1>According To</h1><p>Answers that say who says so.</p>{member}</header>"
_MEMBER = """<form class="member" method="post" action="logout">
<span>{name}</span><button type="submit">Log out</button></form>"""
_PANEL = f"""<aside id="panel" class="panel" role="region" aria-label="Source document" tabindex="-1" hidden>
<div class="panel-bar">
<button type="button" data-panel="previous">Previous</button>
<span class="panel-place" role="status"></span>
<button type="button" data-panel="next">Next</button>
<a data-panel="alone" href="documents/none" target="_blank">Own page</a>
<button type="button" data-panel="close">Close</button></div>
<iframe name="{SOURCE_FRAME}" title="Source document" src="documents/none"></iframe></aside>"""


def build(assistant: Assistant) -> FastAPI:
    """Return the whole web application over one library. Raises SettingsError if it is unclear who may use it."""
    people = people_of(assistant.settings)
    app = FastAPI(title="According To", docs_url=None, redoc_url=None, openapi_url=None)
    app.middleware("http")(people.introduce)
    add_routes(app, assistant, people)
    if isinstance(people, Members):
        add_login(app, people)
    theme = gr.themes.Base(font=_SYSTEM_FONTS, font_mono=("ui-monospace", "monospace")).set(**_COLOURS)
    gr.mount_gradio_app(
        app,
        _page(assistant, people),
        path="/",
        theme=theme,
        head=_HEAD,
        footer_links=[],
        enable_monitoring=False,
        max_file_size=LARGEST_FILE,
    )
    return app


def _page(assistant: Assistant, people: People) -> gr.Blocks:
    page: gr.Blocks
    with gr.Blocks(title="According To", analytics_enabled=False, fill_width=True) as page:
        title = gr.HTML(_TITLE.format(member=""), apply_default_css=False)
        if isinstance(people, Members):
            page.load(_named(people), [], title, api_visibility="private", show_progress="hidden")
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab("Chat", id="chat"):
                Talking(assistant, people).load(page)
            for name, tab in (
                ("Who says what", Claiming),
                ("Disagreements", Opposing),
                ("Documents", Documenting),
                ("Evaluation", Scoring),
            ):
                with gr.Tab(name, id=name.lower().replace(" ", "-")) as made:
                    tab(assistant).fill(made)
        gr.HTML(_PANEL, apply_default_css=False, elem_id="panel-home")
        _endpoints(Tools(assistant))
    return page


def _named(people: Members) -> Callable[[gr.Request], str]:
    """Return what makes the title for the one who opened the page: with a name, and a way to log out."""

    def titled(request: gr.Request) -> str:
        name = people.name(request.request) if request.request else None
        return _TITLE.format(member=_MEMBER.format(name=escape(name)) if name else "")

    return titled


def _endpoints(tools: Tools) -> None:
    """Name the endpoints that `gradio_client` calls."""
    for tool in (tools.ask, tools.claims, tools.disagreements, tools.check_quote, tools.documents):
        api(_explained(tool), api_name=tool.__name__, concurrency_limit=4)


def _explained(tool: Callable[..., Any]) -> Callable[..., Any]:
    """Hand an error of ours to the client as its sentence."""

    @wraps(tool)
    def called(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the tool takes and gives
        try:
            return tool(*given, **named)
        except AccordingToError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return called


def serve(assistant: Assistant, host: str, port: int, announce: Callable[[str], object]) -> None:
    """Serve the page until it is interrupted; `announce` is told the address. Raises SettingsError for a taken port."""
    app = build(assistant)
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        raise SettingsError(
            f"The chat cannot listen on {host}:{port} ({error.strerror}). Choose another with --port."
        ) from error
    announce(f"The chat is at http://{host}:{listener.getsockname()[1]}/ (Ctrl-C stops it)")
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])
