"""The pages and files beside Gradio's: documents, exports, feedback, style and script."""

from __future__ import annotations

from html import escape
from importlib.resources import files

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response

from assistant.assistant import Assistant
from assistant.chat.evaluating import REPORT, folder_of
from assistant.chat.feedback import Feedback, keep
from assistant.chat.people import Next, People
from assistant.chat.reading_page import document_page
from assistant.errors import AccordingToError
from assistant.exporting import FORMATS
from assistant.model import Span

_STALE = "The document has changed since this answer; the quotation is not shown in it."
_NOTHING = "Choose a numbered source to read it here, at the quoted place."
_PAGE_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'"
)
"""Documents' pages run no script and load nothing but their style."""
_ASSETS = {"style.css": "text/css", "page.js": "text/javascript"}


_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
"""Gradio's page runs scripts of its own within the page; nothing is loaded from, or sent to, any other host."""


async def guard(request: Request, proceed: Next) -> Response:
    """Give every response the policy of the page, unless it has a stricter one."""
    response = await proceed(request)
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    return response


def add_routes(app: FastAPI, assistant: Assistant, people: People) -> None:
    """Add the routes to the application."""
    app.middleware("http")(guard)
    for name, media_type in _ASSETS.items():
        _add_asset(app, name, media_type)

    @app.get("/documents/{document_id}")
    def document(document_id: str, start: int = -1, end: int = -1, sha256: str = "") -> Response:
        return _document(assistant, document_id, start, end, sha256)

    @app.get("/conversations/{conversation}/{kind}")
    def export(conversation: str, kind: str, request: Request) -> Response:
        return _export(assistant, conversation, kind, people.owner(request))

    @app.post("/feedback")
    def feedback(said: Feedback, request: Request) -> Response:
        try:
            turns = assistant.conversations.turns(said.conversation, people.owner(request))
            if said.turn >= len(turns):
                return JSONResponse({"error": "The conversation has no such turn."}, status_code=404)
            keep(assistant, said, turns[: said.turn + 1])
        except AccordingToError as error:
            return JSONResponse({"error": str(error)}, status_code=404)
        return JSONResponse({"kept": True})

    @app.get("/evaluation")
    def evaluation() -> Response:
        report = folder_of(assistant) / REPORT
        if not report.is_file():
            return _page("<p>No cases have been run yet.</p>", 404)
        return FileResponse(report, media_type="text/html", headers={"Content-Security-Policy": _PAGE_POLICY})


def _add_asset(app: FastAPI, name: str, media_type: str) -> None:
    body = files("assistant.chat").joinpath(name).read_text("utf-8")

    @app.get(f"/{name}", name=name)
    def asset() -> Response:
        return Response(body, media_type=media_type, headers={"Cache-Control": "no-cache"})


def _document(assistant: Assistant, document_id: str, start: int, end: int, sha256: str) -> Response:
    """Serve a document with a span marked; a span of another version is not shown, and the page says so."""
    if document_id == "none":
        return _page(f"<p>{_NOTHING}</p>", 200)
    try:
        found = assistant.by_id(document_id)
        claims = assistant.claims_in(found.id)
    except AccordingToError as error:
        return _page(f"<p>{escape(str(error))}</p>", 404)
    span, notice = None, ""
    if 0 <= start < end <= len(found.text):
        if sha256 in ("", found.sha256):
            span = Span(start=start, end=end)
        else:
            notice = _STALE
    page = document_page(found, span, notice, claims)
    return HTMLResponse(page, headers={"Content-Security-Policy": _PAGE_POLICY})


def _page(body: str, status: int) -> Response:
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>According To</title>'
        f'<link rel="stylesheet" href="../style.css"></head><body class="document"><main>{body}</main></body></html>'
    )
    return HTMLResponse(page, status_code=status, headers={"Content-Security-Policy": _PAGE_POLICY})


def _export(assistant: Assistant, conversation: str, kind: str, owner: str) -> Response:
    if kind not in FORMATS:
        return _page(f"<p>There is no export {escape(kind)}: choose {', '.join(FORMATS)}.</p>", 404)
    try:
        turns = assistant.conversations.turns(conversation, owner)
    except AccordingToError as error:
        return _page(f"<p>{escape(str(error))}</p>", 404)
    name, media_type, write = FORMATS[kind]
    body = write([(turn.question, turn.answer) for turn in turns])
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": _PAGE_POLICY}
    return Response(body, media_type=f"{media_type}; charset=utf-8", headers=headers)
