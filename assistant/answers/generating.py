"""Statements worded by a language model, each checked before it is shown.

The model words what the extractive answer found and cites: the same claims, nothing else. A sentence that fails
the checks is asked for once more with what was wrong, then the extractive sentence for the same claims takes its
place, then it is dropped with a note. So an answer with a model is never worse founded than one without.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.answers.calling import Budget, Caller, ModelFailed
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
from assistant.checks.grounds import grounds_of, place_of
from assistant.checks.quotes import cite
from assistant.checks.shelf import Shelf
from assistant.checks.telling import MARKER, QUOTED, read_answer
from assistant.model import Answer, Citation, Rule, Span, Statement, Status, Voice
from assistant.settings import Settings
from assistant.text import content_words

_log = logging.getLogger(__name__)

MOST_SENTENCES = 6
"""Sentences of a model that are looked at."""
LONGEST_SENTENCE = 70
"""Words."""
_TOKENS_AN_ID = 8
"""Tokens an id takes in a reply, quotation marks and comma included."""
_PLACE = re.compile(r"[“\"]?\[(C\d+)\][”\"]?")
"""Where a sentence wants a claim's words, or cites it after words it quotes of it."""
_MARKUP = re.compile(r"https?:|www\.|[<>`|#]|\]\(|!\[")
_GAP = re.compile(r"…|\.\s?\.")
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
                found.append(Numbered(f"C{citation.marker}", ground, _draft(self.plain, citation)))
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
        text = _tidy(proposed.text)
        ids = dict.fromkeys([*proposed.claims, *_PLACE.findall(text)])
        named = [one for one in self.claims if one.id in ids]
        unknown = [one for one in ids if one not in self._ids()]
        if self.writer.gated and (wrong := tuple(_unfit(text, named, unknown))):
            return None, wrong
        text = _filled(text, named)
        if self.writer.gated and (wrong := tuple(_misquoted(text, named))):
            return None, wrong
        numbers = self._numbers(named)
        marked = _marked(text, named, numbers)
        if self.writer.gated:
            grounds = {numbers[one.id]: one.ground for one in named}
            findings = check_statements([marked], grounds, strict=True)
            if findings:
                return None, tuple((one.code.value, one.why) for one in findings)
            if not re.search(r"\w", QUOTED.sub(" ", MARKER.sub("", marked))):
                return None, (("unfinished", "it is a bare quotation"),)
            if any(one.text == marked for one in self.shown):
                return None, (("repeated", "it was said before"),)
        return _statement(marked, named, numbers), ()

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
            update = {"text": _renumbered(statement.text, new), "citations": tuple(new.values())}
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


def _statement(text: str, named: Sequence[Numbered], numbers: dict[str, int]) -> Statement:
    """Return a sentence as a statement, with what is known of its claims."""
    claims = [claim for one in named if (claim := one.ground.nearest) is not None]
    contested = any(one.ground.contested for one in named)
    rules = tuple(dict.fromkeys(rule for claim in claims for rule in claim.rules))
    return Statement(
        text=text,
        voice=Voice.ATTRIBUTED if any(line.links for line in read_answer([text])) else Voice.OWN,
        claimants=tuple(dict.fromkeys(party.name for one in named for party in one.ground.speakers)),
        chain=tuple(dict.fromkeys(party.name for one in named for party in one.ground.chain)),
        contested=contested,
        rules=tuple(rule for rule in rules if rule is not Rule.UNCONTESTED) if contested else rules,
        claims=tuple(claim.attribution.id for claim in claims),
        citations=tuple(numbers[one.id] for one in named),
    )


def _plain_words(statement: Statement) -> str:
    return MARKER.sub("", statement.text)


def _renumbered(text: str, new: Mapping[int, int]) -> str:
    """Return a statement with other markers."""

    def other(match: re.Match[str]) -> str:
        return re.sub(r"\d+", lambda number: str(new.get(int(number[0]), int(number[0]))), match[0])

    return MARKER.sub(other, text)


