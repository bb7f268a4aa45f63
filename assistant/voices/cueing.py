"""Which tokens are cues: verbs of the lexicon, with their particles, also where the tagger takes them for nouns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.voices.lexicon import Cue, lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token


_AFTER_LIKE = frozenset({",", ":", '"', "“", "‘", "'"})


def cue_at(token: Token) -> tuple[Cue, tuple[Token, ...]] | None:
    """Return the lexicon's verb at `token` with its words, particle and preposition included ("call for")."""
    if not (token.pos_ in {"VERB", "AUX"} or is_mistagged(token)):
        return None
    verbs = lexicon().verbs
    lemma = _lemma(token)
    if lemma == "be":
        like = token.nbor(1) if token.i + 2 < len(token.doc) else None
        speaks = like is not None and like.lower_ == "like" and like.nbor(1).text in _AFTER_LIKE
        return (verbs["be like"], (token, like)) if like is not None and speaks else None
    for child in token.children:
        made = child.dep_ in {"ccomp", "oprd"} and child.pos_ == "ADJ"  # "made it clear that"
        near = 0 < child.i - token.i <= 3 and (made or child.dep_ in {"prt", "prep", "advmod", "acomp", "mark"})
        if near and (cue := verbs.get(f"{lemma} {child.lower_}")) is not None:
            return cue, (token, child)
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if after is not None and (cue := verbs.get(f"{lemma} {after.lower_}")) is not None:
        return cue, (token, after)
    cue = verbs.get(lemma)
    return (cue, (token,)) if cue is not None else None


def _lemma(token: Token) -> str:
    lower = str(token.lower_)
    if token.pos_ in {"VERB", "AUX"}:
        lemma = str(token.lemma_.lower())
        if lemma not in lexicon().verbs:  # the lemmatizer takes "hopes" for a form of "hop"
            bare = (lower[:-1] for ending in ("s", "d") if lower.endswith(ending))
            lemma = next((one for one in bare if one in lexicon().verbs), lemma)
        return lemma
    return str(token.lower_.removesuffix("s") if token.tag_ == "NNS" else token.lower_)


def is_mistagged(token: Token) -> bool:
    """Tell whether a "noun" is a plural verb after its subject: "sources allege that", "critics charge that".

    Taggers take these for compounds. A plural noun does not modify another noun, so one that stands straight before
    a form of a reporting verb with a clause behind it is that verb's subject.
    """
    if token.tag_ not in {"NN", "NNS", "VB"} or token.i == 0 or token.i + 1 >= len(token.doc):
        return False
    before, after = token.nbor(-1), token.nbor(1)
    plural = before.tag_ in {"NNS", "NNPS"} and token.tag_ == "NN"
    if plural and after.lower_ == "that" and before.dep_ in {"compound", "nsubj", "amod", "nmod"}:
        return True
    return {"nsubj", "ccomp"} <= {child.dep_ for child in token.children}


def is_parenthesis_filler(token: Token) -> bool:
    """Tell whether a verb says nothing: ", you know," fills a pause, "all told" sums up, "make X see" tells X."""
    if token.lower_ == "told" and token.i and token.nbor(-1).lower_ == "all":
        return True
    if _is_yet_to_learn(token):
        return True
    subject = next((child for child in token.children if child.dep_ == "nsubj"), None)
    if token.lemma_ == "mean":
        return subject is None or subject.lower_ not in {"i", "we", "you", "he", "she", "they"}
    if token.lemma_ == "quote" and (subject is None or subject.lower_ == "i"):
        return not any(child.dep_ == "dobj" for child in token.children) and token.tag_ != "VBN"
    if subject is None or subject.lower_ != "you" or token.lower_ not in {"know", "see"}:
        return False
    after = token.nbor(1).text if token.i + 1 < len(token.doc) else "."
    return after in {",", ".", "—", "–", "--", "-", "?"}


_LEARNING = frozenset("hear know understand learn realise realize remember recognise recognize see".split())


def _is_yet_to_learn(token: Token) -> bool:
    """Tell whether somebody is only meant to learn something: "make everybody understand", "the public should know"."""
    if token.lemma_ not in _LEARNING or token.tag_ != "VB":
        return False
    if token.dep_ in {"ccomp", "xcomp"} and token.head.lemma_ in {"make", "let", "help"}:
        return True
    subject = next((child for child in token.children if child.dep_ == "nsubj"), None)
    ought = any(child.dep_ == "aux" and child.lemma_.lower() in {"should", "must"} for child in token.children)
    return ought and subject is not None and subject.lower_ not in {"i", "we"}


def saying_of(token: Token, cue: Cue) -> Token | None:
    """Return the participle of "quoted (X) as saying", if that is what `token` heads."""
    if cue.words not in lexicon().frames["as_saying"]:
        return None
    for other in token.doc[token.i + 1 : token.i + 12]:
        before = other.nbor(-1)
        if other.tag_ == "VBG" and before.lower_ == "as" and cue_at(other) is not None:
            return other
    return None


def believed_to(token: Token) -> bool:
    """Tell whether a form like "believed" is a participle before "to": nobody in the sentence is the believer."""
    if token.tag_ not in {"VBD", "VBN"} or token.i + 2 >= len(token.doc):
        return False
    after = token.nbor(1)
    subject = next((one for one in token.children if one.dep_ in {"nsubj", "nsubjpass"}), None)
    apart = subject is None or any(one.text in {",", "and"} for one in token.doc[subject.i + 1 : token.i])
    beliefs = lexicon().frames["passive_infinitive"] - lexicon().frames["infinitive"]
    return after.lower_ == "to" and after.nbor(1).tag_ == "VB" and token.lemma_ in beliefs and apart


def first_of_row(verb: Token) -> Token | None:
    """Return the verb that a row begins with: "repeated" in "The board repeated its wish, said that prices rose".

    The parser takes what that verb tells for something the second one says, before it.
    """
    if verb.dep_ != "ROOT" or verb.tag_ not in {"VBD", "VBZ"} or not 0 < verb.i < len(verb.doc) - 1:
        return None
    if verb.nbor(-1).text != "," or verb.nbor(1).lower_ not in {"that", "whether", "how", "why"}:
        return None
    return next((child for child in verb.lefts if child.dep_ == "ccomp" and child.tag_ == verb.tag_), None)
