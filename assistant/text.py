"""Words of a text, for searching and comparing; never for quoting."""

from __future__ import annotations

import re
import threading
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote, urlsplit

MARKDOWN_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
"""A link of Markdown; its group is the words a reader sees."""
_MARKS = re.compile(
    r"[*`]{1,3}(?=\S)|(?<=\S)[*`]{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|\\(?=[\[\]#>*_.-])|<[^>\n]{1,200}>|^\s*>+",
    re.MULTILINE,
)
_WHITE = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")

FUNCTION_WORDS = frozenset(
    """a about above after again all also am an and any are aren't as at be because been before being below between
    both but by can can't cannot could did didn't do does doesn't doing don't down during each either else ever
    every few for from further get gets getting give given go goes going got had has hasn't have haven't having
    he her here hers him himself his how i i'm if in into is isn't it it's its itself just let like make many
    may me might more most much must my myself need neither no nor not now of off on once one only or other our
    ours ourselves out over own per put really said same say saying says shall she should since so some such
    tell than that that's the their theirs them themselves then there these they they're thing things this those
    through to too under until up upon us very was wasn't we were weren't what what's when where which while who
    who'd who's whom whose why will with within without won't would wouldn't yes yet you your yours please
    according exactly actually anybody anyone anything somebody someone something everybody everyone everything
    anywhere somewhere""".split()
)
"""English words that say nothing about a question's matter."""
LOOSE_MARKS = re.compile(r"[“”\"\[\]\\*]|(?<!\w)_+|_+(?!\w)")
"""Marks of a name or title that mean something in a question or an answer; in "Annual_Report.txt" the mark stays."""


def readable(text: str) -> str:
    """Return the text as a reader sees it: white space folded, Markdown links and emphasis reduced to their words."""
    return _WHITE.sub(" ", without_markup(text)).strip()


def without_markup(text: str) -> str:
    """Return a text with its Markdown links and emphasis reduced to their words."""
    return _MARKS.sub("", MARKDOWN_LINK.sub(r"\1", text))


@lru_cache(maxsize=16)
def curled(text: str) -> str:
    """Return a text with its straight double quotation marks as “ and ”, each in its place."""
    return _OPENING.sub("“", text).replace('"', "”") if '"' in text else text


_OPENING = re.compile(r'(?<![^\s(\[{—–/:“])"(?=\S)')


def path_parts(uri: str) -> list[str]:
    """Return the folders and the file's name that a file URI or an address leads through, in order."""
    return unquote(urlsplit(uri).path).split("/")


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, apostrophes straight, in order."""
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def content_words(text: str) -> list[str]:
    """Return the stems of the words that carry a text's matter, in order, without repeats."""
    found: dict[str, None] = {}
    for word in words(text):
        bare = word.removesuffix("'s")
        if bare and bare not in FUNCTION_WORDS:
            found.update(dict.fromkeys(stem(part) for part in _parts(bare)))
    return list(found)


@lru_cache(maxsize=10_000)
def matter_words(text: str) -> frozenset[str]:
    """Return the stems a text can be found by: its content words, and hyphenated ones also as one word."""
    joined = (stem(word.removesuffix("'s")) for word in words(text) if "-" in word)
    return frozenset([*content_words(text), *joined])


def overlap(one: str, other: str) -> float:
    """Return the share of the content words of the one with fewer that both hold, 0..1; without any, 1 for equals."""
    a, b = set(content_words(one)), set(content_words(other))
    return len(a & b) / min(len(a), len(b)) if a and b else float(one == other)


def _parts(word: str) -> list[str]:
    """Return the parts of a hyphenated word that say something by themselves ("al-Qaeda"), or the word ("IS-K")."""
    if "-" not in word:
        return [word]
    parts = [part for part in word.split("-") if len(part) > 1 and part not in FUNCTION_WORDS]
    return parts if parts and len("".join(parts)) + 1 >= len(word.replace("-", "")) else [word]


class _Stemmers(threading.local):
    """A stemmer a thread: one keeps the word it works on, so two threads must not share it."""

    def __init__(self) -> None:
        import snowballstemmer  # deferred: only searching and answering stem

        self.english: Any = snowballstemmer.stemmer("english")


@lru_cache(maxsize=1)
def _stemmers() -> _Stemmers:
    return _Stemmers()


@lru_cache(maxsize=1)
def _irregular() -> dict[str, tuple[str, ...]]:
    """Return each irregular word with its forms, itself first, by each of them."""
    lines = files("assistant").joinpath("irregular.txt").read_text("utf-8").splitlines()
    groups = (tuple(line.split()) for line in lines if line and not line.startswith("#"))
    return {form: group for group in groups for form in group}


def forms_of(word: str) -> tuple[str, ...]:
    """Return the irregular forms of a word in lower case, its plain one first: steal, stole, stolen; else itself."""
    return _irregular().get(word, (word,))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return a word's stem (Porter2), that of its plain form where it is irregular: stolen and steal are one.

    Hyphens and stops are taken out, so that U.S. is us and al-Qaeda is alqaeda.
    """
    return str(_stemmers().english.stemWord(re.sub(r"[.\-]", "", forms_of(word)[0])))


_ENDINGS = tuple(
    """ational ionari ization isation ation ition ment ness ity ance ence ator ari aci ing ion ive ist ism er or al
    ed ous ant ent ly y e i s""".split()
)
_LEAST_ROOT = 4


@lru_cache(maxsize=100_000)
def root(word: str) -> str:
    """Return what a word shares with its derivations, as far as endings tell: fund, funder; allege, allegation."""
    bare = stem(word)
    for ending in _ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= _LEAST_ROOT:
            return bare[: -len(ending)]
    return bare


def nearly(word: str, other: str) -> bool:
    """Tell whether two words may be spellings of one: alike by two letters in eight, or but for the vowels."""
    if not (word and other) or abs(len(word) - len(other)) > 2 or word[0] != other[0]:
        return False
    if len(word) > 4 and SequenceMatcher(None, word, other).ratio() >= 0.8:
        return True
    return _consonants(word) == _consonants(other) and min(len(word), len(other)) > 2


def _consonants(word: str) -> str:
    return word.translate(_VOWELS)


_VOWELS = str.maketrans("", "", "aeiouy'")
