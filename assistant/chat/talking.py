"""The chat tab: ask, follow up, come back later."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.chat import suggesting
from assistant.chat.people import People
from assistant.chat.render import answer_html, conversation_html, questions_html, turn_html
from assistant.conversations import Turn
from assistant.errors import AccordingToError, ConversationNotFound
from assistant.exporting import FORMATS
from assistant.model import Answer, Status

_ASK_ON_CLICK = """element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-ask]');
  if (button) trigger('click', {ask: button.dataset.ask});
});"""
_LONGEST_TITLE = 60
_LABELS = {
    "markdown": "Markdown",
    "html": "HTML",
    "annotations": "Web Annotations (JSON-LD)",
    "claims": "Claims (schema.org)",
}

Shown = dict[gr.components.Component, Any]


class Talking:
    """The chat tab over one library. Built inside a `gr.Blocks`."""

    def __init__(self, assistant: Assistant, people: People) -> None:
        """Lay the tab out and wire it."""
        self._assistant, self._people = assistant, people
        self._asked: dict[str, float] = {}
        self._latest: dict[str, str] = {}
        self._current = gr.State("")
        with gr.Row(elem_classes="toolbar"):
            self._earlier = gr.Dropdown(
                [], label="Conversations", elem_id="earlier", interactive=True, scale=3, filterable=False
            )
            self._new = gr.Button("New conversation", elem_id="new", scale=1, size="sm", min_width=130)
            self._delete = gr.Button("Delete this one", elem_id="delete", scale=1, size="sm", min_width=130)
        self._said = gr.HTML("", elem_id="conversation", js_on_load=_ASK_ON_CLICK, apply_default_css=False)
        self._question = gr.Textbox(
            label="Question", placeholder="Ask about the documents", submit_btn="Ask", elem_id="question", max_lines=4
        )
        self._exports = gr.HTML("", elem_id="exports", apply_default_css=False)
        self._wire()

    def _wire(self) -> None:
        shown = [self._current, self._said, self._earlier, self._exports, self._question]
        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        self._question.submit(  # "once" would drop a question that is asked while the last answer settles
            self._ask, [self._question, self._current], shown, concurrency_limit=4, trigger_mode="multiple", **quiet
        )
        self._said.click(self._ask_offered, [self._current], shown, concurrency_limit=4, **quiet)
        self._earlier.input(self._open, [self._earlier], shown, **quiet)
        self._new.click(self._start, [], shown, **quiet)
        self._delete.click(self._forget, [self._current], shown, **quiet)

    def load(self, page: gr.Blocks) -> None:
        """Bring the person's last conversation back when the page opens."""
        outputs = [self._current, self._said, self._earlier, self._exports, self._question]
        page.load(self._restore, [], outputs, api_visibility="private", show_progress="hidden")

    # -- asking --------------------------------------------------------------------------------

    def _ask_offered(self, current: str, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Ask a question that was offered as a button: it stands alone, whatever was asked before."""
        yield from self._answered(str(event._data["ask"]), current, self._owner(request), alone=True)

    def _ask(self, question: str, current: str, request: gr.Request) -> Iterator[Shown]:
        """Ask what was typed."""
        yield from self._answered(question, current, self._owner(request), alone=False)

    def _answered(self, question: str, current: str, owner: str, *, alone: bool) -> Iterator[Shown]:
        """Answer a question: first it stands there, then the statements as they are ready, then what to ask next."""
        asked = self._asked[owner] = time.monotonic()
        current = current or self._latest.get(owner, "")  # asked again before the page heard of its conversation
        turns = self._turns(current, owner)
        if not question.strip():
            raise gr.Error("The question is empty. Ask something in words.", print_exception=False)
        yield {self._said: self._waiting(turns, question, current), self._question: ""}
        try:
            answer = self._assistant.ask(question, [] if alone else [turn.question for turn in turns])
            current = current if turns else self._assistant.conversations.start(owner)
            self._latest[owner] = current
            self._assistant.conversations.add(current, owner, question, answer)
        except AccordingToError as error:
            yield {self._said: self._whole(turns, current), self._question: question}
            raise gr.Error(str(error), print_exception=False) from error
        for partly in _growing(answer):
            yield {self._said: self._waiting(turns, question, current, partly), self._current: current}
        turns = self._turns(current, owner)
        if self._asked.get(owner) != asked:
            return  # the next question is being answered: its turn shows this one too
        yield self._state(current, owner, turns)  # the question box is left alone: the next one may be being typed
        offered = self._next(turns, lambda: self._last_asked() <= asked)
        if self._asked.get(owner) == asked:
            yield {self._said: self._whole(turns, current, offered)}

    def _last_asked(self) -> float:
        """Return when anybody asked last: making questions to offer stops then, answering goes first."""
        return max(self._asked.copy().values(), default=0.0)

    def _next(self, turns: list[Turn], wanted: Callable[[], bool]) -> str:
        """Offer questions that follow the last answer; after an abstention, the nearest ones with an answer."""
        last = turns[-1]
        asked = [turn.question for turn in turns]
        whole = last.answer.standalone_question or last.question
        offered = suggesting.nearest(self._assistant, whole, asked, wanted)
        if last.answer.status is Status.ABSTAINED:
            known = [one for one in suggesting.examples(self._assistant, wanted) if one not in (*offered, *asked)]
            return questions_html("The documents can answer", [*offered, *known][: suggesting.SHOWN])
        return questions_html("Go on with", offered)

    def _waiting(self, turns: list[Turn], question: str, current: str, partly: Answer | None = None) -> str:
        """Show the earlier turns, and below them a question with as much of its answer as there is."""
        number = len(turns)
        documents = len(self._assistant.documents())
        inside = (
            answer_html(partly, f"a{number}") if partly else f'<p class="waiting">Reading {documents} documents …</p>'
        )
        return self._whole(turns, current, turn_html(question, inside, number))

    def _whole(self, turns: list[Turn], current: str, more: str = "") -> str:
        return conversation_html([(turn.question, turn.answer) for turn in turns], current, more)

    # -- coming back -----------------------------------------------------------------------------

    def _restore(self, request: gr.Request) -> Iterator[Shown]:
        owner = self._owner(request)
        held = self._assistant.conversations.of(owner)
        yield from self._shown(held[0].id if held else "", owner)

    def _open(self, chosen: str, request: gr.Request) -> Iterator[Shown]:
        yield from self._shown(chosen, self._owner(request))

    def _start(self, request: gr.Request) -> Iterator[Shown]:
        yield from self._shown("", self._owner(request))

    def _forget(self, current: str, request: gr.Request) -> Iterator[Shown]:
        owner = self._owner(request)
        if current:
            self._assistant.conversations.delete(current, owner)
        yield from self._shown("", owner)

    def _shown(self, current: str, owner: str) -> Iterator[Shown]:
        """Show a conversation; below an empty one, questions to start with, as soon as they are made.

        Making them takes a while: whoever has asked something meanwhile sees the answer, not the questions.
        """
        began = time.monotonic()
        self._latest[owner] = current
        turns = self._turns(current, owner)
        yield self._state(current, owner, turns)
        if turns:
            return
        offered = self._welcome(suggesting.examples(self._assistant, lambda: self._last_asked() < began))
        if self._asked.get(owner, 0.0) < began:
            yield {self._said: offered}

    def _owner(self, request: gr.Request) -> str:
        return self._people.owner(request.request) if request.request else ""

    def _turns(self, current: str, owner: str) -> list[Turn]:
        """Return a conversation's turns; one that was deleted in another window is begun anew."""
        try:
            return self._assistant.conversations.turns(current, owner) if current else []
        except ConversationNotFound:
            return []

    def _state(self, current: str, owner: str, turns: list[Turn], question: str | None = None) -> Shown:
        """Return what every part of the tab shows for a conversation."""
        held = self._assistant.conversations.of(owner)
        choices = [(_short(one.title), one.id) for one in held]
        said = self._whole(turns, current) if turns else self._welcome(())
        shown: Shown = {
            self._current: current,
            self._said: said,
            self._earlier: gr.update(choices=choices, value=current or None),
            self._exports: _exports(current) if turns else "",
        }
        return shown | ({} if question is None else {self._question: question})

    def _welcome(self, offered: Sequence[str]) -> str:
        documents = self._assistant.documents()
        if not documents:
            return '<p class="empty">The library is empty. Add documents under Documents, then ask about them.</p>'
        examples = questions_html("For example", offered)
        return f'<div class="conversation"><p class="welcome">Ask about {len(documents)} documents.</p>{examples}</div>'


def _growing(answer: Answer) -> Iterator[Answer]:
    """Yield the answer as it grows, statement by statement; each is verified before it is shown."""
    for shown in range(1, len(answer.statements)):
        statements = answer.statements[:shown]
        markers = {marker for statement in statements for marker in statement.citations}
        kept = tuple(one for one in answer.citations if one.marker in markers)
        yield answer.model_copy(update={"statements": statements, "citations": kept})


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"


def _exports(current: str) -> str:
    links = "".join(
        f'<li><a href="conversations/{current}/{kind}" download>{_LABELS[kind]}</a></li>' for kind in FORMATS
    )
    return f'<div class="exports"><span>Take the conversation away:</span><ul>{links}</ul></div>'
