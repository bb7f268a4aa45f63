"""Answers as HTML. Everything that comes from a document or a person is escaped; nothing is Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from urllib.parse import urlencode

from assistant.exporting import fragment_link, plain
from assistant.model import Answer, Citation, DocumentRef, Rule, Statement, Status, Voice

SOURCE_FRAME = "source"
"""Name of the side panel's frame: citations open there."""
_LONGEST_TITLE = 60
_EVEN = 0.5
"""Confidence below which an answer is likelier none than one."""
_LINK = re.compile(
    r"!?\[([^\[\]]+)\]\((?:https?://|mailto:|/|#)[^\s()]*(?:\([^\s()]*\)[^\s()]*)*"
    r"(?:\s+(?:&quot;|\")[^()]*?(?:&quot;|\"))?\)"
)
"""A Markdown link or picture, its text escaped or not."""
_WORDS = r"\1"
_MARKER = re.compile(r"\[(\d+)\]")

RULES = {
    Rule.UNCONTESTED: "a dated or placed event, a number or a definition: nobody’s claim",
    Rule.ATTRIBUTED: "the document gives it as what somebody says",
    Rule.AGENTLESS: "the document does not say who says it",
    Rule.HEDGED: "it is hedged or conditional",
    Rule.NORM: "it says what should be",
    Rule.PREDICTION: "it predicts or warns",
    Rule.INTERPRETATION: "it explains, interprets or judges causes",
    Rule.ACCUSATION: "it accuses somebody",
    Rule.LABEL: "it labels or evaluates",
    Rule.CONTRADICTED: "another claim contradicts it",
}
"""Why a claim counts as contested, in words."""


def place_link(document_id: str, start: int, end: int, sha256: str) -> str:
    """Return the address of a place: the document's page, scrolled to the marked stretch."""
    return f"documents/{document_id}?{urlencode({'start': start, 'end': end, 'sha256': sha256})}#quotation"


def link_to(citation: Citation) -> str:
    """Return the address of a citation's place."""
    return place_link(citation.document.id, citation.start, citation.end, citation.sha256)


def about(document: DocumentRef) -> str:
    """Return publisher, kind and date in a line, unescaped."""
    return ", ".join(filter(None, [document.publisher, document.genre, document.published]))


def chip(citation: Citation, who: Sequence[str] = (), name: str = "") -> str:
    """Return a numbered link that opens the citation in the side panel; hover or focus shows its card.

    `who` are the claimants, as the card names them; `name` makes the card's id unique in the page.
    """
    label = f"Source {citation.marker}: {citation.document.title}"
    link = (
        f'<a class="chip" href="{escape(link_to(citation))}" target="{SOURCE_FRAME}" aria-label="{escape(label)}"'
        f"{f' aria-describedby={chr(34)}{name}{chr(34)}' if name else ''}>{citation.marker}</a>"
    )
    if not name:
        return link
    speaker = f'<span class="card-who">{escape(" and ".join(who))}</span>' if who else ""
    where = ", ".join(filter(None, [citation.document.title, about(citation.document)]))
    card = f'{speaker}<q>{_LINK.sub(_WORDS, escape(citation.exact))}</q><span class="card-where">{escape(where)}</span>'
    return f'<span class="cited">{link}<span class="card" role="tooltip" id="{name}">{card}</span></span>'


def answer_html(answer: Answer, name: str = "answer") -> str:
    """Return an answer: how the question was understood, the statements with chips, the list of sources."""
    understood = (
        f'<p class="understood">Understood as: {escape(answer.standalone_question)}</p>'
        if answer.standalone_question
        else ""
    )
    kind = "abstained" if answer.status is Status.ABSTAINED else "answered"
    said = "".join(_statements(answer, name)) or f"<p>{escape(answer.text)}</p>"
    return f'<div class="answer {kind}">{understood}{said}{_limits(answer)}{_sources(answer)}</div>'


