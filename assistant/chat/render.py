"""Answers and documents as HTML. Everything that comes from a document or a person is escaped; nothing is Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import urlencode

from assistant.model import Answer, Citation, Document, DocumentRef, Span, Status

SOURCE_FRAME = "source"
"""Name of the side panel's frame: citations open there."""
_MARKER = re.compile(r"\[(\d+)\]")


def link_to(citation: Citation) -> str:
    """Return the address of a citation's place: the document's page, scrolled to the quotation."""
    query = urlencode({"start": citation.start, "end": citation.end, "sha256": citation.sha256})
    return f"documents/{citation.document.id}?{query}#quotation"


def about(document: DocumentRef) -> str:
    """Return publisher, kind and date in a line, unescaped."""
    return ", ".join(filter(None, [document.publisher, document.genre, document.published]))


def chip(citation: Citation) -> str:
    """Return a numbered link that opens the citation in the side panel."""
    label = f"Source {citation.marker}: {citation.document.title}"
    return (
        f'<a class="chip" href="{escape(link_to(citation))}" target="{SOURCE_FRAME}" aria-label="{escape(label)}" '
        f'title="{escape(label)}">{citation.marker}</a>'
    )


def answer_html(answer: Answer) -> str:
    """Return an answer: how the question was understood, the statements with chips, the list of sources."""
    chips = {citation.marker: chip(citation) for citation in answer.citations}
    understood = (
        f'<p class="understood">Understood as: {escape(answer.standalone_question)}</p>'
        if answer.standalone_question
        else ""
    )
    paragraphs = [statement.text for statement in answer.statements] or [answer.text]
    said = "".join(f"<p>{_with_chips(text, chips)}</p>" for text in paragraphs)
    sources = "".join(
        f"<li>{chips[c.marker]} {escape(c.document.title)} <span>{escape(about(c.document))}</span></li>"
        for c in answer.citations
    )
    kind = "abstained" if answer.status is Status.ABSTAINED else "answered"
    listed = f'<ul class="sources" aria-label="Sources">{sources}</ul>' if sources else ""
    return f'<div class="answer {kind}">{understood}{said}{listed}</div>'


def _with_chips(text: str, chips: dict[int, str]) -> str:
    """Escape a statement, set its quotations off, and put chips where its markers stand."""
    html = "".join(f"<q>{piece}</q>" if quoted else piece for piece, quoted in _quotations(escape(text, quote=False)))
    return _MARKER.sub(lambda marker: chips.get(int(marker[1]), marker.group()), html)


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


def conversation_html(turns: Sequence[tuple[str, Answer]]) -> str:
    """Return the whole conversation, oldest turn first; the newest answer is announced to screen readers."""
    if not turns:
        return ""
    articles = [
        f'<article class="turn"><h3 class="question">{escape(question)}</h3>{answer_html(answer)}</article>'
        for question, answer in turns
    ]
    return f'<div class="conversation" role="log" aria-live="polite">{"".join(articles)}</div>'


_DOCUMENT_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><link rel="stylesheet" href="../style.css"></head>
<body class="document"><header><h2>{title}</h2><p>{about}</p>{original}{notice}</header>
<main tabindex="0" aria-label="Text of the document">{text}</main></body></html>"""


def document_page(document: Document, span: Span | None, notice: str = "") -> str:
    """Return a document as a page of its own, the span marked and reachable as #quotation."""
    known = document.metadata
    return _DOCUMENT_PAGE.format(
        language=escape(known.language or "en"),
        title=escape(document.title),
        about=escape(", ".join(filter(None, [known.author, known.publisher, known.genre, known.published]))),
        original=_original(known.url),
        notice=f'<p class="notice" role="alert">{escape(notice)}</p>' if notice else "",
        text=_marked(document.text, span),
    )


def _original(url: str | None) -> str:
    if url is None or not url.startswith(("https://", "http://")):
        return ""
    return f'<p><a href="{escape(url)}" target="_blank" rel="noopener noreferrer">Public original</a></p>'


def _marked(text: str, span: Span | None) -> str:
    if span is None:
        return escape(text, quote=False)
    before, quoted, after = text[: span.start], span.of(text), text[span.end :]
    mark = f'<mark id="quotation">{escape(quoted, quote=False)}</mark>'
    return escape(before, quote=False) + mark + escape(after, quote=False)
