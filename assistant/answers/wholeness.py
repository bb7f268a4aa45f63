"""Whether a line of an answer is whole: begun, ended and understood without what stood around it."""

from __future__ import annotations

import re

from assistant.answers.cutting import is_insertion
from assistant.answers.leaning import burden
from assistant.answers.naming import outlet
from assistant.answers.wording import Draft, quoted
from assistant.model import Sentence, Span
from assistant.voices.parsing import readings

SLACK = 4
"""Words by which a whole sentence may be longer than a quotation should be."""
LEAST_CUT = 8
"""Words of a quotation that may be cut off before a complement."""


def is_whole(one: Draft, longest: int, bearable: float) -> bool:
    """Tell whether a line can be read alone: not too long, broken off nowhere, leaning on nothing."""
    piece = one.span.of(one.evidence.document.text)
    if quoted(one) > longest + SLACK or _is_broken(one) or burden(claimed(one)) >= bearable:
        return False
    return not one.before.endswith(": ") or has_verb(piece)


def _is_broken(one: Draft) -> bool:
    """Tell whether a quotation begins or ends in the middle of a thought, or does not follow from what leads to it."""
    text = one.evidence.document.text
    piece, after = one.span.of(text), text[one.span.end : one.evidence.sentence.span.end]
    lead = one.before.removeprefix(f"According to {outlet(one.evidence)}, ")
    opens = piece.startswith(("“", '"')) or _LINKED.match(piece) or _ASKED.fullmatch(piece)
    cut = quoted(one) < LEAST_CUT and _WAITS.match(after)
    anew = lead and not _LEADS.search(lead) and _SUBJECT.match(piece)
    subjectless = _SAYING.search(lead) and _VERB.match(piece)
    return any((opens, breaks_off(one), cut, anew, subjectless, _RELATIVE.fullmatch(lead)))


def breaks_off(one: Draft) -> bool:
    """Tell whether a quotation ends in the middle of a thought."""
    text, sentence = one.evidence.document.text, one.evidence.sentence.span
    piece = one.span.of(text)
    whole = any(0 <= claim.attribution.content.end - one.span.end <= SLACK for claim in one.evidence.claims)
    waits = _WAITING.search(piece) is not None and not whole  # "shut until June, officials said" is cut nowhere
    ends = piece.endswith(("-", "—")) or waits or _BREAKS_OFF.search(piece) is not None
    return ends or is_insertion(sentence.of(text), one.span.end - sentence.start)


_LINKED = re.compile(r"(?:and|but|or|nor|so|yet|even so|still|then)\b", re.IGNORECASE)
"""How words begin that hang on those before them."""
_LEADS = re.compile(
    r"(?:[:,]|\b(?:that|because|if|when|while|as|whether|how|what|why|where|and|but|said|says|stated|told \w+|claim\w*"
    r"|argu\w+|believ\w+|warn\w*|think\w*|feel\w*|fear\w*|hope\w*|insist\w*|held|holds)) $",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"(?:I|we|he|she|they)\s+(?:\w+)", re.IGNORECASE)
"""A clause that begins anew where nothing leads to it: "our Nation remembers the attack “we honor ..."."""
_RELATIVE = re.compile(r"(?:[\w’'-]+ ){1,4}(?:that|who|which) [\w’'-]+ (?:that )?", re.IGNORECASE)
"""A lead that is a noun and its relative clause, with nothing said of it: "the argument that says that"."""
_SAYING = re.compile(r"\b(?:said|says|states?|stated|told \w+|claims?|claimed|argues?|argued) $", re.IGNORECASE)
_VERB = re.compile(r"(?:is|are|was|were|has|have|had|will|would|can|could|should|must|may|might)\b", re.IGNORECASE)
"""Words behind a verb of saying that have lost their subject: "it said “was to counter terrorism”"."""
_ASKED = re.compile(r"(?:what|how|why|where|when|who|which|whether)(?:\s+[\w’'-]+){1,6}\W*", re.IGNORECASE)
"""A short question told of, without its answer: "what had gone wrong"."""
_WAITS = re.compile(r"\s+(?:regarding|of|on|to|in|for|about|against|concerning|that|with|from|by|at|who|which)\b", re.I)
"""How a sentence goes on behind a noun that its complement explains: "its firm position" + "regarding ..."."""
_WAITING = re.compile(
    r"\b(?:even though|although|though|because|while|whereas|unless|until|despite|such as)(?:\s+[\w’'-]+){0,4}\W*$",
    re.IGNORECASE,
)
"""How words end that are cut inside a clause: "even though the assessment"."""
_BREAKS_OFF = re.compile(
    r"\b(?:made|makes?|making) (?:it )?clear\W*$|,\s+(?:like|unlike|as|with)\b[^,]{0,40}$"
    r"|\b(?:and|or|but|to|of|the|an?|with|for|by|that|which|who|as|its|their|his|her|our|than)\W*$",
    re.IGNORECASE,
)
"""How words end that lack what they lead to: "he made clear", "like the other", "and"."""


def has_verb(text: str) -> bool:
    """Tell whether some words hold a finite verb outside a relative clause."""
    sentence = Sentence(span=Span(start=0, end=len(text)), paragraph=0)
    finite = (token for one in readings(text, [sentence]) for token in one.doc if token.tag_ in _FINITE)
    return any(
        token.dep_ not in {"relcl", "acl", "advcl"} and token.head.dep_ not in {"relcl", "acl"} for token in finite
    )


_FINITE = frozenset({"VBZ", "VBD", "VBP", "MD"})


def claimed(one: Draft) -> str:
    """Return what a line says, without who says it in which document: what a reader has to understand by itself."""
    quoted = " ".join(one.span.of(one.evidence.document.text).split())
    before = one.before.removeprefix(f"According to {outlet(one.evidence)}, ")
    return quoted if before.endswith(": ") else f"{before}{quoted}{one.after}"
