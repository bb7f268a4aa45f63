"""No statement is shown that launders a claim, names the wrong claimant, or says it more strongly.

A statement is checked against the claims at the places it cites. What it quotes must stand there; whoever the
sentence's own grammar makes the source of it must be who says it there; a hedge and a denial survive; names and
numbers in its own words stand in the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.checks.crediting import names_before
from assistant.checks.findings import Code, Finding
from assistant.checks.grounds import NEGATION, Ground, content, hedged, place_of
from assistant.checks.naming import DOCUMENT_WORDS, GENERIC, PRONOUNS, names, without_titles
from assistant.checks.particulars import dates_of, is_held, names_in, numbers_in, spelt_out
from assistant.checks.telling import MARKER, QUOTED, Line, Link, Quoted, read_answer
from assistant.model import Claimant, ClaimantKind, Force, Form, Polarity, Span
from assistant.text import FUNCTION_WORDS, content_words, stem, words
from assistant.voices.retelling import credited


def check_statements(
    statements: Sequence[str], grounds: Mapping[int, Ground | None], about: str = "", *, strict: bool = False
) -> tuple[Finding, ...]:
    """Check the statements of an answer, in order, against what their markers cite.

    `grounds` holds the place behind each marker, or None for a citation that stands nowhere (reported elsewhere).
    `about` is text whose names and numbers may be used without evidence: the question. With `strict`, as for what a
    language model words, no word of the answer's own may go beyond the evidence.
    """
    found: list[Finding] = []
    earlier: list[Link] = []
    cited = {ground.document.id: ground.document for ground in grounds.values() if ground is not None}
    for line in read_answer([without_titles(one, cited.values()) for one in statements]):
        found += _Check(line, grounds, about, tuple(earlier), strict).findings()
        earlier += line.links
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class _Check:
    """The check of one sentence."""

    line: Line
    grounds: Mapping[int, Ground | None]
    about: str
    earlier: tuple[Link, ...]
    strict: bool

    def findings(self) -> Iterator[Finding]:
        for marker in self.line.markers:
            if marker not in self.grounds:
                yield self._finding(Code.MARKER_UNKNOWN, f"[{marker}] stands for no citation")
        cited = [ground for marker in self.line.markers if (ground := self.grounds.get(marker)) is not None]
        quoted = [one for one in self.line.quoted if one.counts]
        if not cited:
            yield from self._uncited(quoted)
            return
        for one in quoted:
            ground = place_of(one, cited)
            if ground is not None:
                yield from self._spoken(ground, one.span, quoted=True)
        if not quoted:
            yield from self._retold(cited)
        yield from self._own_words(cited)

    def _finding(self, code: Code, why: str, span: Span | None = None) -> Finding:
        return Finding(code, self.line.statement, why, span)

    # ------------------------------------------------------------------ without a citation

    def _uncited(self, quoted: Sequence[Quoted]) -> Iterator[Finding]:
        """A sentence without a citation may speak of the library, not state what the other citations are needed for."""
        if self.line.markers or self.line.text.rstrip().endswith("?"):
            return
        grounds = [ground for ground in self.grounds.values() if ground is not None]
        placed = [ground for one in quoted if (ground := place_of(one, grounds)) is not None]
        if placed:
            for one in quoted:
                if (ground := place_of(one, grounds)) is not None:
                    yield from self._spoken(ground, one.span, quoted=True)
            return
        said = set(content_words(self.line.own_words()))
        for ground in grounds:
            for claim in ground.claims:
                matter = set(content_words(claim.attribution.content.of(ground.document.text)))
                if claim.contested and len(matter) > 2 and len(matter & said) >= 0.7 * len(matter):
                    if not self.line.links:
                        yield self._finding(Code.LAUNDERED, f"says without a source what {_names(claim.chain)} says")
                    return
        if quoted or not (_speaks_of_the_library(self.line.text) or _says_little(self.line.text)):
            yield self._finding(Code.UNCITED, f"“{_short(self.line.text)}” cites nothing")

    # ------------------------------------------------------------------ who says it

    def _spoken(self, ground: Ground, span: Span, *, quoted: bool) -> Iterator[Finding]:
        """Check who is made the source of some words of the answer, and how firmly."""
        links = self.line.sources_of(span)
        if not links:
            if ground.contested:
                who = _names(ground.speakers)
                yield self._finding(Code.LAUNDERED, f"“{self._words(span)}” is said in no one's voice; {who} says it")
            return
        yield from self._speaker(ground, links, span)
        yield from self._force(ground, links[0])
        if quoted:
            yield from self._supplied(ground, links[0], span)
        yield from self._polarity(ground, links, span, quoted=quoted)
        if (soft := ground.hedges()) and not self._hedged(links, quoted=quoted):
            yield self._finding(Code.HEDGE_DROPPED, f"the source's “{soft[0]}” is gone from “{self._words(span)}”")

    def _speaker(self, ground: Ground, links: Sequence[Link], span: Span) -> Iterator[Finding]:
        """Every source must stand in the claim's chain, and the nearest speaker must be among them."""
        for link in links:
            for one in link.claimants:
                known = any(self._names(one, link, member, ground) for member in ground.chain)
                if not known and not _credits(ground, one.name):
                    who = _names(ground.speakers)
                    why = f"“{self._words(span)}” is put in the mouth of {one.name}; {who} says it"
                    yield self._finding(Code.WRONG_SPEAKER, why, span)
                    return
        said = [(one, link) for link in links for one in link.claimants]
        nearest = [one for one in ground.speakers if one.kind is not ClaimantKind.UNSPECIFIED]
        if nearest and not any(self._names(one, link, member, ground) for one, link in said for member in nearest):
            who, relays = _names(nearest), said[0][0].name
            why = f"“{self._words(span)}” is what {who} says; {relays} only relays it"
            yield self._finding(Code.WRONG_SPEAKER, why, span)

    def _names(self, said: Claimant, link: Link, member: Claimant, ground: Ground) -> bool:
        if said.name.lower() in PRONOUNS:
            return any(names(one, member, ground.document.metadata) for one in self._antecedents(link))
        return names(said, member, ground.document.metadata)

    def _antecedents(self, link: Link) -> list[Claimant]:
        """Return whom a pronoun may stand for: the one name before it in its sentence, else the sources before."""
        end = (link.cue.start if link.cue is not None else link.content.start) - self.line.span.start
        named = list(dict.fromkeys(names_before(self.line.text, end)))
        if len(named) == 1:
            return [Claimant(name=named[0], kind=ClaimantKind.NAMED)]
        return [one for before in self.earlier for one in before.claimants]

    def _force(self, ground: Ground, link: Link) -> Iterator[Finding]:
        claim = ground.nearest
        force = Force.SAID if claim is None or claim.attribution.form is Form.OWN_VOICE else claim.attribution.force
        vouches = link.force is Force.PRESUPPOSED and force < Force.PRESUPPOSED
        raised = link.force > force and Force.DENIED < force < Force.SAID and not (ground.own_view and not vouches)
        adverb = _VOUCHING.search(self.line.own_words())
        if vouches or raised or adverb:
            cue = self._words(link.cue) if link.cue is not None and not adverb else adverb[0] if adverb else "the cue"
            yield self._finding(Code.FORCE_RAISED, f"“{cue}” is stronger than the source's own word")

    def _polarity(self, ground: Ground, links: Sequence[Link], span: Span, *, quoted: bool) -> Iterator[Finding]:
        """A denial stays a denial and an assertion an assertion, whatever stands around the words."""
        denies = links[0].polarity is Polarity.NEGATIVE
        if denies != (ground.polarity is Polarity.NEGATIVE):
            how = "denied" if denies else "affirmed"
            yield self._finding(Code.POLARITY_FLIPPED, f"“{self._words(span)}” is {how} here, not in the document")
            return
        if not quoted:
            return
        around = self._clause(links[0], span)
        if bool(NEGATION.search(around)) != ground.denied():
            yield self._finding(Code.POLARITY_FLIPPED, f"the words around “{self._words(span)}” turn its sense round")

    def _supplied(self, ground: Ground, link: Link, span: Span) -> Iterator[Finding]:
        """A name that the answer puts before a quotation inside the claim stands in that claim, or makes it."""
        start = self.line.span.start
        unquoted = QUOTED.sub(lambda quotation: " " * len(quotation.group()), self.line.text)
        own = MARKER.sub("", unquoted[max(0, link.content.start - start) : link.content.end - start])
        inside = ground.nearest.attribution.content if ground.nearest is not None else ground.span
        near = Span(start=max(0, min(inside.start, ground.span.start) - _BESIDE), end=inside.end + _BESIDE)
        held = near.of(ground.document.text)
        known = set(content(" ".join([held, *(member.name for member in ground.chain)]))) | dates_of([ground])
        for name in names_in(f"- {own}"):
            if not is_held(name, known) and name not in link.source:
                yield self._finding(Code.NAME_UNSUPPORTED, f"{name} is not in the claim “{self._words(span)}”")

    def _clause(self, link: Link, span: Span) -> str:
        """Return the answer's own words between a source's cue and the words quoted."""
        start = max(link.content.start, self.line.span.start)
        before = self.line.text[start - self.line.span.start : max(0, span.start - self.line.span.start - 1)]
        return re.split(r"[;:”]|,\s+(?:but|and|while)\b", before)[-1]

    def _hedged(self, links: Sequence[Link], *, quoted: bool) -> bool:
        text = self.line.own_words() if quoted else self.line.text
        return hedged(text) or links[0].force < Force.SAID

    def _words(self, span: Span) -> str:
        start = self.line.span.start
        return _short(self.line.text[max(0, span.start - start) : span.end - start])

    # ------------------------------------------------------------------ in the answer's own words

    def _retold(self, cited: Sequence[Ground]) -> Iterator[Finding]:
        """Check a sentence that quotes nothing against the claim it comes nearest to at its citations."""
        stated = [one for ground in cited for one in _stated(self.line, ground)]
        for ground in stated[:1]:
            links = [link for link in self.line.links if link.content.overlaps(self.line.span)]
            span = min((link.content for link in links), key=lambda one: one.end - one.start, default=self.line.span)
            yield from self._spoken(ground, span, quoted=False)
            text = self.line.text
            claim = ground.nearest
            words = ground.span.of(ground.document.text)
            weak = any(link.force < Force.SAID for link in links)
            if claim is not None and claim.hedges and not (weak or hedged(text)):
                yield self._finding(Code.HEDGE_DROPPED, f"the source hedges: “{_short(words)}”")
            source = " ".join(link.source for link in links)
            if bool(NEGATION.search(text.replace(source, ""))) != _negates(ground, text):
                yield self._finding(Code.POLARITY_FLIPPED, f"the document says: “{_short(words)}”")

    def _own_words(self, cited: Sequence[Ground]) -> Iterator[Finding]:
        """Names, numbers and matter of the sentence's own words stand in the evidence, the metadata or the question."""
        own = self.line.own_words()
        held = " ".join([self.about, *(f"{ground.window} {ground.about}" for ground in cited)])
        numbers = set(numbers_in(held))
        for number in numbers_in(own):
            if number not in numbers:
                yield self._finding(Code.NUMBER_UNSUPPORTED, f"{number} does not stand in what is cited")
        known = set(content(held)) | dates_of(cited)
        known |= spelt_out(own, held)
        for name in names_in(own):
            if not is_held(name, known):
                yield self._finding(Code.NAME_UNSUPPORTED, f"{name} does not stand in what is cited")
        stems = set(content_words(held))
        matter = [word for word in content_words(_without_sources(self.line, own)) if word not in _FRAME]
        dated = {stem(word) for word in dates_of(cited)}
        missing = [word for word in matter if word not in stems | known | dated]
        if self.strict and (word := _VERDICT.search(own)):
            yield self._finding(Code.FORCE_RAISED, f"“{word[0]}” judges the claim")
        if (self.strict and missing) or (len(missing) > _STRAY and len(missing) > 0.5 * len(matter)):
            yield self._finding(Code.UNSUPPORTED, f"the evidence does not speak of {', '.join(missing[:4])}")


