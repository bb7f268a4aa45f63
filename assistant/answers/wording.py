"""A statement on its way, and the small change of wording one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.answers.clauses import shortened, trimmed
from assistant.answers.evidence import Evidence
from assistant.answers.phrases import parsed
from assistant.model import Attribution, Claim, Claimant, ClaimantKind, Span, Voice
from assistant.text import matter_words, without_markup
from assistant.voices.claimants import UNNAMED
from assistant.voices.lexicon import lexicon
from assistant.voices.names import possessive
from assistant.voices.subjects import is_for_people

LEAST_QUOTED = 3
"""Words: fewer are no quotation."""
LONGEST_QUOTATION = 35
"""Words; a longer sentence is quoted by the clauses that answer."""
PRONOUNS = frozenset("i we he she they it you who that this these those one some many both all another others".split())
OWNED = re.compile(r"(?:['’]s|s['’])\s*$")
"""How a source ends that owns what is said: "the union's" claim."""
PRONOUN_THAT = re.compile(
    r"\W*[Tt]hat(?:['’]s|\s+(?:is|was|are|were|has|had|will|would|can|could|may|might|must|should|does|did))\b"
)
"""Where "that" is what a clause is about, and opens none: "I fear that is all"."""
OWN_PARTY = frozenset("my our your his her their its".split())
WHEN = re.compile(
    r"\W*((?:on|in|by|at|during|since)?\s*(?:the\s+)?(?:\d{1,2}\s+)?(?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)?(?:\s+\d{1,2}(?!\d))?(?:,?\s*(?:19|20)\d\d)?)\s*[:,]?\s*",
    re.I,
)


@dataclass(frozen=True)
class Draft:
    """A statement before its citation has a number."""

    before: str
    """What stands before the quotation, ending in a space or a colon and a space; may be empty."""
    span: Span
    """The words quoted."""
    after: str
    """What stands after the marker."""
    evidence: Evidence
    voice: Voice
    claimants: tuple[str, ...]
    chain: tuple[str, ...]
    claims: tuple[Claim, ...]

    @property
    def reported(self) -> Attribution | None:
        """Return who is said to say the words quoted, and how; None where nobody is."""
        return next((c.attribution for c in self.claims if c.attribution.content.overlaps(self.span)), None)


def held(one: Evidence, span: Span) -> int:
    """Return how much of the question's matter some words of a sentence hold."""
    return len(one.covers & matter_words(span.of(one.document.text)))


_CONNECTIVE = re.compile(
    r"(?<=, )(?:in the meantime|meanwhile|notably|additionally|however|therefore|thus|in addition|moreover|furthermore"
    r"|as a result|consequently|in fact|indeed|finally|lastly|(?:first|second|third)(?:ly)?|again|also|then), ",
    re.IGNORECASE,
)


def without_connective(one: Draft) -> Draft:
    """Return a draft without the word by which its sentence follows on another: it stands alone here."""
    return replace(one, before=_CONNECTIVE.sub("", one.before, count=1))


_REMARK = re.compile(r",\s+without\s+(?:\w+ing)\b")
"""How a teller remarks on what he reports: "..., without saying who"."""


def quotable(text: str, content: Span, longest: int) -> Span | None:
    """Return the content without "that" and without quotation marks around it; cut after whole clauses if long."""
    match = re.match(r"\s*that\b[\s,]*", content.of(text))
    remark = (
        _REMARK.search(content.of(text)) if "“" not in text[max(0, content.start - 1) : content.start + 1] else None
    )
    end = content.start + remark.start() if remark else content.end
    start = content.start + (match.end() if match else 0)
    if start >= end:
        return None
    span = trimmed(text, start, end)
    span = unmarked(text, span)
    if count(span.of(text)) > longest:
        span = shortened(text, span, longest) or span
    if span.of(text).count("(") > span.of(text).count(")") and text[span.end : span.end + 1] == ")":
        span = Span(start=span.start, end=span.end + 1)
    piece = span.of(text)
    whole = piece.count("“") == piece.count("”")  # a quotation cut in its middle cannot be read as one
    return span if whole and 2 < count(piece) <= longest else None


_PAIR = 2


def unmarked(text: str, span: Span) -> Span:
    """Return some words without the quotation marks that stand around all of them."""
    piece = span.of(text)
    straight = piece[0] == '"' and piece.endswith(('"', '".')) and piece.count('"') == _PAIR
    if not straight and (piece[0] != "“" or not piece.endswith(("”", "”.")) or piece.count("“") != 1):
        return span
    inner = piece.rstrip(".")[1:-1]
    return trimmed(text, span.start + 1, span.start + 1 + len(inner))


_NO_NAME = frozenset(
    """the a an another some two three four five reports sources officials experts analysts critics none nobody no each
    both all many most several few neither either one it they he she this that these those its their his her our every
    any such there here what when where who how why whether if as in on at by for from of with
    after before since""".split()
)
"""Words that are small inside a sentence, whatever follows them."""


