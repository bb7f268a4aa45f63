"""Oppositions that a document states itself: somebody rejects what was just said, or two parties are set in contrast."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answers.opposing.opposites import opposed
from assistant.answers.opposing.saying import alone
from assistant.answers.opposing.wording import matter_of, negatives_in
from assistant.model import Claim, ClaimantKind, Document, Form, Polarity, Sentence, Span
from assistant.text import content_words

REPLY = 4
"""Sentences at the start of a reply in which it may reject what was put to it."""
QUESTION = 6
"""Sentences before a reply that it may reject."""
BACK = 3
"""Sentences back to what a denial in a narrative denies."""
SHARED = 3
"""Words that a reply which denies what was said takes from it at least."""
ASKERS = frozenset({"Q", "REPORTER", "QUESTION"})
"""Labels of those who ask: what they say after an answer is the next question, not a reply."""
_LEAST = 4
"""Words a rejected sentence has at least."""

_ADVERB = (
    r"(?:just |simply |flatly |absolutely |certainly |completely |totally |really |quite |definitely |respectfully "
    r"|strongly |also )*"
)
_WRONG = (
    r"(?:not (?:true|right|accurate|correct|so|the case|fair|what happened)|untrue|false|wrong|inaccurate|incorrect"
    r"|nonsense|a lie)"
)
_SAID = (
    r"(?:(?:the |your |that |this |any |such )*(?:premise|charge|claim|idea|suggestion|notion|report|allegation|question"
    r"|characteri[sz]ation|framing|assertion|argument|accusation|assessment|view|point|description|account)s?"
    r"|that|this|it|you)\b"
)
"""What somebody rejects who rejects what was said, and not a third party's deed."""
REJECTS = re.compile(
    rf"\b(?:that|this|it|{_SAID})(?:['’]s| is| was|['’]re) {_ADVERB}{_WRONG}\b(?! (?:of|with|to|about|for)\b)"
    rf"|\b(?:that|this|it) (?:is|was)n['’]t {_ADVERB}(?:true|right|accurate|correct|so|the case|fair)\b"
    rf"|\b(?:I|we)(?:['’]d| would| will| have to| must| got to|['’]ve got to)? {_ADVERB}"
    rf"(?:disagree with|dispute|deny|reject|take (?:strong )?issue with|push back (?:on|against)|object to|quarrel with) {_SAID}"
    rf"|\bI(?:['’]d| would| will| have to| must)? {_ADVERB}(?:disagree|beg to differ)(?=[.,;!—–-]|$)"
    rf"|\b(?:I|we) {_ADVERB}(?:do not|don['’]t|won['’]t|will not|can['’]t|cannot|wouldn['’]t|would not) {_ADVERB}"
    rf"(?:buy|accept|agree with|share|subscribe to) (?:the whole )?{_SAID}",
    re.IGNORECASE,
)
"""Ways to reject what somebody else has just said."""
_DENIAL = re.compile(
    r"^(?:den(?:y|ies|ied|ying)|disput(?:e|es|ed|ing)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|rebut\w*|refut\w*"
    r"|contradict\w*|repudiat\w*|disavow\w*|disagree\w*|doubted)\b",
    re.IGNORECASE,
)
_BRANDED = re.compile(
    r"\b(?:a |an )?(?:fraud|fabrication|propaganda|lie|lies|hoax|myth|false|untrue|baseless|unfounded|groundless|nonsense|invention"
    r"|slander|distortion)\b",
    re.IGNORECASE,
)
_BRANDING = re.compile(r"^(?:call|brand|label|describ|dismiss|term|portray|denounc|condemn)\w*", re.IGNORECASE)
_POINTING = frozenset(
    matter_of(
        "charge claim figure accusation allegation suggestion idea notion report argument description view premise "
        "statement assertion assessment account version story number estimate point first second former latter"
    )
)
"""Words that point back at what was said instead of saying it again."""
_CONTRAST = re.compile(
    r"\b(?:while|whereas|but|although|though|yet|however|by contrast|in contrast|on the contrary)\b", re.I
)
_OPENING = re.compile(
    r"^\W*(?:but|however|yet|by contrast|in contrast|on the contrary|conversely|on the other hand)\b", re.I
)
_UNNAMED = frozenset(
    "he she it they you we i one who anyone someone somebody nobody everyone everybody no people them him her me this that these those "
    "there all both each none either neither which us".split()
)


