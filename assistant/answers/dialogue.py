"""A follow-up and what was said before it become one question that stands alone, or a question back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answers.asking import LIBRARY, Kind, read_kind
from assistant.answers.fronting import ASKING, fronted
from assistant.answers.parties import Mention, Parties, Party, is_place, state_of
from assistant.answers.periods import WHEN, in_that_year, without_times
from assistant.answers.phrases import parsed, phrases, phrases_beside, pointers
from assistant.answers.provenance import PAPERS, title_in_words
from assistant.answers.question import ON_THIS
from assistant.answers.referring import complete, instead, without_topic
from assistant.answers.shape import WHO_IS, Asks, asks
from assistant.answers.whose_words import asked_by
from assistant.answers.wording import date_phrase
from assistant.model import Answer
from assistant.text import content_words, stem, words
from assistant.voices.subjects import is_for_people


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
    r"\W*(?:(?:and\s+|but\s+|so\s+)?(?:what|how)\s+about|and|but|or)\s+(?P<who>[^?,]{2,60}?)\W*", re.I
)
_SAME = re.compile(
    r"\W*(?:and\s+|what\s+(?:is|was|about)\s+)?(?:the\s+)?same\s+(?:\w+\s+){0,2}?(?:for|of|about|from|by)\s+(?P<who>[^?,]{2,40}?)\W*",
    re.I,
)
"""The same asked of something else: "same figure for Burma?"."""
_ONE = re.compile(r"(?:the\s+)?(?P<kind>[\w\-]+)\s+ones?", re.I)
"""Another of the kind just named: "the French one"."""
_OTHERS = re.compile(
    r"\b(?:the\s+)?other\s+sides?\b|\banyone\s+else\b"
    r"|\bwho\s+else\b(?=\W*$|\s+(?:has\s+|had\s+)?(?:say|said|claim|think|thought|argue|(?:dis)?agree|spoke|weigh|comment))",
    re.I,
)
_PERSON = re.compile(r"\b(?P<word>he|she|him|her|his|hers)\b", re.I)
_POINTING = re.compile(r"\b(?:these|those|so|there|then)\b", re.I)
_OWNING = frozenset({"his", "hers"})
_QUESTION_WORD = re.compile(rf"^\W*(?:and\s+|but\s+|so\s+)?{ASKING}", re.I)
_CONJUNCTION = re.compile(r"^\W*(?:and|but|so|then)\s+", re.I)
_OWN_MATTER = 2
"""Content words below which a follow-up that points back is taken to say too little itself."""


def understand_turn(question: str, earlier: Sequence[Turn], parties: Parties) -> Understood:
    """Read a question in its conversation: names for pronouns, the earlier matter for what is left out."""
    asked = " ".join(question.split())
    if not earlier:
        return Understood(asked)
    asking = read_kind(asked)
    if asking.kind in LIBRARY or _asks_who_somebody_is(asked, parties):
        return Understood(asked)
    if asking.kind is Kind.OVERVIEW and (title := _read_before(asking.rest, earlier)):
        return Understood(f"Summarise {title}")
    means_it = asking.rest != "it" or any(word in PAPERS for word in words(earlier[-1].question))
    if asking.kind is Kind.RECORD and means_it and (title := _read_before(asking.rest, earlier)):
        return Understood(_of_document(asked, asking.rest, title))
    asked = in_that_year(asked, earlier[-1].question)
    last = re.sub(r"^(?:(?:Who says so|Compare): )+", "", earlier[-1].question)
    if _SAYS_WHO.fullmatch(asked):
        return Understood(f"Who says so: {last}")
    if _OTHERS.search(asked):
        return Understood(f"Compare: {last}")
    before = [*(turn.question for turn in earlier[:-1]), _without_lead(last)]
    front = fronted(asked)
    if front is not None:
        if front.owned and set(content_words(front.owned)) <= set(content_words(last)):
            return Understood(_instead(before, front.topic, parties))
        asked = front.question or asked
    if other := _SAME.fullmatch(asked):
        return Understood(_instead(before, other["who"].strip(), parties))
    if (other := _INSTEAD.fullmatch(asked)) and not _QUESTION_WORD.match(other["who"]):
        says = _WHAT_ABOUT.match(asked) is None
        return Understood(_instead(before, other["who"].strip(), parties, says=says))
    named, unclear = _named(asked, earlier, parties)
    if unclear:
        return Understood(asked, unclear)
    if read_kind(named).kind not in (Kind.MATTER, Kind.COMPARISON) and named != asked:
        return Understood(_without_conjunction(named))
    people = {text[m.start : m.end] for text in before for m in parties.mentions(text) if _is_person(m.party.name)}
    whole = complete(named, before, people, on_topic=front is None or front.question is None)
    if _leaves_matter(asked, named, parties) or _CONTRASTS.search(asked) or _names_only(asked, whole, parties):
        filled = without_topic(whole) if _names_only(asked, whole, parties) else named
        return Understood(f"{_without_conjunction(filled).rstrip(' ?.!')}{ON_THIS}{last}")
    as_typed = whole == asked and (front is None or front.question is None)
    return Understood(asked if as_typed else _without_conjunction(whole))


def _asks_who_somebody_is(asked: str, parties: Parties) -> bool:
    """Tell whether a question asks who somebody is and names nobody else: it stands alone."""
    if (who := WHO_IS.match(asked)) is None:
        return False
    return [(m.start, m.end) for m in parties.mentions(who["name"])] == [(0, len(who["name"]))]


def _without_lead(question: str) -> str:
    """Return what a follow-up took up, if it named nothing itself: "What did X say?" of "When, on this: ..."."""
    head, on_this, taken_up = question.partition(ON_THIS)
    return taken_up if on_this and not re.search(r"\s[A-Z]", head) else question


_CONTRASTS = re.compile(r"\b(?:instead|either|in that case|other than that)\W*$", re.I)
"""What sets a question against the one before it."""
_REPLYING = frozenset(stem(word) for word in ("answer", "respond", "react", "reply", "comment", "deny", "agree"))


def _leaves_matter(asked: str, named: str, parties: Parties) -> bool:
    """Tell whether a question says nothing itself of what it is about: "does she agree?", "why?", "is that true?"."""
    mentions = parties.mentions(named)
    names = content_words(" ".join(named[m.start : m.end] for m in mentions))
    own = [word for word in content_words(named) if word not in names]
    referring = pointers(named)
    if any(pointer.kind == "this" for pointer in referring) or _dangling(named, parties):
        return len(own) < _OWN_MATTER
    if own and set(own) <= _REPLYING:
        return True
    if referring or phrases_beside(named, [(m.start, m.end) for m in mentions]):
        return False
    leans = named != asked or _POINTING.search(asked) or _CONJUNCTION.match(asked)
    return not own or (len(own) < _OWN_MATTER and bool(leans))


def _names_only(asked: str, whole: str, parties: Parties) -> bool:
    """Tell whether a question that was filled in says whom it is about, and hardly what: "who does Norland blame?"."""
    if whole == asked or read_kind(whole).kind is not Kind.MATTER:
        return False
    names = content_words(" ".join(whole[m.start : m.end] for m in parties.mentions(whole)))
    return bool(names) and len([word for word in content_words(whole) if word not in names]) < _OWN_MATTER


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


def _of_document(asked: str, pointer: str, title: str) -> str:
    """Return a question with a document's title in the place of what points at it, or behind it: "the author?"."""
    named = f"the document “{title_in_words(title)}”"
    if pointer not in asked:
        return f"{asked.rstrip(' ?.!')} of {named}?"
    return asked.replace(pointer, named, 1)


