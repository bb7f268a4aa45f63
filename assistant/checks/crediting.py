"""Whom a sentence credits with a quotation where no reporting verb does: "It blames “...”", "Ann’s view: “...”".

People word attributions more freely than documents that are quoted from: with verbs that judge, with nouns ("her
reply was that"), with a colon behind a clause of any kind. Quotation marks say already that the words are somebody's;
what is read here is whose. A source found too readily does no harm: it is held against who says the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.checks.naming import DOCUMENT_WORDS
from assistant.model import Force, Polarity, Sentence, Span
from assistant.voices.cueing import cue_at
from assistant.voices.finding import noun_phrase
from assistant.voices.lexicon import Cue, lexicon
from assistant.voices.modality import is_negated
from assistant.voices.parsing import Reading, readings
from assistant.voices.subjects import can_speak, own_subject, source_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_CREDITING = frozenset(
    """attribute ascribe credit liken compare allude mock ridicule deride invoke rail point rebuke scold thank name
    relay""".split()
)
"""Verbs that report words only beside a quotation, besides those of the lexicon."""
_WORDING = frozenset(
    """word reply answer response rebuttal retort charge premise case position line stance point judgement judgment
    verdict explanation account telling version description complaint demand promise question criticism objection
    defence defense proposal figure estimate definition""".split()
)
"""Nouns that stand for what somebody says, besides those of the lexicon."""
_TELLING = frozenset("saying asserting accusing portraying directing committing predicting noting conceding".split())
"""Families of verbs whose object is somebody's words even without quotation marks."""
_BEHIND = re.compile(
    r"(?:^|[\s,;—–])(?P<by>in|for|from|by|to|according to)\s+(?P<who>(?:the\s+)?[\w’'-]+(?:\s+[\w’'-]+){0,4}?)\s*:$",
    re.I,
)
"""A party behind a preposition at the end of a lead: "only a possibility in the op-ed:"."""
_OWNED = re.compile(r"(?P<who>[A-Z][\w.’'-]*(?:\s+[\w’'-]+){0,5}?)(?:['’]s|s['’])(?:\s+[\w-]+){0,3}\s*:$")
"""A party's something before a colon: "Freedonia’s answer:", "No, in Ann’s:"."""


@dataclass(frozen=True)
class Credit:
    """A party that a sentence credits with some of its words; spans count from the sentence's start."""

    source: str
    """As worded."""
    cue: Span
    """The verb, noun or colon that says so."""
    content: Span
    """The words."""
    force: Force
    polarity: Polarity


def credit_of(sentence: str, quoted: Span, others: Sequence[Span]) -> Credit | None:
    """Return whom a sentence credits with a quotation, or None; `others` are its other quotations."""
    return _before_colon(sentence, quoted) or _in_clause(sentence, quoted, others) or _before_that(sentence, quoted)


def credit_of_all(sentence: str) -> Credit | None:
    """Return whom a sentence without quotations credits with what it says, or None: "Ann’s view is that it leaks"."""
    for reading in _parsed(sentence):
        for root in (token for token in reading.doc if token.dep_ == "ROOT"):
            found = _credited(root)
            if found is None or (found[1].family not in _TELLING and root.lemma_ != "be"):
                continue
            rest = [one for one in root.subtree if one.i > root.i and not one.is_punct]
            if rest:
                return _credit(reading, root, found, reading.span(rest))
    return None


def _in_clause(sentence: str, quoted: Span, others: Sequence[Span]) -> Credit | None:
    """Climb from a quotation, read as one word of the sentence, to the nearest verb or noun that has a teller."""
    for reading in _parsed(_reduced(sentence, [quoted, *others])):
        place = next(iter(reading.tokens_in(Span(start=quoted.start, end=quoted.start + 1))), None)
        if place is None:
            continue
        for head in place.ancestors:
            found = _credited(head)
            if found is not None and found[0] != place:
                return _credit(reading, head, found, quoted)
    return None


def _before_colon(sentence: str, quoted: Span) -> Credit | None:
    """Read the clause before a colon: whoever speaks in it goes on behind it."""
    lead = re.split(r"[;”\"]", sentence[: max(0, quoted.start - 1)].rstrip())[-1]
    if not lead.endswith(":"):
        return None
    start = sentence[: quoted.start - 1].rstrip().rfind(lead)
    colon = Span(start=start + len(lead) - 1, end=start + len(lead))
    for reading in _parsed(lead[:-1]):
        for token in reversed(list(reading.doc)):
            found = _credited(token) if token.pos_ in {"VERB", "AUX"} else None
            if found is not None and found[1].force <= Force.SAID:
                return Credit(_worded(found[0]), colon, quoted, Force.SAID, Polarity.POSITIVE)
    match = _OWNED.search(lead) or _BEHIND.search(lead)
    if match is not None and "by" in match.groupdict() and not _tells(match["by"], match["who"]):
        return None
    return Credit(match["who"], colon, quoted, Force.SAID, Polarity.POSITIVE) if match else None