@dataclass(frozen=True)
class Stated:
    """Two claims of one document, by their numbers, that it sets against one another."""

    one: int
    other: int
    mark: str


def stated_in(document: Document, sentences: Sequence[Sentence], claims: Sequence[Claim]) -> list[Stated]:
    """Return the oppositions a document states: rejected questions, denials, contrasts; each pair of claims once."""
    text = _Text(document, sentences, claims)
    found: dict[tuple[int, int], Stated] = {}
    for one in (*_rejected(text), *_denied(text), *_contrasted(text)):
        if one.one != one.other:
            found.setdefault((min(one.one, one.other), max(one.one, one.other)), one)
    return list(found.values())


class _Text:
    """A document's sentences with the claims whose content starts in each."""

    def __init__(self, document: Document, sentences: Sequence[Sentence], claims: Sequence[Claim]) -> None:
        self.document, self.sentences, self.claims = document, sentences, claims
        self.held: list[list[int]] = [[] for _ in sentences]
        starts = [sentence.span.start for sentence in sentences]
        at = 0
        for number in sorted(range(len(claims)), key=lambda number: claims[number].attribution.content.start):
            start = claims[number].attribution.content.start
            while at + 1 < len(starts) and starts[at + 1] <= start:
                at += 1
            if sentences:
                self.held[at].append(number)

    def words(self, span: Span) -> str:
        return " ".join(span.of(self.document.text).split())

    def content(self, number: int) -> Span:
        return self.claims[number].attribution.content

    def said(self, number: int) -> str:
        return self.words(self.content(number))

    def widest(self, sentence: int) -> int | None:
        """Return the claim of a sentence that says most of it."""
        held = self.held[sentence]
        return max(held, key=lambda number: self.content(number).end - self.content(number).start, default=None)

    def spoken(self, sentence: int, reply: str = "") -> int | None:
        """Return the claim of a sentence that a reply is about: most in its words, the speaker's own before others'."""
        about = matter_of(reply)
        return max(
            self.held[sentence],
            key=lambda n: (
                len(matter_of(self.said(n)) & about),
                self.claims[n].attribution.form is Form.OWN_VOICE,
                self.content(n).end - self.content(n).start,
            ),
            default=None,
        )

    def party(self, number: int) -> frozenset[str] | None:
        """Return who makes a claim, as words; None where nobody can be told apart by them."""
        first = self.claims[number].chain[0]
        bare = first.name.lower().split()
        if not bare or bare[0] in _UNNAMED or first.name == "unnamed sources":
            return None
        return matter_of(first.name) or frozenset(bare)


def _differ(one: frozenset[str] | None, other: frozenset[str] | None) -> bool:
    """Tell whether two parties are certainly two: neither's name holds the other's."""
    return one is not None and other is not None and not (one <= other or other <= one)


# ------------------------------------------------------------------ a reply that rejects what was put to it


def _rejected(text: _Text) -> Iterator[Stated]:
    sentences = text.sentences
    for at in range(1, len(sentences)):
        here, before = sentences[at].speaker, sentences[at - 1].speaker
        if here is not None and before is not None and here != before and here not in ASKERS:
            turn = [n for n in range(at, min(at + REPLY, len(sentences))) if sentences[n].speaker == here]
            put = [n for n in range(max(0, at - QUESTION), at) if sentences[n].speaker == before]
            yield from _reply(text, turn, put)
        if REJECTS.search(text.words(sentences[at].span)):
            yield from _retort(text, at)


def _reply(text: _Text, turn: Sequence[int], put: Sequence[int]) -> Iterator[Stated]:
    """Yield what the opening of a reply rejects of what was put to it, in so many words or by denying those words."""
    for reply in turn:
        said = text.words(text.sentences[reply].span)
        if said.endswith("?"):
            continue
        rejects = REJECTS.search(said) is not None
        target = _target(text, put, said) if rejects else _negated_in(text, put, said)
        ours = next((claim for n in (reply, reply + 1) if n in turn and (claim := text.spoken(n)) is not None), None)
        theirs = text.spoken(target, said) if target is not None else None
        if ours is not None and theirs is not None:
            mark = "the reply rejects what was said" if rejects else "the reply denies what was said"
            yield Stated(theirs, ours, mark)
            return


