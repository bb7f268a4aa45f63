"""Where an answer states a case's claim, and who it says says so."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from eval.cases import Case, Holder, Quote
from eval.documents import Documents, folded
from eval.lexicon import CUES, NOUN_CUES, OUTSIDERS, PRONOUNS, SELF, VAGUE
from eval.reading import Quotation, Sentence
from eval.syntax import Cue, Parsed, Party

_NEAR = 60
_OPENERS = ("that ", *(lead + mark for lead in ("", "of ", "to ", "as ", ": ", ", ") for mark in '“"'))
_BRACKET = re.compile(r", ([^,“”;]{2,60}?) ([a-z]+)(?=,|\.|\s*\[)")
_SENTENCE_START = re.compile(r"(?:^|(?<=[.!?:;]\s)|(?<=\]\s))[A-Z](?=[a-z]+ )")
_OWNER = re.compile(r"((?:\b[Tt]he )?[A-Z][\w.-]*(?: [A-Z][\w.-]*)*)[’']s?$")
_CAPITALS = re.compile(r"\b[A-Z]{2,}\.?(?: [A-Z][A-Z’'-]+)+")  # a speaker's label: "THE PRESIDENT"
_NAME_BEFORE = re.compile(r"(?:\b[Tt]he )?(?:[A-Z][\w’'.-]* )+$")
_FRONT = re.compile(
    r"\W*(?:According to|Per|To|For|In the (?:words|view|eyes|opinion|account) of) ((?:the |an? )?[^,“”]{2,80}),"
    rf"|\W*(?:In|By|On|To) ([^,“”]{{2,60}}?)[’']s? (?:[\w-]+ ){{0,2}}(?:{'|'.join(sorted(NOUN_CUES))})s?\b"
)
_TITLED = re.compile(
    r"(?:(?P<speaker>(?:[A-Z][\w.’'-]*|the|a|of)(?: (?:[A-Z][\w.’'-]*|the|of|for|and)){0,6}),? in|In) "
    r"(?P<title>(?:the|an?|its|his|her|their) [^“”]{3,300}\([^()]*\)),?:"
)
_AUXILIARIES = frozenset("is are was were be been has have had do does did who which that and".split())


@dataclass(frozen=True)
class Link:
    """One link of the chain through which a claim reaches the reader."""

    lemma: str
    """The cue's lemma."""
    cue: tuple[int, int]
    """Where the cue stands in the answer."""
    source: tuple[int, int] | None
    """Where the party stands in the answer, pronouns followed; None where nobody is named."""
    words: str
    """The party as worded; empty where nobody is named."""
    holders: tuple[str, ...]
    """Ids of the case's holders that the party is."""
    nobody: bool
    """Whether the party is vague, or the answer's own documents."""
    named: bool
    """Whether the party is named."""
    quoted: bool
    """Whether the cue stands inside a quotation: the document's own link, not the answer's."""
    negated: bool
    """Whether the answer denies the link ("did not say")."""
    document: bool = False
    """Whether the link names a document rather than a party: "In the speech TITLE (DATE): ..."."""


@dataclass(frozen=True)
class Mention:
    """A place where an answer states the claim."""

    sentence: int
    """Index of the sentence."""
    start: int
    """Where it starts in the answer."""
    end: int
    """One past its end."""
    words: str
    """The words that state it."""
    quotation: Quotation | None
    """The quotation that holds it, if one does."""
    links: tuple[Link, ...]
    """Who says it, nearest first."""
    denied: bool
    """Whether a negation governs it within its own clause."""

    @property
    def spoken(self) -> tuple[Link, ...]:
        """The links in the answer's own words, nearest first."""
        return tuple(link for link in self.links if not link.quoted)

    @property
    def holders(self) -> frozenset[str]:
        """Ids of every holder in the chain."""
        return frozenset(name for link in self.links for name in link.holders)


