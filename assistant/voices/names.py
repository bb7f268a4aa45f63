"""Names as the text writes them: without titles and articles, inside a sentence, as an owner's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.voices.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

_OPENERS = frozenset(
    "both all each the a an some many most these those this that his her their our several few no not only none "
    "two three four five six seven eight nine ten another other".split()
)


def proper_name(head: Token) -> str:
    """Return the name that ends in `head`, without titles and articles."""
    first = head.i
    while first > 0 and head.doc[first - 1].pos_ in {"PROPN", "PUNCT"} and head.doc[first - 1].head.i <= head.i:
        before = head.doc[first - 1]
        if before.pos_ == "PUNCT" and before.text not in {"-", "–", "."}:
            break
        if before.head != head and before.head.i != first and before.dep_ not in {"compound", "punct", "nmod"}:
            break
        first -= 1
    words = head.doc[first : head.i + 1].text.replace(" - ", "-").strip(" -–.*_")
    return without_titles(words)


def without_titles(wording: str) -> str:
    """Return a name without the titles and the article before it."""
    titles = lexicon().words("speakers", "titles")
    words = wording.split()
    while len(words) > 1 and (words[0].casefold() in titles or words[0].casefold() in {"the", "a", "an"}):
        words.pop(0)
    return " ".join(words)


def same_person(one: str, other: str) -> bool:
    """Tell whether two names may be one person's: the words of one are among the other's."""
    first, second = one.casefold().split(), other.casefold().split()
    return set(first) <= set(second) or set(second) <= set(first)


def possessive(name: str) -> str:
    """Return a name as the owner of something: Afghanistan’s, the United States’."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def within_sentence(wording: str) -> str:
    """Write the name as it stands inside a sentence: "The union" as "the union", "Officials" as "officials"."""
    first, _, rest = wording.partition(" ")
    if first.lower() in _OPENERS and first.istitle():
        return f"{first.lower()} {rest}".strip()
    return wording if rest or not first.istitle() else _plain(wording)


def _plain(word: str) -> str:
    lowered = word.lower()
    vague = lexicon().words("speakers", "vague")
    return lowered if lowered in vague or lowered.removesuffix("s") in vague else word
