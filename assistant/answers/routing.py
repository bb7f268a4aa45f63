"""From a question that stands alone to the part that answers its kind; what no other part takes is a matter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from assistant.answers.about import of_the_library
from assistant.answers.answering import answer
from assistant.answers.asking import LIBRARY, Asking, Kind, read_kind
from assistant.answers.chronicling import chronology, words_of_that_time
from assistant.answers.comparing import comparison
from assistant.answers.desk import Desk
from assistant.answers.limiting import Limits
from assistant.answers.outlining import asks_about_title, is_topic, listing, overview, wants_everything
from assistant.answers.provenance import of_a_document
from assistant.answers.respelling import Speller
from assistant.model import Answer


def in_its_words(text: str, speller: Speller) -> str:
    """Return a question in the library's words, but for the words that say what kind of question it is."""
    rest = read_kind(text).rest
    place = text.find(rest) if rest else -1
    if place < 0:
        return text
    return f"{text[:place]}{speller.worded(rest)}{text[place + len(rest) :]}"


def respond(text: str, desk: Desk, limits: Limits, standalone: str | None = None) -> Answer:
    """Answer a question that stands alone; `standalone` is shown where it differs from what was typed."""
    desk = _narrowed(desk, limits)
    if limits.claimant is not None and not limits.party(desk.library.parties):
        return answer(text, desk.library, desk.finder, standalone, limits)
    asking = read_kind(f"{text.rstrip(' ?.!')}, according to {limits.claimant}" if limits.claimant else text)
    if asking.kind in LIBRARY:
        return of_the_library(asking, desk, standalone)
    if asking.kind in {Kind.MATTER, Kind.OVERVIEW} and wants_everything(text, desk):  # "what did the mayor say?"
        asking = Asking(Kind.OVERVIEW, text)
    if asking.kind is Kind.MATTER and (title := asks_about_title(text, desk)):
        asking = Asking(Kind.OVERVIEW, title)
    ways: dict[Kind, Callable[[Asking, Desk, str | None], Answer | None]] = {
        Kind.OVERVIEW: overview,
        Kind.CHRONOLOGY: chronology,
        Kind.LISTING: listing,
        Kind.COMPARISON: comparison,
        Kind.RECORD: partial(of_a_document, text),
    }
    special = ways.get(asking.kind)
    if special is not None and (made := special(asking, desk, standalone)) is not None:
        return made
    if asking.kind is Kind.CHRONOLOGY:  # nothing is dated: what was said on the matter, by the dates of the documents
        lead = words_of_that_time(asking, desk)
        if (made := overview(asking, desk, standalone, dated=True, lead=lead)) is not None:
            return made
    plain = answer(text, desk.library, desk.finder, standalone, limits)
    if asking.kind is Kind.MATTER and is_topic(text):  # a matter only named: whatever says more on it
        made = overview(asking, desk, standalone)
        return made if made is not None and _reach(made) > _reach(plain) else plain
    return plain


def _reach(made: Answer) -> tuple[int, int]:
    """Return how many documents an answer quotes, and how many of their words."""
    return len({one.document.id for one in made.citations}), len(made.citations)


def _narrowed(desk: Desk, limits: Limits) -> Desk:
    """Return a desk with the documents of a time only; the same where none is given."""
    editions = limits.editions(desk.library.documents)
    if editions is None:
        return desk
    library = replace(desk.library, documents=[one for one in desk.library.documents if one.edition in editions])
    return replace(desk, library=library, finder=desk.finder.only(editions))
