"""Questions on their way: each is answered in a thread of its own, so that whoever leaves the page loses nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from threading import Condition, Lock, Thread

from assistant.assistant import Assistant
from assistant.conversations import Turn
from assistant.errors import AccordingToError, ConversationNotFound
from assistant.model import Answer, Citation, Statement

_CITED = re.compile(r"“((?:[^“”]|“[^“”]*”)+)”((?: ?\[\d+\])+)")
"""A quotation and the markers that stand after it."""


class Asking:
    """One question and as much of its answer as is written and checked."""

    def __init__(self, question: str, conversation: str, owner: str) -> None:
        """Take the question and the conversation it belongs to; nothing is written yet."""
        self.question, self.conversation, self.owner = question, conversation, owner
        self.problem = ""
        """Why there is no answer, in words, once there is none."""
        self.done = False
        self._plain: Answer | None = None
        self._worded = False
        self._statements: tuple[Statement, ...] = ()
        self._changed = Condition()

    def partly(self) -> Answer | None:
        """Return the answer as far as it is written; None before its first statement."""
        if self._plain is None or not self._statements:
            return None
        citations = _cited(self._statements, self._plain.citations, renumbered=self._worded)
        return self._plain.model_copy(update={"statements": self._statements, "citations": citations})

    def grown(self) -> Iterator[None]:
        """Yield whenever there is more to show, until the answer is kept or failed."""
        shown = 0
        while not self.done:
            with self._changed:
                self._changed.wait_for(lambda: self.done or len(self._statements) > shown)  # noqa: B023 - called here
                shown = len(self._statements)
            yield

    def written(self, assistant: Assistant, history: Sequence[str]) -> Answer:
        """Write the answer, telling of each statement as it passes the checks."""
        self._plain, self._worded = assistant.extract(self.question, history), assistant.writer is not None
        writing = assistant.word(self.question, self._plain)
        for statement in writing:
            with self._changed:
                self._statements = (*self._statements, statement)
                self._changed.notify_all()
        return writing.whole()

    def end(self) -> None:
        """Tell that nothing more will come."""
        with self._changed:
            self.done = True
            self._changed.notify_all()

    def wait(self) -> None:
        """Wait until nothing more will come."""
        with self._changed:
            self._changed.wait_for(lambda: self.done)


class Askings:
    """The questions on their way over one library, by conversation. Thread-safe."""

    def __init__(self, assistant: Assistant) -> None:
        """Take the library to ask."""
        self._assistant = assistant
        self._running: list[Asking] = []
        self._lock = Lock()

    def begin(self, question: str, conversation: str, owner: str, *, alone: bool) -> Asking:
        """Start answering a question, after those of the same conversation that are not answered yet."""
        asking = Asking(question, conversation, owner)
        with self._lock:
            before = [one for one in self._running if one.conversation == conversation]
            self._running.append(asking)
        work = (asking, before[-1] if before else None, alone)
        Thread(target=self._run, args=work, daemon=True, name="answer").start()
        return asking

    def of(self, conversation: str, owner: str) -> tuple[list[Turn], tuple[Asking, ...]]:
        """Return a conversation's turns and what is on its way; one that was deleted elsewhere has none."""
        with self._lock:
            try:
                turns = self._assistant.conversations.turns(conversation, owner) if conversation else []
            except ConversationNotFound:
                return [], ()
            return turns, tuple(one for one in self._running if one.conversation == conversation)

    def latest(self, owner: str) -> str:
        """Return the conversation in which something of this owner's is on its way; empty if nothing is."""
        with self._lock:
            return next((one.conversation for one in reversed(self._running) if one.owner == owner), "")

    def _run(self, asking: Asking, before: Asking | None, alone: bool) -> None:
        answer: Answer | None = None
        asking.problem = "The answer could not be made. The log of the chat says why."
        try:
            if before is not None:
                before.wait()
            history, _ = ([], ()) if alone else self.of(asking.conversation, asking.owner)
            answer = asking.written(self._assistant, [turn.question for turn in history])
        except AccordingToError as error:
            asking.problem = str(error)
        finally:
            self._keep(asking, answer)
            asking.end()

    def _keep(self, asking: Asking, answer: Answer | None) -> None:
        """Turn a question on its way into a turn of its conversation, at one go for whoever looks."""
        with self._lock:
            self._running.remove(asking)
            if answer is None:
                return
            try:
                self._assistant.conversations.add(asking.conversation, asking.owner, asking.question, answer)
                asking.problem = ""
            except ConversationNotFound as error:  # deleted meanwhile
                asking.problem = str(error)


def _cited(statements: Sequence[Statement], found: Sequence[Citation], *, renumbered: bool) -> tuple[Citation, ...]:
    """Return the citations of statements whose answer is not whole yet.

    A model numbers what was found anew: a marker's citation is then the one that holds the words before it, and where
    two do, the number stays a number until the answer is whole.
    """
    if not renumbered:
        markers = {marker for statement in statements for marker in statement.citations}
        return tuple(one for one in found if one.marker in markers)
    cited: dict[int, Citation] = {}
    for quoted in (place for statement in statements for place in _CITED.finditer(statement.text)):
        holding = [one for one in found if _folded(quoted[1]) in _folded(one.exact)]
        if len(holding) == 1:
            for marker in map(int, re.findall(r"\d+", quoted[2])):
                cited[marker] = holding[0].model_copy(update={"marker": marker})
    return tuple(cited[marker] for marker in sorted(cited))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .,;:!?")
