"""Who is asking: somebody who logged in, the person a login proxy names, or else the browser."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol
from urllib.parse import quote
from uuid import UUID, uuid4

from fastapi import Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse

from assistant.chat.sessions import Sessions
from assistant.errors import SettingsError
from assistant.settings import Settings
from assistant.users import Users

COOKIE = "accordingto_browser"
SESSION = "accordingto_session"
_YEAR = 365 * 24 * 3600
_OPEN = frozenset({"/login", "/style.css"})
"""What anybody may have: the page that asks for a name and a password, and how it looks."""

Next = Callable[[Request], Awaitable[Response]]


class People(Protocol):
    """Tells people apart."""

    def owner(self, request: Request) -> str:
        """Return whose conversations the request is about; empty for nobody's."""

    async def introduce(self, request: Request, proceed: Next) -> Response:
        """Let a request through, or refuse it."""


class Browsers:
    """Each browser is a person: it is known by a random number that no script can read."""

    def owner(self, request: Request) -> str:
        """Return "browser:ID"; empty for a program without a cookie."""
        cookie = _uuid(request.cookies.get(COOKIE, ""))
        return f"browser:{cookie}" if cookie else ""

    async def introduce(self, request: Request, proceed: Next) -> Response:
        """Let everybody through; a browser without a number gets one."""
        response = await proceed(request)
        if request.url.path == "/" and not self.owner(request):
            set_cookie(response, request, COOKIE, str(uuid4()), _YEAR)
        return response


class Proxied:
    """A proxy in front of the page logs people in and names them in a header."""

    def __init__(self, header: str) -> None:
        """Take the header's name."""
        self._header = header

    def owner(self, request: Request) -> str:
        """Return "user:NAME"; empty without a name."""
        name = request.headers.get(self._header, "").strip()
        return f"user:{name}" if name else ""

    async def introduce(self, request: Request, proceed: Next) -> Response:
        """Refuse whom the proxy does not name."""
        if not self.owner(request):
            return PlainTextResponse("Log in first: the proxy in front of this page names nobody.", status_code=401)
        return await proceed(request)


class Members:
    """People log in here, with a name and a password."""

    def __init__(self, users: Users) -> None:
        """Take who may."""
        self.sessions = Sessions(users)

    def name(self, request: Request) -> str | None:
        """Return who sends a request, or None."""
        token = request.cookies.get(SESSION, "")
        return self.sessions.name_of(token) if token else None

    def owner(self, request: Request) -> str:
        """Return "user:NAME"; empty without a log-in."""
        name = self.name(request)
        return f"user:{name}" if name else ""

    async def introduce(self, request: Request, proceed: Next) -> Response:
        """Send a person without a log-in to the page that asks for one; refuse a program. Nothing is left in caches."""
        path = request.url.path.removeprefix(request.scope.get("root_path", ""))
        if path not in _OPEN and not self.name(request):
            return self._refused(request, path)
        response = await proceed(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _refused(self, request: Request, path: str) -> Response:
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            asked = path + (f"?{request.url.query}" if request.url.query else "")
            back = f"?next={quote(asked, safe='')}" if asked != "/" else ""
            return RedirectResponse(f"{request.scope.get('root_path', '')}/login{back}", status_code=303)
        return JSONResponse({"error": "Log in first."}, status_code=401, headers={"Cache-Control": "no-store"})


def people_of(settings: Settings) -> People:
    """Return how these settings tell people apart. Raises SettingsError where they contradict one another."""
    users = Users(settings.users_place())
    if settings.users_file is None and not users.file.exists():
        return Proxied(settings.user_header) if settings.user_header is not None else Browsers()
    if settings.user_header is not None:
        raise SettingsError(
            f"Both a proxy (user_header) and a file of users ({users.file}) are to say who somebody is. Keep one."
        )
    if not users.names():
        raise SettingsError(f"{users.file} names nobody who may log in. Add somebody: accordingto user add NAME")
    return Members(users)


def set_cookie(response: Response, request: Request, name: str, value: str, seconds: int) -> None:
    """Set a cookie that no script can read and no other site can send along with a form."""
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=secure, path="/")


def _uuid(value: str) -> str:
    """Return a UUID in its usual form; empty for anything else."""
    try:
        return str(UUID(value))
    except ValueError:
        return ""
