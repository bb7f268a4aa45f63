"""From the words that name a source to the party they stand for: names, aliases, titles, groups, pronouns.

Nothing is guessed: a pronoun with two possible antecedents stays a pronoun, and an unnamed source stays unnamed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.model import Claimant, ClaimantKind, Document, Sentence, Span, voice_of
from assistant.voices.finding import noun_phrase, trimmed
from assistant.voices.lexicon import lexicon
from assistant.voices.parsing import Reading
from assistant.voices.subjects import can_speak, own_subject
from assistant.voices.topics import REACH, Topic, is_in_relative, latest, main_subjects, unresolved

if TYPE_CHECKING:
    from spacy.tokens import Token

FIRST_PERSON = frozenset({"i", "we", "my", "our", "me", "us", "myself", "ourselves", "mine", "ours"})
_THIRD = {"he": "person", "she": "person", "his": "person", "her": "person", "him": "person", "they": "many",
          "their": "many", "them": "many", "it": "body", "its": "body"}  # fmt: skip
UNNAMED = "unnamed sources"
"""What an agentless cue's source is called."""


@dataclass(frozen=True)
class Mention:
    """A party where the text names it, as something a later pronoun may mean."""

    sentence: int
    start: int
    claimant: Claimant
    sort: str
    """person, many, body or either: which pronouns fit."""
    gender: str | None = None
    """female or male, where a title or word tells."""


