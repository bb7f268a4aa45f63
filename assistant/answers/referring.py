"""What a follow-up leaves unsaid, filled in from what the person asked before: the nearest phrase that fits."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from assistant.answers.phrases import Phrase, Pointer, is_bound, phrases, pointers
from assistant.text import content_words

DECAY = 0.3
"""What a phrase loses for each turn that lies between."""
KEPT = 0.6
"""What a phrase gains for each further turn that speaks of it: a topic that holds is likelier than a new one."""
FEW = 2
"""Content words up to which a question without a name of its own is taken to go on with the topic."""
FEW_DEFINITE = 4
"""The same, for one that speaks of "the" something without saying of what."""


def topics(earlier: Sequence[str], people: Collection[str] = ()) -> list[Phrase]:
    """Return the phrases of earlier questions, each question as it stands alone, likeliest to be meant first.

    `people` are names, as they stand in those questions, that are known to be persons'.
    """
    scored: dict[frozenset[str], tuple[float, Phrase]] = {}
    for back, question in enumerate(reversed(earlier)):
        for phrase in phrases(question):
            key = frozenset(content_words(phrase.text))
            score = phrase.weight - DECAY * back
            if key in scored:
                before, phrase = scored[key]
                score = max(before, score) + KEPT / (1 + back)
            scored[key] = (score, replace(phrase, person=phrase.person or phrase.text in people))
    return [phrase for _, phrase in sorted(scored.values(), key=lambda pair: -pair[0])]


def complete(asked: str, earlier: Sequence[str], people: Collection[str] = (), *, on_topic: bool = True) -> str:
    """Return a question with its pronouns and bare definite phrases filled in, and its topic where it names none.

    With `on_topic` false it is known to name its own topic.
    """
    ranked = topics(earlier, people)
    fills: dict[str, tuple[int, int, str]] = {}  # the first of a kind: what follows means the same and reads better
    for pointer in pointers(asked):
        if not _bound(pointer, asked) and (said := _speaker(pointer, asked, ranked) or _antecedent(pointer, ranked)):
            fills.setdefault(pointer.kind, (pointer.start, pointer.end, _worded(pointer, said)))
    for phrase in phrases(asked):
        if said := _longer(phrase, ranked):
            fills.setdefault(phrase.text, (phrase.start, phrase.end, said))
    text = asked
    for start, end, said in sorted(fills.values(), reverse=True):
        text = text[:start] + said + text[end:]
    return text if fills or not ranked or not on_topic or not _goes_on(asked) else with_topic(text, ranked[0])


def with_topic(text: str, topic: Phrase) -> str:
    """Return a question with its topic behind it."""
    if set(content_words(topic.text)) <= set(content_words(text)):
        return text
    return f"{text.rstrip(' ?.!')} (about {topic.spoken})?"


_TOPIC = re.compile(r" \(about [^()]+\)(?=\?$|, )")


def without_topic(text: str) -> str:
    """Return a question as it was asked, without the topic that was put behind it."""
    return _TOPIC.sub("", text)


def instead(last: str, other: str) -> str | None:
    """Return the last question with something else in the place of what is like it: of its kind, or of its noun."""
    new = phrases(other)
    if len(new) != 1:
        return None
    if (asked := _AMOUNT.match(last)) and other.islower():  # "how much livestock ...", "and farmland?"
        return f"{last[: asked.end('how')]} {new[0].text}{last[asked.end() :]}"
    ways = (
        [old for old in phrases(last) if old.head == new[0].head],
        [old for old in phrases(last) if _ABOUT.search(last[: old.start])],
    )
    like = next((way[0] for way in ways if way), None)
    return None if like is None else f"{last[: like.start]}{new[0].text}{last[like.end :]}"


_AMOUNT = re.compile(r"\W*(?P<how>how\s+(?:much|many))\s+(?:[\w-]+\s+of\s+)?[\w-]+", re.I)
_ABOUT = re.compile(r"(?<!\()\b(?:about|on)\s+(?:the\s+|a\s+|an\s+)?$", re.I)


_FITS: dict[str, Callable[[Phrase], bool]] = {
    "it": lambda phrase: not phrase.plural and not phrase.person,
    "they": lambda phrase: phrase.plural,
    "one": lambda phrase: not phrase.name,
    "ones": lambda phrase: phrase.plural and not phrase.name,
    "others": lambda phrase: phrase.plural and not phrase.name,
    "he": lambda phrase: phrase.person,
    "she": lambda phrase: phrase.person,
    "there": lambda phrase: phrase.name,
}


def _bound(pointer: Pointer, asked: str) -> bool:
    """Tell whether what a pronoun stands for stands before it in the same question."""
    fits = _FITS.get(pointer.kind)
    return fits is not None and any(fits(phrase) and is_bound(pointer, phrase, asked) for phrase in phrases(asked))


def _antecedent(pointer: Pointer, ranked: Sequence[Phrase]) -> str | None:
    """Return the words a pointer stands for: the first phrase that fits, for "they" also a single one (a team)."""
    if pointer.head:
        return next((f"the {one.full}" for one in ranked if one.head == pointer.head and " " in one.full), None)
    fits = _FITS.get(pointer.kind)
    if fits is None:
        return None
    fitting = [phrase for phrase in ranked if fits(phrase)] or list(ranked[:1] if pointer.kind == "they" else ())
    if not fitting:
        return None
    if pointer.kind == "one":
        return fitting[0].head
    return fitting[0].text if pointer.kind == "ones" else fitting[0].spoken


def _speaker(pointer: Pointer, asked: str, ranked: Sequence[Phrase]) -> str | None:
    """Return who was asked before, which is whom "they say" goes on with, if it is no single person's name."""
    if pointer.kind != "they" or not pointer.speaks:
        return None
    if "," in asked[: pointer.start]:  # "and the crew, what did they say?"
        return None
    return next((one.spoken for one in ranked if one.speaks and not one.person), None)


def _worded(pointer: Pointer, said: str) -> str:
    """Return what stands for a pointer, as its place wants it."""
    if pointer.kind == "others":
        return f"other {said.removeprefix('the ')}"
    if pointer.kind == "there":
        return f"in {said}"
    if pointer.owning:
        return f"{said}’" if said.endswith("s") else f"{said}’s"
    return said


def _longer(phrase: Phrase, ranked: Sequence[Phrase]) -> str | None:
    """Return the whole of a name that a follow-up shortens: "the College" after "the Electoral College"."""
    if not phrase.name or " " in phrase.text:
        return None
    whole = (other.text for other in ranked if other.name and other.text.split()[-1] == phrase.text != other.text)
    return next(whole, None)


_DEFINES = re.compile(
    r"\W*(?:what|who)(?:[’']s| is| are| was| were)\s+(?!(?:the|its|their|some|in|at|there|it|good|other|important"
    r"|popular|common|typical|best|main)\b|a (?:good|typical)\b)[^?]+\W*",
    re.I,
)
_TELLS = re.compile(r"\W*(?:please\s+)?(?:tell|describe|explain|show|discuss)\b", re.I)


def _goes_on(asked: str) -> bool:
    """Tell whether a question seems to go on with the topic without saying so: short, and no name in it."""
    if any(phrase.name for phrase in phrases(asked)):
        return False
    if any(pointer.head for pointer in pointers(asked)):
        return len(content_words(asked)) <= FEW_DEFINITE
    return not _DEFINES.fullmatch(asked) and not _TELLS.match(asked) and len(content_words(asked)) <= FEW