def _retort(text: _Text, at: int) -> Iterator[Stated]:
    """Yield what a speaker rejects of what it has just told of others: "Some say so. I disagree."."""
    ours = _rejecting(text, at)
    for back in range(at, max(-1, at - 2), -1):
        if ours is None or text.sentences[back].speaker != text.sentences[at].speaker:
            return
        told = [n for n in text.held[back] if _attributed(text, n) and text.content(n).end <= text.content(ours).start]
        told = [n for n in told if _differ(text.party(ours), text.party(n)) and not _asks(text, n)]
        if told:
            yield Stated(told[0], ours, "the speaker rejects what others say")
            return


def _rejecting(text: _Text, at: int) -> int | None:
    """Return the claim of a sentence whose words reject: a party's if they stand in quotation marks."""
    sentence = text.sentences[at].span
    said = sentence.of(text.document.text)
    match = REJECTS.search(said)
    if match is None:
        return None
    place = sentence.start + match.start()
    holding = [n for n in text.held[at] if text.content(n).start <= place < text.content(n).end]
    if said[: match.start()].count("“") > said[: match.start()].count("”"):
        holding = [n for n in text.held[at] if _attributed(text, n) and text.content(n).end > place]
    return min(holding, key=lambda n: text.content(n).end - text.content(n).start, default=None)


def _negated_in(text: _Text, put: Sequence[int], reply: str) -> int | None:
    """Return the sentence whose assertion a reply repeats with a "not" in it."""
    denied = _NEGATED.search(reply)
    if negatives_in(reply) != 1 or denied is None:
        return None
    ours, first = matter_of(reply), next(iter(content_words(denied[1])), "")
    names = matter_of(" ".join(re.findall(r"(?<!^)\b[A-Z][\w’'.\-]*", reply)))
    for n in reversed(put):
        said = text.words(text.sentences[n].span)
        if negatives_in(said) or (said.endswith("?") and not _TAKES.search(said)):
            continue
        shared = ours & matter_of(said)
        if first in shared and len(shared) >= SHARED and len(shared - names) >= 2 and len(shared) >= 0.8 * len(ours):
            return n
    return None


_NEGATED = re.compile(r"(?:\b(?:not|never)|n['’]t)\b(.*)", re.IGNORECASE | re.DOTALL)
_TAKES = re.compile(r"\b(?:why|how (?:can|could) you)\b", re.IGNORECASE)
"""Questions that take for granted what they ask about."""
_PRESUMES = re.compile(
    r"^\W*(?:so |but |and |well,? )*(?:why|how (?:can|could|do|did)|is(?:n['’]t| it not)|aren['’]t|didn['’]t|don['’]t|doesn['’]t|wasn['’]t|hasn['’]t)\b",
    re.I,
)


def _target(text: _Text, put: Sequence[int], reply: str) -> int | None:
    """Return the sentence that a reply rejects: the one it takes words from, else the last that asserts something."""
    words = [text.words(text.sentences[n].span) for n in put]
    asserts = [n for n, said in zip(put, words, strict=True) if _asserts(said)]
    taken = matter_of(REJECTS.sub(" ", reply)) - _POINTING
    if not asserts:
        return None
    shared = {n: len(matter_of(text.words(text.sentences[n].span)) & taken) for n in asserts}
    best = max(asserts, key=lambda n: (shared[n], n))
    if len(taken) >= 3 and not shared[best]:
        return None
    return best


def _asserts(said: str) -> bool:
    """Tell whether a sentence of a question says something that can be rejected, and is not broken off."""
    if len(said.split()) < _LEAST or said.endswith(("—", "–", "-", "…", ":")):
        return False
    return not said.endswith("?") or _PRESUMES.match(said) is not None


# ------------------------------------------------------------------ a narrative that tells of a denial


def _denied(text: _Text) -> Iterator[Stated]:
    for at, held in enumerate(text.held):
        for number in held:
            if _is_denial(text, number) and (target := _denied_claim(text, at, number)) is not None:
                yield Stated(target, number, "one party denies what the other says")


def _is_denial(text: _Text, number: int) -> bool:
    one = text.claims[number].attribution
    if one.cue is None or text.party(number) is None:
        return False
    cue = text.words(one.cue)
    denies = _DENIAL.match(cue) is not None and (one.polarity is Polarity.NEGATIVE or cue.startswith("doubt"))
    return denies or (_BRANDING.match(cue) is not None and _BRANDED.search(text.said(number)) is not None)


