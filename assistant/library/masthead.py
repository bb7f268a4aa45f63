"""What the short lines above a text's first paragraph say of it: who wrote it, for whom, and when.

A news page without metadata has its headline, its writer ("Ann Lee, Political Editor"), its paper and its day there; a
press release has a letterhead and says what it is. Lines that say none of this are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.dates import MONTH
from assistant.library.authorship import WRITER, byline_in
from assistant.library.metadata import DESKS, date_of
from assistant.model import Metadata

_LINES = 9
"""Lines that a head has at most, empty ones aside."""
_LONGEST, _WRAPPED = 22, 8
"""Words of a line in a head, a longer one is a paragraph; and of one that goes on in the next line."""
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\.?[ ]{MONTH},?[ ]\d{{4}}|{MONTH}[ ]\d{{1,2}}(?:st|nd|rd|th)?,?[ ]\d{{4}}"
    r"|\d{4}-\d\d-\d\d)"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?[ ])?"
_HOUR = r"(?:,?[ ]\d{1,2}[:.]\d\d)?"
_SINCE = r"(?:(?:Updated|Published|Posted|First published|Last updated)(?: on)?:?[ ])?"
_DATED = re.compile(rf"{_SINCE}(?:(?P<before>[A-Z][^\n]{{1,60}}?)(?:,|[ ][|·–—-])[ ])?{_WEEKDAY}(?P<day>{_DAY}){_HOUR}")
_POSTED = re.compile(rf"{_SINCE}{_WEEKDAY}(?P<day>{_DAY})")
_HELD = re.compile(rf"\b(?:minutes|meeting|sitting|session|hearing)\b.*?(?P<day>{_DAY})", re.IGNORECASE)
"""A line that says of which day's meeting a text is the record."""
_MINUTES = re.compile(r"(?:(?:official|draft|provisional|approved)\s+)?minutes\b\s*(?:of\b|[,:–—-])", re.IGNORECASE)
_SITTING = re.compile(r"(?:\w+\s+)?(?:meeting|sitting|session|hearing)\s+(?:of|on|held)\b", re.IGNORECASE)
_PRESS = re.compile(
    r"\b(?:News|Times|Post|Courier|Ledger|Herald|Gazette|Tribune|Journal|Chronicle|Observer|Guardian|Telegraph|Mail"
    r"|Press|Daily|Weekly|Monthly|Review|Magazine|Agency|Wire|Radio|Broadcasting|Today|Standard|Examiner|Mirror|Mercury"
    r"|Globe|Star|Sun|Echo|Argus|Dispatch|Sentinel|Bulletin|Record|Report)\b"
)
"""Words of which papers and stations make their names."""
_BODY = re.compile(
    r"\b(?:authority|agency|council|ministry|department|office|union|institute|forum|university|committee|commission"
    r"|association|society|company|group|foundation|federation|bank|board|bureau|mission|embassy|secretariat|service"
    r"|party|alliance|league|trust|centre|center|front|command|army|forces|observatory|hospital|museum"
    r"|organi[sz]ation|ltd|inc|plc|corporation|government|movement)\b",
    re.IGNORECASE,
)
"""Words that make a name an organisation's."""
_DESK = re.compile(rf"\b(?:{DESKS}|writer|contributor|chief|staff|desk|analyst|critic|commentator)\b", re.IGNORECASE)
"""What a writer is to a paper."""
_WRITER_LINE = re.compile(rf"{WRITER}(?:,[ ]+(?P<role>[\w’' -]{{3,60}}))?")
_RELEASE = re.compile(r"\b(?:(?:press|news|media)[ ]+(?:release|statement)|statement|communiqu[eé])\b", re.IGNORECASE)
_MEETING_THE_PRESS = re.compile(r"(?:[\w’'-]+ ){0,3}(?:briefing|press conference|gaggle)", re.IGNORECASE)
"""A line that says that a text is what was said to the press: "Daily Press Briefing"."""
_REPORT = re.compile(
    r"(?:(?:annual|interim|final|special|technical|research)[ ]+)?(?:report|working paper|policy brief|bulletin)"
    r"(?:[ ]+(?:no\.?|number)?[ ]*[\w/.-]{1,12})?",
    re.IGNORECASE,
)
"""A line that says that a text is an organisation's report: "Report No. 41"."""
DATELINE = re.compile(
    rf"[*_\s]*[A-Z][\w.’'-]*(?:[ ,]+[A-Z][\w.’'-]*){{0,3}}(?:,? \(\w+\)|, {_WEEKDAY}(?:{_DAY}|\d{{1,2}} [A-Z][a-z]+"
    r"|[A-Z][a-z]+\.? \d{1,2})(?: \([\w .]{2,30}\))?)[*_]*\s+[–—-]{1,2}\s+(?=\S)"
    r"|[*_\s]*[A-Z]{3,}(?:[ ,]+[A-Z]{2,}){0,3}[*_]*\s+[–—-]{1,2}\s+(?=[A-Z])"
)
"""Where and when a report was written, in front of its first words: "PORT ELLERY, 3 May 2021 – The mayor ..."."""
_FIELD = re.compile(r"\w[\w -]{1,20}:(?:\s|$)")
_MESSAGE = re.compile(r"(?:from|to|cc|bcc|date|sent|subject|re|fwd?)\s*:", re.IGNORECASE)
"""How a message's head opens; another colon in a first line is a title's."""
_SENTENCE = re.compile(r"[.!?][”\"’')]*$")