_SHORT = 6
"""Words of a sentence too short to assert much ("Not quite.")."""
_STRAY = 2
"""Words of its own that a sentence may add."""
_OF_THE_LIBRARY = re.compile(
    r"\b(?:documents?|library|accounts?|passages?|collection|speaks? to this|reply|statement by|change of position)\b",
    re.IGNORECASE,
)
_TELLS_THAT = re.compile(
    r"\b(?:prov|show|confirm|reveal|sa[yi]|stat|establish|agree|suggest|indicat|report|tell|told|made clear|make clear)"
    r"\w*\s+(?:\w+\s+)?that\b",
    re.IGNORECASE,
)
"""How a sentence about documents states what they say after all, which needs its place."""
_BESIDE = 120
"""Code points beside a claim in which a name that the answer adds to it may stand."""
_VERDICT = re.compile(
    r"\b(?:true|indeed|clearly|obviously|of course|in fact|proofs?|prov(?:es?|en|ed|ing)|facts?|undoubtedly|certainly"
    r"|definitely|confirm\w*|everyone knows|known to|must be|admit\w*|reveal\w*|lies?|liars?|right to)\b",
    re.IGNORECASE,
)
_VOUCHING = re.compile(
    r"\b(?:rightly|correctly|accurately|truthfully|undeniably|indisputably) "
    r"(?:sa|not|point|warn|argu|observ|claim|stat|put|call|describ)\w*",
    re.IGNORECASE,
)
_FRAME = frozenset(
    content_words(" ".join(DOCUMENT_WORDS | GENERIC) + " speaking accounts differ deny claim side reply")
)


