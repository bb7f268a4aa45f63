"""Whose a document's words are where nobody is named: whoever has the floor in a transcript, or its author."""

from __future__ import annotations

import re

from assistant.library.authorship import office_below
from assistant.model import Claimant, ClaimantKind, Document, Sentence, itself, voice_of
from assistant.voices.lexicon import lexicon
from assistant.voices.names import proper_name
from assistant.voices.parsing import Reading
from assistant.voices.topics import main_subjects

QUESTIONER = Claimant(name="a reporter", kind=ClaimantKind.UNSPECIFIED)
"""Whoever asks, in a transcript that names none of those who do."""


def author_of(document: Document) -> Claimant:
    """Return the document's own voice."""
    return Claimant(name=voice_of(document.metadata), kind=ClaimantKind.AUTHOR)


def writer_of(document: Document) -> Claimant:
    """Return the document's own voice, with what its byline or signature says its writer is."""
    voice, author = author_of(document), document.metadata.author
    office = office_below(author, document.text) if author is not None and voice.name == author else None
    return voice if office is None else voice.model_copy(update={"offices": (office,)})


def editor_of(document: Document) -> Claimant:
    """Return whose words a note on the writer is: the paper's, which the document stands for."""
    return Claimant(name=itself(document.metadata), kind=ClaimantKind.AUTHOR)


def is_on_its_writer(document: Document, reading: Reading) -> bool:
    """Tell whether a sentence is a note on the document's writer: "*Ann Lee teaches history at Norland.*"."""
    author = document.metadata.author or ""
    writers = {one.strip().casefold() for one in re.split(r",|\band\b|&", author)}
    names = (proper_name(one).casefold() for one in main_subjects(reading.doc) if one.pos_ == "PROPN")
    return any(" " in name and name in writers for name in names)


def speaker_of(document: Document, sentence: Sentence) -> Claimant | None:
    """Return who has the floor, in a transcript: "MS. PSAKI" is Ms. Psaki, "Q" a reporter."""
    label = (sentence.speaker or "").strip(" :.")
    if not label:
        return None
    if label.casefold() in lexicon().words("speakers", "questioners") or re.fullmatch(r"Q\d*", label):
        return QUESTIONER
    return Claimant(name=_label_name(document, label), kind=ClaimantKind.NAMED)


def _label_name(document: Document, label: str) -> str:
    where = f"{document.title}\n{document.text[:4000]}"
    words = [_as_written(word, where) for word in label.split()]
    spoken = words[-1]
    office = re.search(rf"\b{re.escape(spoken)}\s+([A-Z][\w’'-]+)", document.title)
    if words[0].casefold() == "the":
        return f"{spoken} {office[1]}" if office else " ".join(["the", *words[1:]])
    full = re.findall(rf"\b([A-Z][\w’'-]+(?:\s[A-Z]\.)?)[\s\u00a0]+({re.escape(spoken)})\b", where)
    titles = lexicon().words("speakers", "titles")
    firsts = {first for first, _ in full if first.casefold() not in titles and not first.isupper()}
    return f"{firsts.pop()} {spoken}" if len(firsts) == 1 else " ".join(words)


def _as_written(word: str, text: str) -> str:
    """Return a word in capitals as the text writes it elsewhere, else with each of its parts capitalized."""
    if not word.isupper():
        return word
    pattern = re.sub("[’']", "[’']", re.escape(word))
    written = (found[0] for found in re.finditer(rf"\b{pattern}\b", text, re.IGNORECASE))
    spelt = next((one for one in written if not one.isupper() and one[0].isupper()), None)
    return spelt or re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)
