"""Statements worded by a language model, each checked before it is shown.

The model words what the extractive answer found and cites: the same claims, nothing else. A sentence that fails
the checks is asked for once more with what was wrong, then the extractive sentence for the same claims takes its
place, then it is dropped with a note. So an answer with a model is never worse founded than one without.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.answers.calling import Budget, Caller, ModelFailed
from assistant.answers.filling import (
    draft_of,
    filled,
    is_bare_quotation,
    marked,
    misquoted,
    places_in,
    renumbered,
    statement_of,
    tidy,
    unfit,
)
from assistant.answers.prompts import Numbered, answer_prompt, order_prompt, repair_prompt, rewrite_prompt
from assistant.answers.replies import (
    QUESTION,
    Proposed,
    order_schema,
    ordered,
    proposals,
    rewritten,
    sentences_schema,
)
from assistant.checks.attributions import check_statements
from assistant.checks.grounds import grounds_of
from assistant.checks.quotes import cite
from assistant.checks.shelf import Shelf
from assistant.checks.telling import MARKER
from assistant.model import Answer, Citation, Span, Statement, Status
from assistant.settings import Settings
from assistant.text import content_words

_log = logging.getLogger(__name__)

MOST_SENTENCES = 6
"""Sentences of a model that are looked at."""
_TOKENS_AN_ID = 8
"""Tokens an id takes in a reply, quotation marks and comma included."""
Wrong = tuple[tuple[str, str], ...]


@dataclass
class Writing:
    """An answer while it is written: iterate for its statements, then read `answer`."""

    statements: Iterator[Statement]
    """The statements, each checked, in order."""
    answer: Answer | None = None
    """The whole answer, once the statements are through."""

    def __iter__(self) -> Iterator[Statement]:
        """Yield the statements."""
        return self.statements

    def whole(self) -> Answer:
        """Return the whole answer, running through the statements that are left."""
        for _ in self.statements:
            pass
        if self.answer is None:
            raise RuntimeError("the statements ended without an answer")
        return self.answer


@dataclass(frozen=True)
class Writer:
    """Words answers with one language model."""

    name: str
    """provider:model, as the answer names it."""
    caller: Caller
    seconds: float = 60.0
    """For one answer, all calls together."""
    tokens: int = 700
    """For one answer, all calls together."""
    orders: bool = False
    """Whether the model also says which claims come first: one call more before the first sentence."""
    gated: bool = True
    """Whether the checks decide. Off only to measure what they are worth (`make eval-llm`): then whatever the model
    wrote is the answer, broken off or empty."""

    def write(self, question: str, plain: Answer, shelf: Shelf) -> Writing:
        """Word an answer anew. What holds no quotation (an abstention) stays as it is."""
        writing = Writing(iter(()))
        writing.statements = _Session(self, question, plain, shelf, writing).run()
        return writing

    def standalone(self, question: str, history: Sequence[str]) -> str | None:
        """Rewrite a follow-up; None where the model fails or adds a word that nobody used."""
        budget = Budget(self.seconds / 3, 80)
        try:
            written = "".join(self.caller.stream(rewrite_prompt(question, history), budget, QUESTION))
        except ModelFailed as error:
            _log.warning("the follow-up was not rewritten: %s", error)
            return None
        whole = rewritten(written)
        known = set(content_words(" ".join([*history, question])))
        if whole is None or len(whole.split()) > 60 or not set(content_words(whole)) <= known:
            return None
        return whole if set(content_words(question)) <= set(content_words(whole)) else None


@dataclass
class _Session:
    """The wording of one answer."""

    writer: Writer
    question: str
    plain: Answer
    shelf: Shelf
    writing: Writing
    shown: list[Statement] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    markers: dict[str, int] = field(default_factory=dict)
    """The marker each claim has got, by the claim's id."""
    repairs: list[str] = field(default_factory=list)
    pending: dict[int, Numbered] = field(default_factory=dict)
    """The claims behind the markers of the statement in hand."""
    reworded: int = 0
    """Sentences of the model that are shown and are no copy of the extractive ones."""
    used: set[int] = field(default_factory=set)
    """Markers of the extractive answer that were cited or fallen back to."""

    def run(self) -> Iterator[Statement]:
        """Yield the statements and, last, set the answer."""
        self.budget = Budget(self.writer.seconds, self.writer.tokens)
        self.claims = self._numbered()
        if not self.claims or self.plain.status is Status.ABSTAINED:
            self.writing.answer = self.plain
            yield from self.plain.statements
            return
        opening, closing = _frame(self.plain)
        yield from self._kept(opening)
        if self.writer.orders and len(self.claims) > 1:
            self.claims = self._ordered()
        try:
            for number, proposed in enumerate(self._proposals()):
                if number == MOST_SENTENCES:
                    self.repairs.append("the model wrote more sentences than an answer may have")
                    break
                yield from self._sentence(proposed)
        except ModelFailed as error:
            _log.warning("the model failed: %s", error)
            self.repairs.append(f"the model failed ({error}); the rest is extractive")
        if self.writer.gated:
            yield from self._left_out()
        yield from self._kept(closing)
        self.writing.answer = self._answer()

    # ------------------------------------------------------------------ claims

    def _numbered(self) -> list[Numbered]:
        found = []
        for citation in self.plain.citations:
            document = self.shelf.document(citation.document)
            span = Span(start=citation.start, end=citation.end)
            if document is not None and document.sha256 == citation.sha256:
                ground = grounds_of(document, span, self.shelf.claims(document, span))
                found.append(Numbered(f"C{citation.marker}", ground, draft_of(self.plain, citation)))
        return found

    def _ids(self) -> list[str]:
        return [one.id for one in self.claims]

    def _ordered(self) -> list[Numbered]:
        """Return the claims in the model's order if it names each of them once, else as they are."""
        budget = Budget(self.budget.left() / 3, min(self.budget.tokens, _TOKENS_AN_ID * (len(self.claims) + 2)))
        order: tuple[str, ...] | None = None
        try:
            asked = order_prompt(self.question, self.claims)
            order = ordered("".join(self.writer.caller.stream(asked, budget, order_schema(self._ids()))))
        except ModelFailed as error:
            _log.warning("the claims were not ordered: %s", error)
        self.budget.add(budget)
        if order is None or sorted(order) != sorted(self._ids()):
            self.repairs.append("the model's order of the claims was not used (it does not name each of them once)")
            return self.claims
        return sorted(self.claims, key=lambda one: order.index(one.id))

    def _proposals(self) -> Iterator[Proposed]:
        asked = answer_prompt(self.question, self.claims)
        yield from self._asked(asked)

    def _asked(self, messages: Sequence[ChatMessage]) -> Iterator[Proposed]:
        pieces = self.writer.caller.stream(messages, self.budget, sentences_schema(self._ids()))
        yield from proposals(pieces, torn=not self.writer.gated)

    # ------------------------------------------------------------------ one sentence

    def _sentence(self, proposed: Proposed) -> Iterator[Statement]:
        """Show a sentence, its second try, its extractive stand-in, or nothing."""
        statement, wrong = self._checked(proposed)
        codes = ", ".join(dict.fromkeys(code for code, _ in wrong))
        if codes == "repeated":
            self.repairs.append("dropped (repeated)")
            return
        if statement is None and (statement := self._second_try(proposed, wrong)) is not None:
            self.repairs.append(f"asked again ({codes})")
        if statement is not None:
            self.reworded += _plain_words(statement) not in {_plain_words(one) for one in self.plain.statements}
            yield self._show(statement)
            return
        stand_in = list(self._extractive(self._markers_of(proposed)))
        self.repairs.append(f"{'extractive instead' if stand_in else 'dropped'} ({codes})")
        yield from stand_in

    def _second_try(self, proposed: Proposed, wrong: Wrong) -> Statement | None:
        if self.budget.left() == 0 or self.budget.spent():
            return None
        asked = repair_prompt(self.question, self.claims, proposed.text, wrong)
        try:
            again = next(self._asked(asked), None)
        except ModelFailed as error:
            _log.warning("the model failed: %s", error)
            return None
        return self._checked(again)[0] if again is not None else None

    def _checked(self, proposed: Proposed) -> tuple[Statement | None, Wrong]:
        """Return the statement a sentence becomes, or what is wrong with it."""
        text = tidy(proposed.text)
        ids = dict.fromkeys([*proposed.claims, *places_in(text)])
        named = [one for one in self.claims if one.id in ids]
        unknown = [one for one in ids if one not in self._ids()]
        if self.writer.gated and (wrong := tuple(unfit(text, named, unknown))):
            return None, wrong
        text = filled(text, named)
        if self.writer.gated and (wrong := tuple(misquoted(text, named))):
            return None, wrong
        numbers = self._numbers(named)
        sentence = marked(text, named, numbers)
        if self.writer.gated:
            grounds = {numbers[one.id]: one.ground for one in named}
            findings = check_statements([sentence], grounds, strict=True)
            if findings:
                return None, tuple((one.code.value, one.why) for one in findings)
            if is_bare_quotation(sentence):
                return None, (("unfinished", "it is a bare quotation"),)
            if any(one.text == sentence for one in self.shown):
                return None, (("repeated", "it was said before"),)
        return statement_of(sentence, named, numbers), ()

    def _numbers(self, named: Sequence[Numbered]) -> dict[str, int]:
        """Return the markers of some claims: those they have, else the next free ones, in the order of first use."""
        numbers = dict(self.markers)
        for one in named:
            numbers.setdefault(one.id, max(numbers.values(), default=0) + 1)
        self.pending = {numbers[one.id]: one for one in named}
        return {one.id: numbers[one.id] for one in named}

    def _show(self, statement: Statement) -> Statement:
        """Take note of a statement that is shown, and cite what it is the first to cite."""
        for marker in statement.citations:
            if marker not in self.markers.values():
                one = self.pending[marker]
                self.markers[one.id] = marker
                self.citations.append(cite(one.ground.document, one.ground.span, marker))
        by_marker = {marker: one for one, marker in self.markers.items()}
        self.used |= {int(by_marker[marker][1:]) for marker in statement.citations}
        self.shown.append(statement)
        return statement

    # ------------------------------------------------------------------ the extractive floor

    def _markers_of(self, proposed: Proposed) -> set[int]:
        return {int(one[1:]) for one in proposed.claims if any(one == claim.id for claim in self.claims)}

    def _extractive(self, markers: set[int]) -> Iterator[Statement]:
        """Yield the extractive statements for some claims that were not shown yet."""
        for statement in self.plain.statements:
            fresh = set(statement.citations) - self.used
            if not (fresh & markers) or not all(self._known(marker) for marker in statement.citations):
                continue
            numbers = self._numbers([self._claim(old) for old in statement.citations])
            new = {old: numbers[f"C{old}"] for old in statement.citations}
            update = {"text": renumbered(statement.text, new), "citations": tuple(new.values())}
            yield self._show(statement.model_copy(update=update))

    def _known(self, marker: int) -> bool:
        return any(one.id == f"C{marker}" for one in self.claims)

    def _claim(self, marker: int) -> Numbered:
        return next(one for one in self.claims if one.id == f"C{marker}")

    def _left_out(self) -> Iterator[Statement]:
        """Yield the extractive statements of voices that the model left out, or all if it left nothing standing."""
        heard = {name for one in self.shown for name in one.claimants}
        cited = any(one.citations for one in self.shown)
        if not cited and not self.repairs:
            self.repairs.append("the model wrote no sentence to look at; the answer is extractive")
        for statement in self.plain.statements:
            if set(statement.citations) <= self.used or not statement.citations:
                continue
            if not cited or not set(statement.claimants) <= heard:
                if cited:
                    self.repairs.append("a voice that the model left out is heard by the extractive sentence")
                yield from self._extractive(set(statement.citations))

    def _kept(self, statements: Sequence[Statement]) -> Iterator[Statement]:
        for statement in statements:
            self.shown.append(statement)
            yield statement

    def _answer(self) -> Answer:
        return self.plain.model_copy(
            update={
                "text": " ".join(one.text for one in self.shown),
                "statements": tuple(self.shown),
                "citations": tuple(sorted(self.citations, key=lambda one: one.marker)),
                "model": self.writer.name,
                "usage": {**self.budget.usage, "sentences": self.reworded},
                "repairs": (*self.plain.repairs, *self.repairs),
            }
        )


def _plain_words(statement: Statement) -> str:
    return MARKER.sub("", statement.text)


def _frame(plain: Answer) -> tuple[list[Statement], list[Statement]]:
    """Return what the answer says of the library itself, before its first citation and after its last."""
    cited = [place for place, one in enumerate(plain.statements) if one.citations]
    if not cited:
        return list(plain.statements), []
    return list(plain.statements[: cited[0]]), list(plain.statements[cited[-1] + 1 :])


def writer_of(settings: Settings) -> Writer | None:
    """Return the writer the settings name, or None. Raises SettingsError or ModelMissing."""
    if not settings.llm:
        return None
    from assistant.answers.models import held_by, open_model

    return writer_for(open_model(settings), settings.llm, settings, held_by(settings))


def writer_for(
    llm: LLM, name: str, settings: Settings, held: Callable[[Mapping[str, Any]], dict[str, Any]] = lambda _: {}
) -> Writer:
    """Return a writer with one model, within the limits the settings give; `held` as in `Caller`."""
    turn = threading.Lock() if llm.class_name().startswith("LlamaCPP") else None
    caller = Caller(llm, settings.llm_retries, turn=turn, held=held)
    return Writer(name, caller, settings.llm_timeout, settings.llm_tokens, settings.llm_order)