class Attributor:
    """Reads who says what in one answer, for one case."""

    def __init__(self, case: Case, text: str, sentences: tuple[Sentence, ...]) -> None:
        """Parse the answer's sentences and find the case's holders in it."""
        self._case = case
        self._text = text
        self._sentences = sentences
        self._frames: dict[int, Parsed] = {}
        self._parsed = [Parsed(sentence.text) for sentence in sentences]
        self._aliases = [(holder.id, spans_of(holder, text)) for holder in case.holders]

    def parsed(self, index: int) -> Parsed:
        """Return the tree of a sentence."""
        return self._parsed[index]

    def mention(self, index: int, start: int, end: int) -> Mention:
        """Return the mention at `start:end` of the answer, in sentence `index`, with its chain."""
        sentence = self._sentences[index]
        quotation = sentence.within_quotation(start, end)
        cues = self._parsed[index].chain(start - sentence.start, end - sentence.start)
        links = [link for cue in cues if (link := self._link(index, cue)) is not None]
        if not any(link.holders for link in links):
            links[:0] = self._untagged(index, start)
        if quotation is not None and (colon := self._titled(index, quotation) or self._before_colon(index, quotation)):
            links = [link for link in links if link.quoted] + colon
        elif not any(not link.quoted and link.source for link in links):
            found = self._misread(index, start) or self._bracketed(index, start) or self._fronted(index, start)
            links.extend(found if quotation is None else self._beside(index, quotation))
        denied = self._parsed[index].negated(start - sentence.start, end - sentence.start)
        return Mention(index, start, end, self._text[start:end], quotation, tuple(links), denied)

    def links(self, index: int) -> tuple[Link, ...]:
        """Return every link in a sentence's own words, whatever it governs."""
        found = (self._link(index, cue) for cue in self._framed(index).cues())
        return tuple(link for link in found if link is not None and not link.quoted)

    def _framed(self, index: int) -> Parsed:
        """Return a sentence's tree with each long quotation read as one word."""
        sentence = self._sentences[index]
        spans = [(one.start - sentence.start, one.end - sentence.start) for one in sentence.quotations if one.counts]
        if not spans:
            return self._parsed[index]
        if index not in self._frames:
            self._frames[index] = Parsed(sentence.text, spans)
        return self._frames[index]

    def _link(self, index: int, cue: Cue) -> Link | None:
        sentence = self._sentences[index]
        start, end = cue.start + sentence.start, cue.end + sentence.start
        source = None if cue.source is None else (cue.source[0] + sentence.start, cue.source[1] + sentence.start)
        head, named = cue.head, cue.named
        quoted = sentence.within_quotation(start, end) is not None
        inside = source is not None and any(
            one.start < source[1] <= one.end for one in sentence.quotations if one.counts
        )
        if inside and not quoted:
            return None  # a misread tree: the speaker of the answer's own cue cannot stand in a quotation
        if source is not None and not inside and _opens(sentence, start):
            quoted = False
        if source is not None and head in PRONOUNS and (party := self._antecedent(index, source[0], head)) is not None:
            where, found = party
            source = (found.start + where, found.end + where)
            head, named = found.head, found.named
        words = "" if source is None else self._text[source[0] : source[1]]
        outsider = any(_singular(word) in OUTSIDERS for word in re.findall(r"[a-z]+", words.lower()))
        holders = () if source is None or outsider else self._holders_at(*source)
        nobody = source is None or (not holders and not named and (head in VAGUE or head in SELF or head in PRONOUNS))
        return Link(cue.lemma, (start, end), source, words, holders, nobody, named, quoted, cue.negated)

    def _holders_at(self, start: int, end: int) -> tuple[str, ...]:
        return tuple(name for name, spans in self._aliases if any(s < end and start < e for s, e in spans))

    def _antecedent(self, index: int, place: int, pronoun: str) -> tuple[int, Party] | None:
        """Return the party a pronoun stands for: the nearest subject before it that it could mean."""
        for earlier in range(index, max(-1, index - 3), -1):
            sentence = self._sentences[earlier]
            limit = place - sentence.start if earlier == index else len(sentence.text)
            parties = [
                party
                for party in self._parsed[earlier].parties_before(limit)
                if sentence.within_quotation(party.start + sentence.start, party.end + sentence.start) is None
            ]
            if pronoun in {"he", "she", "him", "his", "her"}:
                parties = [party for party in parties if party.person or party.named]
            if parties:
                return sentence.start, parties[0]
        return None

    def _beside(self, index: int, quotation: Quotation) -> list[Link]:
        """Return the links that frame a quotation where the whole sentence's tree does not tie them to it."""
        sentence = self._sentences[index]
        start = quotation.start - sentence.start
        cues = self._framed(index).chain(start, start + 2) if quotation.counts else ()
        links = [link for cue in cues if (link := self._link(index, cue)) is not None and link.source]
        if links:
            return links
        after = [
            link for link in self.links(index) if quotation.end <= link.cue[0] < quotation.end + _NEAR and link.source
        ]
        return (
            self._last_before(index, quotation)
            or after[:1]
            or self._misread(index, quotation.start)
            or (self._introduced(index, quotation) or self._fronted(index, quotation.start))
        )

    def _last_before(self, index: int, quotation: Quotation) -> list[Link]:
        """Return the last link before a quotation in its part of the sentence, and the origin it goes back to."""
        sentence = self._sentences[index]
        first, _ = self._framed(index).part_of(quotation.start - sentence.start)
        before = [link for link in self.links(index) if link.source and link.cue[1] <= quotation.start]
        before = [link for link in before if link.cue[0] - sentence.start >= first]
        before = [link for link in before if not link.negated] or before
        origins = [link for link in before[:-1] if link.lemma in NOUN_CUES]
        return [*origins[-1:], *before[-1:]]

    def _titled(self, index: int, quotation: Quotation) -> list[Link]:
        """Return the link of a lead without a verb of its own: "X in the speech TITLE (DATE):", "In TITLE (DATE):"."""
        sentence = self._sentences[index]
        match = _TITLED.fullmatch(self._text[sentence.start : quotation.start].rstrip())
        if match is None:
            return []
        speaker = match["speaker"]
        span = match.span("speaker") if speaker else match.span("title")
        head = (speaker or "document").split()[-1].lower()
        link = self._link(index, Cue("according", 0, 1, span, head, True, False))
        return [replace(link, document=not speaker)] if link is not None else []

    def _before_colon(self, index: int, quotation: Quotation) -> list[Link]:
        """Return the links of a clause that a colon ties to a quotation; the nearest cue wins over the tree."""
        lead = self._text[self._sentences[index].start : quotation.start].rstrip()
        return self._last_before(index, quotation) if lead.endswith(":") else []

    def _misread(self, index: int, place: int) -> list[Link]:
        """Return a link for a cue before `place` that the tagger took for a noun: "sources such as X allege that"."""
        sentence = self._sentences[index]
        first, _ = self._parsed[index].part_of(place - sentence.start)
        for word in reversed(list(re.finditer(r"[a-z]+", sentence.text[: place - sentence.start]))):
            lemma = _FORMS.get(word[0])
            if word.start() < first or lemma is None or sentence.within_quotation(*_shift(word.span(), sentence.start)):
                continue
            if not sentence.text[word.end() :].lstrip().startswith(_OPENERS):
                continue
            parties = self._parsed[index].parties_before(word.start())
            name = _NAME_BEFORE.search(sentence.text, first, word.start())
            if name is not None:
                parties = [Party(name.start(), name.end() - 1, name[0].split()[-1].lower(), True, True)]
            if parties:
                party = min(parties, key=lambda one: one.start) if word[0].endswith("ing") else parties[0]
                span = (party.start, min(party.end, len(sentence.text[: word.start()].rstrip(" ,"))))
                link = self._link(index, Cue(lemma, *word.span(), span, party.head, party.named, False))
                return [link] if link is not None else []
        return []

    def _untagged(self, index: int, place: int) -> list[Link]:
        """Return the link of a holder before `place` whose cue the tagger took for a noun: "the Taliban claim"."""
        sentence = self._sentences[index]
        tagged = {cue.start for cue in self._parsed[index].cues()}
        first, _ = self._parsed[index].part_of(place - sentence.start)
        for _, spans in self._aliases:
            for start, end in ((s - sentence.start, e - sentence.start) for s, e in spans):
                word = re.compile(r"\s+([a-z]+)\b").match(sentence.text, end) if start >= first else None
                lemma = _FORMS.get(word[1]) if word is not None else None
                if word is None or lemma is None or word.start(1) in tagged or word.end() + sentence.start > place:
                    continue
                if sentence.within_quotation(start + sentence.start, end + sentence.start) is None:
                    link = self._link(index, Cue(lemma, *word.span(1), (start, end), "", True, False))
                    return [link] if link is not None else []
        return []

    def _bracketed(self, index: int, place: int) -> list[Link]:
        """Return the link of a bracket that the parser took for a noun phrase: ", X claims, "."""
        sentence = self._sentences[index]
        first, last = self._parsed[index].part_of(place - sentence.start)
        for match in _BRACKET.finditer(sentence.text, first, last):
            lemma, party = _FORMS.get(match[2]), match[1].split()
            if (
                lemma is not None
                and not _AUXILIARIES & set(party)
                and (party[0][0].isupper() or party[0] in {"the", "a"})
            ):
                link = self._link(index, Cue(lemma, *match.span(2), match.span(1), party[-1].lower(), True, False))
                return [link] if link is not None else []
        return []

    def _introduced(self, index: int, quotation: Quotation) -> list[Link]:
        """Return a link for a party that a colon or a possessive alone ties to a quotation: "X: “...”", "X's “...”"."""
        sentence = self._sentences[index]
        lead = self._text[sentence.start : quotation.start].rstrip()
        if (match := _OWNER.search(lead)) is not None:
            cue = Cue("say", match.end(1), len(lead), match.span(1), match[1].split()[-1].lower(), True, False)
            link = self._link(index, cue)
            return [link] if link is not None else []
        if not lead.endswith(":"):
            return []
        parties = self._parsed[index].parties_before(len(lead))
        whole = [one for one in parties if one.end == len(lead) - 1 and not one.named] or [
            one for one in parties if one.named
        ]
        if not whole:
            return []
        party = min(whole, key=lambda one: one.start)
        span = (party.start, min(party.end, len(lead) - 1))
        link = self._link(index, Cue("say", len(lead) - 1, len(lead), span, party.head, party.named, False))
        return [link] if link is not None else []

    def _fronted(self, index: int, place: int) -> list[Link]:
        """Return the link of a frame that opens a part, where the tree hangs it elsewhere: "According to X, ..."."""
        sentence = self._sentences[index]
        first, _ = self._parsed[index].part_of(place - sentence.start)
        match = _FRONT.match(sentence.text, first)
        if match is None or match.end() + sentence.start > place:
            return []
        span = match.span(1) if match[1] else match.span(2)
        name = sentence.text[slice(*span)]
        cue = Cue(
            "according", match.start(), match.start() + 1, span, name.split()[-1].lower(), name != name.lower(), False
        )
        link = self._link(index, cue)
        return [link] if link is not None else []


