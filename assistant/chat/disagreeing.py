"""Disagreements side by side, and when each thing was said."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.answers.disagreeing import Disagreement, Line
from assistant.chat.render import SOURCE_FRAME, place_link
from assistant.chat.timeline import Dot, timeline
from assistant.model import Citation


def disagreements_html(groups: Sequence[Disagreement]) -> str:
    """Return the groups, each with its sides next to one another, why they count, and its timeline."""
    if not groups:
        none = "No claims of these documents were found to contradict one another on this."
        return f'<p class="empty" role="status">{none}</p>'
    count = f"{len(groups)} disagreement{'s' if len(groups) > 1 else ''}"
    return f'<p class="count" role="status">{count}</p>' + "".join(map(_group, groups))


def _group(group: Disagreement) -> str:
    dots = [Dot(line.claimant, line.date or "", line.citation.exact, _link(line.citation)) for line in group.lines]
    sides = "".join(map(_side, group.lines))
    inferred = all(line.inferred for line in group.lines)
    why = f"{'Possible conflict, inferred' if inferred else 'Stated'}: {'; '.join(group.marks)}."
    notes = [why, *group.notes]
    return (
        f'<section class="matter"><h3>{escape(group.matter)}</h3><p class="via">{escape(" ".join(notes))}</p>'
        f'<div class="sides">{sides}</div>{timeline(dots, f"Who said what when: {group.matter}")}</section>'
    )


def _side(line: Line) -> str:
    words = " ".join(line.citation.exact.split())
    through = f"in the words of {line.chain[1]}" if len(line.chain) > 2 else ""
    known = ", ".join(filter(None, [through, line.citation.document.title, line.citation.document.genre, line.date]))
    inferred = ' <span class="via">(opposition inferred)</span>' if line.inferred else ""
    return (
        f'<div class="statement attributed"><div class="voice"><span class="claimant">{escape(line.claimant)}</span>'
        f'{inferred}</div><p><a class="place" href="{escape(_link(line.citation))}" target="{SOURCE_FRAME}">'
        f'<q>{escape(words)}</q></a></p><p class="via">{escape(known)}</p></div>'
    )


def _link(citation: Citation) -> str:
    return place_link(citation.document.id, citation.start, citation.end, citation.sha256)