def _tells(preposition: str, who: str) -> bool:
    """Tell whether a party behind a preposition is who tells: what stands "in" something is told by a document only."""
    return preposition.lower() in {"from", "by", "according to"} or bool(set(who.lower().split()) & DOCUMENT_WORDS)


def _before_that(sentence: str, quoted: Span) -> Credit | None:
    """Read "SOURCE VERB that “...”" by its words alone, where the parser took the verb for a noun."""
    lead = re.split(r"[;:”\"]", sentence[: max(0, quoted.start - 1)])[-1]
    match = re.search(r"(?P<who>(?:[Tt]he\s+)?[\w’'-]+(?:\s+[\w’'-]+){0,8}?)\s+(?P<verb>\w+)\s+that\s*$", lead)
    cue = _cue_of(match["verb"]) if match is not None else None
    if match is None or cue is None or cue.denies:
        return None
    start = quoted.start - 1 - len(lead) + match.start("verb")
    verb = Span(start=start, end=start + len(match["verb"]))
    return Credit(match["who"], verb, quoted, cue.force, Polarity.POSITIVE)


def _cue_of(form: str) -> Cue | None:
    """Return the lexicon's verb of a form in a third person or a past: "claims", "claimed", "implied", "said"."""
    low = form.lower()
    endings = (("", ""), ("s", ""), ("d", ""), ("ed", ""), ("ied", "y"), ("ies", "y"), ("es", ""))
    bases = [low.removesuffix(end) + put for end, put in endings if low.endswith(end)]
    found = (lexicon().verbs.get(base) for base in [_PASTS.get(low, low), *bases])
    return next((cue for cue in found if cue is not None), None)


_PASTS = {"said": "say", "told": "tell", "wrote": "write", "held": "hold", "thought": "think", "found": "find"}
"""Verbs of telling whose past no ending makes."""


def _credited(token: Token) -> tuple[Token, Cue] | None:
    """Return who tells what stands under a word, with the cue: a verb's subject, or the owner of a noun of saying."""
    if token.lemma_ == "be":
        subject = own_subject(token)
        owner = _owner(subject) if subject is not None else None
        return (owner, _plain(token)) if owner is not None else None
    if token.pos_ == "NOUN":
        owner = _owner(token)
        return (owner, _plain(token)) if owner is not None else None
    found = cue_at(token)
    cue = found[0] if found is not None else _plain(token) if token.lemma_ in _CREDITING else None
    if cue is None or token.pos_ not in {"VERB", "AUX"}:
        return None
    head, _ = source_of(token, cue)
    return (head, cue) if head is not None and _speaks(head) else None


def _speaks(head: Token) -> bool:
    return can_speak(head) or head.lemma_.lower() in DOCUMENT_WORDS


def _plain(token: Token) -> Cue:
    return Cue(token.lemma_, "crediting", Force.SAID, denies=False, anyone=False)


def _owner(noun: Token) -> Token | None:
    """Return whose word, view or account a noun is."""
    if noun.lemma_ not in _WORDING and noun.lemma_ not in lexicon().nouns:
        return None
    own = next((child for child in noun.children if child.dep_ == "poss"), None)
    return own if own is not None and _speaks(own) else None


def _credit(reading: Reading, token: Token, found: tuple[Token, Cue], content: Span) -> Credit:
    denies = found[1].denies != is_negated(token)
    force = Force.DENIED if denies else Force.SAID if found[1].denies else found[1].force
    polarity = Polarity.NEGATIVE if denies else Polarity.POSITIVE
    return Credit(_worded(found[0]), reading.span([token]), content, force, polarity)


def _worded(head: Token) -> str:
    words = [one.text_with_ws for one in noun_phrase(head)]
    return " ".join("".join(words).split()).removesuffix("'s").removesuffix("'")


def _reduced(sentence: str, quotations: Sequence[Span]) -> str:
    """Return a sentence with each quotation, marks included, as one word, at the same offsets."""
    for one in quotations:
        length = one.end - one.start
        sentence = f"{sentence[: one.start - 1]} {'this'.ljust(length)[:length]} {sentence[one.end + 1 :]}"
    return sentence


@lru_cache(maxsize=512)
def _parsed(sentence: str) -> tuple[Reading, ...]:
    bare = re.sub(r"[“”\"]", " ", sentence)
    return tuple(readings(bare, [Sentence(span=Span(start=0, end=len(bare)), paragraph=0)]))


def names_before(sentence: str, end: int) -> Iterator[str]:
    """Yield the names that stand before a place in a sentence, outside its quotations."""
    for match in _NAME.finditer(re.sub(r"“[^”]*”?", lambda one: " " * len(one[0]), sentence[:end])):
        yield re.sub(r"['’]s?$", "", match[0])


_NAME = re.compile(
    r"\b(?!(?:On|In|At|By|For|From|To|Yes|No|Not|The|A|An|And|But|According|Still|Gone|Only|It|He|She|They|That|This)\b)"
    r"[A-Z][\w’'-]+(?:\s+(?:al-|bin\s+|of\s+)?[A-Z][\w’'-]+)*"
)