def _limits(answer: Answer) -> str:
    """Say what a partial answer misses, unless it says so itself, and that an answer is likelier none than one."""
    told = []
    if answer.status is Status.PARTIAL:
        said = answer.reason is None or any(answer.reason in one.text for one in answer.statements)
        told.append("Answered in part." if said else f"Answered in part. {answer.reason}")
    if answer.status is not Status.ABSTAINED and answer.confidence is not None and answer.confidence < _EVEN:
        told.append("This may not be what you asked for: nothing nearer was found.")
    return f'<p class="limits">{escape(" ".join(told))}</p>' if told else ""


def _statements(answer: Answer, name: str) -> Iterator[str]:
    """Yield the statements in order; neighbours that contradict one another stand side by side."""
    cards = iter(range(1, 10_000))
    for opposed, group in groupby(answer.statements, key=_opposed):
        rendered = [_statement(statement, answer, f"{name}-{next(cards)}") for statement in group]
        if opposed and len(rendered) > 1:
            yield f'<div class="sides" role="group" aria-label="Two sides">{"".join(rendered)}</div>'
        else:
            yield from rendered


def _opposed(statement: Statement) -> bool:
    return statement.voice is Voice.ATTRIBUTED and Rule.CONTRADICTED in statement.rules


def _statement(statement: Statement, answer: Answer, name: str) -> str:
    chips = {
        one.marker: chip(one, _speakers(statement), f"{name}-{one.marker}")
        for one in answer.citations
        if one.marker in statement.citations
    }
    said = f"<p>{_with_chips(statement.text, chips)}</p>"
    if statement.voice is Voice.OWN:
        return f'<div class="statement own">{said}</div>'
    return f'<div class="statement attributed">{_speaker(statement)}{said}{_why(statement)}</div>'


def _speaker(statement: Statement) -> str:
    """Name whose voice it is, and through whom it reaches the reader."""
    speakers = _speakers(statement)
    who = " and ".join(speakers) or "the document"
    through = [party for party in statement.chain if party not in speakers]
    via = f' <span class="via">as told by {escape(", in ".join(through))}</span>' if through else ""
    return f'<div class="voice"><span class="claimant">{escape(who)}</span>{via}</div>'


def _speakers(statement: Statement) -> tuple[str, ...]:
    """Return the nearest speakers: those who make the claim together, or the head of the chain if they only relay.

    Whom nobody could name ("it shows that") is no name to show.
    """
    nearest = statement.chain[:1]
    known = bool(nearest) and nearest[0].lower() not in _POINTS
    return nearest if known and nearest[0] not in statement.claimants else statement.claimants


_POINTS = frozenset("i we you he she it they that this these those who".split())


def _why(statement: Statement) -> str:
    """Return the quiet mark of a contested statement; opened, it says why in words."""
    if not statement.contested:
        return ""
    rules = "".join(f"<li>{escape(RULES[rule])}</li>" for rule in statement.rules)
    return f'<details class="why"><summary>contested</summary><ul>{rules}</ul></details>'


def _sources(answer: Answer) -> str:
    items = []
    for citation in answer.citations:
        original = fragment_link(citation)
        away = (
            f' <a class="original" href="{escape(original)}" target="_blank" rel="noopener noreferrer">original</a>'
            if original
            else ""
        )
        known = f"{escape(citation.document.title)} <span>{escape(about(citation.document))}</span>"
        items.append(f"<li>{chip(citation)} {known}{away}</li>")
    return f'<ul class="sources" aria-label="Sources">{"".join(items)}</ul>' if items else ""


def _with_chips(text: str, chips: dict[int, str]) -> str:
    """Escape a statement, set its quotations off, and put chips where its markers stand.

    A quotation is shown as print shows it: of a Markdown link its words, of a quotation inside it single marks. The
    place it opens at shows it as written.
    """
    pieces = _quotations(escape(text, quote=False))
    html = "".join(f"<q>{_in_print(piece)}</q>" if quoted else piece for piece, quoted in pieces)
    return _MARKER.sub(lambda marker: chips.get(int(marker[1]), marker.group()), html)