def small(words: str, text: str, sentence: str = "") -> str:
    """Return the words that open a sentence as they stand inside one: small, unless they are a name.

    A word that the document writes small elsewhere is no name, nor what the `sentence` that it opens is parsed as none.
    """
    first, *rest = words.split()
    if sentence and _opens_with_no_name(sentence) and (not rest or rest[0][0].islower()):
        return words[0].lower() + words[1:]
    if first.lower() not in _NO_NAME and rest and rest[0][0].isupper():
        return words  # "President Ardeno": a title and a name
    small = first[0].lower() + first[1:]
    people = bool(rest) and _is_people(small)  # "Fishermen in the valley"
    people = people or _NUMERAL.match(small) is not None
    if people or small.lower() in _NO_NAME or re.search(rf"(?<=\s){re.escape(small)}(?=[\s,.;])", text):
        return words[0].lower() + words[1:]
    return words


@lru_cache(maxsize=512)
def _opens_with_no_name(sentence: str) -> bool:
    """Tell whether a sentence opens with a common word, as its parse has it."""
    first = next((token for token in parsed(sentence) if token.is_alpha), None)
    if first is None or first.tag_ not in _COMMON or first.ent_type_ or first.text.isupper():
        return False
    return first.tag_ != "NN" or first.dep_ != "nsubj" or first.i + 1 != first.head.i  # "Lund says": an unknown name


_COMMON = frozenset({"NN", "NNS", "JJ", "JJR", "JJS", "VBG", "DT", "PRP$"})


_NUMERAL = re.compile(
    r"(?:three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|a?\w*hundred|thousands?|millions?|half)(?:-\w+)?$"
)


def _is_people(word: str) -> bool:
    """Tell whether a word in small letters is a plural of people: fishermen, traders, officials."""
    single = word.removesuffix("s")
    many = is_for_people(single) or single in lexicon().words("speakers", "vague")
    return word.endswith(("men", "women", "people")) or (word != single and many)


def quotes_another(one: Draft) -> bool:
    """Tell whether the words quoted say themselves who says what: “Ann claims that the bridge will fall”."""
    made = [claim.attribution for claim in one.evidence.claims]
    return any(a.source and a.cue and one.span.contains(a.source) and one.span.contains(a.cue) for a in made)


def date_phrase(words: str) -> str:
    """Return a date with its preposition: "on 8 July", "in 2017"."""
    words = one_space(words).strip()
    if re.match(r"(?:on|in|by|at|during|since)\b", words, re.I):
        return f"{words[0].lower()}{words[1:]}"
    return f"{'on' if re.match(r'[0-9]{1,2} [A-Z]', words) else 'in'} {words}"


def points(worded: str) -> bool:
    """Tell whether words only point at a party ("it", "another"), or at whose it is ("its speech")."""
    words = worded.lower().split()
    return words[0] in OWN_PARTY or (len(words) == 1 and words[0] in PRONOUNS)


def meant(worded: str, claimants: Sequence[Claimant]) -> str | None:
    """Return the name of the one party that words only point at; None where nobody knows one, and for a bare "its"."""
    if len(claimants) != 1 or worded.lower() in OWN_PARTY:
        return None
    party = claimants[0]
    first, _, rest = party.name.partition(" ")
    if first == "another" and rest:
        return party.name  # "another reporter", for "another" behind "a reporter"
    known = party.kind in (ClaimantKind.NAMED, ClaimantKind.GROUP, ClaimantKind.ARTIFACT)
    described = party.kind is ClaimantKind.UNSPECIFIED and bool(rest) and party.name != UNNAMED
    known = known or described  # "a senior official", whoever that is
    named = known and first.lower() not in PRONOUNS | OWN_PARTY and (rest or not points(first))
    if not named:
        return None
    noun = worded.split()[-1].lower()  # "its lawyer", whose office the text has told with its owner's name
    offices = (one for one in party.offices if one.split()[-1].lower() == noun and not points(one))
    office = next(offices, None) if " " in worded else None
    return f"{small(office, '')}, {party.name}," if office else small(party.name, "")


def count(text: str) -> int:
    """Return how many words a text has."""
    return len(text.split())


def is_bare(words: str) -> bool:
    """Tell whether words only point at somebody or something: "the piece", "this report"."""
    first, *rest = words.lower().split()
    return first in {"the", "this", "that", "these", "those"} and len(rest) == 1


def in_full(worded: str, claimants: Sequence[Claimant]) -> str | None:
    """Return the fuller name of the one party that a bare noun means: the Health Ministry, for "the ministry".

    Of "one of them" it is one of those who were described before.
    """
    some = worded.lower().endswith(" of them")
    if not (some or is_bare(worded)) or len(claimants) != 1 or claimants[0].name.lower() == worded.lower():
        return None
    told = some or claimants[0].kind is ClaimantKind.ARTIFACT
    return claimants[0].name if told else meant(worded, claimants)


def says_nothing(name: str) -> str:
    """Return the note that somebody who was asked is not heard."""
    return f"The documents hold nothing by {name} on this in so many words."


def shows_nothing(name: str) -> str:
    """Return the note that somebody who was asked is heard, and in no sentence that can be quoted."""
    return f"No one sentence of the documents gives {possessive(name)} words on this."


def quoted(one: Draft) -> int:
    """Return how many words a draft quotes."""
    return count(one.span.of(one.evidence.document.text))


def one_space(text: str) -> str:
    """Return a text with its white space folded and its markup reduced to its words."""
    return re.sub(r"\s+", " ", without_markup(text)).replace(" ,", ",")