@dataclass(frozen=True)
class Masthead:
    """What a text's head says, and the places of the lines that say it, counted from the text's first line."""

    known: Metadata
    lines: frozenset[int]


def masthead(lines: Sequence[str]) -> Masthead:
    """Read the head of a text, given as its lines; what it does not say is left out."""
    head = _head(lines)
    if head is None:
        return Masthead(Metadata(), frozenset())
    (first, title), *below = head
    headlined = any(not _DATED.fullmatch(line) for _, line in below)
    named = title if title.isupper() and is_body(title.title()) and headlined and _PRESS.search(title.title()) else None
    if named is not None:  # the paper's name stands above the headline
        headline, title = next(one for one in below if not _DATED.fullmatch(one[1]))
        below = [one for one in below if one[0] != headline]
    days = {at: day for at, line in below if (day := _DATED.fullmatch(line)) is not None}
    posted = {at: post for at, line in below if (post := _posted(line)) is not None}
    meetings = (line for _, line in head if _kind_of_record(line))
    held = [found for line in meetings if (found := _HELD.search(line)) is not None]
    record = next((kind for one in held if (kind := _kind_of_record(one.string))), None)
    told = (*days.values(), *(day for _, day in posted.values()), *held)
    author, writer = _writer(below, has_day=bool(days or posted))
    meets = {at for at, line in below if _MEETING_THE_PRESS.fullmatch(line)}
    named_at = {at: _paper(line, days.get(at)) for at, line in below if at != writer and at not in meets}
    papers = {at: name for at, name in named_at.items() if name}
    papers |= {at: name for at, (name, _) in posted.items()}
    release = next((line for _, line in below if _RELEASE.search(line)), None)
    report = next((line for _, line in below if _REPORT.fullmatch(line)), None) if release is None else None
    issuer = _issuer(title) if (release or report) is not None and author is None else None
    said = {*days, *([writer] if writer is not None else []), *(papers if author or days or posted else ())}
    if named is not None:
        papers, said = {first: named.title()}, said | {headline}
    if issuer:
        said, title = {at for at, _ in head}, str(release) if report is None else _headline(below, report)
    elif said and not lines[first].lstrip().startswith("#"):
        said.add(first)
    publisher = next(iter(papers.values()), None) if author or days or posted or named else None
    written = "report" if report else "statement"
    kind = written if issuer else None if author else "briefing" if meets else record
    known = Metadata(
        title=title if said else None,
        author=author or issuer,
        publisher=publisher or (_issuer(title) if record or meets else None),
        published=next((date_of(day["day"]) for day in told), None),
        genre=kind,
    )
    return Masthead(known, frozenset(said))


def _headline(below: Sequence[tuple[int, str]], report: str) -> str:
    """Return a report's title: the first line below what calls it a report that is no day and no names; else that."""
    lines = [line for _, line in below]
    rest = lines[lines.index(report) + 1 :]
    return next((one for one in rest if not _DATED.fullmatch(one) and len(one.split()) > _NAMES), report)


_NAMES = 5
"""Words that a line of writers' names may have."""


def _kind_of_record(line: str) -> str | None:
    """Return what the record of a meeting is called that a line dates: "Minutes of the meeting of 3 May 2021"."""
    if _MINUTES.match(line):
        return "minute"
    return "record" if _SITTING.match(line) else None


