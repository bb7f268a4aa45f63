"""Whose speech a State's is: somebody whom no metadata names gave it, and people ask for it by that name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from babel import Locale

from assistant.answers.parties import Mention, Party, is_place, state_of
from assistant.answers.periods import Period
from assistant.answers.whose_words import ROLES
from assistant.record import Listed

_SPOKEN = frozenset({"address", "speech"})
_UN = r"(?:UN|U\.N\.|UNGA|United Nations|(?:UN )?General Assembly|Assembly)"
_IN_THE_ASSEMBLY = re.compile(
    rf"\b{_UN}\s+(?:address|speech|debate|remarks)|\b(?:address|speech|remarks)\s+(?:to|at|before|in)\s+the\s+{_UN}"
    rf"|\b(?:tell|told|telling|assured?|warn(?:ed)?|ask(?:ed)?|urged?|promised?|inform(?:ed)?|address(?:ed)?)\s+the\s+{_UN}\b"
    rf"|\b(?:speak(?:s|ing)?|spoken?|sa(?:y|ys|id|ying))\s+(?:to|at|before|in)\s+the\s+{_UN}\b",
    re.IGNORECASE,
)
_VENUE = re.compile(
    r"[\s,]*(?:\b(?:when|as|by the time|after|once)\s+[^,?.;]{2,40}?\s)?"
    rf"\b(?:speak(?:s|ing)?|spoken?|address(?:ed|ing)?)\s+(?:(?:to|at|before|in)\s+)?(?:the\s+)?{_UN}\b"
    r"|[\s,]*\b(?:(?:in|at|during|by|from|of)\s+)?(?:(?:his|her|their|its|the|[\w.\-]+['’]s)\s+)?"
    r"(?:(?:first|second|maiden|last|latest|own|annual|big|(?:19|20)\d\d)\s+){0,2}"
    rf"{_UN}\s+(?:address|speech|debate|remarks)\b",
    re.IGNORECASE,
)
"""What says only that somebody spoke to the United Nations."""
_AMERICAN = frozenset({"gov", "mil"})
"""Domains that are the United States' government's alone (RFC 1591)."""


def addresses(
    text: str,
    asked: Sequence[Mention],
    strangers: Sequence[tuple[str, str]],
    times: Sequence[Period],
    documents: Sequence[Listed],
) -> frozenset[str]:
    """Return the speeches in which a person asked may speak for a State; empty if none is asked for.

    That is somebody who has no voice in the library and whose address is asked for, or anybody of whose words to the
    United Nations a question is. Those are speeches that States gave, as their speakers stand in no metadata: of the
    year named, or of the years a person is heard elsewhere; and of the person's State, where documents tell it.
    """
    address = any(word in _SPOKEN for _, word in strangers)
    speakers = not any(is_place(m.party.name) or _is_group(m.party.name) for m in asked)
    assembly = _IN_THE_ASSEMBLY.search(text) is not None and speakers
    if not (address or (assembly and (asked or strangers))):
        return frozenset()
    states = frozenset().union(*(_served(m.party, documents) for m in asked))
    speeches = [one for one in documents if one.metadata.genre == "speech" and is_place(one.metadata.author or "")]
    if states and not strangers:
        speeches = [one for one in speeches if one.metadata.author in states]
    elif not times:
        return frozenset()
    years = {year for m in asked for year in _years(m.party, documents)}
    return frozenset(
        one.edition
        for one in speeches
        if (any(time.holds(one.metadata.published) for time in times) if times else _year(one) in years)
    )


def _is_group(name: str) -> bool:
    """Tell whether a name is a group's, who is no State's delegate: "the Guild", not "the Emir"."""
    article, _, rest = name.partition(" ")
    return article == "the" and not {word.lower() for word in rest.split()} & ROLES


def is_venue(text: str, start: int) -> bool:
    """Tell whether the name that begins at a place of a question is only where something was said: "at the UN"."""
    named = re.match(rf"(?:the\s+)?{_UN}\b(?P<whose>['’]s)?(?!\s+sa(?:y|ys|id)\b)", text[start:], re.IGNORECASE)
    where = _AT.search(text[:start])
    return named is not None and where is not None and (named["whose"] is None or where[0].lower().startswith("at"))


_AT = re.compile(
    r"\b(?:at|tell|told|telling|address(?:ed|ing)?|(?:speak(?:s|ing)?|spoken?|sa(?:y|ys|id|ying)|speech|remarks|case)\s+"
    r"(?:to|before|in))\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def without_venue(text: str) -> str:
    """Return a question without what says only that its words were spoken to the United Nations."""
    return _VENUE.sub(" ", text).strip(" ,")


def _served(person: Party, documents: Iterable[Listed]) -> frozenset[str]:
    """Return the States on whose government's sites a person's own documents stand."""
    own = [one for one in documents if one.edition in person.authored]
    return frozenset(state for one in own if (state := _government(one)) is not None)


def _government(document: Listed) -> str | None:
    """Return the State whose government's site a document stands on: "...gov" or "...gov.uk"."""
    labels = (urlsplit(document.metadata.url or "").hostname or "").split(".")
    if labels[-1] in _AMERICAN:
        return state_of("US")
    if len(labels) > 2 and labels[-2] in ("gov", "gob", "gouv"):
        return state_of(Locale("en").territories.get(labels[-1].upper(), ""))
    return None


def _years(person: Party, documents: Iterable[Listed]) -> frozenset[str]:
    """Return the years of a person's own documents."""
    return frozenset(year for one in documents if one.edition in person.authored and (year := _year(one)))


def _year(document: Listed) -> str | None:
    return document.metadata.published[:4] if document.metadata.published else None
