"""The chat tab: ask, follow up, come back later."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.chat.asking import Asking, Askings
from assistant.chat.people import People
from assistant.chat.render import answer_html, conversation_html, conversations_html, questions_html, turn_html
from assistant.chat.suggesting import Suggester
from assistant.exporting import FORMATS
from assistant.model import Status

_ASK_ON_CLICK = """element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-ask]');
  if (button) trigger('click', {ask: button.dataset.ask});
});"""
_OPEN_ON_CHOICE = """element.addEventListener('change', (event) => trigger('select', {open: event.target.value}));
watch('value', () => {
  const list = element.querySelector('select');
  list.value = list.dataset.current;
});"""
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
        self._askings, self._suggester = Askings(assistant), Suggester(assistant)
        self._asked: dict[str, float] = {}
        """When each window asked last."""
        self._latest: dict[str, str] = {}
        """Which conversation each window shows."""
        self._current = gr.State("")
        with gr.Row(elem_classes="toolbar"):
            # Not gr.Dropdown: losing the focus counts as choosing there, which opens the conversation under the reader.
            self._earlier = gr.HTML(
                conversations_html(()), elem_id="earlier", js_on_load=_OPEN_ON_CHOICE, apply_default_css=False
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
        self._earlier.select(self._open, [], shown, **quiet)
        self._new.click(self._start, [], shown, **quiet)
        self._delete.click(self._forget, [self._current], shown, **quiet)

    def load(self, page: gr.Blocks) -> None:
        """Bring the person's last conversation back when the page opens."""
        outputs = [self._current, self._said, self._earlier, self._exports, self._question]
        page.load(self._restore, [], outputs, api_visibility="private", show_progress="hidden")
        page.unload(self._left)

    # -- asking --------------------------------------------------------------------------------

    def _ask_offered(self, current: str, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Ask a question that was offered as a button: it stands alone, whatever was asked before."""
        yield from self._once(self._answered(str(event._data["ask"]), current, request, alone=True))

    def _ask(self, question: str, current: str, request: gr.Request) -> Iterator[Shown]:
        """Ask what was typed."""
        yield from self._once(self._answered(question, current, request, alone=False))

    def _answered(self, question: str, current: str, request: gr.Request, *, alone: bool) -> Iterator[Shown]:
        """Answer a question: first it stands there, then the statements as they are ready, then what to ask next."""
        if not question.strip():
            raise gr.Error("The question is empty. Ask something in words.", print_exception=False)
        owner, window = self._owner(request), _window(request)
        asked = self._asked[window] = time.monotonic()
        current = current or self._latest.get(window, "")  # asked again before the page heard of its conversation
        if not (current and self._assistant.conversations.holds(current, owner)):  # none yet, or deleted elsewhere
            current = self._assistant.conversations.start(owner)
        self._latest[window] = current
        asking = self._askings.begin(question, current, owner, alone=alone)
        yield {self._said: self._view(current, owner), self._current: current, self._question: ""}
        yield from self._followed(asking, window)
        if self._latest.get(window) != current:
            return  # the person looks at another conversation by now
        if asking.problem:
            yield self._state(current, owner) | {self._question: question}
            raise gr.Error(asking.problem, print_exception=False)
        yield self._state(current, owner)  # the question box is left alone: the next one may be being typed
        if self._asked.get(window) == asked:
            offered = self._next(current, owner, lambda: self._last_asked() <= asked)
            if (self._asked.get(window), self._latest.get(window)) == (asked, current):
                yield {self._said: self._view(current, owner, offered)}

    def _followed(self, asking: Asking, window: str) -> Iterator[Shown]:
        """Show an answer as it grows, as long as its conversation is the one the window shows."""
        for _ in asking.grown():
            if self._latest.get(window) == asking.conversation:
                yield {self._said: self._view(asking.conversation, asking.owner)}

    def _last_asked(self) -> float:
        """Return when anybody asked last: making questions to offer stops then, answering goes first."""
        return max(self._asked.copy().values(), default=0.0)

    def _next(self, current: str, owner: str, wanted: Callable[[], bool]) -> str:
        """Offer questions that follow the last answer; after an abstention, the nearest ones with an answer."""
        turns, _ = self._askings.of(current, owner)
        last = turns[-1]
        asked = [turn.question for turn in turns]
        whole = last.answer.standalone_question or last.question
        if last.answer.status is Status.ABSTAINED:
            return questions_html("The documents can answer", self._suggester.instead(whole, asked, wanted))
        return questions_html("Go on with", self._suggester.nearest(whole, asked, wanted))

    def _view(self, current: str, owner: str, more: str = "") -> str:
        """Show a conversation: its turns, below them what is on its way, as far as it is written."""
        turns, running = self._askings.of(current, owner)
        coming = [self._coming(one, number) for number, one in enumerate(running, len(turns))]
        return conversation_html([(one.question, one.answer) for one in turns], current, "".join([*coming, more]))

    def _coming(self, asking: Asking, number: int) -> str:
        """Show a question with as much of its answer as there is."""
        partly = asking.partly()
        if partly is None:
            said = f'<p class="waiting">Reading {len(self._assistant.documents())} documents …</p>'
        else:
            said = answer_html(partly, f"a{number}")
            if self._assistant.writer is not None:
                said += '<p class="waiting">The next sentence is being written and checked …</p>'
        return turn_html(asking.question, said, number)

    # -- coming back -----------------------------------------------------------------------------

    def _restore(self, request: gr.Request) -> Iterator[Shown]:
        """Show what is on its way, else the person's last conversation."""
        owner = self._owner(request)
        held = self._assistant.conversations.of(owner)
        last = self._askings.latest(owner) or (held[0].id if held else "")
        current = self._latest.setdefault(_window(request), last)  # who has asked already stays
        yield from self._once(self._shown(current, request))

    def _open(self, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        chosen = str(event._data["open"])
        self._latest[_window(request)] = chosen
        yield from self._once(self._shown(chosen, request))

    def _start(self, request: gr.Request) -> Iterator[Shown]:
        self._latest[_window(request)] = ""
        yield from self._once(self._shown("", request))

    def _forget(self, current: str, request: gr.Request) -> Iterator[Shown]:
        owner = self._owner(request)
        if current and self._assistant.conversations.holds(current, owner):
            self._assistant.conversations.delete(current, owner)
        yield from self._start(request)

    def _shown(self, current: str, request: gr.Request) -> Iterator[Shown]:
        """Show a conversation; below an empty one, questions to start with, as soon as they are made.

        Making them takes a while: whoever has asked something meanwhile sees the answer, not the questions.
        """
        began = time.monotonic()
        owner, window = self._owner(request), _window(request)
        turns, running = self._askings.of(current, owner)
        if self._latest.get(window) == current:
            yield self._state(current, owner)
        for asking in running:
            yield from self._followed(asking, window)
        if running and self._latest.get(window) == current:
            yield self._state(current, owner)
        if turns or running:
            return
        offered = self._welcome(self._suggester.examples(lambda: self._last_asked() < began))
        if self._asked.get(window, 0.0) < began and self._latest.get(window) == current:
            yield {self._said: offered}

    def _once(self, shown: Iterator[Shown]) -> Iterator[Shown]:
        """Show each state once: when a generator ends Gradio sends its last yield again, which may be old by then."""
        yield from shown
        yield {self._current: gr.skip()}

    def _left(self, request: gr.Request) -> None:
        """Forget a window that was closed."""
        self._asked.pop(_window(request), None)
        self._latest.pop(_window(request), None)

    def _owner(self, request: gr.Request) -> str:
        return self._people.owner(request.request) if request.request else ""

    def _state(self, current: str, owner: str) -> Shown:
        """Return what every part of the tab shows for a conversation; the question box is left alone."""
        held = self._assistant.conversations.of(owner)
        turns, running = self._askings.of(current, owner)
        return {
            self._current: current,
            self._said: self._view(current, owner) if turns or running else self._welcome(()),
            self._earlier: conversations_html([(one.id, one.title) for one in held], current),
            self._exports: _exports(current) if turns else "",
        }

    def _welcome(self, offered: Sequence[str]) -> str:
        documents = self._assistant.documents()
        if not documents:
            return '<p class="empty">The library is empty. Add documents under Documents, then ask about them.</p>'
        examples = questions_html("For example", offered)
        return f'<div class="conversation"><p class="welcome">Ask about {len(documents)} documents.</p>{examples}</div>'


def _window(request: gr.Request) -> str:
    """Return which open page a request comes from."""
    return request.session_hash or ""


def _exports(current: str) -> str:
    links = "".join(
        f'<li><a href="conversations/{current}/{kind}" download>{_LABELS[kind]}</a></li>' for kind in FORMATS
    )
    return f'<div class="exports"><span>Take the conversation away:</span><ul>{links}</ul></div>'