@dataclass
class Cast:
    """Who appears in one document, learned from its beginning to its end."""

    document: Document
    names: dict[str, str] = field(default_factory=dict)
    """Short form (casefolded) -> the fullest name seen."""
    mentions: list[Mention] = field(default_factory=list)
    """Every place where a party is named, in order."""
    genders: dict[str, str] = field(default_factory=dict)
    """Full name (casefolded) -> female or male, where a title told."""
    titled: dict[str, set[str]] = field(default_factory=dict)
    """Title (casefolded) -> the people who bear it here."""
    quotes: Sequence[Span] = ()
    """The document's quotations: whoever a quotation is about is not who speaks around it."""
    topics: list[Topic] = field(default_factory=list)
    """The subjects of main clauses, in order."""

    @property
    def author(self) -> Claimant:
        """The document's own voice."""
        return Claimant(name=voice_of(self.document.metadata), kind=ClaimantKind.AUTHOR)

    # -------------------------------------------------------------- learning

    def read(self, reading: Reading) -> None:
        """Learn the people and bodies that one sentence names."""
        for token in reading.doc:
            if token.ent_type_ in _TIMES or token.pos_ != "PROPN" or token.dep_ not in _ROLES - {"compound", "nmod"}:
                continue
            if not _is_office(token):
                name = _proper_name(token)
                if name:
                    self._learn(reading, token, name, _sort_of_noun(token, name))
        self._note_offices(reading)
        self._note_topics(reading)

    def _note_offices(self, reading: Reading) -> None:
        for token in reading.doc:
            if _is_office(token):
                bearer = self._bearer(token.lower_)
                name = bearer or f"the {token.text}"
                claimant = Claimant(name=name, kind=ClaimantKind.NAMED, mention=reading.span([token]))
                start = claimant.mention.start if claimant.mention else 0
                self.mentions.append(
                    Mention(reading.index, start, claimant, "person", self.genders.get(name.casefold()))
                )

    def _note_topics(self, reading: Reading) -> None:
        """Remember the subjects of the main clauses that somebody or some body of people or document is."""
        for head in main_subjects(reading.doc):
            if head.lower_ in FIRST_PERSON or not can_speak(head):
                continue
            phrase = noun_phrase(head)
            start, joined = reading.span([head]).start, _coordinated(head, phrase)
            claimants: tuple[Claimant, ...]
            if head.lower_ == "they" and (several := self._joined(reading, head)):
                claimants, sort = several, "many"
            elif head.lower_ in _THIRD:
                found = self._pronoun(reading, head, reading.span([head]))
                known = found.kind is not ClaimantKind.UNSPECIFIED or found.name != head.lower_
                sort = _sort_of_pronoun(head.lower_) if known else "unknown"
                claimants = (found,)
            elif head.pos_ in {"NOUN", "PROPN"}:
                claimants = tuple(self._worded(reading, phrase, one, alone=len(joined) == 1) for one in joined)
                sort = "many" if len(joined) > 1 else _sort_of_noun(head, claimants[0].name)
            else:
                continue
            gender = _gender(head) or self.genders.get(claimants[0].name.casefold())
            verb = lexicon().verbs.get(head.head.lemma_.lower())
            speaks = verb is not None or claimants[0].kind is ClaimantKind.ARTIFACT
            asks = _is_questioner(head) or (verb is not None and verb.family == "questioning")
            self.topics.append(Topic(reading, start, claimants, sort, gender, asks, speaks, self._quotation(start)))

    def _quotation(self, at: int) -> Span | None:
        return next((one for one in self.quotes if one.start <= at < one.end), None)

    def _learn(self, reading: Reading, head: Token, name: str, sort: str) -> None:
        if sort != "body":
            self._alias(name)
        span = reading.span([head])
        gender = _gender(head)
        full = self.names.get(name.casefold(), name)
        if sort == "body" and any(child.lower_ == "the" for child in head.children):
            full = f"the {full}"
        if sort != "body":
            for one in head.subtree:
                if one.i < head.i and one.lower_ in lexicon().words("speakers", "titles"):
                    self.titled.setdefault(one.lower_, set()).add(full)
        if gender:
            self.genders[full.casefold()] = gender
        claimant = Claimant(name=full, kind=ClaimantKind.NAMED, mention=span)
        self.mentions.append(Mention(reading.index, span.start, claimant, sort, self.genders.get(full.casefold())))

    def _alias(self, name: str) -> None:
        """Let a surname stand for the fullest name that ends in it; two different people keep their own."""
        parts = name.split()
        key = parts[-1].casefold()
        known = self.names.get(key)
        if len(parts) > 1:
            clash = known is not None and known.casefold() != name.casefold() and not _same_person(known, name)
            if clash:
                self.names.pop(key, None)
                return
            self.names[key] = max([name, *([known] if known else [])], key=len)
            self.names[name.casefold()] = self.names[key]

    # -------------------------------------------------------------- resolving

    def speaker(self, sentence: Sentence) -> Claimant | None:
        """Return who has the floor, in a transcript: "MS. PSAKI" is Ms. Psaki, "Q" a reporter."""
        label = (sentence.speaker or "").strip(" :.")
        if not label:
            return None
        if label.casefold() in lexicon().words("speakers", "questioners") or re.fullmatch(r"Q\d*", label):
            return Claimant(name="a reporter", kind=ClaimantKind.UNSPECIFIED)
        return Claimant(name=self._label_name(label), kind=ClaimantKind.NAMED)

    def _label_name(self, label: str) -> str:
        words = label.split()
        surname = words[-1]
        where = f"{self.document.title}\n{self.document.text[:4000]}"
        spoken = surname.capitalize() if surname.isupper() else surname
        office = re.search(rf"\b{re.escape(spoken)}\s+([A-Z][\w’'-]+)", self.document.title)
        if words[0].casefold() == "the":
            return f"{spoken} {office[1]}" if office else "the " + " ".join(word.capitalize() for word in words[1:])
        full = re.findall(rf"\b([A-Z][\w’'-]+(?:\s[A-Z]\.)?)[\s\u00a0]+({re.escape(spoken)})\b", where)
        titles = lexicon().words("speakers", "titles")
        firsts = {first for first, _ in full if first.casefold() not in titles and not first.isupper()}
        if len(firsts) == 1:
            return f"{firsts.pop()} {spoken}"
        return " ".join(word.capitalize() if word.isupper() else word for word in words)

    def resolve(
        self, reading: Reading, source: tuple[Token, ...], head: Token, voice: Claimant
    ) -> tuple[Claimant, ...]:
        """Return the parties behind a source phrase; `voice` is who "I" and "we" are at that place."""
        heads = _coordinated(head, source)
        if len(heads) == 1 and head.lower_ == "they" and len(source) == 1 and (found := self._joined(reading, head)):
            return found
        return tuple(self._party(reading, source, one, voice, alone=len(heads) == 1) for one in heads)

    def _party(
        self, reading: Reading, source: tuple[Token, ...], head: Token, voice: Claimant, *, alone: bool
    ) -> Claimant:
        low = head.lower_
        if low in FIRST_PERSON:
            return voice.model_copy(update={"mention": reading.span(_own_words(source, head, alone=alone))})
        if low in _THIRD and len(_own_words(source, head, alone=alone)) == 1:
            span = reading.span([head])
            return self._of_own_clause(reading, head, voice) or self._pronoun(reading, head, span)
        claimant = self._worded(reading, source, head, alone=alone)
        if low == "another" and len(_own_words(source, head, alone=alone)) == 1:
            return self._one_more(reading, claimant)
        assert claimant.mention is not None  # noqa: S101 - `_worded` gives one
        self._remember(reading, head, claimant, claimant.mention)
        return claimant

    def _worded(self, reading: Reading, source: tuple[Token, ...], head: Token, *, alone: bool) -> Claimant:
        """Return the party that a noun phrase names."""
        phrase = _own_words(source, head, alone=alone)
        span = reading.span(phrase)
        wording = reading.shadow.text[phrase[0].idx : phrase[-1].idx + len(phrase[-1].text)]
        wording = re.sub(r"['’]s?$|\s+(who|that|which)$", "", wording)
        claimant = self._named(head, wording, span) or _described(head, phrase, wording, span)
        claimant = self._owned(reading, head, phrase, wording, claimant)
        principal = _principal(head)
        if principal:
            return claimant.model_copy(update={"kind": ClaimantKind.NAMED, "members": (principal,)})
        return claimant.model_copy(update={"members": self._members(phrase, head)})

    def _one_more(self, reading: Reading, claimant: Claimant) -> Claimant:
        """Read "another" behind "a reporter" as another reporter."""
        for one in reversed(self.mentions):
            first, _, what = one.claimant.name.partition(" ")
            if reading.index - one.sentence > REACH:
                break
            if one.claimant.kind is ClaimantKind.UNSPECIFIED and first in {"a", "an", "one"} and what:
                return claimant.model_copy(update={"name": f"another {what.split()[0]}"})
        return claimant

    def _owned(
        self, reading: Reading, head: Token, phrase: Sequence[Token], wording: str, claimant: Claimant
    ) -> Claimant:
        """Write "its speech" with the name of whose speech it is, where that is known."""
        owner = phrase[0]
        if head.lemma_.lower() in _REPLIES and owner.lower_ == "the" and len(phrase) == 2:
            name = self._answerer(reading)
            return claimant.model_copy(update={"name": f"{_possessive(name)} {head.text}"}) if name else claimant
        if owner.dep_ != "poss" or owner.head != head or owner.lower_ not in _THIRD or head.pos_ != "NOUN":
            return claimant
        party = self._pronoun(reading, owner, reading.span([owner]))
        if party.kind is ClaimantKind.UNSPECIFIED or party.name == owner.lower_:
            return claimant
        owned = _possessive(re.split(r"['’]s?\s", party.name)[0])
        kind = ClaimantKind.ARTIFACT if claimant.kind is ClaimantKind.ARTIFACT else ClaimantKind.NAMED
        rest = " ".join(word for word in wording.split()[1:] if word != "own")
        return claimant.model_copy(update={"name": f"{owned} {rest}", "kind": kind})

    def _answerer(self, reading: Reading) -> str | None:
        """Return whose "the answer" is: the one person who has answered in its paragraph."""
        here = [one for one in self.topics if one.reading.sentence.paragraph == reading.sentence.paragraph]
        names = {one.claimants[0].name for one in here if one.known and one.speaks and not one.asks}
        return next(iter(names)) if len(names) == 1 else None

    def _of_own_clause(self, reading: Reading, owner: Token, voice: Claimant) -> Claimant | None:
        """Return the subject of its own clause where an owner points there.

        "By their own count the rebels have ..." is the rebels' count, "the army gave its assessment" the army's.
        """
        if owner.dep_ != "poss":
            return None
        clause = owner.head
        while clause.pos_ not in {"VERB", "AUX"} and clause.head != clause:
            clause = clause.head
        subject = own_subject(clause)
        own = any(child.lower_ == "own" for child in owner.head.children)
        gives = owner.head.dep_ == "dobj" and clause.lemma_ in lexicon().frames["support"]
        if subject is None or not ((own and subject.i > owner.i) or (gives and subject.i < owner.i)):
            return None
        if subject.lower_ in _THIRD:
            return self._pronoun(reading, subject, reading.span([subject]))
        sort = _sort_of_noun(subject, subject.text)
        if not (can_speak(subject) or sort == "many") or not _agrees(sort, _THIRD[owner.lower_]):
            return None
        return self._party(reading, noun_phrase(subject), subject, voice, alone=True)

    def _named(self, head: Token, wording: str, span: Span) -> Claimant | None:
        if head.pos_ != "PROPN":
            return None
        lowered = wording.casefold()
        known = self.names.get(lowered) or self.names.get(_without_titles(wording).casefold()) or self._bearer(lowered)
        if known:
            name = known
        elif _sort_of(head, _without_titles(wording)) == "person":
            short = _without_titles(wording)
            name = short if len(short.split()) > 1 else wording
        else:
            name = _lower_article(wording)
        return Claimant(name=name, kind=ClaimantKind.NAMED, mention=span)

    def _bearer(self, wording: str) -> str | None:
        """Return who "the General" is, if one person alone bears the title here."""
        bearers = self.titled.get(wording.removeprefix("the "), set())
        return next(iter(bearers)) if len(bearers) == 1 else None

    def _members(self, phrase: Sequence[Token], head: Token) -> tuple[str, ...]:
        """Names counted in by "including X", "such as X"."""
        inclusive = next(
            (one.i for one in phrase if one.lower_ in {"including", "such", "like"} and one.i > head.i), None
        )
        if inclusive is None:
            return ()
        members: list[str] = []
        for token in phrase:
            if token.i > inclusive and token.pos_ == "PROPN" and token.dep_ in {"pobj", "conj", "appos"}:
                words = [
                    one.text for one in token.subtree if one.pos_ == "PROPN" and one.i <= token.i and one.i > inclusive
                ]
                name = re.sub(r" - ", "-", " ".join(words))
                members.append(self.names.get(name.casefold(), name))
        return tuple(dict.fromkeys(members))

    def _remember(self, reading: Reading, head: Token, claimant: Claimant, span: Span) -> None:
        sort = "many" if _is_questioner(head) else _sort_of_noun(head, claimant.name)
        gender = _gender(head) or self.genders.get(claimant.name.casefold())
        if not any(one.start == span.start and one.claimant.name == claimant.name for one in self.mentions):
            self.mentions.append(Mention(reading.index, span.start, claimant, sort, gender))

    def _pronoun(self, reading: Reading, head: Token, span: Span) -> Claimant:
        """Resolve he, she, they, it to the one fitting party nearest before it; two in one sentence are a tie."""
        sort = _THIRD[head.lower_]
        gender = {"he": "male", "his": "male", "him": "male", "she": "female", "her": "female"}.get(head.lower_)
        topic = self._topic(reading, head, span, sort, gender)
        if topic is not None:
            if topic.kind is not ClaimantKind.UNSPECIFIED or topic.name != head.lower_:
                self._learn_gender(topic, gender)
                self.mentions.append(Mention(reading.index, span.start, topic, sort, gender))
            return topic.model_copy(update={"mention": span})
        before = [one for one in self.mentions if one.start < span.start and reading.index - one.sentence <= REACH]
        fits = [
            one for one in before if _fits(one, sort) and (one.gender is None or gender is None or one.gender == gender)
        ]
        for sentence in sorted({one.sentence for one in fits}, reverse=True):
            parties = {one.claimant.name: one.claimant for one in fits if one.sentence == sentence}
            sure = {
                one.claimant.name: one.claimant
                for one in fits
                if one.sentence == sentence and one.gender == gender and gender
            }
            if len(sure) == 1 or len(parties) == 1:
                found = next(iter((sure if len(sure) == 1 else parties).values()))
                self._learn_gender(found, gender)
                self.mentions.append(Mention(reading.index, span.start, found, sort, gender))
                return found.model_copy(update={"mention": span})
            break
        return unresolved(head.lower_, span)

    def _learn_gender(self, claimant: Claimant, gender: str | None) -> None:
        if gender and claimant.kind is ClaimantKind.NAMED:
            self.genders.setdefault(claimant.name.casefold(), gender)

    def _topic(self, reading: Reading, head: Token, span: Span, sort: str, gender: str | None) -> Claimant | None:
        """Return whom the passage goes on about, if one party fits; None leaves it to who is named near by."""
        for here in latest(self.topics, reading, span.start, self._quotation(span.start)):
            if here[0].reading.index == reading.index and is_in_relative(head):
                return None
            fits = [one for one in here if one.known and _agrees(one.sort, sort) and _may_be(one.gender, gender)]
            index = here[0].reading.index
            beside = [one for one in self.mentions if one.sentence == index and one.start < span.start]
            beside = [one for one in beside if _fits(one, sort) and _may_be(one.gender, gender)]
            parties = {one.claimants[0].name: one.claimants[0] for one in fits if len(one.claimants) == 1}
            others = {one.claimant.name for one in beside} - set(parties)
            goes_on = any(one.speaks for one in fits) or not others
            if len(parties) == 1 and goes_on and not any(one.asks for one in fits):
                return next(iter(parties.values()))
            if parties:
                return None
            if any(not one.known and one.claimants[0].name == head.lower_ for one in here):
                return unresolved(head.lower_, span)
            if sort == "body" and any(_writes(one) for one in here):
                return self._text_before(reading)
            if beside:
                return None
        return None

    def _text_before(self, reading: Reading) -> Claimant | None:
        """Return the text that has been speaking, behind "the writer says": its writer goes on as "it"."""
        texts = [one for one in self.topics if reading.index - one.reading.index <= 2 * REACH]
        spoken = [one.claimants[0] for one in texts if one.claimants[0].kind is ClaimantKind.ARTIFACT]
        return spoken[-1] if spoken else None

    def _joined(self, reading: Reading, head: Token) -> tuple[Claimant, ...]:
        """Return the parties of "Ann and Bob said. They added", if the sentence before has no other subject."""
        start = reading.span([head]).start
        here = next(latest(self.topics, reading, start, self._quotation(start)), [])
        several = [one for one in here if len(one.claimants) > 1]
        alone = len(here) == 1 and len(several) == 1 and not is_in_relative(head)
        return several[0].claimants if alone else ()


