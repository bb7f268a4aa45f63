"""The Gradio page, mounted in one FastAPI app that also serves the documents' pages."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from html import escape
from importlib.resources import files

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from assistant.assistant import Assistant
from assistant.chat.render import SOURCE_FRAME, conversation_html, document_page
from assistant.errors import AccordingToError, SettingsError
from assistant.model import Answer, Span

log = logging.getLogger(__name__)

STYLE = files("assistant.chat").joinpath("style.css").read_text("utf-8")
_SYSTEM_FONTS = ("system-ui", "sans-serif")
_EMPTY_PANEL = (
    f'<iframe name="{SOURCE_FRAME}" title="Source document" srcdoc="<p style=\'font:16px system-ui;color:#6b6f76;'
    "padding:1rem'>Choose a numbered source to read it here, at the quoted place.</p>\"></iframe>"
)
_STALE = "The document has changed since this answer; the quotation is not shown in it."

Turns = list[tuple[str, Answer]]


def build(assistant: Assistant) -> FastAPI:
    """Return the whole web application over one library."""
    app = FastAPI(title="According To", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/style.css")
    def style() -> Response:
        return PlainTextResponse(STYLE, media_type="text/css")

    @app.get("/documents/{document_id}")
    def document(document_id: str, start: int = -1, end: int = -1, sha256: str = "") -> Response:
        return _document(assistant, document_id, start, end, sha256)

    page = _page(assistant)
    theme = gr.themes.Base(font=_SYSTEM_FONTS, font_mono=("ui-monospace", "monospace"))
    gr.mount_gradio_app(app, page, path="/", css=STYLE, theme=theme, footer_links=[], enable_monitoring=False)
    return app


def _page(assistant: Assistant) -> gr.Blocks:
    page: gr.Blocks
    with gr.Blocks(title="According To", analytics_enabled=False) as page:
        gr.HTML("<h1>According To</h1><p>Answers that say who says so, quoted from the documents you chose.</p>")
        turns = gr.State([])
        with gr.Row():
            with gr.Column(scale=3):
                conversation = gr.HTML("", elem_id="conversation")
                question = gr.Textbox(
                    label="Question", placeholder="Ask about the documents", submit_btn="Ask", elem_id="question"
                )
            with gr.Column(scale=2):
                gr.HTML(_EMPTY_PANEL, elem_classes="panel")

        def answer(asked: str, so_far: Turns) -> tuple[Turns, str, str]:
            try:
                answered = assistant.ask(asked, [earlier for earlier, _ in so_far])
            except AccordingToError as error:
                raise gr.Error(str(error)) from error
            grown = [*so_far, (asked, answered)]
            return grown, conversation_html(grown), ""

        question.submit(
            answer, [question, turns], [turns, conversation, question], api_visibility="private", concurrency_limit=4
        )
    return page


def _document(assistant: Assistant, document_id: str, start: int, end: int, sha256: str) -> Response:
    """Serve a document with a span marked; a span of another version is not shown, and the page says so."""
    try:
        found = assistant.document(document_id)
    except AccordingToError as error:
        return HTMLResponse(f"<p>{escape(str(error))}</p>", status_code=404)
    span, notice = None, ""
    if 0 <= start < end <= len(found.text):
        if sha256 in ("", found.sha256):
            span = Span(start=start, end=end)
        else:
            notice = _STALE
    return HTMLResponse(document_page(found, span, notice))


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