def _opens(sentence: Sentence, cue: int) -> bool:
    """Tell whether a cue is the first or second word of its quotation, so that the answer's own subject makes it."""
    quotation = sentence.within_quotation(cue, cue + 1)
    if quotation is None:
        return False
    return len(sentence.text[quotation.start + 1 - sentence.start : cue - sentence.start].split()) <= 1


def _shift(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for lemma in CUES:
        stem = lemma.removesuffix("e")
        third = lemma[:-1] + "ies" if lemma.endswith("y") and lemma[-2] not in "aeiou" else lemma + "s"
        for form in (lemma, third, stem + "ed", stem + "ing", lemma + "es"):
            forms.setdefault(form, lemma)
    return forms


_FORMS = _forms()


def _opened(text: str) -> str:
    """Return the text with a small letter at each sentence's start: "The article" is "the article" there."""
    return _SENTENCE_START.sub(lambda match: match[0].lower(), text)


def spans_of(holder: Holder, text: str) -> list[tuple[int, int]]:
    """Return where a holder is named in a text."""
    titled = _CAPITALS.sub(lambda match: match[0].title(), text)
    texts = {text, _opened(text), titled, text.lower()}  # an alias in small letters is a common noun: "the president"
    return [match.span() for alias in holder.aliases for one in texts for match in re.finditer(alias, one)]


def find_mentions(
    case: Case, sentences: tuple[Sentence, ...], attributor: Attributor, documents: Documents
) -> tuple[Mention, ...]:
    """Return every place where an answer's assertions state the claim: by the case's patterns, or by quoting it."""
    found: dict[tuple[int, int], Mention] = {}
    gold = [folded(documents.at(quote)) for quote in case.quotes]
    for index, sentence in enumerate(sentences):
        if sentence.asks:
            continue
        texts = {sentence.text, _opened(sentence.text)}
        spans = {m.span() for pattern in case.claim_patterns for text in texts for m in re.finditer(pattern, text)}
        spans = {_shift(span, sentence.start) for span in spans if span[0] < span[1]}
        for quotation in sentence.quotations:
            stated = any(quotation.start <= start and end <= quotation.end for start, end in spans)
            if quotation.counts and not stated and any(folded(quotation.words) in text for text in gold):
                spans.add((quotation.start + 1, quotation.end - 1))
        for start, end in sorted(spans):
            if (start, end) not in found:
                found[start, end] = attributor.mention(index, start, end)
    return tuple(found[span] for span in sorted(found))


def gold_of(quotation: Quotation, case: Case, documents: Documents) -> tuple[Quote, ...]:
    """Return the case's quotations of which this quotation is a part."""
    words = folded(quotation.words.rstrip(".,"))
    return tuple(quote for quote in case.quotes if words in folded(documents.at(quote)))