def _without_conjunction(text: str) -> str:
    bare = _CONJUNCTION.sub("", text)
    return bare[:1].upper() + bare[1:]


_NAME = r"[A-Z][\w’'\-]+(?:\s+(?:al-)?[A-Z][\w’'\-]+)*"


_WHAT_ABOUT = re.compile(r"\W*(?:(?:and|but|so)\s+)?(?:what|how)\s+about\b", re.I)


def _instead(earlier: Sequence[str], other: str, parties: Parties, *, says: bool = False) -> str:
    """Ask the last question of somebody (or something) else: in the place of what is like it, or beside it.

    What `says` something ("and the company?") takes the place of who was asked, also where it has no name.
    """
    last = earlier[-1]
    if one := _ONE.fullmatch(other):
        other = one["kind"]
    if WHEN.search(other) and not content_words(without_times(other)):
        return _at_another_time(last, other)
    if placed := re.match(r"(?P<preposition>about|on|of|for|in|with)\s+(?P<what>.+)", other, re.I):
        about = f"{placed['preposition'].lower()} "
        return _of_another(last, placed["what"], parties, about) or f"{last.rstrip(' ?')}, and {other}?"
    if _tells(other):
        return complete(f"What about {other}?", earlier, on_topic=False)
    other = _known_as(other, parties)
    mentions = parties.mentions(last) or _capitalised(last)
    speaking = [m for m in _capitalised(last) if not any(m.start < o.end and o.start < m.end for o in mentions)]
    speaking = [m for m in speaking if asked_by(last, m)]
    state = state_of(other) is not None
    same = [m for m in [*speaking, *mentions] if is_place(m.party.name) == state] or mentions
    asked = [m for m in [*mentions, *speaking, *_called(last)] if asked_by(last, m)]
    if says and asked and _is_somebody(other):
        same = asked
    elif not (parties.mentions(other) or state or _is_named(other)):
        return instead(last, other) or complete(f"What about {other}?", earlier)
    if not same:
        return f"{last.rstrip(' ?')}, and {other}?"
    first = same[0]
    article = "the " if re.match(r"the\b", last[first.start : first.end], re.I) and not is_place(other) else ""
    other = other if re.match(r"the\b", other, re.I) else f"{article}{other}"
    ending = "’s" if re.search(r"['’]s$", last[first.start : first.end]) else ""
    return f"{last[: first.start]}{other}{ending}{last[first.end :]}"


