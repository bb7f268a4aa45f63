"""A question in the library's own words: names written as documents write them, misspellings mended, synonyms taken.

Only words that no document holds are replaced; what was understood is shown with the answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from string import ascii_lowercase
from typing import TYPE_CHECKING

from assistant.search.hybrid import HybridRetriever
from assistant.text import FUNCTION_WORDS, forms_of, stem

if TYPE_CHECKING:
    from spellchecker import SpellChecker

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
SHORT_PART = 2
"""Letters of the shorter part of a name that may be missing its hyphen: IS-K, al-Adl."""
SHORTEST = 5
"""Letters of a word that is taken for a misspelling; a name has one more."""
LONG = 8
"""Letters from which a misspelling may differ in two letters."""
SURE = 3
"""Letters that a misspelling by two letters begins with as the word does: "rejoinder" is no "reminder"."""
UNITS = 12
"""Units read for how documents write a word."""


_INSIDE = re.compile(r"[\w,]\s+$")
"""What stands before a word that opens no sentence."""


class Speller:
    """Knows how one library's documents write words."""

    def __init__(self, retriever: HybridRetriever, is_common: Callable[[str], bool]) -> None:
        """Take the retriever, and what tells whether a word in lower case is a common one."""
        self._retriever, self._is_common = retriever, is_common

    def worded(self, question: str) -> str:
        """Return a question as the library would word it; unchanged where every word is known."""
        text = self._hyphenated(_plainly(question, self._says))
        quoted = [match.span() for match in _QUOTED.finditer(text)]
        for match in reversed(list(_WORD.finditer(text))):
            if any(start < match.start() < end for start, end in quoted):
                continue
            if (
                known := self._known(match.group(), inside=_INSIDE.search(text, 0, match.start()) is not None)
            ) is not None:
                text = f"{text[: match.start()]}{known}{text[match.end() :]}"
        return text

    def _says(self, idiom: str, plain: str) -> bool:
        """Tell whether documents use an idiom themselves, in any form ("called off"), and not its plain words."""
        if all(self._held(word) for word in plain.split() if word not in FUNCTION_WORDS):
            return False
        stems = r"\w*\s+".join(re.escape(stem(word)) for word in idiom.split())
        used = re.compile(rf"\b{stems}\w*\b", re.IGNORECASE)
        return any(used.search(text) for text in self._texts(idiom))

    # ------------------------------------------------------------------ hyphens

    def _hyphenated(self, text: str) -> str:
        """Write two words as one name where documents hyphenate them and never write them apart: IS K, al Adl."""
        tokens = list(_WORD.finditer(text))
        for one, other in reversed(list(pairwise(tokens))):
            a, b = one.group(), other.group()
            apart = text[one.end() : other.start()] == " " and min(len(a), len(b)) <= SHORT_PART
            plain = a.lower() in FUNCTION_WORDS
            if plain and len(b) > SHORT_PART:
                continue  # "in Kabul": two words
            if apart and a.isalnum() and b.isalnum() and (name := self._joined(a, b, named=plain)):
                text = f"{text[: one.start()]}{name}{text[other.end() :]}"
        return text

    def _joined(self, a: str, b: str, *, named: bool) -> str | None:
        """Return how documents write two words with a hyphen; None if they write them apart, or not at all."""
        if b.lower() in FUNCTION_WORDS:
            return None
        joined = re.compile(rf"(?<![\w-]){re.escape(a)}[-‐‑]{re.escape(b)}(?!\w)", re.IGNORECASE)
        apart = re.compile(rf"(?<![\w-]){re.escape(a)}\s{re.escape(b)}(?!\w)", re.IGNORECASE)
        found = None
        for text in self._texts(f"{a} {b}"):
            if apart.search(text):
                return None
            found = found or joined.search(text)
        if found is None or (named and not any(char.isupper() for char in found.group())):
            return None
        return found.group()

    def _split(self, word: str) -> str | None:
        """Return the hyphenated name that a word spells without its hyphen: isisk."""
        for cut in range(2, len(word)):
            a, b = word[:cut], word[cut:]
            known = min(len(a), len(b)) <= SHORT_PART and self._retriever.count(a) and self._retriever.count(b)
            if known and (name := self._joined(a, b, named=True)) is not None:
                return name
        return None

    # ------------------------------------------------------------------ words that no document holds

    def _known(self, word: str, *, inside: bool) -> str | None:
        """Return what documents hold instead of a word, or None if they hold it or nothing like it.

        A capital `inside` a sentence makes a name, which no other word of the same meaning stands for.
        """
        bare = re.sub(r"['’]s$", "", word)
        low = bare.lower()
        if len(low) <= SHORT_PART or not bare.isalpha() or not bare.isascii() or low in FUNCTION_WORDS:
            return None
        if self._held(bare):
            return None
        named = inside and bare[0].isupper()
        same = _little_word(bare) or self._split(bare) or (None if named else self._synonym(low))
        if same is None and stem(low) not in _groups() and low not in _english():
            same = self._nearest(bare)
        return None if same is None else f"{same}{word[len(bare) :]}"

    def _held(self, word: str) -> bool:
        """Tell whether documents hold a word or a form of it."""
        return any(self._retriever.count(form) for form in {word, *forms_of(word.lower())})

    def _synonym(self, word: str) -> str | None:
        group = _groups().get(stem(word), ())
        ending = "" if word in group else next((end for end in ("ing", "ed", "s") if word.endswith(end)), "")
        held = (one for one in group if stem(one) != stem(word) and self._held(one))
        best = next(held, None)
        return _with_ending(best, ending) if best else None

    def _nearest(self, word: str) -> str | None:
        """Return the word of the documents that is nearest in spelling: a letter apart, two in a long word."""
        low, name = word.lower(), word[0].isupper()
        if len(word) < SHORTEST + name:
            return None
        most = 2 if len(word) >= LONG + name else 1
        heads = {1: low[: 1 + name], 2: low[:SURE]}
        seen = Counter(
            other
            for term in self._retriever.terms_like(low)
            for text in self._texts(term)
            for other in _WORD.findall(text)
            if 0 < (far := apart(low, other.lower(), most)) <= most and other.lower().startswith(heads[far])
            if len(word) >= SHORTEST + other[0].isupper()  # a short name is as likely another name
        )

        common = (other for other in _a_letter_apart(low) if self._is_common(other))
        seen.update(other for other in common if other.startswith(heads[1]) and self._retriever.count(other))

        def farness(other: str) -> tuple[int, bool, int, str]:
            return apart(low, other.lower(), most), other[-1] != low[-1], -seen[other], other

        return min(seen, key=farness, default=None)

    def _texts(self, text: str) -> Iterator[str]:
        return self._retriever.texts_with(text, UNITS)


