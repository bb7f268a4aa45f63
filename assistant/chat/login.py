"""The page that asks for a name and a password, and its two routes: /login and /logout."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from assistant.chat.people import SESSION, Members, set_cookie
from assistant.chat.sessions import LASTS, Refused

_LARGEST_FORM = 4096
_POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
_ON_THIS_PAGE = re.compile(r"/(?![/\\])[^\\\x00-\x20]*")
"""A place to go on to: never another host's."""
_FORM = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Log in: According To</title><link rel="stylesheet" href="style.css"></head>
<body class="document login"><main><h1>According To</h1><p>Answers that say who says so.</p>
{problem}<form method="post"><label for="username">Name</label>
<input id="username" name="username" value="{name}" autocomplete="username" autocapitalize="none" spellcheck="false"
maxlength="64" required{first}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required{second}>
<button type="submit">Log in</button></form></main></body></html>"""


def add_login(app: FastAPI, people: Members) -> None:
    """Add the two routes; a program sends the same form (`gradio_client` does, given `auth`) and gets JSON."""

    @app.get("/login")
    def form(request: Request) -> Response:
        return _go_on(request) if people.name(request) else _form()

    @app.post("/login")
    async def log_in(request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return _answer(request, 403, "This form was sent by another site. Log in on this page.")
        sent = parse_qs((await _body(request)).decode("utf-8", "replace"))
        name, password = (sent.get(field, [""])[0] for field in ("username", "password"))
        address = request.client.host if request.client else ""
        token = await run_in_threadpool(people.sessions.log_in, name, password, address)
        if isinstance(token, Refused):
            return _refused(request, token, name)
        response = _go_on(request) if _reads_html(request) else JSONResponse({"success": True})
        set_cookie(response, request, SESSION, token, LASTS)
        return response

    @app.post("/logout")
    def log_out(request: Request) -> Response:
        people.sessions.log_out(request.cookies.get(SESSION, ""))
        response = RedirectResponse(f"{_root(request)}/login", status_code=303)
        response.delete_cookie(SESSION, path="/")
        return response


def _refused(request: Request, refused: Refused, name: str) -> Response:
    if not refused.wait:
        return _answer(request, 401, "The name or the password is wrong.", name)
    minutes, seconds = divmod(refused.wait, 60)
    wait = f"{minutes + 1} minutes" if minutes else f"{seconds} seconds"
    response = _answer(request, 429, f"There were too many wrong passwords. Wait {wait}, then try again.", name)
    response.headers["Retry-After"] = str(refused.wait)
    return response


def _answer(request: Request, status: int, problem: str, name: str = "") -> Response:
    if _reads_html(request):
        return _form(status, problem, name)
    return JSONResponse({"error": problem}, status_code=status)


def _form(status: int = 200, problem: str = "", name: str = "") -> Response:
    page = _FORM.format(
        problem=f'<p class="notice" role="alert">{escape(problem)}</p>' if problem else "",
        name=escape(name[:64]),
        first="" if name else " autofocus",
        second=" autofocus" if name else "",
    )
    return HTMLResponse(page, status_code=status, headers={"Content-Security-Policy": _POLICY})


def _go_on(request: Request) -> Response:
    """Go to the place that was asked for before the log-in, if it is one of ours."""
    asked = request.query_params.get("next", "/")
    place = asked if _ON_THIS_PAGE.fullmatch(asked) else "/"
    return RedirectResponse(_root(request) + place, status_code=303)


def _reads_html(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", ""))


async def _body(request: Request) -> bytes:
    """Return what was sent, cut where no form of ours would be so long."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST_FORM:
            break
    return body[:_LARGEST_FORM]