def _denied_claim(text: _Text, at: int, number: int) -> int | None:
    """Return the claim before a denial, by somebody else, that it denies."""
    denier = text.party(number)
    words = matter_of(_BRANDED.sub(" ", text.said(number)))
    matter = words - _POINTING - (denier or frozenset())
    points = bool(words & _POINTING) or not matter
    paragraph = text.sentences[at].paragraph
    start = text.content(number).start
    for back in range(at, max(-1, at - BACK - 1), -1):
        if text.sentences[back].paragraph != paragraph:
            return None
        theirs = [n for n in text.held[back] if text.content(n).end <= start and _attributed(text, n)]
        theirs = [n for n in theirs if _differ(denier, text.party(n)) and not _asks(text, n)]
        for n in reversed(theirs):
            shared = matter & matter_of(text.said(n))
            if (points and at - back <= 1) or len(shared) >= 2 or (shared and at - back <= 1):
                return n
    return None


def _attributed(text: _Text, number: int) -> bool:
    return text.claims[number].attribution.form is not Form.OWN_VOICE


# ------------------------------------------------------------------ two parties in contrast


def _contrasted(text: _Text) -> Iterator[Stated]:
    for at, held in enumerate(text.held):
        mine = [n for n in held if _speaks(text, n)]
        for place, one in enumerate(mine):
            for other in mine[place + 1 :]:
                if _in_contrast(text, at, one, other):
                    yield Stated(one, other, "the document sets them in contrast")
        if at and _OPENING.match(text.words(text.sentences[at].span)):
            if text.sentences[at - 1].paragraph != text.sentences[at].paragraph:
                continue
            for one in text.held[at - 1]:
                for other in mine:
                    if _speaks(text, one) and _opposed(text, one, other):
                        yield Stated(one, other, "the document sets them in contrast")


def _speaks(text: _Text, number: int) -> bool:
    one = text.claims[number].attribution
    return (
        _attributed(text, number) and not _asks(text, number) and one.claimants[0].kind is not ClaimantKind.UNSPECIFIED
    )


def _asks(text: _Text, number: int) -> bool:
    """Tell whether a claim only reports what was asked."""
    cue = text.claims[number].attribution.cue
    asked = cue is not None and re.match(r"(?:ask|question|wonder|inquir)", text.words(cue), re.IGNORECASE)
    return bool(asked) or text.said(number).lower().startswith(("whether ", "if "))


def _in_contrast(text: _Text, at: int, one: int, other: int) -> bool:
    first, second = sorted((_whole(text, one), _whole(text, other)), key=lambda span: (span.start, -span.end))
    end = first.start + len(alone(first.of(text.document.text)))
    if end > second.start:
        return False
    between = text.document.text[end : second.start]
    opens = re.match(r"\W*(?:while|whereas|although|though)\b", text.words(text.sentences[at].span), re.IGNORECASE)
    return bool(_CONTRAST.search(between) or opens) and _opposed(text, one, other)


def _retells(text: _Text, one: int, other: int) -> bool:
    """Tell whether one of two parties only tells what the other says; not where a "while" sets the two apart."""
    outer, inner = sorted((one, other), key=lambda n: len(text.claims[n].chain))
    if text.claims[outer].chain[0].name not in {link.name for link in text.claims[inner].chain}:
        return False
    content = text.content(outer)
    return content.start + len(alone(content.of(text.document.text))) >= text.content(inner).start


def _whole(text: _Text, number: int) -> Span:
    """Return where a claim stands with its source and cue."""
    one = text.claims[number].attribution
    spans = [span for span in (one.source, one.cue, one.content) if span is not None]
    return Span(start=min(span.start for span in spans), end=max(span.end for span in spans))


def _opposed(text: _Text, one: int, other: int) -> bool:
    """Tell whether two parties speak of one matter and not the same way of it."""
    ours, theirs = text.party(one), text.party(other)
    if not _differ(ours, theirs) or ours is None or theirs is None:
        return False
    x, y = alone(text.said(one)), alone(text.said(other))
    a, b = matter_of(x), matter_of(y)
    shared = (a & b) - ours - theirs
    turned = negatives_in(x) % 2 != negatives_in(y) % 2 or opposed(a, b) is not None
    if _retells(text, one, other):
        return len(shared) >= 2 and turned
    return len(shared) >= 2 or (len(shared) == 1 and turned)
