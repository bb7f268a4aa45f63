"""How a sentence tells of somebody: who, with which verb, and where what they say or do begins.

Read from the parse, so that a statement can name the party in our words and quote only what is theirs: "Of the
agreement Biden said it was ..." is of the agreement, Biden, said, and the rest; "There would be none, Kirby said" is
Kirby, said, and what stands before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from assistant.model import Sentence, Span
from assistant.voices.lexicon import lexicon
from assistant.voices.parsing import Reading, readings

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST_LEAD = 10
"""Words that may stand before the party and stay outside the quotation."""
_ENDS = " \t\r\n\u00a0;:,."
_STOPS = (". ", "? ", "! ", ".\n", "?\n", "!\n", ".” ", "?” ", "\n\n")
_LEAST = 3
"""Words a content has at least."""
_CONNECTIVES = frozenset(
    "and but yet so then still however moreover meanwhile also again indeed thus therefore instead or".split()
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_SAID = frozenset({"ccomp", "parataxis"})
_JOINED = frozenset({"conj", "ccomp", "dep"})
_TELLS = (
    r"(?P<verb>says?|said|warn(?:s|ed)|add(?:s|ed)|argue[sd]|claim(?:s|ed)"
    r"|insist(?:s|ed)|noted|notes|wrote|writes?|state[sd]|declare[sd]|suggest(?:s|ed)|report(?:s|ed)|maintain(?:s|ed)"
    r"|asks?|asked|repl(?:ies|ied)|explain(?:s|ed)|announce[sd]|conclude[sd]|recall(?:s|ed)|concede[sd]|thought|thinks"
    r"|holds?|held|(?:goes|went) on)"
)
_NO_PARTY = (
    "in|on|by|at|about|to|for|from|of|with|as|that|this|last|over|during|after|before|until|yesterday|today|so|it"
)
"""Words with which no party's name begins: "the talks, held in Geneva, collapsed" has none between."""
_INTERPOSED = re.compile(rf"[,?!]\s+(?:as\s+)?(?P<party>(?:[\w’'\-]+\s+){{1,4}}?){_TELLS}\s*(?:,|[.?!]?$)")
_INVERTED = re.compile(rf"[,?!]\s+{_TELLS}\s+(?!(?:{_NO_PARTY})\b)(?P<party>(?:[\w’'\-]+\s+){{0,5}}?[\w’'\-]+)\s*,")
_AFTER = re.compile(r"[\s,]*(?:[;.:—–”)\]].*)?", re.DOTALL)
_STANDS_FOR_NOBODY = frozenset("there what which who whom that this these those".split())


@dataclass(frozen=True)
class Telling:
    """A sentence that tells of somebody. All spans are places in the document's text."""

    lead: str
    """What stands before the party, connectives left out; may be empty."""
    subject: Span
    verb: str
    """What stands between the party and the content; empty where the content begins with the verb."""
    content: Span
    """What the party says, or its predicate."""
    says: bool
    """Whether the content is what the party says, not what it does."""
    pronoun: bool
    """Whether the party is only pointed at ("it", "he")."""
    party: bool
    """Whether it can have words of its own, as a count of things or what is done to something cannot."""


class Interposed(NamedTuple):
    """A party put into the middle, or behind the end, of what it says."""

    party: Span
    verb: str
    before: Span
    """What stands before the party."""
    after: Span | None
    """What stands behind the verb, if anything does."""


def tellings(text: str, words: Span) -> list[Telling]:
    """Return the ways in which a clause of a text tells of somebody; none where it tells of nobody."""
    by = words.start
    return [
        replace(one, subject=_moved(one.subject, by), content=_moved(one.content, by)) for one in _read(words.of(text))
    ]


