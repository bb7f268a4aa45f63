"""Disagreements side by side, and when each thing was said.

What computes them is the assistant's; the page asks only for the shape below.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Protocol, cast

from assistant.assistant import Assistant
from assistant.chat.render import SOURCE_FRAME, place_link
from assistant.chat.timeline import Dot, timeline
from assistant.model import Citation

NOT_COMPUTED = (
    '<p class="empty" role="status">This version does not compute disagreements yet. Ask about the matter in the chat, '
    "or compare claimants under Who says what.</p>"
)


class Line(Protocol):
    """One side of a disagreement."""

    @property
    def claimant(self) -> str:
        """Who says it."""

    @property
    def citation(self) -> Citation:
        """The words, and where they stand."""

    @property
    def date(self) -> str | None:
        """When it was said, as precisely as known."""

    @property
    def inferred(self) -> bool:
        """Whether the opposition was inferred, not stated by a party."""


class Disagreement(Protocol):
    """A matter on which claimants contradict one another."""

    @property
    def matter(self) -> str:
        """What it is about."""

    @property
    def lines(self) -> Sequence[Line]:
        """Its sides."""


def computed(assistant: Assistant, about: str | None) -> Sequence[Disagreement] | None:
    """Return the disagreements about something, or all; None where this version computes none."""
    compute = getattr(assistant, "disagreements", None)
    if compute is None:
        return None
    return list(cast(Callable[[str | None], Sequence[Disagreement]], compute)(about))


def disagreements_html(groups: Sequence[Disagreement] | None) -> str:
    """Return the groups, each with its sides next to one another and its timeline."""
    if groups is None:
        return NOT_COMPUTED
    if not groups:
        return '<p class="empty" role="status">No claims of these documents contradict one another on this.</p>'
    return f'<p class="count" role="status">{len(groups)} disagreements</p>' + "".join(map(_group, groups))


def _group(group: Disagreement) -> str:
    dots = [Dot(line.claimant, line.date or "", line.citation.exact, _link(line.citation)) for line in group.lines]
    sides = "".join(map(_side, group.lines))
    return (
        f'<section class="matter"><h3>{escape(group.matter)}</h3><div class="sides">{sides}</div>'
        f"{timeline(dots, f'Who said what when: {group.matter}')}</section>"
    )


def _side(line: Line) -> str:
    words = " ".join(line.citation.exact.split())
    known = ", ".join(filter(None, [line.citation.document.title, line.citation.document.genre, line.date]))
    inferred = ' <span class="via">(opposition inferred)</span>' if line.inferred else ""
    return (
        f'<div class="statement attributed"><div class="voice"><span class="claimant">{escape(line.claimant)}</span>'
        f'{inferred}</div><p><a class="place" href="{escape(_link(line.citation))}" target="{SOURCE_FRAME}">'
        f'<q>{escape(words)}</q></a></p><p class="via">{escape(known)}</p></div>'
    )


def _link(citation: Citation) -> str:
    return place_link(citation.document.id, citation.start, citation.end, citation.sha256)
