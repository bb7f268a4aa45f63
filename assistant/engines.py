"""For people who already use LlamaIndex: a query engine and a chat engine whose answers attribute.

Where `CitationQueryEngine.from_args(index)` stood, `AttributedQueryEngine.from_args("docs/")` does. The response's
source nodes are the quotations, each with its exact offsets; the whole answer stands in the response's metadata.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.llms.types import ChatMessage, ChatResponse, MessageRole
from llama_index.core.base.response.schema import AsyncStreamingResponse, Response, StreamingResponse
from llama_index.core.callbacks import CallbackManager
from llama_index.core.chat_engine.types import AgentChatResponse, BaseChatEngine, StreamingAgentChatResponse
from llama_index.core.llms import LLM
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from assistant.assistant import Assistant
from assistant.model import Answer, Citation


def source_nodes(answer: Answer) -> list[NodeWithScore]:
    """Return an answer's citations as nodes: the quoted words, with their code point offsets in the document."""
    return [NodeWithScore(node=_node(citation)) for citation in answer.citations]


def _node(citation: Citation) -> TextNode:
    document = citation.document
    known = {
        "marker": citation.marker,
        "document_id": document.id,
        "title": document.title,
        "uri": document.uri,
        "start": citation.start,
        "end": citation.end,
        "sha256": citation.sha256,
        "page": citation.page,
        "publisher": document.publisher,
        "published": document.published,
        "genre": document.genre,
        "url": document.url,
    }
    return TextNode(
        id_=f"{document.id}:{citation.start}:{citation.end}",
        text=citation.exact,
        start_char_idx=citation.start,
        end_char_idx=citation.end,
        metadata=known,
    )


def _opened(library: str | Path | None, documents: Iterable[str | Path], llm: LLM | None) -> Assistant:
    """Open a library, add documents, and let a LlamaIndex model word the answers, each sentence checked."""
    assistant = Assistant.open(library)
    if places := list(documents):
        assistant.add(places)
    if llm is not None:
        assistant.word_with(llm)
    return assistant


class AttributedQueryEngine(BaseQueryEngine):
    """Answers queries with statements that say who says so; drop-in for CitationQueryEngine."""

    def __init__(
        self, assistant: Assistant, *, streaming: bool = False, callback_manager: CallbackManager | None = None
    ) -> None:
        """Take an open assistant, which stays the caller's to close."""
        super().__init__(callback_manager)
        self._assistant = assistant
        self._streaming = streaming

    @classmethod
    def from_args(
        cls,
        *documents: str | Path,
        library: str | Path | None = None,
        llm: LLM | None = None,
        streaming: bool = False,
        callback_manager: CallbackManager | None = None,
    ) -> AttributedQueryEngine:
        """Open (or make) a library, add files and folders to it, and answer over it."""
        opened = _opened(library, documents, llm)
        return cls(opened, streaming=streaming, callback_manager=callback_manager)

    def _query(self, query_bundle: QueryBundle) -> Response | StreamingResponse:
        if not self._streaming:
            return _response(self._assistant.ask(query_bundle.query_str))
        nodes: list[NodeWithScore] = []
        known: dict[str, Any] = {}
        return StreamingResponse(self._pieces(query_bundle.query_str, nodes, known), nodes, known)

    def _pieces(self, question: str, nodes: list[NodeWithScore], known: dict[str, Any]) -> Any:  # noqa: ANN401
        """Yield the answer statement by statement; nodes and metadata are filled when it is whole."""
        writing = self._assistant.stream(question)
        for number, statement in enumerate(writing):
            yield statement.text if number == 0 else f" {statement.text}"
        _fill(writing.whole(), nodes, known)

    async def _aquery(self, query_bundle: QueryBundle) -> Response | AsyncStreamingResponse:
        if not self._streaming:
            return _response(await asyncio.to_thread(self._assistant.ask, query_bundle.query_str))
        nodes: list[NodeWithScore] = []
        known: dict[str, Any] = {}
        pieces: Any = _aside(self._pieces(query_bundle.query_str, nodes, known))
        return AsyncStreamingResponse(pieces, nodes, known)

    def _get_prompt_modules(self) -> dict[str, Any]:
        return {}

    def close(self) -> None:
        """Release the library that `from_args` opened."""
        self._assistant.close()


