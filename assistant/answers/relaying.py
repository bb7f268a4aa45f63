"""What a document reports of somebody, worded from its claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from assistant.answers.clauses import trimmed
from assistant.answers.evidence import Evidence
from assistant.answers.naming import outlet
from assistant.answers.wholeness import has_verb
from assistant.answers.wording import (
    OWNED,
    PRONOUN_THAT,
    PRONOUNS,
    WHEN,
    Draft,
    count,
    date_phrase,
    held,
    in_full,
    meant,
    one_space,
    points,
    quotable,
    small,
)
from assistant.model import Claim, ClaimantKind, Form, Span, Voice, voice_of
from assistant.voices.lexicon import lexicon
from assistant.voices.names import possessive
from assistant.voices.retelling import interposed, is_clause

_FINITE = re.compile(
    r"(?:\w+(?:ed|s)|said|told|thought|knew|wrote|saw|felt|meant|made|gave|put|swore|held|heard|spoke)", re.I
)


_PREPOSITIONS = frozenset("against of for on about to over with as in at by from".split())
_WITHOUT_OBJECT = {"told": "said", "informed": "said", "assured": "said", "reminded": "said"}
"""What is written for a verb that says to whom, where those words are left out."""
CLAUSE = 5
"""Words from which what stands behind "according to X" is told by itself."""
_FREE_RELATIVE = re.compile(r"\b(?:what|whatever|how|why)\s+(?:the\s+)?$", re.IGNORECASE)
"""How a clause opens in which somebody is only said to have spoken: "What the guild said of it is not known"."""
_RELATIVE = re.compile(r"\b(?:who|which)\b")
_ANY_WHO = re.compile(r"\s+(?:who|that)\b")
_ANY = re.compile(r"(?:an?|any|every|no|each|whoever|anyone|everyone|those)\b", re.IGNORECASE)
"""How somebody is named who need not exist: "a man who says so"."""


def _as_asked(one: Evidence, claim: Claim) -> str:
    """Return what opens a sentence that tells a reply: "asked whether it was so, " she said that it was."""
    made = claim.attribution
    lead = one.printed[one.sentence.span.start : made.source.start] if made.source is not None else ""
    found = _ASKED.fullmatch(one_space(lead))
    return f"{lead[0].lower()}{one_space(lead)[1:].strip()} " if found else ""


_ASKED = re.compile(r"(?:When )?(?:[Aa]sked|[Pp]ressed|[Qq]uestioned|[Cc]hallenged) [^“”\"]{5,140},\s*")
_PREDICATE = re.compile(
    r"(?:['’]s?)?\s*(?P<noun>[\w-]+(?: [\w-]+)?) (?P<is>is|was|are|were|has been|had been)\s*", re.I
)
"""What stands between whose view it is and what it is said to be."""


def relayed(one: Evidence, longest: int, *, sourced: bool = False) -> Iterator[Draft]:
    """Write "According to DOCUMENT, SOURCE cue “content”" for each thing the document reports of somebody else.

    What holds little of the matter is left out, unless it is `sourced` that is asked for: who says so.
    """
    for claim in one.claims:
        if (words := _reported(one, claim, longest)) is None:
            continue
        teller = ""
        if skips_a_teller(one, claim) and not (teller := _teller(one, claim)):
            continue
        subject, cue, content = words
        put = _as_asked(one, claim)
        little = held(one, content) < len(one.covers) / 2 and not put
        if little and not sourced and count(content.of(one.printed)) < count(one.text) / 2:
            continue
        names = tuple(party.name for party in claim.attribution.claimants)
        chain = tuple(link.name for link in claim.chain)
        inside = tuple(c for c in one.claims if content.overlaps(c.attribution.content))
        before = f"According to {outlet(one)}, {put or teller or _when(one, claim)}{subject} {cue} "
        yield Draft(before, content, ".", one, Voice.ATTRIBUTED, names, chain, inside)


def by_name_alone(one: Draft) -> Draft:
    """Return a draft that quotes what something is called, and not what: "called the decision “a disgrace”"."""
    called = _CALLED.fullmatch(one.span.of(one.evidence.printed)) if _CALLS.search(one.before) else None
    if called is None:
        return one
    name = Span(start=one.span.start + called.start("name"), end=one.span.start + called.end("name"))
    return replace(one, before=f"{one.before}{one_space(called['what']).strip()} ", span=name)


_CALLS = re.compile(
    r"\b(?:call|label|brand|dub|term|describe|portray|denounce|dismiss|condemn|hail|characteri[sz]e)[a-z]* $"
)
_CALLED = re.compile(r"(?P<what>(?:[^\s“”]+\s+){1,6}?)“(?P<name>[^“”]+)”")
"""What is called something, and what: "the decision “a disgrace”"."""


def _reported(one: Evidence, claim: Claim, longest: int) -> tuple[str, str, Span] | None:
    """Return subject, cue and content of a claim that reads SOURCE cue content; None where it does not."""
    made, text = claim.attribution, one.printed
    if made.source is None or made.cue is None or len(claim.chain) < 2 or one.speaker == claim.chain[0].name:
        return None
    if not one.sentence.span.contains(made.content):
        return None
    if _ANY_WHO.match(text, made.source.end) and _ANY.match(one_space(made.source.of(text))):
        return None  # "An inspector who believes that ... does not wait": nobody is said to believe it
    if _FREE_RELATIVE.search(text[max(0, made.source.start - 12) : made.source.start]):
        return None
    if text.startswith(" it,", made.cue.end) or text.startswith(" it,", made.cue.end - len(" it")):
        return None  # "as Ann sees it, ...": `beside` words it
    said = made.content
    behind = text[made.source.end : said.end].strip(" ,")
    if _according(text, claim) and said.start < made.cue.start and count(behind) >= CLAUSE and is_clause(behind):
        said = Span(start=made.source.end, end=said.end)  # "If this goes on, according to Ann half the town will move"
    inverted = made.cue.end <= made.source.start and made.source.end <= said.start  # "said Ann: “...”"
    straight = made.source.end <= made.cue.start and made.cue.end <= said.start
    if not (inverted or straight) or interposed(text, said):
        return None
    subject = subject_of(one, claim)
    cue = "said that" if _according(text, claim) else _cue(text, claim)
    if cue is not None and one_space(made.source.of(text)).lower() in _FIRST and subject not in (None, "we", "they"):
        cue = _third_person(cue)
    noun = made.cue.of(text).lower()
    predicate = _PREDICATE.fullmatch(one_space(text[made.source.end : said.start]))
    if predicate and one_space(made.cue.of(text)).lower().removesuffix("s") in lexicon().nouns:  # "their view was that"
        owner = meant("they", made.claimants) if subject is None else re.sub(r"['’]s?$", "", subject)
        subject, cue = _owned(owner, predicate["noun"]) if owner is not None else None, predicate["is"]
    elif subject is not None and noun in lexicon().nouns:
        if OWNED.search(made.source.of(text)):
            subject, cue = _owned(re.sub(r"['’]s?$", "", subject), noun), "is"
        elif inverted and re.match(r"\s+(?:of|by|from)\b", text[made.cue.end : made.source.start]):
            subject, cue = f"the {noun} of {subject}", "is"
    content = quotable(text, said, longest)
    if subject is None or cue is None or content is None:
        return None
    if PRONOUN_THAT.match(text, said.start):
        return None  # "I am afraid that is not where it ends"
    that = " that" if re.match(r"\s*that\b", text[said.start :]) and not cue.endswith("that") else ""
    words = content.of(text)
    if (that or cue.endswith("that")) and not (is_clause(words) or (content.end >= said.end - 2 and has_verb(words))):
        return None  # what is left behind "that" says nothing
    return subject, cue + that, content


_FIRST = frozenset({"i", "we"})


def is_finite(verb: str) -> bool:
    """Tell whether a word can be the finite verb of somebody's saying: "said", "warns", "have"."""
    return _FINITE.fullmatch(verb) is not None or verb.lower() in _bases()