def pieces(text: str, words: Span) -> list[Span]:
    """Return the clauses that semicolons and colons part, quotations left whole."""
    cuts, depth = [words.start], 0
    for place in range(words.start, words.end):
        depth += (text[place] == "“") - (text[place] == "”")
        if depth <= 0 and text[place] in ";:" and text[place + 1 : place + 2].isspace():
            cuts.append(place + 1)
    ends = [*cuts[1:], words.end + 1]
    spans = (_bare(text, start, end - 1) for start, end in zip(cuts, ends, strict=True))
    return [span for span in spans if span is not None]


def _bare(text: str, start: int, end: int) -> Span | None:
    """Return a stretch without the white space and stops at its ends, or None where no word is left."""
    while start < end and text[start] in _ENDS:
        start += 1
    while start < end and text[end - 1] in _ENDS:
        end -= 1
    return Span(start=start, end=end) if any(char.isalpha() for char in text[start:end]) else None


def credited(text: str, words: Span) -> list[str]:
    """Return the parties to whom the sentence around some words of a text credits them, as it words them."""
    before = max(
        (text.rfind(mark, 0, words.start) + len(mark) for mark in _STOPS if mark in text[: words.start]), default=0
    )
    after = min((place for mark in _STOPS if (place := text.find(mark, words.end)) >= 0), default=len(text))
    return [
        way.subject.of(text)
        for piece in pieces(text, Span(start=before, end=after))
        if piece.start <= words.start and words.end <= piece.end + 1  # no other can hold them, and parsing is dear
        for way in tellings(text, piece)
        if not way.pronoun and way.content.start <= words.start and words.end <= way.content.end + 1
    ]


def interposed(text: str, words: Span) -> Interposed | None:
    """Return the party and the verb put into what it says: "A boycott, it warned, would ...", "..., said Ann, ..."."""
    found = _put_between(words.of(text))
    if found is None:
        return None
    start = words.start + found.start("party")
    party = Span(start=start, end=start + len(found["party"].rstrip()))
    before = _bare(text, words.start, words.start + found.start())
    after = _bare(text, words.start + found.end(), words.end)
    return Interposed(party, found["verb"], before, after) if before is not None else None


def _put_between(words: str) -> re.Match[str] | None:
    return _INTERPOSED.search(words) or _INVERTED.search(words)


def in_sentence(words: str) -> str:
    """Return words that open a sentence as they stand inside one: small, unless a name opens them."""
    whole = Sentence(span=Span(start=0, end=len(words)), paragraph=0)
    reading = next(readings(words, [whole]), None)
    first = next(iter(reading.doc), None) if reading is not None else None
    named = first is None or first.pos_ == "PROPN" or first.lower_ == "i" or first.text[1:].lower() != first.text[1:]
    return words if named else words[0].lower() + words[1:]


def is_clause(words: str) -> bool:
    """Tell whether some words are a main clause: "The boat sails", not "The boat" or "When the boat sails"."""
    whole = Sentence(span=Span(start=0, end=len(words)), paragraph=0)
    reading = next(readings(words, [whole]), None)
    root = next((t for t in reading.doc if t.dep_ == "ROOT"), None) if reading is not None else None
    if root is None or root.pos_ not in ("VERB", "AUX"):
        return False
    finite = [t for t in (root, *root.children) if t.tag_ in {"VBD", "VBZ", "VBP", "MD"} and t.pos_ in ("VERB", "AUX")]
    return bool(finite) and any(t.dep_ in {*_SUBJECTS, "expl"} for t in root.children)


def _moved(span: Span, by: int) -> Span:
    return Span(start=span.start + by, end=span.end + by)


@lru_cache(maxsize=512)
def _read(words: str) -> tuple[Telling, ...]:
    whole = Sentence(span=Span(start=0, end=len(words)), paragraph=0)
    reading = next(readings(words, [whole]), None)
    root = next((t for t in reading.doc if t.dep_ == "ROOT"), None) if reading is not None else None
    if reading is None or root is None or root.pos_ not in ("VERB", "AUX"):
        return ()
    subject = next((t for t in [*root.lefts, *root.rights] if t.dep_ in _SUBJECTS), None) or _first_subject(root)
    if subject is None or subject.lower_ in _STANDS_FOR_NOBODY:
        return ()
    after = _postposed(words, reading, root, subject)
    return (after,) if after else tuple(_preposed(words, reading, root, subject))


