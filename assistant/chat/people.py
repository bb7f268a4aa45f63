"""Who is asking: the person a login proxy names, else the browser, by a cookie that says nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse

COOKIE = "accordingto_browser"
_YEAR = 365 * 24 * 3600

Next = Callable[[Request], Awaitable[Response]]


class People:
    """Tells people apart."""

    def __init__(self, user_header: str | None = None) -> None:
        """Take the header in which a proxy names the person; without one, each browser is a person."""
        self._header = user_header

    def owner(self, request: Request) -> str:
        """Return who asks: "user:NAME" or "browser:ID"; empty for a program without a cookie."""
        if self._header is not None:
            name = request.headers.get(self._header, "").strip()
            return f"user:{name}" if name else ""
        cookie = _uuid(request.cookies.get(COOKIE, ""))
        return f"browser:{cookie}" if cookie else ""

    async def introduce(self, request: Request, proceed: Next) -> Response:
        """Let a request through; a browser without a cookie gets one, a person without a login is refused."""
        if self._header is not None and not self.owner(request):
            return PlainTextResponse("Log in first: the proxy in front of this page names nobody.", status_code=401)
        response = await proceed(request)
        if self._header is None and request.url.path == "/" and not self.owner(request):
            secure = request.url.scheme == "https"
            response.set_cookie(
                COOKIE, str(uuid4()), max_age=_YEAR, httponly=True, samesite="lax", secure=secure, path="/"
            )
        return response


def _uuid(value: str) -> str:
    """Return a UUID in its usual form; empty for anything else."""
    try:
        return str(UUID(value))
    except ValueError:
        return ""