def _third_person(cue: str) -> str:
    """Write a speaker's own verb as said of him or her: "we urge" is what the envoy urges."""
    return re.sub(
        rf"^((?:\w+ly |also |still ){{0,2}})({'|'.join(_bases())})\b",
        lambda verb: verb[1] + _bases()[verb[2].lower()],
        cue,
        flags=re.IGNORECASE,
    )


_IRREGULAR = {"have": "has", "are": "is", "am": "is", "do": "does"}


@cache
def _bases() -> dict[str, str]:
    """Return the third person of every verb that takes a content, by its base."""
    verbs = {words.split()[0] for words in lexicon().verbs}
    return {verb: _inflected(verb) for verb in verbs} | _IRREGULAR


def _inflected(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh")):
        return f"{verb}es"
    return re.sub(r"(?<![aeiou])y$", "ie", verb) + "s"


def _owned(owner: str, noun: str) -> str:
    """Word whose view it is: "the guild's view", "the view of the master of the guild"."""
    return f"the {noun} of {owner}" if " of " in owner else f"{possessive(owner)} {noun}"


def _according(text: str, claim: Claim) -> bool:
    """Tell whether a claim's source stands behind "according to"."""
    cue = claim.attribution.cue
    return cue is not None and one_space(cue.of(text)).lower() == "according to"


def skips_a_teller(one: Evidence, claim: Claim) -> bool:
    """Tell whether somebody in the sentence tells of a claim whom a line on it alone would leave out.

    "Two villagers allege that officials threatened to ...": that officials did is the villagers' word, not the paper's.
    """
    floor = {one.speaker, voice_of(one.document.metadata)}
    return len(claim.chain) > _STRAIGHT and claim.chain[1].name not in floor


_STRAIGHT = 2
"""Links of a chain that leads from a claimant straight to the document."""


def _teller(one: Evidence, claim: Claim) -> str:
    """Word who tells of a claim in its sentence: "two villagers allege that "; empty where that cannot be worded."""
    outer = next((each for each in one.claims if each.attribution.id == claim.attribution.parent), None)
    if outer is None or outer.attribution.source is None or outer.attribution.cue is None:
        return ""
    if not outer.attribution.source.end <= outer.attribution.cue.start < outer.attribution.content.start:
        return ""
    subject, cue = subject_of(one, outer), _cue(one.printed, outer)
    return f"{subject} {cue} that " if subject and cue else ""


_COUNTED = re.compile(r"(?:one|some|many|both|all|another) (?:of )?(?!of|them|us|these|those|it|that|this)\w", re.I)
"""Words that count parties, with a noun: "one of the inspectors", "some officials"."""


def subject_of(one: Evidence, claim: Claim) -> str | None:
    """Return the source as the sentence words it; a pronoun gives way to the name it stands for, or to nothing."""
    made, text = claim.attribution, one.printed
    assert made.source is not None  # noqa: S101 - asked by the caller
    worded = one_space(made.source.of(text)).strip(" ,;")
    if _RELATIVE.search(worded):  # "traders, including those who left": the traders
        worded = re.split(r",\s+(?:including|among)\b", worded)[0]
    article = re.search(r"\b([Tt]he|[Aa]n?)\s+$", text[max(0, made.source.start - 5) : made.source.start])
    party = made.claimants[0]
    first = worded.lower().split()[0]
    if points(worded):
        return meant(worded, made.claimants)
    points_at = first in PRONOUNS and not _COUNTED.match(worded)
    if points_at or not any(char.isalpha() for char in worded) or _RELATIVE.search(worded):
        return None
    if article:
        worded = f"{article[1].lower()} {worded}"
    if (full := in_full(worded, made.claimants)) is not None:
        return full
    worded = (
        small(worded, text, one.sentence.span.of(text)) if made.source.start <= one.sentence.span.start + 1 else worded
    )
    named = re.match(rf", {re.escape(party.name)}(?=[,.;”\"])", text[made.source.end :]) is not None
    return f"{worded}, {party.name}," if named else worded


def _cue(text: str, claim: Claim) -> str | None:
    """Return the words between source and content where they are few and plain, else the cue if it is a finite verb."""
    made = claim.attribution
    assert made.source is not None and made.cue is not None  # noqa: S101 - asked by the caller
    if made.cue.end <= made.source.start:
        return one_space(made.cue.of(text)).strip()
    between = one_space(text[made.source.end : made.content.start]).strip(" ,")
    between = re.sub(r"^(?:who|which) ", "", between)  # "the envoy, who said that ..."
    if made.form is Form.DIRECT and between.endswith(":") and " " in between:
        return "said"  # "rejected this on 9 June:" has an object of its own: the quotation is not what is rejected
    plain = re.fullmatch(r"[A-Za-z][\w’' /\-]*,?", between) is not None
    if re.match(r"(?:would|should|could|might|must|can|\w+ing)\b", between):
        return None
    if plain and 0 < len(between.split()) <= 7 and not text[made.source.end].isalpha():
        return re.sub(r"\s+that$|,$", "", between)
    cue = one_space(made.cue.of(text)).strip()
    particle = one_space(text[made.cue.end : made.content.start]).strip(" ,:“")
    if particle not in ("", "that"):  # "warned against": without its preposition the verb says another thing
        return f"{cue} {particle}" if _FINITE.fullmatch(cue) and particle in _PREPOSITIONS else None
    cue = _WITHOUT_OBJECT.get(cue.lower(), cue)
    return cue if " " not in cue and _FINITE.fullmatch(cue) else None


def _when(one: Evidence, claim: Claim) -> str:
    """Return the date that opens the sentence before the source ("on 8 July "), or nothing."""
    made = claim.attribution
    assert made.source is not None  # noqa: S101 - asked by the caller
    lead = re.sub(
        r"\b(?:the|a|an)\s*$",
        "",
        one_space(one.printed[one.sentence.span.start : made.source.start]),
        flags=re.I,
    )
    match = WHEN.fullmatch(lead)
    if not match or not re.search(r"\d", match[1]):
        return ""
    return f"{date_phrase(match[1])}, "


def at_length(one: Evidence, words: Span) -> Draft | None:
    """Write "According to DOCUMENT, SOURCE said: “words”" for a sentence of a quotation longer than itself."""
    inside = [c for c in one.claims if c.attribution.form is Form.DIRECT and c.attribution.content.contains(words)]
    claim = inside[-1] if inside else None
    if claim is None or len(claim.chain) < 2 or len(claim.attribution.claimants) != 1:
        return None
    party, piece = claim.chain[0], words.of(one.printed)
    named = party.kind in (ClaimantKind.NAMED, ClaimantKind.GROUP) and party.name.lower() not in PRONOUNS
    if not named or party.name == one.speaker:
        return None
    marked = piece.startswith("“") and piece.endswith("”") and piece.count("“") == 1
    span = trimmed(one.printed, words.start + 1, words.end - 1) if marked else words
    says = "asked" if piece.rstrip(" ”").endswith("?") else "said"
    before = f"According to {outlet(one)}, {party.name} {says}: "
    chain = tuple(link.name for link in claim.chain)
    return Draft(before, span, ".", one, Voice.ATTRIBUTED, (party.name,), chain, (claim,))