_ROLES = frozenset(
    {"nsubj", "nsubjpass", "dobj", "pobj", "poss", "attr", "conj", "appos", "agent", "dative", "compound", "nmod"}
)
"""What a name must do in its sentence for a pronoun to mean it; an address ("Well, Steve, ...") does nothing."""


def _is_office(token: Token) -> bool:
    """Tell whether a token is somebody's office standing for the person: "the President", not "President Smith"."""
    if token.lower_ not in lexicon().words("speakers", "titles") or token.dep_ not in _ROLES - {
        "compound",
        "nmod",
        "poss",
    }:
        return False
    return any(child.lower_ == "the" for child in token.children) and token.pos_ in {"NOUN", "PROPN"}


def _principal(head: Token) -> str | None:
    """Return whom a spokesperson speaks for: "a spokesman for the ministry", "the ministry's spokeswoman"."""
    if head.lemma_.lower() not in lexicon().words("speakers", "spokespeople"):
        return None
    owner = next((child for child in head.children if child.dep_ == "poss"), None)
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in {"for", "of"}:
            owner = next((one for one in child.children if one.dep_ == "pobj"), owner)
    if owner is None:
        return None
    return " ".join(one.text for one in noun_phrase(owner) if one.tag_ != "POS")


def _fits(mention: Mention, sort: str) -> bool:
    return _agrees(mention.sort, sort)


