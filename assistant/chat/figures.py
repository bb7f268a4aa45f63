"""The latest evaluation as a table of figures."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from assistant.chat.render import SOURCE_FRAME

_NONE = '<p class="empty" role="status">No cases have been run over this library yet.</p>'


def figures_html(results: Mapping[str, Any] | None) -> str:
    """Return the figures of a run's results.json as HTML; a sentence where there is none."""
    if results is None:
        return _NONE
    by_kind = _table("Answers without a hard error, by kind of question", "kind", results["by_kind"])
    return (
        f'<p class="count" role="status">{int(results["cases"])} cases, {int(results["unscored"])} unscored. '
        f'<a class="place" href="evaluation" target="{SOURCE_FRAME}">Read every answer</a></p>'
        f"{_table('Figures', 'figure', results['figures'])}{by_kind}{_errors(results['errors'])}"
    )


def _table(caption: str, what: str, rows: Mapping[str, Mapping[str, Any]]) -> str:
    body = "".join(
        f'<tr><th scope="row">{escape(name.replace("_", " "))}</th><td>{_share(row.get("value"))}</td>'
        f"<td>{_share(row.get('low'))} to {_share(row.get('high'))}</td><td>{int(row.get('n') or 0)}</td></tr>"
        for name, row in rows.items()
        if row.get("value") is not None
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in (what, "value", "95 % interval", "n"))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="figures">'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _errors(errors: Mapping[str, int]) -> str:
    if not errors:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{escape(code.replace("_", " ").lower())}</th><td>{int(n)}</td></tr>'
        for code, n in errors.items()
    )
    return (
        '<table class="figures"><caption>Answers with each error</caption><thead><tr><th scope="col">error</th>'
        f'<th scope="col">answers</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _share(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, int | float) else "–"
