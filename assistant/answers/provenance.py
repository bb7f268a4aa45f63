"""Questions about a document itself, answered from its record: who wrote it, who published it, and when.

These statements are about a document, not about what it says: own voice, no citation.
"""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.answers.asking import Asking
from assistant.answers.desk import Desk
from assistant.answers.periods import periods, without_times
from assistant.answers.pointing import KINDS, called
from assistant.dates import date_in_words
from assistant.model import Answer, Metadata, Statement, Status, Voice
from assistant.record import Listed
from assistant.text import FUNCTION_WORDS, LOOSE_MARKS, stem, words


class _Asks(StrEnum):
    """What is asked of a document."""

    AUTHOR = "author"
    PUBLISHER = "publisher"
    DATE = "date"


_PUBLISHER = re.compile(r"\bpublisher\b|\bwho\b.*\b(?:published|released|issued)\b", re.IGNORECASE)
_DATE = re.compile(r"\b(?:when|date)\b", re.IGNORECASE)
_QUOTED = re.compile(r"(?:the )?(?:\w+ )?[“\"](?P<title>.+)[”\"]\W*", re.IGNORECASE)


def of_a_document(text: str, asking: Asking, desk: Desk, standalone: str | None) -> Answer | None:
    """Answer who wrote or published a document, and when; None unless the question points at just one, as a document.

    It does so by a title in quotation marks, or by a word for documents: "the Harbour report", "the piece of May 2020".
    What merely has a document's title ("the Kestrel") is a thing that documents may tell of.
    """
    meant = [one for one in desk.library.documents if _is_meant(asking.rest, one)]
    if len(meant) != 1:
        return None
    known = meant[0].metadata
    opening = text.replace(asking.rest, " ")
    asks = _Asks.PUBLISHER if _PUBLISHER.search(opening) else _Asks.DATE if _DATE.search(opening) else _Asks.AUTHOR
    told = {_Asks.AUTHOR: known.author, _Asks.PUBLISHER: known.publisher or known.site, _Asks.DATE: known.published}
    answers = told[asks] is not None
    said = [f"The library has {_worded(asks, known)} {'of' if answers else 'for'} {title_in_words(meant[0].title)}."]
    if rest := [_worded(one, known) for one in _Asks if one is not asks and told[one] is not None]:
        said.append(f"Of that document it also has {' and '.join(rest)}.")
    return Answer(
        status=Status.ANSWERED if answers else Status.ABSTAINED,
        text=" ".join(said),
        statements=tuple(Statement(text=one, voice=Voice.OWN) for one in said) if answers else (),
        reason=None if answers else said[0],
        standalone_question=standalone,
    )


def title_in_words(title: str) -> str:
    """Return a title without marks that mean something in a question or an answer."""
    bare = LOOSE_MARKS.sub("", title).replace("?", "")
    return " ".join(bare.split()).rstrip(" .!,;")


def _worded(asks: _Asks, known: Metadata) -> str:
    if asks is _Asks.AUTHOR:
        return f"{known.author} as the author" if known.author else "no author’s name"
    if asks is _Asks.PUBLISHER:
        return f"{known.publisher or known.site} as the publisher" if known.publisher or known.site else "no publisher"
    return f"{date_in_words(known.published)} as the date" if known.published else "no date"


PAPERS = frozenset(
    """document doc piece article paper op-ed report essay brief briefing statement speech proclamation order column
    factsheet page transcript""".split()
)
"""Words for documents."""


def _is_meant(rest: str, document: Listed) -> bool:
    """Tell whether words do no more than say which document is meant."""
    if quoted := _QUOTED.fullmatch(rest):
        return words(quoted["title"]) == words(title_in_words(document.title))
    known = document.metadata
    initials, held = called(document)
    held |= {stem(word) for name in (known.genre, known.site) if name for word in words(name.replace(".", " "))}
    held |= {stem(kind) for kind, genres in KINDS.items() if known.genre in genres}
    timely = all(period.holds(known.published) for period in periods(rest))
    said = [word for word in words(without_times(rest)) if word not in FUNCTION_WORDS]
    return bool(said) and said[-1] in PAPERS and timely and all(word in initials or stem(word) in held for word in said)