def apart(one: str, other: str, most: int) -> int:
    """Return how many letters differ, are missing or swapped with their neighbour; above `most`, just more than it.

    The optimal string alignment distance.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return min(last[-1], most + 1)


def _little_word(word: str) -> str | None:
    """Return the little word that a short one is a slip of: "stil" of "still", "thier" of "their"."""
    if not SHORTEST - 1 <= len(word) <= LONG or not word.islower() or word in _english():
        return None
    little = FUNCTION_WORDS | _LITTLE
    meant = [one for one in dict.fromkeys(_a_letter_apart(word)) if one in little and one[0] == word[0]]
    return meant[0] if len(meant) == 1 and len(meant[0]) > SHORT_PART else None


_LITTLE = frozenset("still already always never again even just only really much many often since until".split())


@cache
def _english() -> SpellChecker:
    """Return the dictionary of English words: whoever types one means it, and not what is spelt nearly so."""
    from spellchecker import SpellChecker  # its words take a fifth of a second to load: not before one is unknown

    return SpellChecker(language="en")


def _a_letter_apart(word: str) -> Iterator[str]:
    """Yield what a word becomes with one letter left out, swapped with the next, put in or replaced."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in ascii_lowercase:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


# ------------------------------------------------------------------ the table of synonyms and idioms


@cache
def _table() -> tuple[dict[str, tuple[str, ...]], tuple[tuple[str, str], ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    idioms = []
    for line in files("assistant.answers").joinpath("synonyms.txt").read_text("utf-8").splitlines():
        if ">" in line and not line.startswith("#"):
            idiom, plain = (part.strip() for part in line.split(">"))
            idioms.append((idiom, plain))
        elif line.strip() and not line.startswith("#"):
            group = tuple(word.strip() for word in line.split(","))
            for word in group:
                groups[stem(word)] = tuple(dict.fromkeys([*groups.get(stem(word), ()), *group]))
    return groups, tuple(idioms)


def _groups() -> dict[str, tuple[str, ...]]:
    return _table()[0]


def _plainly(text: str, held: Callable[[str, str], bool]) -> str:
    """Return a text with idioms and shortened amounts in plain words, but for what stands in quotation marks.

    An idiom that the documents use themselves, and not its plain words, stays.
    """
    parts = re.split(f"({_QUOTED.pattern})", text)
    return "".join(part if at % 2 else _in_plain_words(part, held) for at, part in enumerate(parts))


def _in_plain_words(text: str, held: Callable[[str, str], bool]) -> str:
    for idiom, plain in _table()[1]:
        used = re.compile(rf"\b{idiom}\b", re.IGNORECASE)
        if used.search(text) and not held(idiom, plain):
            text = used.sub(plain, text)
    for amount in _AMOUNTS:
        text = amount.sub(lambda m: f"{m['number']} {_SCALES[m['scale'].strip().lower()]}", text)
    return text


_SCALES = {"bn": "billion", "b": "billion", "tn": "trillion", "m": "million", "mn": "million", "k": "thousand"}
_AMOUNTS = (
    re.compile(r"(?P<number>[$€£]\d+(?:[.,]\d+)*)\s?(?P<scale>bn|tn|mn|m|b|k)\b", re.IGNORECASE),
    re.compile(
        r"(?<![$€£\d.,])(?P<number>\d+(?:[.,]\d+)*)(?P<scale>\s?(?:bn|tn|mn)|[mbk])\b"
        r"(?!\s+(?:long|wide|high|tall|deep|away|above|below|apart)\b)",
        re.IGNORECASE,
    ),
)
"""Amounts as people shorten them: $7bn, 40k; "40 m" and "4 B" may be anything else."""


def _with_ending(verb: str, ending: str) -> str:
    """Return a verb (or a noun) with an ending, s, ed or ing; of one that is irregular its past for ed."""
    if ending == "ed" and (len(forms_of(verb)) > 1 or verb == "let"):
        return forms_of(verb)[1] if verb != "let" else verb
    if not ending or (ending != "s" and " " in verb):
        return verb
    if verb.endswith("e") and ending != "s":
        return f"{verb[:-1]}{ending}"
    if verb.endswith("y") and verb[-2] not in "aeiou" and ending != "ing":
        return f"{verb[:-1]}i{'es' if ending == 's' else 'ed'}"
    if verb.endswith(("s", "sh", "ch", "x")) and ending == "s":
        return f"{verb}es"
    return f"{verb}{ending}"


def are_synonyms(one: str, other: str) -> bool:
    """Tell whether the table has two words, or forms of them, in one group."""
    return stem(other) in {stem(word) for word in _groups().get(stem(one), ())}