def _agrees(theirs: str, sort: str) -> bool:
    """Tell whether a party of one sort can be meant by a pronoun of another."""
    if sort == "many":
        return theirs in {"many", "body"}
    return theirs in {sort, "either"}


def _may_be(theirs: str | None, gender: str | None) -> bool:
    return theirs is None or gender is None or theirs == gender


def _own_words(source: tuple[Token, ...], head: Token, *, alone: bool) -> tuple[Token, ...]:
    return (source if alone else _own_part(head, source)) or (head,)


_REPLIES = frozenset({"answer", "reply", "response"})


def _possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _writes(topic: Topic) -> bool:
    words = topic.claimants[0].name.split()
    return bool(words) and words[-1] in {"writer", "author"}


def _is_questioner(head: Token) -> bool:
    return head.lemma_.lower() in lexicon().words("speakers", "questioners")


def _sort_of_pronoun(word: str) -> str:
    return _THIRD[word]


def _sort_of_noun(head: Token, name: str) -> str:
    """Tell which pronouns can mean a noun: a person, a body or document, or many."""
    words = lexicon().words
    lemma = head.lemma_.lower()
    if head.tag_ == "NNS" or (head.tag_ == "NNPS" and head.ent_type_ not in {"GPE", "ORG"}):
        return "many"
    if head.pos_ == "PROPN":
        return _sort_of(head, name)
    if lemma in words("speakers", "bodies") or lemma in words("speakers", "artifacts"):
        return "body"
    if head.lower_ in words("speakers", "vague") and head.lower_ not in words("speakers", "persons"):
        return "person" if lemma.endswith(tuple(words("speakers", "endings"))) else "many"
    individual = lemma in words("speakers", "persons") or _is_person_noun(head)
    ending = lemma.endswith(tuple(words("speakers", "endings"))) and lemma not in words("speakers", "not_persons")
    return "person" if individual or ending else "body"


