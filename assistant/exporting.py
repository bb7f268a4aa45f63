"""Answers to take away: Markdown with footnotes, one HTML page, W3C Web Annotations, schema.org Claims, text fragments.

Everything takes (question, answer) pairs, oldest first. Nothing here knows where they come from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Any
from urllib.parse import quote

from assistant.model import Answer, Citation, Statement, Voice

Turns = Sequence[tuple[str, Answer]]

_MARKER = re.compile(r"\[(\d+)\]")
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
_FRAGMENT_WORDS = 4
"""Words at each end that name a longer quotation in a text fragment."""
_WHOLE = 8
"""Quotations of up to so many words are named whole."""


def fragment_link(citation: Citation) -> str | None:
    """Return the address of the public original, scrolled to the quotation by a text fragment; None without one.

    The syntax is that of the WICG's "URL Fragment Text Directives": `#:~:text=start,end`, percent-encoded.
    """
    url = citation.document.url
    if url is None or not url.startswith(("https://", "http://")):
        return None
    words = citation.exact.split()
    if len(words) <= _WHOLE and "\n" not in citation.exact:
        named = _encoded(" ".join(words))
    else:
        named = f"{_encoded(' '.join(words[:_FRAGMENT_WORDS]))},{_encoded(' '.join(words[-_FRAGMENT_WORDS:]))}"
    address, _, anchor = url.partition("#")
    return f"{address}#{anchor.partition(':~:')[0]}:~:text={named}"


def _encoded(text: str) -> str:
    """Percent-encode for a text directive, where `-`, `,` and `&` have meanings of their own."""
    return quote(text, safe="").replace("-", "%2D")


def source_line(citation: Citation) -> str:
    """Return what a footnote says of a citation's document: title, publisher, kind, date, page."""
    document = citation.document
    page = f"page {citation.page}" if citation.page else None
    return ", ".join(filter(None, [document.title, document.publisher, document.genre, document.published, page]))


def plain(question: str, answer: Answer) -> str:
    """Return one answer as plain text with its footnotes below: what the copy button copies."""
    notes = [
        f"[{one.marker}] “{_folded(one.exact)}” {source_line(one)}. {fragment_link(one) or one.document.uri}"
        for one in answer.citations
    ]
    return "\n\n".join(filter(None, [question, answer.text, "\n".join(notes)]))


def markdown(turns: Turns) -> str:
    """Return a conversation as Markdown; each citation is a footnote with the quotation and its source."""
    parts = ["# According To: a conversation\n"]
    for number, (question, answer) in enumerate(turns, 1):
        parts.append(f"## {_literal(question)}\n")
        if answer.standalone_question:
            parts.append(f"*Understood as: {_literal(answer.standalone_question)}*\n")
        parts.append(_footnoted(answer, number) + "\n")
        parts.extend(_footnote(citation, number) for citation in answer.citations)
        if answer.citations:
            parts.append("")
    return "\n".join(parts)


def _footnoted(answer: Answer, turn: int) -> str:
    known = {citation.marker for citation in answer.citations}
    pieces = _MARKER.split(answer.text)
    literal = [_literal(piece) if i % 2 == 0 else _note(int(piece), turn, known) for i, piece in enumerate(pieces)]
    return "".join(literal)


def _note(marker: int, turn: int, known: set[int]) -> str:
    return f"[^{turn}-{marker}]" if marker in known else f"\\[{marker}\\]"


def _footnote(citation: Citation, turn: int) -> str:
    link = fragment_link(citation)
    original = f" [Public original](<{link}>)." if link else ""
    return (
        f"[^{turn}-{citation.marker}]: “{_literal(_folded(citation.exact))}” {_literal(source_line(citation))}."
        f"{original} Characters {citation.start} to {citation.end} of {_literal(citation.document.uri)}, "
        f"sha256 `{citation.sha256}`."
    )


def _literal(text: str) -> str:
    """Escape what Markdown would read as markup; a document's words stay words."""
    return _SPECIAL.sub(r"\\\1", _folded(text))


