"""Who somebody is: what documents say a person is, where they bring the name in ("Ann Lee, the port's director")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answers.evidence import Evidence, Finder
from assistant.answers.naming import outlet
from assistant.answers.offices import is_office
from assistant.answers.parties import Party
from assistant.answers.question import Question
from assistant.answers.shape import WHO_IS
from assistant.answers.wording import Draft, small
from assistant.checks.sounding import sound
from assistant.model import Span, Voice

_BREAKS = r"[^,.;:“”\"()]"
_LONGEST = 14
"""Words of a description."""


def introduced(question: Question, finder: Finder) -> Draft | None:
    """Say what the documents say a person is, where just that is asked and they do; None otherwise."""
    asked = WHO_IS.match(question.text)
    if asked is None or len(question.mentions) != 1:
        return None
    mention = question.mentions[0]
    if question.text[mention.start : mention.end].strip() != asked["name"].strip():
        return None
    made = (draft for one in finder.find(question) for draft in _descriptions(one, mention.party))
    return next((draft for draft in made if sound(draft)), None)


def _descriptions(one: Evidence, party: Party) -> Iterator[Draft]:
    """Yield what a sentence says a party is: "Ann Lee is ...", "Ann Lee, the ...", "the ..., Ann Lee"."""
    start = one.sentence.span.start
    sentence = one.sentence.span.of(one.document.text)
    bare = {" ".join(name.split()[-2:]) for name in party.names}  # "Council leader Fiona Marsh"
    for name in sorted(party.names | bare, key=len, reverse=True):
        for way in _ways(re.escape(name)):
            found = way.search(sentence)
            what = found["what"].rstrip() if found is not None else ""
            owner = _owner(what, party)
            if (
                found is None
                or _UNSURE.search(sentence, 0, found.end("what"))
                or owner is None
                or len(what.split()) > _LONGEST
                or not _is_description(what)
            ):
                continue
            first = start + found.start("what") + len(what) - len(_OWNED.sub("", what))
            span = Span(start=first, end=start + found.start("what") + len(what))
            before = f"According to {outlet(one)}, {small(party.name, '')} is {owner}"
            chain = (one.speaker,) if one.speaker else ()
            yield Draft(before, span, ".", one, Voice.ATTRIBUTED, chain, chain, one.claims)


def _owner(what: str, party: Party) -> str | None:
    """Return whose "its director" is, to stand before the quotation: empty where told, None where nobody knows."""
    if not _OWNED.match(what):
        return ""
    rest = _OWNED.sub("", what)
    held = (one for one in party.offices if one.endswith(f" {rest}") and not _OWNED.match(one))
    return next((f"{one[: -len(rest)].rstrip()} " for one in held), None)


_OWNED = re.compile(r"^(?:its|his|her|their)\s+", re.IGNORECASE)


_UNSURE = re.compile(r"\b(?:if|whether|not|never|unless|nor|neither)\b|n['’]t\b", re.IGNORECASE)
"""What makes a sentence say of somebody what may not be so."""


def _ways(name: str) -> Iterator[re.Pattern[str]]:
    yield re.compile(rf"\b{name} (?:is|was) (?P<what>(?:the|an?)\s{_BREAKS}+?)(?=[,.;]|$)")
    behind = rf"\b{name}(?:, \d\d)?, (?P<what>(?:(?:the|an?|its|his|her|their)\s)?{_BREAKS}+?)"
    yield re.compile(rf"{behind}(?=\.|[,;]\s+[a-z])")  # no further name of a row
    yield re.compile(rf"(?:^|(?<=[^,]\s))(?P<what>\b(?:[Tt]he|[Ii]ts|[Aa]n?|[A-Z]\w+['’]s)\s{_BREAKS}+), {name}\b")
    yield re.compile(rf"(?:^|[,;“]\s|\bsaid\s)(?P<what>(?:[\w-]+\s){{2,3}}){name}\b")


def _is_description(what: str) -> bool:
    """Tell whether words say what a person is: an office stands among them before any "of"."""
    words = re.split(r"\s(?:of|for|at|in|on|who)\s", what)[0].lower().split()
    return bool(words) and is_office(words[-1])
