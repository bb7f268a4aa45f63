"""Claims and documents as tables. Everything that comes from a document is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import islice
from urllib.parse import quote

from assistant.chat.render import SOURCE_FRAME, place_link
from assistant.model import Claim, Document
from assistant.record import Listed

MOST_ROWS = 100
"""Rows the table of claims shows at first, and more at a time."""
_LONGEST = 280


def claims_table(rows: Sequence[tuple[Document, Claim]], total: int) -> str:
    """Return claims as a table; each row opens its place. `total` is how many fit the filter."""
    if not rows:
        return '<p class="empty" role="status">No claim fits these filters.</p>'
    shown = f"{total} claims" if total == len(rows) else f"the first {len(rows)} of {total} claims"
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Who", "Says", "Document", "Date", "Contested"))
    body = "".join(_claim_row(document, claim) for document, claim in rows)
    return (
        f'<p class="count" role="status">{shown}</p><div class="scroll" tabindex="0" role="region" '
        f'aria-label="Claims"><table class="claims"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _claim_row(document: Document, claim: Claim) -> str:
    one = claim.attribution
    who = " and ".join(claimant.name for claimant in one.claimants)
    via = [party.name for party in claim.chain if party.name not in who.split(" and ")]
    through = f'<br><span class="via">in {escape(", in ".join(via))}</span>' if via else ""
    words = " ".join(one.content.of(document.text).split())
    link = place_link(document.id, one.content.start, one.content.end, document.sha256)
    shown = escape(words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …")
    contested = _because("; ".join(claim.reasons)) if claim.contested else "no"
    denied = ' <span class="denied">denied</span>' if one.polarity.value == "negative" else ""
    return (
        f'<tr><th scope="row">{escape(who)}{through}</th>'
        f'<td><a class="place" href="{escape(link)}" target="{SOURCE_FRAME}">{shown}</a>{denied}</td>'
        f"<td>{escape(document.title)}</td><td>{escape(document.metadata.published or '')}</td>"
        f"<td>{contested}</td></tr>"
    )


def _because(why: str) -> str:
    """Say that a claim is contested; opened, why, in words."""
    return f"<details><summary>yes</summary>{escape(why)}</details>" if why else "yes"


def documents_table(rows: Sequence[tuple[Listed, int, int]]) -> str:
    """Return documents as a table: (document, its claims, the contested ones); each can be read or removed."""
    if not rows:
        return '<p class="empty" role="status">The library is empty. Add files above.</p>'
    names = ("Document", "Kind", "Date", "Characters", "Sentences", "Claims", "Contested", "")
    head = "".join(f'<th scope="col">{name or _HIDDEN}</th>' for name in names)
    shown = list(islice(rows, 1000))
    body = "".join(_document_row(*row) for row in shown)
    return (
        f'<p class="count" role="status">{len(rows)} documents</p><div class="scroll" tabindex="0" role="region" '
        f'aria-label="Documents"><table class="documents"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        "</div>"
    )


_HIDDEN = '<span class="hidden">Remove</span>'


def _document_row(listed: Listed, claims: int, contested: int) -> str:
    known = listed.metadata
    title = escape(listed.title)
    link = f"documents/{quote(listed.id)}"
    remove = (
        f'<button type="button" class="remove" data-remove="{escape(listed.id)}" data-title="{title}" '
        f'aria-label="Remove {title}">Remove</button>'
    )
    cells = [known.genre or "", known.published or "", f"{listed.characters:,}", f"{listed.sentences:,}"]
    numbers = "".join(f"<td>{escape(cell)}</td>" for cell in [*cells, f"{claims:,}", f"{contested:,}"])
    return (
        f'<tr><th scope="row"><a class="place" href="{link}" target="{SOURCE_FRAME}">{title}</a>'
        f'<br><span class="via">{escape(listed.path)}</span></th>{numbers}<td>{remove}</td></tr>'
    )