class AttributedChatEngine(BaseChatEngine):
    """A conversation whose answers say who says so: follow-ups are understood, abstentions are told."""

    def __init__(self, assistant: Assistant, chat_history: Sequence[ChatMessage] = ()) -> None:
        """Take an open assistant, which stays the caller's to close."""
        self._assistant = assistant
        self._history = list(chat_history)

    @classmethod
    def from_args(
        cls, *documents: str | Path, library: str | Path | None = None, llm: LLM | None = None
    ) -> AttributedChatEngine:
        """Open (or make) a library, add files and folders to it, and talk over it."""
        return cls(_opened(library, documents, llm))

    @property
    def chat_history(self) -> list[ChatMessage]:
        """The turns so far, oldest first."""
        return list(self._history)

    def reset(self) -> None:
        """Forget the turns."""
        self._history.clear()

    def chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        """Answer a turn; with `chat_history`, as if those were the turns before it."""
        answer = self._assistant.ask(message, self._asked(chat_history))
        self._remember(message, answer.text)
        return AgentChatResponse(answer.text, source_nodes=source_nodes(answer), metadata=_known(answer))

    async def achat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        """Do what `chat` does, in a thread."""
        return await asyncio.to_thread(self.chat, message, chat_history)

    def stream_chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> StreamingAgentChatResponse:
        """Answer a turn statement by statement, each checked; the source nodes are there when it is through."""
        nodes: list[NodeWithScore] = []
        stream: Any = self._responses(message, self._asked(chat_history), nodes)
        return StreamingAgentChatResponse(chat_stream=stream, source_nodes=nodes, is_writing_to_memory=False)

    async def astream_chat(
        self, message: str, chat_history: list[ChatMessage] | None = None
    ) -> StreamingAgentChatResponse:
        """Do what `stream_chat` does, without blocking the loop."""
        nodes: list[NodeWithScore] = []
        stream: Any = _aside(self._responses(message, self._asked(chat_history), nodes))
        return StreamingAgentChatResponse(achat_stream=stream, source_nodes=nodes, is_writing_to_memory=False)

    def _responses(self, message: str, asked: list[str], nodes: list[NodeWithScore]) -> Iterator[ChatResponse]:
        whole = ""
        writing = self._assistant.stream(message, asked)
        for statement in writing:
            piece = f" {statement.text}" if whole else statement.text
            whole += piece
            yield ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=whole), delta=piece)
        answer = writing.whole()
        if not whole:
            yield ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=answer.text), delta=answer.text)
        _fill(answer, nodes, {})
        self._remember(message, answer.text)

    def _asked(self, history: list[ChatMessage] | None) -> list[str]:
        """Return what the person asked before: the assistant's own words are no evidence."""
        turns = self._history if history is None else history
        return [turn.content or "" for turn in turns if turn.role is MessageRole.USER and turn.content]

    def _remember(self, message: str, answer: str) -> None:
        self._history.append(ChatMessage(role=MessageRole.USER, content=message))
        self._history.append(ChatMessage(role=MessageRole.ASSISTANT, content=answer))

    def close(self) -> None:
        """Release the library that `from_args` opened."""
        self._assistant.close()


def _response(answer: Answer) -> Response:
    return Response(answer.text, source_nodes(answer), _known(answer))


def _known(answer: Answer) -> dict[str, Any]:
    return {"answer": answer.wire()}


def _fill(answer: Answer, nodes: list[NodeWithScore], known: dict[str, Any]) -> None:
    nodes.extend(source_nodes(answer))
    known.update(_known(answer))


async def _aside(pieces: Iterator[Any]) -> AsyncIterator[Any]:
    """Run an iterator in a thread, one step at a time."""
    done = object()
    while (piece := await asyncio.to_thread(next, pieces, done)) is not done:
        yield piece
