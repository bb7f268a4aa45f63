"""Model servers on loopback that speak three protocols as their makers document them, and fail as they are told to."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PROMPT_TOKENS, COMPLETION_TOKENS = 321, 45
"""What every good reply says it cost."""
SERVER_SAYS = "the server's own words about the request"


@dataclass(frozen=True)
class Failure:
    """An HTTP error."""

    status: int


@dataclass(frozen=True)
class Stall:
    """Silence for some seconds."""

    seconds: float


@dataclass(frozen=True)
class Cut:
    """A reply whose connection breaks behind its first half."""

    text: str


Turn = str | Failure | Stall | Cut
"""What the server does with a request: a whole reply's text, or how it fails."""


def pieces(text: str) -> list[str]:
    return [text[i : i + 25] for i in range(0, len(text), 25)]


def openai_lines(text: str) -> Iterator[bytes]:
    """Server-sent events of /chat/completions, with usage in the last but one, as stream_options asks for."""
    known = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "test"}
    for piece in pieces(text):
        choice = {"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}
        yield f"data: {json.dumps(known | {'choices': [choice]})}\n\n".encode()
    last = {"index": 0, "delta": {}, "finish_reason": "stop"}
    yield f"data: {json.dumps(known | {'choices': [last]})}\n\n".encode()
    spent = {"prompt_tokens": PROMPT_TOKENS, "completion_tokens": COMPLETION_TOKENS, "total_tokens": 366}
    yield f"data: {json.dumps(known | {'choices': [], 'usage': spent})}\n\ndata: [DONE]\n\n".encode()


def anthropic_lines(text: str) -> Iterator[bytes]:
    """Server-sent events of /v1/messages."""

    def event(kind: str, **more: Any) -> bytes:
        return f"event: {kind}\ndata: {json.dumps({'type': kind} | more)}\n\n".encode()

    message: dict[str, Any] = {
        "id": "m1", "type": "message", "role": "assistant", "content": [], "model": "test", "stop_reason": None,
        "stop_sequence": None, "usage": {"input_tokens": PROMPT_TOKENS, "output_tokens": 1},
    }  # fmt: skip
    yield event("message_start", message=message)
    yield event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    for piece in pieces(text):
        yield event("content_block_delta", index=0, delta={"type": "text_delta", "text": piece})
    yield event("content_block_stop", index=0)
    ended = {"stop_reason": "end_turn", "stop_sequence": None}
    yield event("message_delta", delta=ended, usage={"output_tokens": COMPLETION_TOKENS})
    yield event("message_stop")


def ollama_lines(text: str) -> Iterator[bytes]:
    """Lines of JSON of /api/chat."""
    known = {"model": "test", "created_at": "2026-01-01T00:00:00Z"}
    for piece in pieces(text):
        line = known | {"message": {"role": "assistant", "content": piece}, "done": False}
        yield json.dumps(line).encode() + b"\n"
    counts = {"prompt_eval_count": PROMPT_TOKENS, "eval_count": COMPLETION_TOKENS, "done_reason": "stop"}
    yield json.dumps(known | {"message": {"role": "assistant", "content": ""}, "done": True} | counts).encode() + b"\n"


@dataclass
class ModelServer:
    """One server: what it will do, request by request (the last goes on), and what it was asked."""

    url: str
    turns: list[Turn] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def next_turn(self) -> Turn:
        return self.turns[min(len(self.asked), len(self.turns)) - 1]


@contextlib.contextmanager
def model_server(lines: Callable[[str], Iterator[bytes]]) -> Iterator[ModelServer]:
    """Serve one protocol until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            server.asked.append(json.loads(body))
            server.headers.append({name.lower(): value for name, value in self.headers.items()})
            server.paths.append(self.path)
            with contextlib.suppress(OSError):
                self.take(server.next_turn())

        def take(self, turn: Turn) -> None:
            if isinstance(turn, Failure):
                told = {"type": "error", "error": {"type": "error", "message": SERVER_SAYS}}
                body = json.dumps(told).encode()
                self.send_response(turn.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                return
            if isinstance(turn, Stall):
                time.sleep(turn.seconds)
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            sent = list(lines(turn.text if isinstance(turn, Cut) else turn))
            for line in sent[: len(sent) // 2] if isinstance(turn, Cut) else sent:
                self.wfile.write(line)

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listener:
        listener.daemon_threads = True
        server = ModelServer(f"http://127.0.0.1:{listener.server_port}")
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown()
            thread.join()
