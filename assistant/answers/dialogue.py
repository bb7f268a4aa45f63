"""A follow-up and what was said before it become one question that stands alone, or a question back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answers.asking import LIBRARY, Kind, read_kind
from assistant.answers.parties import Mention, Parties, is_place
from assistant.model import Answer
from assistant.text import content_words


@dataclass(frozen=True)
class Turn:
    """A question of the conversation, as it was understood, and its answer."""

    question: str
    answer: Answer


@dataclass(frozen=True)
class Understood:
    """How a question is read in its conversation."""

    question: str
    """It, standing alone."""
    unclear: tuple[str, ...] = ()
    """Parties a pronoun may stand for equally well: a tie is asked back, never guessed."""


_SAYS_WHO = re.compile(
    r"\W*(?:and\s+)?(?:(?:but\s+)?who\s+(?:says|said|claims|claimed|thinks|alleges)(?:\s+(?:so|that|this|it))?|says\s+who"
    r"|according\s+to\s+who(?:m)?|whose\s+(?:claim|word|view)\s+is\s+(?:that|this|it)|on\s+whose\s+word)\W*",
    re.I,
)
_INSTEAD = re.compile(
    r"\W*(?:and|but|or|what\s+about|how\s+about|and\s+what\s+about|and\s+how\s+about)\s+(?P<who>[^?,]{2,60}?)\W*", re.I
)
_OTHERS = re.compile(r"\b(?:the\s+)?other\s+sides?\b|\banyone\s+else\b|\bwho\s+else\b", re.I)
_PERSON = re.compile(r"\b(?P<word>he|she|him|her|his|hers)\b", re.I)
_THING = re.compile(r"\b(?P<word>they|them|their|theirs|it|its)\b", re.I)
_POINTING = re.compile(r"\b(?:this|that|these|those|so|there|then)\b(?!\s+(?:is|was|were|are)\s+\w+ing)", re.I)
_OWNING = frozenset({"his", "their", "its", "hers", "theirs"})
_QUESTION_WORD = re.compile(
    r"^\W*(?:and\s+|but\s+|so\s+)?(?:who|what|when|where|why|how|which|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b",
    re.I,
)
_OWN_MATTER = 2
"""Content words from which a follow-up is taken to say itself what it is about."""


def understand_turn(question: str, earlier: Sequence[Turn], parties: Parties) -> Understood:
    """Read a question in its conversation: names for pronouns, the earlier matter for what is left out."""
    asked = " ".join(question.split())
    if not earlier:
        return Understood(asked)
    asking = read_kind(asked)
    if asking.kind in LIBRARY:
        return Understood(asked)
    if asking.kind is Kind.OVERVIEW and (title := _read_before(asking.rest, earlier)):
        return Understood(f"Summarise {title}")
    last = earlier[-1].question
    if _SAYS_WHO.fullmatch(asked):
        return Understood(f"Who says so: {last}")
    if (other := _INSTEAD.fullmatch(asked)) and not _QUESTION_WORD.match(other["who"]):
        return Understood(_instead(last, other["who"].strip(), parties))
    named, unclear = _named(asked, earlier, parties)
    if unclear:
        return Understood(asked, unclear)
    if _OTHERS.search(asked):
        return Understood(f"Compare: {last}")
    leans = named != asked or _POINTING.search(asked) is not None or re.match(r"\W*(?:and|but|so|then)\b", asked, re.I)
    own = [word for word in content_words(named) if word not in content_words(" ".join(_names(named, parties)))]
    if read_kind(named).kind not in (Kind.MATTER, Kind.COMPARISON) and named != asked:
        return Understood(_without_conjunction(named))
    short = len(own) < _OWN_MATTER and (bool(leans) or len(content_words(asked)) < 2)
    if short:
        return Understood(f"{_without_conjunction(named).rstrip(' ?.!')}, on this: {last}")
    return Understood(_without_conjunction(named) if leans else asked)


_THE_DOCUMENT = re.compile(
    r"(?:this|that|the|it|its?)?\s*(?:piece|article|document|doc|speech|paper|op-ed|author|writer|text|report|essay|briefing)?"
    r"(?:['’]s)?",
    re.I,
)


def _read_before(rest: str, earlier: Sequence[Turn]) -> str | None:
    """Return the title of the document quoted last, where words point at it without naming it: "it", "this piece"."""
    if not rest or not _THE_DOCUMENT.fullmatch(rest):
        return None
    return next((turn.answer.citations[0].document.title for turn in reversed(earlier) if turn.answer.citations), None)


def _without_conjunction(text: str) -> str:
    bare = re.sub(r"^\W*(?:and|but|so)\s+", "", text, flags=re.I)
    return bare[:1].upper() + bare[1:]


def _names(text: str, parties: Parties) -> list[str]:
    return [text[mention.start : mention.end] for mention in parties.mentions(text)]


def _instead(last: str, other: str, parties: Parties) -> str:
    """Ask the last question of somebody (or something) else: in the place of its first party, or beside it."""
    if re.match(r"(?:about|on|of|for|in|with)\b", other, re.I):
        return f"{last.rstrip(' ?')}, and {other}?"
    mentions = parties.mentions(last) or _capitalised(last)
    same = [m for m in mentions if is_place(m.party.name) == is_place(other)] or mentions
    if not same:
        return f"{last.rstrip(' ?')}, and {other}?"
    first = same[0]
    ending = "’s" if re.search(r"['’]s$", last[first.start : first.end]) else ""
    return f"{last[: first.start]}{other}{ending}{last[first.end :]}"


def _capitalised(text: str) -> list[Mention]:
    """Return the names a question holds that the library gives no voice, as mentions."""
    from assistant.answers.parties import Party  # the type is only built here

    found = re.finditer(r"(?<!^)\b[A-Z][\w’'\-]+(?:\s+(?:al-)?[A-Z][\w’'\-]+)*", text)
    return [Mention(Party(m.group()), m.start(), m.end(), (m.group().lower(),)) for m in found]


def _named(asked: str, earlier: Sequence[Turn], parties: Parties) -> tuple[str, tuple[str, ...]]:
    """Put names for pronouns; return the text, and the names between which one is undecided."""
    own = parties.mentions(asked)
    text = asked
    for pattern, people in ((_PERSON, True), (_THING, False)):
        match = pattern.search(text)
        if match is None or any(m.start < match.start() and _is_person(m.party.name) == people for m in own):
            continue  # "did Kirby say what he knew": the name stands in the question itself
        names = next((found for turn in reversed(earlier) if (found := _candidates(turn, people, parties))), [])
        if people and len(names) > 1:
            return asked, tuple(names)
        if names:
            text = _put(text, match, names[0])
    return text, ()


def _put(text: str, match: re.Match[str], name: str) -> str:
    owning = match["word"].lower() in _OWNING or (
        match["word"].lower() == "her" and re.match(r"\s+[a-z]+", text[match.end() :]) is not None
    )
    return f"{text[: match.start()]}{name}{'’s' if owning else ''}{text[match.end() :]}"


def _candidates(turn: Turn, people: bool, parties: Parties) -> list[str]:
    """Return whom a pronoun may stand for after a turn: the asker's own names first, then the answer's claimants."""
    mentions = parties.mentions(turn.question) or _capitalised(turn.question)
    named = list(dict.fromkeys(m.party.name for m in mentions if _is_person(m.party.name) == people))
    if not people:
        return named[:1]
    return named or list(dict.fromkeys(name for name in _claimants(turn.answer) if _is_person(name)))


def _claimants(answer: Answer) -> Iterator[str]:
    for statement in answer.statements:
        yield from statement.claimants


_TITLE = re.compile(
    r"^(?:Mr|Mrs|Ms|Dr|President|Prime Minister|General|Secretary|Senator|Minister|Ambassador)\b\.?", re.I
)
_BODY = re.compile(
    r"\b(?:the|of|intelligence|government|council|house|department|state|states|union|party|group|agency|ministry|report"
    r"|nations|sources|officials|delegation|organi[sz]ation|university|bank|fund|court|congress|assembly)\b",
    re.I,
)


def _is_person(name: str) -> bool:
    """Tell whether a name looks like a person's: a title, or two or three capitalised words that name no body."""
    if _TITLE.match(name):
        return True
    words = name.split()
    return (
        2 <= len(words) <= 4
        and not is_place(name)
        and not _BODY.search(name)
        and all(w[:1].isupper() or w.startswith("al-") for w in words)
    )
