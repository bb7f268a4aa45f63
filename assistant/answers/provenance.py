"""Questions about a document itself, answered from its record: who wrote it, who published it, and when.

These statements are about a document, not about what it says: own voice, no citation.
"""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.answers.asking import Asking
from assistant.answers.desk import Desk
from assistant.answers.naming import date_in_words, kind_in_words
from assistant.answers.outlining import is_titled
from assistant.answers.periods import periods, without_times
from assistant.answers.pointing import KINDS
from assistant.model import Answer, Metadata, Statement, Status, Voice
from assistant.record import Listed
from assistant.text import FUNCTION_WORDS, stem, words


class _Asks(StrEnum):
    """What is asked of a document."""

    AUTHOR = "author"
    PUBLISHER = "publisher"
    DATE = "date"


_PUBLISHER = re.compile(r"\bpublisher\b|\bwho (?:first )?(?:published|released|issued)\b", re.IGNORECASE)
_DATE = re.compile(r"^\W*when\b|\bdate\b", re.IGNORECASE)


def of_a_document(text: str, asking: Asking, desk: Desk, standalone: str | None) -> Answer | None:
    """Answer who wrote or published a document, and when; None unless the question points at just one."""
    documents = desk.library.documents
    titled = [one for one in documents if is_titled(one, asking.rest)]
    meant = titled or [one for one in documents if _points_at(asking.rest, one)]
    if len(meant) != 1:
        return None
    known = meant[0].metadata
    asks = _Asks.PUBLISHER if _PUBLISHER.search(text) else _Asks.DATE if _DATE.search(text) else _Asks.AUTHOR
    told = {_Asks.AUTHOR: known.author, _Asks.PUBLISHER: known.publisher or known.site, _Asks.DATE: known.published}
    answers = told[asks] is not None
    first = f"The library has {_worded(asks, known)} {'of' if answers else 'for'} {_title(meant[0])}."
    rest = [_worded(one, known) for one in _Asks if one is not asks and told[one] is not None]
    more = [
        f"The document is listed as {_article(kind_in_words(known))}{', with ' if rest else ''}{' and '.join(rest)}."
    ]
    return Answer(
        status=Status.ANSWERED if answers else Status.ABSTAINED,
        text=" ".join([first, *more]),
        statements=tuple(Statement(text=one, voice=Voice.OWN) for one in [first, *more]) if answers else (),
        reason=None if answers else first,
        standalone_question=standalone,
    )


def _worded(asks: _Asks, known: Metadata) -> str:
    if asks is _Asks.AUTHOR:
        return f"{known.author} as the author" if known.author else "no author’s name"
    if asks is _Asks.PUBLISHER:
        return f"{known.publisher or known.site} as the publisher" if known.publisher or known.site else "no publisher"
    return f"{date_in_words(known.published)} as the date" if known.published else "no date"


def _title(document: Listed) -> str:
    """Return a title without marks that mean something in an answer."""
    return " ".join(re.sub(r"[“”\"\[\]\\*_]", "", document.title).split()).rstrip(" ?.!,;")


def _article(kind: str) -> str:
    return f"an {kind}" if kind[:1] in "aeiou" else f"a {kind}"


def _points_at(rest: str, document: Listed) -> bool:
    """Tell whether words do no more than say which document is meant, by title, publisher, kind and time."""
    known = document.metadata
    names = [document.title, document.path, *filter(None, [known.publisher, known.author, known.genre, known.site])]
    held = {stem(word) for name in names for word in words(re.sub(r"[/_\-.]", " ", name))}
    held |= {"".join(word[0] for word in name.lower().split()) for name in (known.publisher, known.author) if name}
    held |= {stem(kind) for kind, genres in KINDS.items() if known.genre in genres}
    timely = all(period.holds(known.published) for period in periods(rest))
    said = [word for word in words(without_times(rest)) if word not in FUNCTION_WORDS]
    return timely and bool(said) and all(stem(word) in held for word in said)