def _frame(plain: Answer) -> tuple[list[Statement], list[Statement]]:
    """Return what the answer says of the library itself, before its first citation and after its last."""
    cited = [place for place, one in enumerate(plain.statements) if one.citations]
    if not cited:
        return list(plain.statements), []
    return list(plain.statements[: cited[0]]), list(plain.statements[cited[-1] + 1 :])


def _draft(plain: Answer, citation: Citation) -> str | None:
    """Return the extractive sentence of a citation with ids in place of what it quotes, if every marker is one's."""
    found = next((one.text for one in plain.statements if citation.marker in one.citations), "")
    for one in plain.citations:
        found = found.replace(f"“{' '.join(one.exact.split())}” [{one.marker}]", f"[C{one.marker}]")
    return found if _PLACE.search(found) and not MARKER.search(found) else None


def _tidy(text: str) -> str:
    """Return a sentence without markers of the model's own, its straight quotation marks curled, ending in a stop."""
    plain = MARKER.sub("", text)
    plain = re.sub(r"(?<!\w)\"([^\"]+)\"(?!\w)", r"“\1”", plain).strip()
    return plain if plain.endswith((".", "!", "?", "”")) else f"{plain}."


def _filled(text: str, named: Sequence[Numbered]) -> str:
    """Put the claims' words where a sentence names a claim: nobody can misquote them there.

    Where the sentence quotes the claim itself, its id is a mere citation and is taken out.
    """
    own = [one for line in read_answer([text]) for one in line.quoted if one.counts]
    words = {one.id: "" if any(place_of(q, [one.ground]) for q in own) else f"“{one.words}”" for one in named}
    whole = _PLACE.sub(lambda match: words.get(match[1], ""), text)
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(whole.split()))


def _unfit(text: str, named: Sequence[Numbered], unknown: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a sentence before its quotations are put in: ids, length, markup."""
    if unknown or not named:
        yield "claim_unknown", f"there is no claim {', '.join(unknown) or 'named'}"
        return
    if len(text.split()) > LONGEST_SENTENCE:
        yield "too_long", f"a sentence has at most {LONGEST_SENTENCE} words"
    if _MARKUP.search(text):
        yield "markup", "plain words only: no links, no markup"
    if _GAP.search(QUOTED.sub(" ", text)):
        yield "unfinished", "it is no whole sentence: dots stand for some of its words"


def _misquoted(text: str, named: Sequence[Numbered]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the quotations of a sentence."""
    lines = read_answer([text])
    if len(lines) != 1:
        yield "several_sentences", "one sentence at a time"
    quoted = [one for line in lines for one in line.quoted if one.counts]
    if not quoted:
        yield "no_quotation", "it quotes none of its claims' words"
    grounds = [one.ground for one in named]
    for one in quoted:
        if place_of(one, grounds) is None:
            yield "fabricated", f"“{one.words}” does not stand in {' or '.join(claim.id for claim in named)}"
    unquoted = [claim.id for claim in named if all(place_of(one, [claim.ground]) is None for one in quoted)]
    if unquoted and quoted:
        yield "claim_unquoted", f"it quotes nothing of {', '.join(unquoted)}"


def _marked(text: str, named: Sequence[Numbered], markers: dict[str, int]) -> str:
    """Put each claim's marker after the last of its quotations; a claim quoted nowhere is marked at the end."""
    line = read_answer([text])[0]
    places: dict[int, list[int]] = {}
    for one in named:
        quoted = [q for q in line.quoted if q.counts and place_of(q, [one.ground]) is not None]
        at = quoted[-1].span.end + 1 if quoted else len(text.rstrip(".!?"))
        places.setdefault(at, []).append(markers[one.id])
    for at in sorted(places, reverse=True):
        text = f"{text[:at]} {' '.join(f'[{marker}]' for marker in sorted(places[at]))}{text[at:]}"
    return text if text.rstrip().endswith((".", "!", "?")) else f"{text}."


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