_INNER = str.maketrans("“”", "‘’")


def _in_print(quotation: str) -> str:
    return quotation[:1] + _LINK.sub(_WORDS, quotation[1:-1]).translate(_INNER) + quotation[-1:]


def _quotations(text: str) -> Iterator[tuple[str, bool]]:
    """Cut a text at its outermost “ ”; yield each piece and whether it is a quotation. Inner “ ” stay inside."""
    start, depth = 0, 0
    for mark in re.finditer("[“”]", text):
        if mark.group() == "“":
            if depth == 0:
                yield text[start : mark.start()], False
                start = mark.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield text[start : mark.end()], True
                start = mark.end()
    yield text[start:], depth > 0


def turn_html(question: str, inside: str, number: int) -> str:
    """Return a question with what stands below it (HTML)."""
    return f'<article class="turn" id="turn-{number}"><h2 class="question">{escape(question)}</h2>{inside}</article>'


_THUMB = (
    '<svg viewBox="0 0 20 20" aria-hidden="true"><g{}><path d="M2 9h3v8H2zM5 10l4-8c2 0 2.5 1.5 2 3l-.6 2.5H16c1.5 0 '
    '2 1 1.7 2.3l-1.4 5.6c-.3 1-1 1.6-2 1.6H5"/></g></svg>'
)
"""A thumb, drawn: not every machine has a font with one."""


def actions_html(question: str, answer: Answer, conversation: str, number: int) -> str:
    """Return the buttons below an answer: copy it with footnotes, say whether it is right."""
    place = f'data-conversation="{escape(conversation)}" data-turn="{number}"'
    copied = escape(plain(question, answer))
    verdicts = (("up", "Good answer", ""), ("down", "Bad answer", ' transform="scale(1 -1) translate(0 -20)"'))
    thumbs = "".join(
        f'<button type="button" data-feedback="{verdict}" {place} aria-label="{label}" title="{label}" '
        f'aria-pressed="false">{_THUMB.format(turned)}</button>'
        for verdict, label, turned in verdicts
    )
    return (
        f'<div class="actions" role="group" aria-label="About this answer">'
        f'<button type="button" data-copy="{copied}">Copy with footnotes</button>{thumbs}'
        f'<button type="button" data-feedback="misattributed" {place} aria-pressed="false">'
        "This is misattributed</button>"
        f'<span class="thanks" role="status"></span></div>'
    )


def questions_html(title: str, questions: Sequence[str]) -> str:
    """Return questions as buttons that ask them."""
    if not questions:
        return ""
    buttons = "".join(
        f'<li><button type="button" data-ask="{escape(one)}">{escape(one)}</button></li>' for one in questions
    )
    return f'<div class="suggestions"><p>{escape(title)}</p><ul>{buttons}</ul></div>'


def conversations_html(held: Sequence[tuple[str, str]], current: str = "") -> str:
    """Return a list to choose a conversation from: `held` are ids and titles; first comes one that is yet to begin."""
    offered = [("", "New conversation"), *held]
    chosen = current if any(name == current for name, _ in held) else ""  # without a turn there is no title yet
    options = "".join(
        f'<option value="{escape(name)}"{" selected" if name == chosen else ""}>{escape(_short(title))}</option>'
        for name, title in offered
    )
    return f'<label>Conversations <select data-current="{escape(chosen)}">{options}</select></label>'


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"


def conversation_html(turns: Sequence[tuple[str, Answer]], conversation: str = "", more: str = "") -> str:
    """Return the whole conversation, oldest turn first, and what stands below it (HTML)."""
    articles = [
        turn_html(question, answer_html(answer, f"a{n}") + actions_html(question, answer, conversation, n), n)
        for n, (question, answer) in enumerate(turns)
    ]
    return f'<div class="conversation">{"".join(articles)}{more}</div>'
