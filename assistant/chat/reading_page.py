"""A document as a page of its own: the quotation marked, every attribution named in the margin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import groupby, pairwise

from assistant.chat.render import RULES, place_link
from assistant.model import Claim, Document, Form, Span

_BREAK = re.compile(r"\n[ \t]*\n\s*")

_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><link rel="stylesheet" href="../style.css"></head>
<body class="document"><header><h2>{title}</h2><p>{about}</p>{original}{notice}</header>
<main tabindex="0" aria-label="Text of the document">{text}</main></body></html>"""


def document_page(document: Document, span: Span | None, notice: str = "", claims: Sequence[Claim] = ()) -> str:
    """Return a document as a page, the span marked and reachable as #quotation, attributions in the margin."""
    known = document.metadata
    return _PAGE.format(
        language=escape(known.language or "en"),
        title=escape(document.title),
        about=escape(", ".join(filter(None, [known.author, known.publisher, known.genre, known.published]))),
        original=_original(known.url),
        notice=f'<p class="notice" role="alert">{escape(notice)}</p>' if notice else "",
        text=_text(document, span, [one for one in claims if one.attribution.form is not Form.OWN_VOICE]),
    )


def _original(url: str | None) -> str:
    if url is None or not url.startswith(("https://", "http://")):
        return ""
    return f'<p><a href="{escape(url)}" target="_blank" rel="noopener noreferrer">Public original</a></p>'


def _text(document: Document, span: Span | None, claims: Sequence[Claim]) -> str:
    """Return the text, a block a paragraph; the blocks' words together are the canonical text, unchanged."""
    blocks: list[tuple[bool, str]] = []
    marked = False
    for paragraph in _paragraphs(document):
        said = [one.attribution.content for one in claims if one.attribution.content.overlaps(paragraph)]
        here = _pieces(document.text, paragraph, span, said, first=not marked)
        marked = marked or (span is not None and span.overlaps(paragraph))
        notes = _notes(document, [one for one in claims if paragraph.contains_start(one.attribution.content)])
        blocks.append(
            (_is_content(document, paragraph), f'<div class="paragraph"><div class="words">{here}</div>{notes}</div>')
        )
    return "".join(
        "".join(html for _, html in group) if content else _outside("".join(html for _, html in group))
        for content, group in groupby(blocks, key=lambda block: block[0])
    )


def _is_content(document: Document, paragraph: Span) -> bool:
    return not document.content or any(part.overlaps(paragraph) for part in document.content)


def _outside(html: str) -> str:
    """Fold away front matter and footers: they are in the text, and nothing is quoted from them."""
    return f'<details class="outside"><summary>Not part of the text proper</summary>{html}</details>'


class _Paragraph(Span):
    def contains_start(self, other: Span) -> bool:
        return self.start <= other.start < self.end


def _paragraphs(document: Document) -> list[_Paragraph]:
    """Cut a text after each empty line, and where its content begins and ends; nothing is lost."""
    cuts = {gap.end() for gap in _BREAK.finditer(document.text)}
    cuts.update(at for part in document.content for at in (part.start, part.end))
    places = sorted({0, *cuts, len(document.text)})
    return [_Paragraph(start=start, end=end) for start, end in pairwise(places)]


def _pieces(text: str, paragraph: Span, span: Span | None, said: Sequence[Span], *, first: bool) -> str:
    """Cut a paragraph wherever a quotation or a claim begins or ends, and dress each piece."""
    spans = [*said, *([span] if span else [])]
    cuts = {paragraph.start, paragraph.end}
    cuts.update(at for one in spans for at in (one.start, one.end) if paragraph.start < at < paragraph.end)
    places = sorted(cuts)
    html: list[str] = []
    marking = False
    for start, end in pairwise(places):
        piece = Span(start=start, end=end)
        quoted = span is not None and span.contains(piece)
        if quoted and not marking:
            html.append('<mark id="quotation">' if first else "<mark>")
            first = False
        elif marking and not quoted:
            html.append("</mark>")
        marking = quoted
        words = escape(piece.of(text), quote=False)
        html.append(f'<span class="said">{words}</span>' if any(one.contains(piece) for one in said) else words)
    return "".join(html) + ("</mark>" if marking else "")


def _notes(document: Document, claims: Sequence[Claim]) -> str:
    if not claims:
        return ""
    return f'<ul class="notes" aria-label="Who says it">{"".join(_note(document, claim) for claim in claims)}</ul>'


def _note(document: Document, claim: Claim) -> str:
    """Name a claim's claimants in the margin; the link marks its words."""
    one = claim.attribution
    who = " and ".join(claimant.name for claimant in one.claimants)
    cue = f" <i>{escape(' '.join(one.cue.of(document.text).split())[:40])}</i>" if one.cue else ""
    link = place_link(document.id, one.content.start, one.content.end, document.sha256).removeprefix("documents/")
    why = "; ".join(claim.reasons or tuple(RULES[rule] for rule in claim.rules))
    mark = ' <span class="contested">contested</span>' if claim.contested else ""
    return f'<li><a href="{escape(link)}" title="{escape(why)}">{escape(who)}</a>{cue}{mark}</li>'
