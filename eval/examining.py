"""One answer to one case, read once: what every fault and every metric looks at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from eval.answers import GivenAnswer, GivenCitation
from eval.cases import Case, Code
from eval.documents import Documents
from eval.lexicon import HEDGES, REFUSALS
from eval.mentions import Attributor, Mention, find_mentions, gold_of
from eval.reading import Quotation, Sentence, read, without_markers


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with an answer."""

    code: Code
    """What kind."""
    why: str
    """In words a person can act on."""
    sentence: int | None = None
    """Index of the sentence, where it is in one."""


class Examined:
    """An answer with its reading; nothing is judged here."""

    def __init__(self, case: Case, answer: GivenAnswer, documents: Documents) -> None:
        """Put the three together; the text is read when first asked for."""
        self.case = case
        self.answer = answer
        self.documents = documents

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The answer's sentences."""
        return read(self.answer.text)

    @cached_property
    def attributor(self) -> Attributor:
        """Who says what in the answer."""
        return Attributor(self.case, self.answer.text, self.sentences)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Where the claim is stated, sentences that only speak of the library's silence left out."""
        found = find_mentions(self.case, self.sentences, self.attributor, self.documents)
        return tuple(one for one in found if one.quotation is not None or one.holders or not self.refuses(one.sentence))

    @cached_property
    def cited(self) -> dict[int, GivenCitation]:
        """The citations by marker."""
        return self.answer.cited()

    @cached_property
    def quotations(self) -> tuple[tuple[int, Quotation], ...]:
        """Every quotation of three words or more, with the index of its sentence."""
        return tuple((i, one) for i, sentence in enumerate(self.sentences) for one in sentence.quotations if one.counts)

    def refuses(self, index: int) -> bool:
        """Tell whether a sentence says, outside quotations, that the documents do not hold something."""
        return any(re.search(pattern, self.outside_quotations(index), re.IGNORECASE) for pattern in REFUSALS)

    def outside_quotations(self, index: int) -> str:
        """Return a sentence's own words: each quotation becomes an empty pair of marks, markers go."""
        sentence = self.sentences[index]
        text = sentence.text
        for one in reversed(sentence.quotations):
            text = text[: one.start - sentence.start] + "“”" + text[one.end - sentence.start :]
        return without_markers(text)

    @cached_property
    def abstains(self) -> bool:
        """Whether the answer refuses: by its status, or by its wording where it states no claim."""
        if self.answer.status == "abstained":
            return True
        if self.case.expect == "answer" and self.mentions:
            return False
        return any(self.refuses(index) for index in range(len(self.sentences)))

    def hedged(self, mention: Mention) -> bool:
        """Tell whether a hedge softens a mention: in its sentence, or as a short sentence before or after it."""
        near = [self.sentences[mention.sentence].text]
        for index in (mention.sentence - 1, mention.sentence + 1):
            if 0 <= index < len(self.sentences):
                near.append(self.outside_quotations(index))
        return any(re.search(pattern, text, re.IGNORECASE) for pattern in HEDGES for text in near)

    def path(self, marker: int) -> str | None:
        """Return the path of the document that a marker's citation names, or None if it is not at hand."""
        citation = self.cited[marker]
        return self.documents.find(citation.document.uri, citation.sha256)

    def gold(self, quotation: Quotation) -> tuple[str, ...]:
        """Return the groups of the case's quotations of which this one is a part."""
        return tuple(quote.group for quote in gold_of(quotation, self.case, self.documents))

    def party(self) -> str:
        """Name the holders for a message."""
        return " or ".join(holder.canonical for holder in self.case.holders)
