"""A language model that says what it is told to say, well or badly: no network, no weights."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from llama_index.core.base.llms.types import ChatMessage, ChatResponse, CompletionResponse, LLMMetadata, MessageRole
from llama_index.core.llms import CustomLLM
from pydantic import PrivateAttr

Reply = str | Exception | Callable[[], Iterator[str]]


class ServerError(Exception):
    """As an HTTP client raises it."""

    def __init__(self, status: int) -> None:
        super().__init__("key=SECRET must never be seen")
        self.status_code = status


def endless() -> Iterator[str]:
    while True:
        yield '{"noise": 1} '


def stalled() -> Iterator[str]:
    time.sleep(3)
    yield "too late"


class ScriptedModel(CustomLLM):
    """Answers the n-th call with the n-th reply; the last one is repeated."""

    _replies: list[Reply] = PrivateAttr()
    _lock: threading.Lock = PrivateAttr(default_factory=threading.Lock)
    _asked: list[list[ChatMessage]] = PrivateAttr(default_factory=list)

    def __init__(self, *replies: Reply) -> None:
        super().__init__()
        self._replies = list(replies)

    @property
    def asked(self) -> list[list[ChatMessage]]:
        return self._asked

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="scripted")

    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> Iterator[ChatResponse]:  # type: ignore[override]
        with self._lock:
            reply = self._replies[min(len(self._asked), len(self._replies) - 1)]
            self._asked.append(list(messages))
        if isinstance(reply, Exception):
            raise reply
        whole = ""
        for piece in [reply[i : i + 40] for i in range(0, len(reply), 40)] if isinstance(reply, str) else reply():
            whole += piece
            yield ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=whole[-200:]), delta=piece)

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        raise NotImplementedError

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
        raise NotImplementedError


def reply(*sentences: tuple[str, list[str]]) -> str:
    return json.dumps({"sentences": [{"text": text, "claims": claims} for text, claims in sentences]})
