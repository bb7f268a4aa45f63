"""The lexicon as typed data: cues.toml, read once.

The file says which words signal that somebody says something, what force they
grant, and what makes a claim contested. Everything here is about words; the
grammar around them is in the modules that use it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.model import Force


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase that signals an attribution."""

    words: str
    """The lemma, with its particle or preposition ("call for")."""
    family: str
    """Its class in the lexicon: saying, denying, believing, ..."""
    force: Force
    """What it grants its content."""
    denies: bool = False
    """Whether it puts its content away ("deny", "reject")."""
    anyone: bool = True
    """Whether its subject may be a thing; if not, a person, an organisation or a document must speak."""


@dataclass(frozen=True)
class Lexicon:
    """Everything cues.toml holds, keyed for looking up."""

    verbs: Mapping[str, Cue]
    """Verbs by lemma, particle included."""
    adjectives: Mapping[str, Cue]
    """Predicative adjectives: "sure", "aware"."""
    nouns: Mapping[str, Cue]
    """Nouns that carry a content: "claim", "allegation"."""
    infinitive_nouns: frozenset[str]
    """The nouns whose content is an infinitive: "promise", "call"."""
    frames: Mapping[str, frozenset[str]]
    """For each way to take a content, the verbs that can; "clause" and "quote" are complete lists."""
    charge: Mapping[str, frozenset[str]]
    """Verbs of charging and the prepositions of the charge: accuse, of."""
    sections: Mapping[str, Mapping[str, frozenset[str]]]
    """The word lists of the remaining sections, by section and name."""

    def words(self, section: str, name: str) -> frozenset[str]:
        """Return one word list, such as `words("speakers", "titles")`."""
        return self.sections[section][name]


_QUOTING = frozenset({"saying", "asserting", "conceding", "predicting"})
_LISTS = (
    "phrases",
    "reportative",
    "speakers",
    "hedges",
    "norms",
    "predictions",
    "interpretations",
    "accusations",
    "labels",
)


@cache
def lexicon() -> Lexicon:
    """Read cues.toml; the same object every time."""
    data = tomllib.loads(files(__package__).joinpath("cues.toml").read_text(encoding="utf-8"))
    verbs = _cues(data["verbs"])
    return Lexicon(
        verbs=verbs,
        adjectives=_cues(data["adjectives"]),
        nouns=_cues(data["nouns"]),
        infinitive_nouns=frozenset(
            word for family in data["nouns"].values() if family.get("infinitive") for word in family["words"]
        ),
        frames=_frames(data["frames"], verbs),
        charge={verb: frozenset(prepositions) for verb, prepositions in data["charge"].items()},
        sections={name: {key: frozenset(words) for key, words in data[name].items()} for name in _LISTS},
    )


def _cues(families: Mapping[str, Mapping[str, Any]]) -> dict[str, Cue]:
    cues: dict[str, Cue] = {}
    for name, family in families.items():
        for words in family["words"]:
            anyone = family.get("speakers", "anyone") == "anyone"
            cues.setdefault(words, Cue(words, name, Force(family["force"]), family.get("denies", False), anyone))
    return cues


def _frames(data: Mapping[str, Any], verbs: Mapping[str, Cue]) -> dict[str, frozenset[str]]:
    frames = {name: frozenset(words) for name, words in data.items() if isinstance(words, list)}
    frames["clause"] = frozenset(verbs) - frames["no_clause"]
    frames["quote"] |= frozenset(words for words, cue in verbs.items() if cue.family in _QUOTING)
    return frames