def _speaks_of_the_library(text: str) -> bool:
    """Tell whether a sentence is about the documents and not about what they say: "They hold no reply by the guild"."""
    return _OF_THE_LIBRARY.search(text) is not None and _TELLS_THAT.search(text) is None


def _says_little(text: str) -> bool:
    """Tell whether a sentence is too short and empty to need a place: "Not quite.", no "The mayor took bribes."."""
    return len(text.split()) < _SHORT and len({word for word in content_words(text) if word not in _FRAME}) < _ASSERTS


_ASSERTS = 2
"""Words of content with which a short sentence says something of somebody."""


def _stated(line: Line, ground: Ground) -> list[Ground]:
    """Return the claims of a cited place that a sentence states in its own words, the nearest first."""
    said = set(content_words(line.text))
    found: list[tuple[float, Ground]] = []
    for claim in ground.claims:
        inside = claim.attribution.content
        if not inside.overlaps(ground.span):
            continue
        matter = set(content_words(inside.of(ground.document.text)))
        share = len(said & matter) / max(1, min(len(said), len(matter)))
        if share >= 0.3:
            found.append((share, ground.at(inside)))
    found.sort(key=lambda one: -one[0])
    return [one for _, one in found] or [ground]


def _negates(ground: Ground, said: str) -> bool:
    """Tell whether a claim negates what a sentence says of it: among the words they share, or just before them."""
    if ground.polarity is Polarity.NEGATIVE:
        return True
    words = ground.span.of(ground.document.text)
    shared = set(content_words(said))
    places = [match.span() for match in re.finditer(r"[\w’'-]+", words) if set(content_words(match[0])) & shared]
    if len(places) < _FEW:
        return bool(NEGATION.search(words))
    before = words[: places[0][0]].split(" ")
    start = places[0][0] - len(" ".join(before[-_GOVERNING - 1 :]))
    return bool(NEGATION.search(words[max(0, start) : places[-1][1]]))


_FEW = 3
"""Shared words below which a sentence shares no particular part of a claim."""
_GOVERNING = 8
"""Words before others within which a negation is taken to govern them."""


def _without_sources(line: Line, own: str) -> str:
    for link in line.links:
        cue = link.cue.of(" " * line.span.start + line.text) if link.cue is not None else ""
        for part in filter(None, (link.source, cue)):
            own = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", " ", own)
    return own


def _credits(ground: Ground, name: str) -> bool:
    """Tell whether the document's own grammar makes a party the subject of what is said in the cited words."""
    said = set(words(name)) - FUNCTION_WORDS
    return bool(said) and any(said <= set(words(party)) for party in credited(ground.document.text, ground.span))


def _names(claimants: Iterable[Claimant]) -> str:
    return " and ".join(claimant.name for claimant in claimants) or "somebody"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 90 else plain[:87] + "..."