def _at_another_time(last: str, other: str) -> str:
    """Ask the last question of another time: "and by 9 April?"."""
    rest = without_times(_WHEN_CLAUSE.sub("", last)).rstrip(" ?.!")
    return f"{' '.join(rest.split())} {date_phrase(other)}?"


_WHEN_CLAUSE = re.compile(r"\s+(?:when|after|before|by the time|as soon as)\s+[^,?]*(?=\?|$)", re.I)


def _called(text: str) -> list[Mention]:
    """Return whoever a text calls by what they are, as mentions: "the union"."""
    found = (m for m in re.finditer(r"\bthe\s+[a-z]+\b", text) if _is_somebody(m.group()))
    return [Mention(Party(m.group()), m.start(), m.end(), (m.group(),)) for m in found]


def _is_somebody(other: str) -> bool:
    """Tell whether words call somebody by what they are: "the company", "the two inspectors"."""
    noun = re.fullmatch(r"the\s+(?:[\w-]+\s+){0,2}(?P<noun>[a-z]+)", other)
    return noun is not None and any(is_for_people(one) for one in (noun["noun"], noun["noun"].removesuffix("s")))


def _tells(other: str) -> bool:
    """Tell whether words say something of their own, and stand in the place of no name: "the talk of his son dying"."""
    return len(other.split()) > _LONGEST_NAME and any(token.pos_ == "VERB" for token in parsed(other))


_LONGEST_NAME = 4
"""Words."""


_ROW = re.compile(rf"(?:the\s+)?{_NAME}(?:(?:\s*,|\s+and|\s+&)\s+(?:the\s+)?{_NAME})+")
"""Names in a row: "Norland and the Ostland Guard"."""


