"""A document as its reader goes through it: sentences, the claims in each, and who makes them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers.opposing.wording import matter_of
from assistant.model import Claim, Document, Form, Sentence, Span
from assistant.voices.claimants import UNNAMED

_UNNAMED = frozenset(
    "he she it they you we i one who anyone someone somebody nobody everyone everybody no people them him her me this "
    "that these those there all both each none either neither which us".split()
)
"""Words that stand for a party without naming it."""
_ASKING = re.compile(r"(?:ask|question|wonder|inquir)", re.IGNORECASE)
_WHETHER = re.compile(r"\b(?:whether|if)\b[^,;]{0,60}$")


class Told:
    """A document's sentences with the claims whose content starts in each."""

    def __init__(self, document: Document, sentences: Sequence[Sentence], claims: Sequence[Claim]) -> None:
        """Take a document with its sentences, and its claims by their numbers."""
        self.document, self.sentences, self.claims = document, sentences, claims
        self.held: list[list[int]] = [[] for _ in sentences]
        starts = [sentence.span.start for sentence in sentences]
        at = 0
        for number in sorted(range(len(claims)), key=lambda number: claims[number].attribution.content.start):
            start = claims[number].attribution.content.start
            while at + 1 < len(starts) and starts[at + 1] <= start:
                at += 1
            if sentences:
                self.held[at].append(number)

    def words(self, span: Span) -> str:
        """Return the words of a stretch, white space folded."""
        return " ".join(span.of(self.document.text).split())

    def content(self, number: int) -> Span:
        """Return where a claim's content stands."""
        return self.claims[number].attribution.content

    def said(self, number: int) -> str:
        """Return a claim's words."""
        return self.words(self.content(number))

    def spoken(self, sentence: int, reply: str = "") -> int | None:
        """Return the claim of a sentence that a reply is about: most in its words, the speaker's own before others'."""
        about = matter_of(reply)
        return max(
            self.held[sentence],
            key=lambda n: (
                len(matter_of(self.said(n)) & about),
                self.claims[n].attribution.form is Form.OWN_VOICE,
                self.content(n).end - self.content(n).start,
            ),
            default=None,
        )

    def party(self, number: int) -> frozenset[str] | None:
        """Return who makes a claim, as words; None where nobody can be told apart by them."""
        first = self.claims[number].chain[0]
        bare = first.name.lower().split()
        if not bare or bare[0] in _UNNAMED or first.name == UNNAMED:
            return None
        return matter_of(first.name) or frozenset(bare)

    def attributed(self, number: int) -> bool:
        """Tell whether a claim is somebody's whom the document names, and not of whoever has the floor."""
        return self.claims[number].attribution.form is not Form.OWN_VOICE

    def asks(self, number: int) -> bool:
        """Tell whether a claim only reports what was asked, or is itself under a "whether"."""
        one = self.claims[number].attribution
        cue = one.cue
        if cue is not None and _ASKING.match(self.words(cue)):
            return True
        start = min(span.start for span in (one.source, cue, one.content) if span is not None)
        before = self.document.text[max(0, start - 80) : start]
        return self.said(number).lower().startswith(("whether ", "if ")) or _WHETHER.search(before) is not None


def differ(one: frozenset[str] | None, other: frozenset[str] | None) -> bool:
    """Tell whether two parties are certainly two: neither's name holds the other's."""
    return one is not None and other is not None and not (one <= other or other <= one)