def _posted(line: str) -> tuple[str, re.Match[str]] | None:
    """Return paper and day of a line that bars part: "The Signal | Explainer | Updated 9 May 2025, 18:00"."""
    name, *rest = (part.strip(" *_") for part in line.split("|"))
    day = next((found for part in rest if (found := _POSTED.match(part)) is not None), None)
    return (name, day) if day is not None else None


def dateline_day(text: str) -> str | None:
    """Return the day that the first dateline gives; None without one, or where it gives no year."""
    line = next((found[0] for line in text[:_REACH].splitlines() if (found := DATELINE.match(line))), "")
    day = re.search(_DAY, line)
    return date_of(day[0]) if day is not None else None


def day_below(text: str) -> str | None:
    """Return the day of the first line, among those that open a text, that is a day or a place and a day."""
    lines = [line.strip(" \t*_") for line in text[:_REACH].splitlines() if line.strip()][:_LINES]
    found = (day for line in lines if (day := _DATED.fullmatch(line)) is not None)
    return next((date_of(day["day"]) for day in found), None)


_REACH = 4000
"""Code points from the beginning in which a dateline stands."""


def _head(lines: Sequence[str]) -> list[tuple[int, str]] | None:
    """Return the short lines before the first paragraph with their places; None where no paragraph follows them."""
    found: list[tuple[int, str]] = []
    for at, raw in enumerate(lines):
        line = raw.strip(" \t*_#>\ufeff")
        if not line:
            continue
        few = len(line.split()) <= _LONGEST and not _goes_on(line, lines[at + 1 : at + 2])
        if not few or (found and _SENTENCE.search(line) and not _DATED.fullmatch(line) and not byline_in(line)):
            return found or None
        if (_FIELD if found and not line.isupper() else _MESSAGE).match(line):
            return found or None
        if len(found) == _LINES:
            return None
        found.append((at, line))
    return None


def _goes_on(line: str, below: Sequence[str]) -> bool:
    """Tell whether a line is the first of a paragraph that was wrapped: no headline with its byline below."""
    following = next((one.strip(" \t*_#>") for one in below), "")
    says = byline_in(following) or _DATED.fullmatch(following) or _DESK.search(following)
    return len(line.split()) > _WRAPPED and bool(following) and not says and not _DATED.fullmatch(line)


def _writer(below: Sequence[tuple[int, str]], *, has_day: bool) -> tuple[str | None, int | None]:
    """Return the writer and the place of the line that names him or her.

    That is a line that says so ("By Ann Lee"), one with what the writer is to the paper, or where a day stands in the
    head, a person's name alone.
    """
    for at, line in below:
        if (by := byline_in(line)) is not None:
            return by["name"], at
    for at, line in below:
        named = _WRITER_LINE.fullmatch(re.sub(r"^[Bb]y\s+", "", line))
        if named is None or is_body(named["name"]) or named["name"].isupper():
            continue
        role = named["role"] or ""
        signed = line.startswith(("By ", "by ")) and _OF_A_BODY.search(role)  # "By Ann Lee, Friends of the Tarn"
        if signed or _DESK.search(role) or (has_day and not role):
            return named["name"], at
    return None, None


_OF_A_BODY = re.compile(rf"\b[a-z]|{_BODY.pattern}")
"""What a writer belongs to or does, and no place: "By Harrow Falls, Northern Valley" names nobody."""


def _paper(line: str, day: re.Match[str] | None) -> str | None:
    """Return the paper that a line names, alone or before a day."""
    name = day["before"] if day is not None else line
    if name is None or name.startswith(("By ", "by ")) or len(name.split()) > _PAPER_WORDS or _SENTENCE.search(name):
        return None
    return name if _PRESS.search(name) and name[:1].isupper() else None


_PAPER_WORDS = 5
"""Words of a paper's name at most."""


def is_institution(name: str) -> bool:
    """Tell whether a publisher is an organisation that is no paper: its reports are its own, whoever wrote them."""
    return _BODY.search(name) is not None and _PRESS.search(name) is None


def is_body(name: str) -> bool:
    """Tell whether a name is an organisation's or a paper's, by its words."""
    return _BODY.search(name) is not None or _PRESS.search(name) is not None


def _issuer(title: str) -> str | None:
    """Return the organisation that a letterhead names, alone or before a colon."""
    title, colon, _ = title.partition(": ")
    if colon and not _BODY.search(title):
        return None
    if not (_BODY.search(title) or title.isupper()) or len(title.split()) > _LINES:
        return None
    return title.title().replace(" Of ", " of ").replace(" The ", " the ") if title.isupper() else title
