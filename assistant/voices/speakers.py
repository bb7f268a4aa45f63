"""Whose a document's words are where nobody is named: whoever has the floor in a transcript, or its author."""

from __future__ import annotations

import re

from assistant.model import Claimant, ClaimantKind, Document, Sentence, voice_of
from assistant.voices.lexicon import lexicon

QUESTIONER = Claimant(name="a reporter", kind=ClaimantKind.UNSPECIFIED)
"""Whoever asks, in a transcript that names none of those who do."""


def author_of(document: Document) -> Claimant:
    """Return the document's own voice."""
    return Claimant(name=voice_of(document.metadata), kind=ClaimantKind.AUTHOR)


def speaker_of(document: Document, sentence: Sentence) -> Claimant | None:
    """Return who has the floor, in a transcript: "MS. PSAKI" is Ms. Psaki, "Q" a reporter."""
    label = (sentence.speaker or "").strip(" :.")
    if not label:
        return None
    if label.casefold() in lexicon().words("speakers", "questioners") or re.fullmatch(r"Q\d*", label):
        return QUESTIONER
    return Claimant(name=_label_name(document, label), kind=ClaimantKind.NAMED)


def _label_name(document: Document, label: str) -> str:
    words = label.split()
    surname = words[-1]
    where = f"{document.title}\n{document.text[:4000]}"
    spoken = surname.capitalize() if surname.isupper() else surname
    office = re.search(rf"\b{re.escape(spoken)}\s+([A-Z][\w’'-]+)", document.title)
    if words[0].casefold() == "the":
        return f"{spoken} {office[1]}" if office else "the " + " ".join(word.capitalize() for word in words[1:])
    full = re.findall(rf"\b([A-Z][\w’'-]+(?:\s[A-Z]\.)?)[\s\u00a0]+({re.escape(spoken)})\b", where)
    titles = lexicon().words("speakers", "titles")
    firsts = {first for first, _ in full if first.casefold() not in titles and not first.isupper()}
    if len(firsts) == 1:
        return f"{firsts.pop()} {spoken}"
    return " ".join(word.capitalize() if word.isupper() else word for word in words)
