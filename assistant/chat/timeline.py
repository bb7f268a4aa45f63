"""Who said what when, as an SVG drawing: a lane a claimant, a dot a quotation, each dot a link to its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from assistant.chat.render import SOURCE_FRAME

_WIDTH, _LEFT, _RIGHT, _LANE, _TOP = 860, 190, 30, 34, 30
_LONGEST_NAME = 26
_MOST_LANES = 14
_LONG = 2
"""Years from which on the drawing counts in years, not in months."""
_MOST_TICKS = 8


@dataclass(frozen=True)
class Dot:
    """One thing said."""

    who: str
    when: str
    """YYYY, YYYY-MM or YYYY-MM-DD."""
    words: str
    link: str


def day_of(when: str) -> float:
    """Return a partial date as a year with its fraction; the middle of what it leaves open."""
    parts = [int(part) for part in when.split("-")]
    year, month, day = parts[0], parts[1] if len(parts) > 1 else 7, parts[2] if len(parts) > 2 else 15
    if len(parts) == 1:
        month, day = 7, 2
    return year + (date(year, month, min(day, 28)).timetuple().tm_yday - 1) / 365.25


def timeline(dots: Sequence[Dot], title: str) -> str:
    """Return the drawing; empty if fewer than two dates are known."""
    dated = [dot for dot in dots if dot.when]
    if len({dot.when for dot in dated}) < 2:
        return ""
    lanes = list(dict.fromkeys(dot.who for dot in sorted(dated, key=lambda dot: dot.when)))[:_MOST_LANES]
    days = [day_of(dot.when) for dot in dated]
    ticks = _ticks(min(days), max(days))
    low = ticks[0][0]
    span = max(max(days) - low, 0.02)

    def across(at: float) -> float:
        return _LEFT + 20 + (at - low) / span * (_WIDTH - _LEFT - _RIGHT - 40)

    height = _TOP + _LANE * len(lanes) + 34
    body = [_lane(number, who) for number, who in enumerate(lanes)]
    body += [_tick(across(at), label, height) for at, label in ticks]
    body += [_dot(dot, across(day_of(dot.when)), lanes.index(dot.who)) for dot in dated if dot.who in lanes]
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="Timeline"><svg class="timeline" role="group" '
        f'aria-label="{escape(title)}" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}">'
        f"{''.join(body)}</svg></div>"
    )


def _ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Return where the time begins and passes years, or months if it is short: (place, label)."""
    if high - low >= _LONG:
        years = range(int(low), int(high) + 1)
        return [(float(year), str(year)) for year in years[:: max(1, -(-len(years) // _MOST_TICKS))]]
    first, last = int(low * 12 + 1e-6), int(high * 12 + 1e-6)
    months = range(first, last + 1)[:: max(1, -(-(last + 1 - first) // _MOST_TICKS))]
    return [(month / 12, f"{month // 12}-{month % 12 + 1:02}") for month in months]


def _tick(x: float, label: str, height: int) -> str:
    return (
        f'<line class="tick" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 8}" y2="{height - 26}"></line>'
        f'<text class="year" x="{x:.1f}" y="{height - 8}" text-anchor="middle">{label}</text>'
    )


def _lane(number: int, who: str) -> str:
    y = _TOP + number * _LANE + _LANE / 2
    name = who if len(who) <= _LONGEST_NAME else who[: _LONGEST_NAME - 1] + "…"
    return (
        f'<line class="lane" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}"></line>'
        f'<text class="who" x="{_LEFT - 10}" y="{y + 5}" text-anchor="end">{escape(name)}</text>'
    )


def _dot(dot: Dot, x: float, lane: int) -> str:
    y = _TOP + lane * _LANE + _LANE / 2
    label = escape(f"{dot.who}, {dot.when}: “{' '.join(dot.words.split())}”")
    return (
        f'<a class="place" href="{escape(dot.link)}" target="{SOURCE_FRAME}" aria-label="{label}">'
        f'<circle cx="{x:.1f}" cy="{y}" r="7"><title>{label}</title></circle></a>'
    )