def _first_subject(root: Token) -> Token | None:
    """Return the subject of the first of several verbs where the parse hangs them under the last."""
    verbs = (t for t in root.lefts if t.pos_ == "VERB" and t.dep_ != "parataxis")  # an aside has a subject of its own
    return next((t for verb in verbs for t in verb.lefts if t.dep_ in _SUBJECTS), None)


def _postposed(words: str, reading: Reading, root: Token, subject: Token) -> Telling | None:
    """Read "There would be none, Kirby said" and "..., said Kirby"; the party must close what it says."""
    said = next((t for t in root.lefts if t.dep_ in _SAID and t.i < subject.i), None)
    if said is None or root.lemma_.lower() not in lexicon().verbs:
        return None
    whom = next((t for t in root.rights if t.dep_ in {"dobj", "dative"} and root.lemma_ == "tell"), None)
    told = root if whom is None else whom.right_edge  # "..., Ann told the Gazette"
    first, last = min(subject.left_edge.i, root.i), max(subject.right_edge.i, told.i)
    if said.right_edge.i >= first or last - first > LONGEST_LEAD:
        return None
    start = next((t for t in reading.doc if t.lower_ not in _CONNECTIVES and not t.is_punct), None)
    closes = _AFTER.fullmatch(words[_place(reading, reading.doc[last]).end :]) is not None
    if not closes or start is None or start.i >= first:
        return None
    content = reading.between(start, reading.doc[first - 1])
    verb = " ".join(reading.between(root, told).of(words).split())
    return Telling("", _party(reading, subject), verb, content, True, subject.pos_ == "PRON", subject.pos_ == "PROPN")


def _preposed(words: str, reading: Reading, root: Token, subject: Token) -> Iterator[Telling]:
    """Read "[lead] PARTY verb ...", once for each verb of saying that shares the party, then whole."""
    after = next((t for t in reading.doc[subject.right_edge.i + 1 :] if not t.is_punct), None)
    lead = _lead(words, reading, subject.left_edge)
    if any(t.dep_ in _SAID and t.i < subject.i and _tells(root, subject) for t in root.lefts):
        return  # "The dam is safe, the minister said last week": what stands before the party is what it says
    if after is None or lead is None or subject.right_edge.i > root.i:
        return
    party, pronoun, speaks = _party(reading, subject), subject.pos_ == "PRON", _may_speak(subject)
    told = (root, *(t for t in root.rights if t.dep_ in _SAID))
    predicate, end = _place(reading, after).start, _place(reading, _own_last(root, told, reading.doc[-1])).end
    aside = words[: party.start].rstrip().endswith(",") and words[_place(reading, root).end :].lstrip().startswith(",")
    if (aside and root.lemma_.lower() in lexicon().verbs) or _put_between(words[party.end : end]):
        return  # somebody else's words after all: "A boycott, it warned, would ..."
    for verb in _verbs(root):
        said = next((t for t in verb.rights if t.dep_ in _SAID), None)
        if said is None or said.left_edge.i <= verb.i or not _tells(verb, subject):
            continue
        first = after if verb == root or verb.i < after.i else verb
        start = _place(reading, said.left_edge).start
        between = " ".join(words[_place(reading, first).start : start].split()).rstrip(" ,:")
        if verb == root and words[party.end :].lstrip().startswith(","):
            between = between.rsplit(", ", 1)[-1]  # "Ann, opening the meeting, said"
        last = _own_last(said, (said, verb), reading.doc[-1] if verb == root else said.right_edge)
        if between and not re.search(r"[“”\",]", between):
            content = Span(start=start, end=_place(reading, last).end)
            yield Telling(lead, party, between, content, True, pronoun, speaks)
            if verb.lemma_ == "be":
                return  # "the engineers' view “is that the dam has aged”" reads no better
    whole = Telling(lead, party, "", Span(start=predicate, end=end), False, pronoun, speaks)
    yield _plainly(words, reading, root, whole)


