"""A real HTTP server on loopback whose pages a test writes, and the policy that lets a test reach it."""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

Page = Callable[[BaseHTTPRequestHandler], None]


def loopback(host: str, address: IPv4Address | IPv6Address) -> bool:
    """Permit this machine only."""
    return address.is_loopback


def page(body: bytes, content_type: str = "text/html; charset=utf-8", status: int = 200) -> Page:
    """A page that answers with `body`."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", content_type)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


def redirect(target: str, status: int = 302) -> Page:
    """A page that sends the reader to `target`."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Location", target)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


class Server:
    """The server's address, its pages by path, and what it was asked for."""

    def __init__(self, port: int) -> None:
        """Start without pages."""
        self.port = port
        self.pages: dict[str, Page] = {}
        self.asked: list[str] = []
        self.hosts: list[str | None] = []

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of `path`."""
        return f"http://{host}:{self.port}{path}"


@contextlib.contextmanager
def serving(certificate: tuple[Path, Path] | None = None) -> Iterator[Server]:
    """Serve until the block ends, over TLS if a certificate and its key are given."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append(self.path)
            server.hosts.append(self.headers.get("Host"))
            with contextlib.suppress(OSError):
                server.pages.get(self.path.partition("?")[0], page(b"no such page", status=404))(self)

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listener:
        listener.daemon_threads = True
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            listener.socket = context.wrap_socket(listener.socket, server_side=True)
        server = Server(listener.server_port)
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown()
            thread.join()
