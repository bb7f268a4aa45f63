"""How parties, documents and dates are named in an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers.evidence import Evidence
from assistant.answers.parties import is_place
from assistant.checks.naming import GENERIC
from assistant.dates import date_in_words
from assistant.library.formats.json import DATA_SHEET
from assistant.library.masthead import is_body, is_institution
from assistant.model import Document, Metadata, itself
from assistant.text import path_parts
from assistant.voices.lexicon import lexicon
from assistant.voices.names import possessive


def speaker_says(one: Evidence, *, asks: bool = False) -> str:
    """Return who has the floor, a neutral verb and when: what a quotation follows after a colon."""
    known = one.document.metadata
    name, when = one.speaker, date_in_words(known.published)
    if _is_of_an_institution(one):
        return f"{capital(_report_of(known))} {'asks' if asks else 'says'}"
    if not name or name == itself(known):
        many = kind_in_words(known) == "minutes"
        return f"{capital(outlet(one))} {('ask' if asks else 'say') + ('' if many else 's')}"
    if writes(one):
        dated = f" of {when}" if when else ""
        return f"{capital(possessive(with_article(name)))} {kind_in_words(known)}{dated} {'asks' if asks else 'says'}"
    day = (f" on {when}" if known.published and len(known.published) == 10 else f" in {when}") if when else ""
    return f"{capital(with_article(name))} {'asked' if asks else 'said'}{day}"


def with_article(name: str) -> str:
    """Return a speaker's name as a sentence has it: the United States, a senior administration official."""
    if _WITH_THE.search(name) and not name.lower().startswith("the "):
        return f"the {name}"
    if is_role(name):  # a transcript's "ADMINISTRATION OFFICIAL:"
        worded = " ".join(word.lower() if word.lower() in GENERIC else word for word in name.split())
        return f"{'an' if worded[0] in 'aeiou' else 'a'} {worded}"
    return name


def is_role(name: str) -> bool:
    """Tell whether a speaker is called by a role and no name: "Administration Official", "U.S. Official"."""
    words = lexicon().words
    *_, last = name.lower().split() or [""]
    roles = words("speakers", "vague") | words("speakers", "spokespeople")
    return last in roles and not is_body(last) and not name.lower().startswith(("the ", "a ", "an "))


_WITH_THE = re.compile(
    r"\b(?:States|Kingdom|Nations|Emirates|Federation|Republic|Union|Netherlands|Philippines|Bahamas|Maldives|Gambia"
    r"|Holy See|Islands)\b"
)
"""Names of States and of what they form that have an article."""


def outlet(one: Evidence) -> str:
    """Name where a relayed claim stands: the speaker and the day, or the document by publisher and kind."""
    known = one.document.metadata
    when = date_in_words(known.published)
    name = one.speaker
    if _is_of_an_institution(one):
        return _report_of(known)
    if name and name != itself(known):
        if writes(one):
            return f"{possessive(with_article(name))} {kind_in_words(known)}" + (f" of {when}" if when else "")
        return with_article(name) + (
            f", speaking {'on' if len(known.published or '') == 10 else 'in'} {when}" if when else ""
        )
    return in_words(one.document)


def _is_of_an_institution(one: Evidence) -> bool:
    """Tell whether words are of a report that an organisation publishes, by whomever it was written."""
    known = one.document.metadata
    reports = known.publisher is not None and known.publisher != known.author and is_institution(known.publisher)
    return reports and one.speaker == known.author and kind_in_words(known) == "report"


def _report_of(known: Metadata) -> str:
    """Name a report by the organisation that publishes it: the Institute for Open Water’s report of 2 May 2024."""
    publisher, when = known.publisher or "", date_in_words(known.published)
    article = "the " if is_body(publisher.split()[0]) and not publisher.lower().startswith("the ") else ""
    return f"{possessive(article + publisher)} {kind_in_words(known)}" + (f" of {when}" if when else "")


def writes(one: Evidence) -> bool:
    """Tell whether a party speaks through a text: a State's speech, anybody's statement, article or page."""
    name, known = one.speaker, one.document.metadata
    spoken = known.genre in ("speech", "briefing", "interview") or (known.genre is None and one.sentence.speaker)
    return is_place(name) or (name == known.author and not spoken)


def kind_in_words(known: Metadata) -> str:
    """Return what kind of document it is, as one says it: opinion piece, speech, document."""
    return _KINDS.get(known.genre or "", known.genre or "document")


_KINDS = {"opinion": "opinion piece", "reference": "reference page", "news": "news report", "minute": "minutes"}


def kind_again(known: Metadata) -> str:
    """Return the same where it was said before: the piece, the page."""
    return {"opinion": "piece", "reference": "page", "news": "report"}.get(known.genre or "", kind_in_words(known))


def in_words(document: Document) -> str:
    """Name a document by publisher, kind and date: the Foreign Policy opinion piece of August 2024.

    A dated one whose publisher is not known is named by its site: the whitehouse.gov statement of May 2021; else by its
    author: Ann Lee’s article of May 2021.
    """
    known = document.metadata
    when = date_in_words(known.published)
    if known.genre == "brief":
        return "the brief"
    if known.genre and known.author and when and not (known.publisher or known.site):
        return f"{possessive(known.author)} {kind_in_words(known)} of {when}"
    if known.genre and (known.publisher or when):
        from_whom = (known.publisher or "").removeprefix("The ") or known.site
        publisher = f"{from_whom} " if from_whom else ""
        return f"the {publisher}{kind_in_words(known)}" + (f" of {when}" if when else "")
    if known.publisher and when:
        return f"the {known.publisher.removeprefix('The ')} {kind_in_words(known)} of {when}"
    titled = known.title and known.genre != DATA_SHEET
    return f"the {kind_in_words(known)} {known.title if titled else _where(document)}"


_LITTLE = 3
"""Letters of a file's name that tell nothing by themselves: "af.json"."""
_FOLDER = re.compile(r"[a-z]+(?:-[a-z]+)*", re.IGNORECASE)


def _where(document: Document) -> str:
    """Return a file's name; one that tells nothing by itself with the two folders it stands in."""
    *folders, name = path_parts(document.uri)[-3:]
    little = len(name.partition(".")[0]) <= _LITTLE
    return "/".join([*folders, name]) if little and all(map(_FOLDER.fullmatch, folders)) else name


def joined(names: Sequence[str]) -> str:
    """Write names as a list: A, B and C."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def capital(name: str) -> str:
    """Return a name as it opens a sentence."""
    return name[:1].upper() + name[1:]