def _folded(text: str) -> str:
    return " ".join(text.split())


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>According To: a conversation</title>
<style>body {{ font: 17px/1.55 Georgia, serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }}
h2 {{ font-size: 1.1rem; margin-top: 2rem; }} .attributed {{ border-left: 3px solid #8a6d1f; padding-left: .7rem; }}
.notes {{ font-size: .85rem; }} .understood {{ font-style: italic; }}</style></head>
<body><h1>A conversation with According To</h1>
{turns}
</body></html>
"""


def html(turns: Turns) -> str:
    """Return a conversation as one HTML page that needs nothing else; all words are escaped."""
    return _PAGE.format(turns="\n".join(_section(n, q, a) for n, (q, a) in enumerate(turns, 1)))


def _section(number: int, question: str, answer: Answer) -> str:
    understood = (
        f'<p class="understood">Understood as: {escape(answer.standalone_question)}</p>'
        if answer.standalone_question
        else ""
    )
    known = {citation.marker for citation in answer.citations}

    def linked(marker: re.Match[str]) -> str:
        name = int(marker[1])
        return f'<sup><a href="#n{number}-{name}">{name}</a></sup>' if name in known else marker.group()

    said = "".join(
        f'<p class="{statement.voice.value}">{_MARKER.sub(linked, escape(statement.text, quote=False))}</p>'
        for statement in answer.statements or (Statement(text=answer.text, voice=Voice.OWN),)
    )
    notes = "".join(_html_note(number, citation) for citation in answer.citations)
    listed = f'<ol class="notes">{notes}</ol>' if notes else ""
    return f"<section><h2>{escape(question)}</h2>{understood}{said}{listed}</section>"


def _html_note(number: int, citation: Citation) -> str:
    link = fragment_link(citation)
    original = f' <a href="{escape(link)}" rel="noreferrer">Public original</a>' if link else ""
    return (
        f'<li id="n{number}-{citation.marker}" value="{citation.marker}"><q>{escape(_folded(citation.exact))}</q> '
        f"{escape(source_line(citation))}.{original}</li>"
    )


def web_annotations(turns: Turns) -> dict[str, Any]:
    """Return the citations as a W3C Web Annotation collection; each selects its quotation by quote and position."""
    items = list(_annotations(turns))
    return {
        "@context": ["http://www.w3.org/ns/anno.jsonld", {"schema": "https://schema.org/"}],
        "type": "AnnotationCollection",
        "label": "Quotations of a conversation with According To",
        "total": len(items),
        "first": {"type": "AnnotationPage", "startIndex": 0, "items": items},
    }


def _annotations(turns: Turns) -> Iterator[dict[str, Any]]:
    for number, (question, answer) in enumerate(turns, 1):
        for statement in answer.statements:
            for marker in statement.citations:
                for citation in (one for one in answer.citations if one.marker == marker):
                    yield _annotation(f"urn:accordingto:{number}:{marker}", question, statement, citation)


def _annotation(name: str, question: str, statement: Statement, citation: Citation) -> dict[str, Any]:
    return {
        "id": name,
        "type": "Annotation",
        "motivation": "commenting",
        "body": [
            {"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": statement.text},
            {"type": "TextualBody", "purpose": "replying", "format": "text/plain", "value": question},
        ],
        "target": {
            "source": {
                "id": citation.document.url or f"urn:uuid:{citation.document.id}",
                "type": "Text",
                "schema:name": citation.document.title,
                "schema:sha256": citation.sha256,
            },
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": citation.exact,
                    "prefix": citation.prefix,
                    "suffix": citation.suffix,
                },
                {"type": "TextPositionSelector", "start": citation.start, "end": citation.end},
            ],
        },
    }


def claims(turns: Turns) -> dict[str, Any]:
    """Return the attributed statements as schema.org Claims: who makes them, in which document they appear."""
    return {
        "@context": "https://schema.org",
        "@graph": [
            _claim(statement, {one.marker: one for one in answer.citations})
            for _, answer in turns
            for statement in answer.statements
            if statement.voice is Voice.ATTRIBUTED
        ],
    }


def _claim(statement: Statement, citations: dict[int, Citation]) -> dict[str, Any]:
    return {
        "@type": "Claim",
        "text": _MARKER.sub("", statement.text).replace(" .", "."),
        "author": [{"@type": "Thing", "name": name} for name in statement.claimants],
        "appearance": [_work(citations[marker]) for marker in statement.citations if marker in citations],
    }


def _work(citation: Citation) -> dict[str, Any]:
    document = citation.document
    known = {
        "name": document.title,
        "url": fragment_link(citation),
        "datePublished": document.published,
        "genre": document.genre,
        "publisher": {"@type": "Organization", "name": document.publisher} if document.publisher else None,
    }
    return {"@type": "CreativeWork", "text": citation.exact} | {key: value for key, value in known.items() if value}


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


FORMATS: dict[str, tuple[str, str, Callable[[Turns], str]]] = {
    "markdown": ("conversation.md", "text/markdown", markdown),
    "html": ("conversation.html", "text/html", html),
    "annotations": ("annotations.jsonld", "application/ld+json", lambda turns: _json(web_annotations(turns))),
    "claims": ("claims.jsonld", "application/ld+json", lambda turns: _json(claims(turns))),
}
"""What a conversation can be taken away as: file name, media type and what writes it."""
