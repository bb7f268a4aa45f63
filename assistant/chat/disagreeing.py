"""Disagreements side by side, and when each thing was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    return f'<p class="count" role="status">{count}</p>{_overall(groups)}{"".join(map(_group, groups))}'


_REJECTING = frozenset({"the reply rejects what was said", "the speaker rejects what others say"})
_DENYING = frozenset({"the reply denies what was said", "one party denies what the other says"})
_CONTRASTING = "the document sets them in contrast"


def _overall(groups: Sequence[Disagreement]) -> str:
    """Draw who said what when over all groups; nothing where one group is all there is, for it has its own."""
    if len(groups) < 2:
        return ""
    return timeline(list(dict.fromkeys(dot for group in groups for dot in _dots(group))), "Who said what when")


def _dots(group: Disagreement) -> list[Dot]:
    return [Dot(line.claimant, line.date or "", line.citation.exact, _link(line.citation)) for line in group.lines]


def _group(group: Disagreement) -> str:
    inferred = all(line.inferred for line in group.lines)
    sides = "".join(_side(line, mark=line.inferred and not inferred) for line in group.lines)
    why = "; ".join(_in_words(mark, group) for mark in group.marks)
    told = [f"Possible conflict, inferred from the words: {why}." if inferred else f"{why[:1].upper()}{why[1:]}."]
    notes = "".join(f'<p class="why{" inferred" if inferred else ""}">{escape(one)}</p>' for one in told)
    notes += "".join(f'<p class="why note">{escape(one)}</p>' for one in (*_changes(group), *_silences(group)))
    return (
        f'<section class="matter"><h3>{escape(group.matter)}</h3>{notes}'
        f'<div class="sides">{sides}</div>{timeline(_dots(group), f"Who said what when: {group.matter}")}</section>'
    )


def _in_words(mark: str, group: Disagreement) -> str:
    """Say why two sides count as contradicting one another, with their names where it is clear whose words are meant.

    A document tells what is rejected before it tells that it is: of two stated sides of one document, the later one
    rejects. Where the words of one hold those of the other, nothing tells which is the later, and nobody is named.
    """
    if len(group.lines) != 2 or any(line.inferred for line in group.lines):
        return mark
    first, later = sorted(group.lines, key=lambda line: line.citation.start)
    same = first.citation.document.id == later.citation.document.id
    if not same or first.citation.end > later.citation.start or first.claimant == later.claimant:
        return mark
    if mark in _REJECTING:
        return f"{later.claimant} rejected what {first.claimant} said"
    if mark in _DENYING:
        return f"{later.claimant} denied what {first.claimant} said"
    if mark == _CONTRASTING:
        return f"the document sets {first.claimant} and {later.claimant} in contrast"
    return mark


def _changes(group: Disagreement) -> Iterator[str]:
    """Yield a sentence for each party that changed its position, with the dates."""
    for name in group.changed:
        dates = sorted({line.date for line in group.lines if line.claimant == name and line.date})
        when = f" ({' and '.join(dates)})" if len(dates) > 1 else ""
        yield f"Change of position: {name} says otherwise at different dates{when}."


def _silences(group: Disagreement) -> Iterator[str]:
    yield from (f"No reply from {name} in these documents." for name in group.no_reply)


def _side(line: Line, *, mark: bool) -> str:
    words = " ".join(line.citation.exact.split())
    through = f"in the words of {line.chain[1]}" if len(line.chain) > 2 else ""
    known = ", ".join(filter(None, [through, line.citation.document.title, line.citation.document.genre, line.date]))
    inferred = ' <span class="via">(opposition inferred)</span>' if mark else ""
    return (
        f'<div class="statement attributed"><div class="voice"><span class="claimant">{escape(line.claimant)}</span>'
        f'{inferred}</div><p><a class="place" href="{escape(_link(line.citation))}" target="{SOURCE_FRAME}">'
        f'<q>{escape(words)}</q></a></p><p class="via">{escape(known)}</p></div>'
    )


def _link(citation: Citation) -> str:
    return place_link(citation.document.id, citation.start, citation.end, citation.sha256)
