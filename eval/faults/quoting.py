"""Are the quotations exact, where they are said to stand, and cited?"""

from __future__ import annotations

from collections.abc import Iterator

from eval.answers import GivenCitation
from eval.cases import Code
from eval.documents import folded
from eval.examining import Examined, Fault
from eval.reading import Quotation
from eval.support import UNRELATED, overlap

_WALL_WORDS = 60
_WALL_SHARE = 0.6


def quoting_faults(examined: Examined) -> Iterator[Fault]:
    """Yield what is wrong with quotations and citations."""
    yield from _citations(examined)
    yield from _quotations(examined)
    yield from _markers(examined)
    yield from _unrelated(examined)
    yield from _wall(examined)


def _citations(examined: Examined) -> Iterator[Fault]:
    """Every citation's `exact` stands in the document it names, at the place it names."""
    for marker, citation in sorted(examined.cited.items()):
        fault = _misplaced(examined, marker, citation)
        if fault is not None:
            yield fault


_OWN_TEXT = (".txt", ".md", ".markdown", ".json")
"""Files whose text is the one that is quoted; of a page or a PDF each system extracts its own, with its own offsets."""


def _misplaced(examined: Examined, marker: int, citation: GivenCitation) -> Fault | None:
    path = examined.path(marker)
    if path is None:
        name = citation.document.uri or citation.document.title
        return Fault(Code.WRONG_DOCUMENT, f"citation [{marker}] names a document that is not at hand: {name!r}")
    if not citation.exact:
        return Fault(Code.QUOTE_ALTERED, f"citation [{marker}] quotes nothing")
    if citation.start is not None and citation.end is not None and path.lower().endswith(_OWN_TEXT):
        if examined.documents.text(path)[citation.start : citation.end] == citation.exact:
            return None
        if examined.documents.holds(path, citation.exact):
            return Fault(Code.SPAN_SHIFTED, f"citation [{marker}] does not stand at {citation.start}:{citation.end}")
    elif examined.documents.holds(path, citation.exact):
        return None
    where = _elsewhere(examined, path, citation.exact)
    if where:
        return Fault(Code.WRONG_DOCUMENT, f"citation [{marker}] stands in {where}, not in {path}")
    return Fault(Code.QUOTE_ALTERED, f"the words of citation [{marker}] do not stand in {path}: {citation.exact!r}")


def _elsewhere(examined: Examined, path: str, words: str) -> str | None:
    others = [other for other in examined.case.documents if other != path]
    return next((other for other in others if examined.documents.holds(other, words)), None)


def _quotations(examined: Examined) -> Iterator[Fault]:
    """A quotation of three words or more is part of the `exact` of one of its sentence's citations."""
    for index, quotation in examined.quotations:
        markers = [marker for marker in examined.sentences[index].markers if marker in examined.cited]
        if not examined.sentences[index].markers:
            if not _names_document(examined, quotation):
                yield Fault(Code.CITATION_MISSING, f"the quotation has no citation: “{quotation.words}”", index)
            continue
        if any(_part_of(quotation, examined.cited[marker].exact) for marker in markers):
            continue
        if _names_document(examined, quotation) or not markers:
            continue
        yield Fault(Code.QUOTE_ALTERED, f"not in what its sentence cites: “{quotation.words}”", index)


def _part_of(quotation: Quotation, exact: str) -> bool:
    words = folded(quotation.words)
    return bool(words) and (words in folded(exact) or words.rstrip(".,") in folded(exact))


def _names_document(examined: Examined, quotation: Quotation) -> bool:
    titles = (folded(citation.document.title) for citation in examined.cited.values())
    return any(title and folded(quotation.words).rstrip(".,") in title for title in titles)


def _markers(examined: Examined) -> Iterator[Fault]:
    """Every marker has a citation, and what states the claim has a marker."""
    for index, sentence in enumerate(examined.sentences):
        for marker in sentence.markers:
            if marker not in examined.cited:
                yield Fault(Code.CITATION_DANGLING, f"[{marker}] points at nothing", index)
    for mention in examined.mentions:
        near = examined.sentences[mention.sentence : mention.sentence + 2]
        if not any(sentence.markers for sentence in near):
            yield Fault(Code.CITATION_MISSING, f"stated without a citation: “{mention.words}”", mention.sentence)


def _unrelated(examined: Examined) -> Iterator[Fault]:
    """No citation has nothing to do with its sentence."""
    for index, sentence in enumerate(examined.sentences):
        for marker in sentence.markers:
            citation = examined.cited.get(marker)
            if citation is None or any(_part_of(one, citation.exact) for one in sentence.quotations):
                continue
            if overlap(sentence.text, [passage_of(examined, marker, head=False)]) < UNRELATED:
                yield Fault(Code.CITATION_UNSUPPORTED, f"[{marker}] has nothing to do with its sentence", index)


def passage_of(examined: Examined, marker: int, head: bool = True) -> str:
    """Return what a citation offers a reader: its document's head, if wanted, and the sentences around its words."""
    citation = examined.cited[marker]
    path = examined.path(marker)
    if path is None or not citation.exact:
        return citation.exact
    text = examined.documents.text(path)
    top = f"{citation.document.title} {path} {examined.documents.head(path)} " if head else ""
    start = text.find(citation.exact)
    if citation.start is not None and text.startswith(citation.exact, citation.start):
        start = citation.start
    if start < 0:
        return top + citation.exact
    return top + examined.documents.around(path, start, start + len(citation.exact))


def _wall(examined: Examined) -> Iterator[Fault]:
    """An answer is not a wall of quotation: more than 60 quoted words that are more than 60 % of it."""
    quoted = sum(len(one.words.split()) for _, one in examined.quotations)
    words = len(examined.answer.text.split())
    if quoted > _WALL_WORDS and quoted > _WALL_SHARE * words:
        yield Fault(Code.DUMPED, f"{quoted} of {words} words are quotation: nothing is answered, only pasted")
