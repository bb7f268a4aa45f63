"""Interviews as magazines print them: the questions in bold, the answers below, nobody's name before either."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.library.authorship import PERSON
from assistant.library.masthead import is_body
from assistant.model import Span
from assistant.text import FUNCTION_WORDS

QUESTION = re.compile(r"\s*(?P<mark>\*\*|__)(?P<said>(?:(?!(?P=mark)).)+[.?!…][”\"’']?)(?P=mark)\s*")
"""A paragraph that is all in bold and ends a sentence: what an interviewer says."""
_LEAST, _LEAST_ASKED = 3, 2
"""Paragraphs in bold that an interview has at least, and those among them that end in a question mark."""
_NAME = re.compile(PERSON)
_TO = re.compile(
    r"(?:^|(?P<comma>,\s+))(?:Mr|Mrs|Ms|Miss|Dr|Professor|Minister|Mayor|General|Commander|Senator)\.? "
    r"(?P<name>[A-Z][\w’'-]+)(?(comma)(?=[,?.!])|(?=,))"
)
"""A name by which a question addresses somebody: "Mr Tamm, did you ...?", "Did you, Mr Tamm?"."""


def is_interview(paragraphs: Sequence[str]) -> bool:
    """Tell whether a text's paragraphs are questions in bold with their answers below."""
    asked = [one for one in paragraphs if QUESTION.fullmatch(one)]
    questions = sum(1 for one in asked if one.strip(" *_”\"’'").endswith("?"))
    answered = sum(
        1 for one, below in pairwise(paragraphs) if QUESTION.fullmatch(one) and not QUESTION.fullmatch(below)
    )
    return len(asked) >= _LEAST and questions >= _LEAST_ASKED and answered >= len(asked) - 1


def interviewed(title: str | None, paragraphs: Sequence[str], author: str | None) -> str:
    """Return who answers: whom a question addresses by name, else whom title or introduction name; else "A"."""
    asked = next((at for at, one in enumerate(paragraphs) if QUESTION.fullmatch(one)), 0)
    before = [*([title] if title else []), *paragraphs[:asked]]
    names = [name for text in before for name in _names(text) if name != author]
    asked_of = (found["said"] for one in paragraphs if (found := QUESTION.fullmatch(one)) is not None)
    addressed = next((to["name"] for one in asked_of if (to := _TO.search(_bare(one))) is not None), None)
    if addressed is not None:
        return next((name for name in names if name.split()[-1] == addressed), addressed)
    return Counter(names).most_common(1)[0][0] if names else "A"


def _bare(question: str) -> str:
    """Return a question without whoever asks it: "Ann Lee: Mr Tamm, did you ...?"."""
    return re.sub(rf"^{PERSON}:\s+", "", question)


def without_label(text: str, span: Span) -> Span:
    """Return a stretch without the name before a colon that the first question and answer may bear."""
    label = _LABEL.match(text, span.start, span.end)
    return Span(start=label.end(), end=span.end) if label else span


_LABEL = re.compile(rf"[*_]*{PERSON}:[*_]*\s+(?=\S)")


def _names(text: str) -> Iterator[str]:
    """Yield the names of persons in a text: no organisations, no words that only open a sentence."""
    for found in _NAME.finditer(text.replace("*", "").replace("#", "")):
        words = found[0].split()
        while words and words[0].lower() in FUNCTION_WORDS:
            words = words[1:]
        if len(words) > 1 and not is_body(" ".join(words)) and not FUNCTION_WORDS & {one.lower() for one in words}:
            yield re.sub(r"['’]s$", "", " ".join(words))