def _of_another(last: str, other: str, parties: Parties, about: str = "") -> str | None:
    """Ask the last question about another State or party than the one it is about, not of another: None if unlike.

    Of names in a row all give way, where the same preposition, `about`, stands before them.
    """
    other = _known_as(other, parties)
    if not (state_of(other) or parties.mentions(other)):
        return None
    named = [*parties.mentions(last), *_capitalised(last)]
    state = state_of(other) is not None
    like = [m for m in named if not asked_by(last, m) and (state_of(last[m.start : m.end]) is not None) == state]
    if not like:
        return None
    first = min(like, key=lambda one: one.start)
    row = next((m for m in _ROW.finditer(last) if m.start() <= first.start < m.end()), None)
    rest = last[row.end() :] if row is not None else ""
    if row is not None and last[: row.start()].lower().endswith(about) and about and not rest.startswith(" of "):
        owns = "’s" if row.group().endswith(("'s", "’s")) else ""
        return f"{last[: row.start()]}{other}{owns}{rest}"
    start, rest = first.start, last[first.end :]
    if re.match(r"\s+[a-z]", rest) and (article := re.match(r"the\s+", last[start:], re.I)):
        start += article.end()  # "the Norwegian strike" keeps its article
    return f"{last[:start]}{other}{rest}"


def _is_named(other: str) -> bool:
    found = phrases(other)
    return bool(found) and all(phrase.name for phrase in found) and not other.islower()


def _known_as(other: str, parties: Parties) -> str:
    """Return a name as names are written: "india" as India."""
    named = {(m.start, m.end) for m in parties.mentions(other)}
    if other.islower() and (is_place(other) or (0, len(other)) in named):
        return other.title()
    return other


def _capitalised(text: str) -> list[Mention]:
    """Return the names a question holds that the library gives no voice, as mentions."""
    found = re.finditer(rf"(?<!^)\b{_NAME}", text)
    return [Mention(Party(m.group()), m.start(), m.end(), (m.group().lower(),)) for m in found]


def _named(asked: str, earlier: Sequence[Turn], parties: Parties) -> tuple[str, tuple[str, ...]]:
    """Put a person's name for "he" or "she"; return the text, and the names between which one is undecided."""
    match = _dangling(asked, parties)
    if match is None:
        return asked, ()
    names = next((found for turn in reversed(earlier) if (found := _candidates(turn, parties))), [])
    if len(names) > 1:
        return asked, tuple(names)
    return (_put(asked, match, names[0]) if names else asked), ()


def _dangling(text: str, parties: Parties) -> re.Match[str] | None:
    """Return the first "he" or "she" of a text, unless its person stands before it: "did Kirby say what he knew"."""
    match = _PERSON.search(text)
    if match is None or any(m.start < match.start() and _is_person(m.party.name) for m in parties.mentions(text)):
        return None
    return None if any(phrase.person and phrase.end <= match.start() for phrase in phrases(text)) else match


def _put(text: str, match: re.Match[str], name: str) -> str:
    her = match["word"].lower() == "her"  # "her view" is a possessive, "tell her about it" is not
    owning = (
        any(token.idx == match.start("word") and token.tag_ == "PRP$" for token in parsed(text))
        if her
        else match["word"].lower() in _OWNING
    )
    return f"{text[: match.start()]}{name}{'’s' if owning else ''}{text[match.end() :]}"


def _candidates(turn: Turn, parties: Parties) -> list[str]:
    """Return whom "he" or "she" may stand for after a turn: the asker’s own names, then the answer’s."""
    named = _people(m.party.name for m in parties.mentions(turn.question) or _capitalised(turn.question))
    said = " ".join(statement.text for statement in turn.answer.statements)
    if asks(turn.question) is Asks.PERSON and turn.answer.statements:  # who it was, the answer says
        first = turn.answer.statements[0]
        told = _SOURCE.sub("", first.text)
        who = [name for name in first.claimants if name in told] or [m.party.name for m in parties.mentions(told)]
        if found := _people(who):
            return found[:1]
    return (
        named
        or _people(_claimants(turn.answer))
        or _people(m.party.name for m in parties.mentions(said) or _capitalised(said))
    )


_SOURCE = re.compile(
    r"^(?:According to [^“]{3,120}?(?:\d{4}|document|article|piece|report|brief|statement|speech|minutes), "
    r"|[^“]{3,120}? says: )"
)
"""What of a statement names the document, and its writer."""


def _people(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if _is_person(name)))


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