_TIMES = frozenset({"DATE", "TIME", "EVENT", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"})
_COMPASS = frozenset(
    "north south east west new united central great saudi sri northern southern eastern western".split()
)
"""How the names of places begin; taggers take the names of people they do not know for places."""
_BODIES = frozenset(
    "ministry agency department university council committee commission party church court office bureau institute "
    "association union bank company corporation inc ltd group news times post herald journal press house nations "
    "states force forces army police congress parliament senate assembly league society organization organisation "
    "foundation authority administration service network team club college school center centre street party".split()
)


def _proper_name(head: Token) -> str:
    """Return the name that ends in `head`, without titles and articles."""
    first = head.i
    while first > 0 and head.doc[first - 1].pos_ in {"PROPN", "PUNCT"} and head.doc[first - 1].head.i <= head.i:
        before = head.doc[first - 1]
        if before.pos_ == "PUNCT" and before.text not in {"-", "–", "."}:
            break
        if before.head != head and before.head.i != first and before.dep_ not in {"compound", "punct", "nmod"}:
            break
        first -= 1
    words = head.doc[first : head.i + 1].text.replace(" - ", "-").strip(" -–.")
    return _without_titles(words)


def _sort_of(head: Token, name: str) -> str:
    """Tell a person's name from that of a body as far as words go; what could be both is "either"."""
    words = name.casefold().split()
    article = any(child.lower_ in {"the", "a", "an"} for child in head.children)
    place = head.ent_type_ in {"GPE", "LOC"} and (len(words) == 1 or words[0] in _COMPASS)
    if article or place or _BODIES & set(words) or head.ent_type_ == "NORP" or head.tag_ == "NNPS" or name.isupper():
        return "body"
    if head.ent_type_ == "PERSON" or any(
        child.lower_ in lexicon().words("speakers", "titles") for child in head.children
    ):
        return "person"
    return "either"


def _same_person(one: str, other: str) -> bool:
    first, second = one.casefold().split(), other.casefold().split()
    return set(first) <= set(second) or set(second) <= set(first)


def _own_part(head: Token, source: Sequence[Token]) -> tuple[Token, ...]:
    """Return the part of "A, B and C" that names one of them."""
    others = [one for one in head.conjuncts if one in source]
    start = max((one.i + 1 for one in others if one.i < head.i), default=source[0].i)
    end = min((one.left_edge.i for one in others if one.i > head.i), default=source[-1].i + 1)
    return trimmed(one for one in source if start <= one.i < end and one.dep_ not in {"cc", "preconj"})


def _coordinated(head: Token, source: Sequence[Token]) -> list[Token]:
    """Split "A and B" into A and B, if both stand in the phrase; groups of names behind "including" stay inside."""
    inside = {one.i for one in source}
    return [
        head,
        *(
            one
            for one in head.conjuncts
            if one.i in inside and one.i > head.i and one.pos_ in {"NOUN", "PROPN", "PRON"}
        ),
    ]


def _described(head: Token, phrase: Sequence[Token], wording: str, span: Span) -> Claimant:
    """Classify a common noun: a document, a group as worded, or nobody in particular."""
    words = lexicon().words
    lemma = head.lemma_.lower()
    specific = any(
        one.pos_ == "PROPN" or one.ent_type_ in {"ORG", "GPE", "NORP", "PERSON"} for one in phrase if one != head
    )
    plural = head.tag_ in {"NNS", "NNPS"}
    definite = any(child.lower_ in {"the", "this", "these", "those"} or child.dep_ == "poss" for child in head.children)
    collective = lemma in {"intelligence", "media", "press", "police", "government", "opposition", "leadership"}
    if (
        lemma in words("speakers", "artifacts")
        and not collective
        and (specific or definite or not plural)
        and not (lemma in words("speakers", "vague") and plural and not specific)
    ):
        kind = ClaimantKind.ARTIFACT
    elif specific:
        kind = ClaimantKind.GROUP if plural or collective else ClaimantKind.NAMED
    elif lemma in words("speakers", "vague") or head.pos_ != "NOUN" or not definite:
        kind = ClaimantKind.UNSPECIFIED
    else:
        kind = ClaimantKind.GROUP if plural or collective or not _is_person_noun(head) else ClaimantKind.UNSPECIFIED
    return Claimant(name=_lower_article(wording), kind=kind, mention=span)


def _is_person_noun(head: Token) -> bool:
    words = lexicon().words
    lemma = head.lemma_.lower()
    gendered = words("speakers", "female") | words("speakers", "male") | words("speakers", "titles")
    return head.pos_ == "NOUN" and (lemma in gendered or lemma in words("speakers", "spokespeople"))


_OPENERS = frozenset("both all each the a an some many most these those this that his her their our several".split())


def _lower_article(wording: str) -> str:
    """Write the name as it stands inside a sentence: "The union" as "the union", "Officials" as "officials"."""
    first, _, rest = wording.partition(" ")
    if first.lower() in _OPENERS and first.istitle():
        return f"{first.lower()} {rest}".strip()
    return wording if rest or not first.istitle() else _plain(wording)


def _plain(word: str) -> str:
    lowered = word.lower()
    vague = lexicon().words("speakers", "vague")
    return lowered if lowered in vague or lowered.removesuffix("s") in vague else word


def _without_titles(wording: str) -> str:
    titles = lexicon().words("speakers", "titles")
    words = wording.split()
    while len(words) > 1 and (words[0].casefold() in titles or words[0].casefold() in {"the", "a", "an"}):
        words.pop(0)
    return " ".join(words)


def _gender(head: Token) -> str | None:
    words = lexicon().words
    around = {one.lower_ for one in head.subtree if one.i <= head.i} | {head.lower_}
    if around & words("speakers", "female") - {"her", "she"}:
        return "female"
    if around & words("speakers", "male") - {"his", "he"}:
        return "male"
    return None
