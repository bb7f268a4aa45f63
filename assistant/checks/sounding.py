"""Whether a statement that is only drafted would pass the checks, seen alone."""

from __future__ import annotations

import re
from typing import Protocol

from assistant.checks.attributions import check_statements
from assistant.checks.grounds import grounds_of
from assistant.model import Claim, Document, Span
from assistant.voices.agreement import FIRST_PERSON


class Drafted(Protocol):
    """What `sound` needs of a statement before its citation has a number."""

    @property
    def before(self) -> str:
        """What stands before the quotation."""

    @property
    def after(self) -> str:
        """What stands after the marker."""

    @property
    def span(self) -> Span:
        """The words quoted."""

    @property
    def evidence(self) -> Evident:
        """Where they stand."""


class Evident(Protocol):
    """A piece of evidence."""

    @property
    def document(self) -> Document:
        """Its document."""

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims made in it."""


_QUOTED = re.compile(r"“[^”]*”")
_IN_PERSON = re.compile(rf"\b(?:{'|'.join(sorted(FIRST_PERSON - {'i'}))})\b|\bI [a-z]+")
"""A source's own "me" and "we"; "US" and "World War I" are none."""


def sound(draft: Drafted) -> bool:
    """Tell whether nothing is wrong with a drafted statement, seen alone."""
    document = draft.evidence.document
    if _IN_PERSON.search(_QUOTED.sub(" ", draft.before.replace(document.title, " "))):
        return False  # "told me that": nobody says that of himself in another's answer
    ground = grounds_of(document, draft.span, draft.evidence.claims)
    quoted = " ".join(draft.span.of(document.text).split())
    return not check_statements([f"{draft.before}“{quoted}” [1]{draft.after}"], {1: ground})