def _tells(verb: Token, subject: Token) -> bool:
    """Tell whether a verb says something, by itself or by its subject: "the engineers' view is that ..."."""
    if verb.lemma_ == "be":
        return subject.lemma_.lower() in lexicon().nouns
    return verb.lemma_.lower() in lexicon().verbs


def _plainly(words: str, reading: Reading, root: Token, way: Telling) -> Telling:
    """Take a verb of saying out of the content, so that the party stands before its own words, where enough is left."""
    last = next((t for t in root.rights if t.dep_ == "prt" and t.i == root.i + 1), root)  # "rule out", "point out"
    verb = Span(start=way.content.start, end=max(_place(reading, last).end, way.content.start + 1))
    rest = words[verb.end : way.content.end]
    if root.lemma_.lower() not in lexicon().verbs or len(rest.split()) < _LEAST or re.search(r"[“”\"]", verb.of(words)):
        return way
    start = way.content.end - len(rest.lstrip())
    return replace(way, verb=" ".join(verb.of(words).split()), content=Span(start=start, end=way.content.end))


def _own_last(first: Token, verbs: Iterable[Token], last: Token) -> Token:
    """Return the last word that is surely the party's and told by its first verb.

    A joined clause with its own subject may be the teller's, and a joined verb of saying tells something else.
    """
    for joined in (t for verb in verbs for t in verb.children if t.dep_ == "conj" and t.i > first.i):
        parts = {part.dep_ for part in joined.children}
        if (parts & _SUBJECTS and "mark" not in parts) or _says_more(joined):
            end = first.doc[joined.left_edge.i - 1]
            while end.i > first.i and (end.is_punct or end.dep_ == "cc"):
                end = first.doc[end.i - 1]
            last = min(end, last, key=lambda t: t.i)
    return last


def _says_more(joined: Token) -> bool:
    """Tell whether a joined verb says something of its own: "... and said that", not "... and says no"."""
    says = joined.lemma_.lower() in lexicon().verbs
    return says and any(t.dep_ == "ccomp" and t.i > joined.i for t in joined.children)


def _verbs(root: Token) -> list[Token]:
    """Return the verbs that share a subject: the root, those joined to it, and those the parse hangs before it."""
    joined = (t for t in root.subtree if t.pos_ == "VERB" and t.dep_ in _JOINED and t != root)
    return [root, *(t for t in joined if not any(part.dep_ in _SUBJECTS for part in t.children))]


def _may_speak(subject: Token) -> bool:
    return subject.dep_ == "nsubj" and (subject.pos_ == "PROPN" or not any(t.pos_ == "NUM" for t in subject.subtree))


def _place(reading: Reading, token: Token) -> Span:
    return reading.between(token, token)


def _party(reading: Reading, subject: Token) -> Span:
    return reading.between(subject.left_edge, subject.right_edge)


def _lead(words: str, reading: Reading, party: Token) -> str | None:
    """Return what stands before the party as words of ours, or None where it is too long or holds a quotation."""
    before = list(reading.doc[: party.i])
    if any(one.lower_ == "nor" for one in before):
        return None  # "Nor do the guilds come up": without it the rest says the opposite
    if any(one.is_quote for one in before):
        return None  # what is quoted is said, not led up to
    while before and (before[0].lower_ in _CONNECTIVES or before[0].is_punct):
        before.pop(0)
    while before and before[-1].is_punct:
        before.pop()
    if not before:
        return ""
    text = " ".join(reading.between(before[0], before[-1]).of(words).split())
    if len(text.split()) > LONGEST_LEAD or re.search(r"[“”\";:—]", text):
        return None
    return text if before[0].pos_ in ("PROPN", "NUM") else text[0].lower() + text[1:]
