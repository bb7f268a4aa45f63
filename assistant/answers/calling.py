"""One bounded conversation with a language model: it may stall, fail, or never stop; the caller notices nothing worse.

A call runs in a thread of its own, so that a model that never answers costs its time-out and no more.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from queue import Empty, Queue
from typing import Any

from llama_index.core.base.llms.types import ChatMessage, ChatResponse
from llama_index.core.llms import LLM

_log = logging.getLogger(__name__)

CHARACTERS_A_TOKEN = 4
"""A token of English is about four characters; used where a model does not count for itself."""
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""HTTP statuses after which the same call may succeed."""


class ModelFailed(Exception):
    """A model did not answer; the reason names the kind of failure, never a message that could hold a key."""

    def __init__(self, kind: str, *, passing: bool) -> None:
        """Say what failed, and whether the same call may succeed a little later."""
        super().__init__(kind)
        self.passing = passing


@dataclass
class Budget:
    """What one answer may still cost."""

    seconds: float
    """Until the answer must stand."""
    tokens: int
    """That the model may still write."""
    started: float = field(default_factory=time.monotonic)
    usage: dict[str, int] = field(default_factory=dict)
    writing: int = 0
    """Characters of calls that are not over: a second try is made while the first reply is still coming."""

    def spent(self) -> bool:
        """Tell whether no token is left."""
        return self.tokens * CHARACTERS_A_TOKEN <= self.writing

    def left(self) -> float:
        """Return the seconds left, never below 0."""
        return max(0.0, self.seconds - (time.monotonic() - self.started))

    def count(self, prompt: int, completion: int, *, estimated: bool) -> None:
        """Take note of tokens read and written."""
        self.tokens -= completion
        spent = {"calls": 1, "prompt_tokens": prompt, "completion_tokens": completion}
        for name, amount in (spent | ({"estimated_calls": 1} if estimated else {})).items():
            self.usage[name] = self.usage.get(name, 0) + amount

    def add(self, other: Budget) -> None:
        """Take note of what a part of this budget was spent on."""
        self.tokens -= other.usage.get("completion_tokens", 0)
        for name, amount in other.usage.items():
            self.usage[name] = self.usage.get(name, 0) + amount


@dataclass(frozen=True)
class Caller:
    """Calls one model, with retries."""

    llm: LLM
    retries: int = 2
    wait: Callable[[float], None] = time.sleep
    """How to wait between tries; a test waits for nothing."""
    turn: threading.Lock | None = None
    """Held while the model writes, for a model in process that can do one thing at a time."""
    held: Callable[[Mapping[str, Any]], dict[str, Any]] = field(default=lambda _: {})
    """From a JSON schema to the arguments by which this model is held to it; none where it has no means."""

    def stream(self, messages: Sequence[ChatMessage], budget: Budget, schema: Mapping[str, Any]) -> Iterator[str]:
        """Yield what the model writes, piece by piece, until it ends or the budget does.

        `schema` is the JSON schema of the reply, where the model can be held to one. A call that fails before its
        first piece is made again, waiting 0.5 s, 1 s, 2 s, ...

        Raises:
            ModelFailed: after the last try, or at once for a failure that another try would not mend.
        """
        for attempt in range(self.retries + 1):
            started = False
            try:
                for piece in self._once(messages, budget, schema):
                    started = True
                    yield piece
            except ModelFailed as error:
                mends = error.passing and not started
                if not mends or attempt == self.retries or budget.left() == 0:
                    raise
                pause = min(0.5 * 2**attempt, budget.left())
                _log.info("the model failed (%s); trying again in %.1f s", error, pause)
                self.wait(pause)
            else:
                return

    def _once(self, messages: Sequence[ChatMessage], budget: Budget, schema: Mapping[str, Any]) -> Iterator[str]:
        pieces: Queue[ChatResponse | Exception | None] = Queue()
        stop = threading.Event()
        threading.Thread(target=_run, args=(self, list(messages), self.held(schema), pieces, stop), daemon=True).start()
        written, last = "", None
        try:
            while not budget.spent():
                try:
                    response = pieces.get(timeout=max(0.01, budget.left()))
                except Empty:
                    raise ModelFailed("it took too long", passing=False) from None
                if response is None:
                    break
                if isinstance(response, Exception):
                    raise ModelFailed(_kind(response), passing=_passes(response)) from response
                last = response
                if piece := _delta(response, written):
                    written += piece
                    budget.writing += len(piece)
                    yield piece
                if budget.left() == 0:
                    raise ModelFailed("it took too long", passing=False)
        finally:
            stop.set()
            budget.writing -= len(written)
            asked = sum(len(message.content or "") for message in messages)
            counted = _usage(last)
            prompt, completion = counted or (asked // CHARACTERS_A_TOKEN, len(written) // CHARACTERS_A_TOKEN)
            budget.count(prompt, completion, estimated=counted is None)


def _run(
    caller: Caller,
    messages: list[ChatMessage],
    held: dict[str, Any],
    pieces: Queue[ChatResponse | Exception | None],
    stop: threading.Event,
) -> None:
    """Put what the model writes into a queue, then None, or the error it ends with."""
    try:
        with caller.turn or nullcontext():
            if stop.is_set():
                return
            for response in caller.llm.stream_chat(messages, **held):
                if stop.is_set():
                    return
                pieces.put(response)
        pieces.put(None)
    except Exception as error:  # noqa: BLE001 - every client has errors of its own; the caller names them
        pieces.put(error)


def _delta(response: ChatResponse, written: str) -> str:
    """Return what a response adds. Anthropic's events that close a block repeat its last words: they add nothing."""
    kind = response.raw.get("type") if isinstance(response.raw, Mapping) else None
    if isinstance(kind, str) and kind.startswith(("content_block_st", "message_")):
        return ""
    if response.delta is not None:
        return response.delta
    whole = response.message.content or ""
    return whole[len(written) :] if whole.startswith(written) else whole


def _status(error: BaseException) -> int | None:
    status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
    return status if isinstance(status, int) else None


def _kind(error: BaseException) -> str:
    """Name a failure without its message, which may quote the request."""
    status = _status(error)
    return f"{type(error).__name__}, status {status}" if status else type(error).__name__


def _passes(error: BaseException) -> bool:
    """Tell whether the same call may succeed a little later."""
    if (status := _status(error)) is not None:
        return status in _PASSING
    named = type(error).__name__
    return isinstance(error, TimeoutError | ConnectionError) or "Timeout" in named or "Connect" in named


def _usage(response: ChatResponse | None) -> tuple[int, int] | None:
    """Return tokens read and written as the model counted them, under the names that providers use."""
    raw: Any = getattr(response, "raw", None)
    found = raw.get("usage") if isinstance(raw, Mapping) else getattr(raw, "usage", None)
    beside = response.message.additional_kwargs.get("usage") if response is not None else None
    for source in (found, beside, raw, getattr(response, "additional_kwargs", None)):
        for asked, written in (
            ("prompt_tokens", "completion_tokens"),
            ("input_tokens", "output_tokens"),
            ("prompt_eval_count", "eval_count"),
        ):
            pair = [_number(source, asked), _number(source, written)]
            if pair[0] is not None and pair[1] is not None:
                return pair[0], pair[1]
    return None


def _number(source: Any, name: str) -> int | None:  # noqa: ANN401
    value = source.get(name) if isinstance(source, Mapping) else getattr(source, name, None)
    return value if isinstance(value, int) else None
