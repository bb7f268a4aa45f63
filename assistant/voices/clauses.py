"""Content that is a clause: "X says (that) ...", "..., X says", "as X says, ...", "X asked whether ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.voices.cueing import cue_at, first_of_row, is_mistagged
from assistant.voices.lexicon import Cue, lexicon
from assistant.voices.modality import is_only_named
from assistant.voices.subjects import VERBAL, is_parted_by_mark, own_subject, teller_behind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
"""Tags of finite verb forms."""
_WH = frozenset({"WP", "WRB", "WDT", "WP$"})


def clause_content(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read a finite clause, a question, or the main clause around ", X says," and "as X says"."""
    if cue.words not in lexicon().frames["clause"]:
        return _unmarked(token, cue)
    if _is_left_aside(token):
        return ()
    if made := _made_clear(token, cue):
        return made
    if (subject := next((one for one in token.children if one.dep_ == "csubjpass"), None)) is not None:
        return tuple(subject.subtree)  # "That the quay is shut was denied by the mayor"
    before = first_of_row(token)
    if _stands_between(token) and (token.dep_ == "parataxis" or _breaks_in(token)):
        return _around_aside(token)
    if (aside := _said_in_aside(token)) is not None:
        return _around(aside, aside.head)
    for child in token.children:
        if child.dep_ == "ccomp" and child != before and _is_content_clause(token, child, cue):
            before_it = () if own_subject(child) is not None else _subject_before(token)
            return (*before_it, *_clause_tokens(token, child), *_behind_teller(token, child))
        if child.dep_ == "xcomp" and child.i > token.i and any(one.tag_ in _WH for one in child.children):
            return tuple(child.subtree)
    if token.dep_ == "conj" and says_so(token):
        return tuple(one for one in token.head.subtree if one.i < min(_own_words(token)))
    if token.dep_ == "parataxis" and _says_aside(token):
        return _around(token, _verb_above(token))
    if token.dep_ == "advcl" and any(one.dep_ == "mark" and one.lower_ == "as" for one in token.children):
        if cue.family == "knowing":
            return ()  # "as we all know": the speaker's own
        return _instead(token) or _judged(token.head) or _around(token, token.head)
    if cue.words == "be like":
        return tuple(token.doc[token.i + 2 :])
    if token.dep_ == "csubj" and token.head.lemma_ == "be" and token.head.i > token.i:
        return _what_it_is(token, cue)
    if is_mistagged(token):
        return _rest_of_clause(token)
    if shared := _shared(token):
        return shared
    return _relative_gap(token) or _trailing(token) or _that_follows(token, cue) or _unmarked(token, cue)


def says_so(token: Token) -> bool:
    """Tell whether a verb takes up the clause before it: "It is safe; so the mayor says", "or so says the mayor"."""
    first = min(_own_words(token))
    before = token.doc[first - 2].text if first > 2 else ""
    ends = not any(child.i > max(_own_words(token)) and not child.is_punct for child in token.children)
    return ends and token.doc[first - 1].lower_ == "so" and before in {",", ";", "–", "—", "or", "and"}


def _shared(token: Token) -> tuple[Token, ...]:
    """Read "The mayor said, and his aides confirmed, that ...": what the second verb tells the first tells as well."""
    for other in token.children:
        if other.dep_ == "conj" and other.i > token.i and own_subject(other) is not None and cue_at(other) is not None:
            between = token.doc[token.i + 1 : other.left_edge.i]
            told = next((one for one in other.children if one.dep_ == "ccomp" and is_marked(one)), None)
            if told is not None and all(one.is_punct or one.dep_ == "cc" for one in between):
                return tuple(told.subtree)
    return ()


def _follows_from(token: Token) -> bool:
    """Tell whether a verb tells of a consequence: "The road was closed, so police told drivers that ..."."""
    first = min(_own_words(token))
    return first > 1 and token.doc[first - 1].lower_ == "so" and token.doc[first - 2].text == "," and not says_so(token)


def _is_left_aside(token: Token) -> bool:
    """Tell whether it matters not what somebody says: "Contrary to what she says, ...", "Whatever she says, ..."."""
    free = next((one for one in token.children if one.lower_ in {"what", "whatever"} and one.i < token.i), None)
    if free is None or free.dep_ not in {"dobj", "nsubjpass"}:
        return False
    before = [one.lower_ for one in free.doc[max(0, free.i - 2) : free.i]]
    return free.lower_ == "whatever" or before in (["contrary", "to"], ["no", "matter"])


def _behind_teller(token: Token, clause: Token) -> tuple[Token, ...]:
    """Return what goes on behind a teller put between: "There is no proof, says the mayor, that the quay is safe"."""
    teller = own_subject(token)
    if teller is None or not clause.i < token.i < teller.i:
        return ()
    rest = next((one for one in (*teller.children, *token.children) if one.i > teller.i and is_marked(one)), None)
    return tuple(rest.subtree) if rest is not None and rest.left_edge.nbor(-1).text == "," else ()


def _instead(token: Token) -> tuple[Token, ...]:
    """Return "four" in "Nine people died, not four as the army says": what is said instead."""
    doc, first = token.doc, token.left_edge.i
    start = next((one.i for one in doc[max(0, first - _SHORT_PHRASE) : first] if one.lower_ == "not"), 0)
    parted = start > 0 and doc[start - 1].text == ","
    said = doc[start + 1 : first]
    return tuple(said) if parted and not any(one.tag_ in FINITE for one in said) else ()


_SHORT_PHRASE = 6
"""Words within which "not" still belongs to what is said instead."""


def _judged(verb: Token) -> tuple[Token, ...]:
    """Return what is so or not so in "It is not true, as she claims, that ..."."""
    if verb.lemma_ != "be" or not any(one.dep_ in {"nsubj", "expl"} and one.lower_ == "it" for one in verb.children):
        return ()
    return next((tuple(one.subtree) for one in verb.children if one.dep_ == "ccomp" and is_marked(one)), ())


def _made_clear(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "made it clear that ...": the parser makes "it clear" a clause of its own."""
    clear = next((one for one in token.children if one.i > token.i and one.lower_ == cue.words.split()[-1]), None)
    if clear is None or clear.pos_ != "ADJ" or not any(one.lower_ == "it" for one in clear.children):
        return ()
    return next((tuple(one.subtree) for one in clear.children if one.i > clear.i and is_marked(one)), ())


def _what_it_is(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "what she said was that ...", "what they want is for us to go"; "what he said is a lie" is not his."""
    named = cue.family not in _CLAIMING or cue.words == "describe"
    for child in token.head.children:
        wished = child.dep_ == "advcl" and any(one.dep_ == "mark" and one.lower_ == "for" for one in child.children)
        said = child.dep_ in {"ccomp", "xcomp"} or (named and child.dep_ == "attr")
        if child.i > token.head.i and (said or wished):
            return tuple(child.subtree)
    return ()


_CLAIMING = frozenset({"saying", "asserting", "believing", "predicting", "denying", "accusing", "conceding"})
"""Of what these verbs say a noun is a verdict ("what he claims is a lie"); "what he demands is a truce" gives it."""


_PERCEIVING = frozenset({"see", "hear", "watch", "feel", "want"})


def _is_content_clause(token: Token, clause: Token, cue: Cue) -> bool:
    marks = {one.lower_ for one in clause.children if one.dep_ == "mark"}
    if "because" in marks or "as" in marks or _is_parted(token, clause):
        return False
    finite = clause.tag_ in FINITE or any(
        one.dep_ in {"aux", "auxpass"} and one.tag_ in FINITE for one in clause.children
    )
    if token.lemma_ == "hold" and clause.pos_ in {"ADJ", "NOUN"} and not finite:
        return False  # who "holds Y captive" says nothing
    bare = clause.tag_ in {"VB", "VBG", "VBN"} and not finite
    if bare and clause.tag_ == "VB" and cue.family != "knowing" and token.lemma_ not in _PERCEIVING:
        bare = not any(one.dep_ == "nsubj" and one.tag_ in {"NNS", "NNPS", "NNP"} for one in clause.children)
    return not bare or bool(marks) or any(one.tag_ in _WH for one in clause.subtree)


def _is_parted(token: Token, clause: Token) -> bool:
    """Tell whether a colon or semicolon parts a clause from a verb behind it: "They went further: it said that ..."."""
    if says_so(token):
        return False
    if clause.i < token.i and _follows_from(token):
        return True
    between = token.doc[clause.i : token.i]
    opened = any(one.text == ":" and one.nbor(1).is_quote for one in between)  # "He did not mince words: “They lied”"
    return opened or (any(one.text in {";", ":"} for one in between) and not any(one.is_quote for one in between))


def _clause_tokens(token: Token, clause: Token) -> tuple[Token, ...]:
    """Return the clause; where the cue stands at the sentence's end, everything before the cue's own clause."""
    if told := _said_to_be(clause):
        return tuple(told.subtree)
    goes_on = first_of_row(token) is not None
    apart = [one for one in clause.children if _speaks_apart(one, clause) or (goes_on and _ends_row(one, clause))]
    apart += [*_before_that(clause), *_behind_quotation(clause)]
    others = {one.i for joined in apart for one in joined.subtree}
    tokens = [one for one in clause.subtree if one != token and one.i not in others]
    while others and tokens[-1].dep_ in {"cc", "punct"}:
        tokens.pop()
    while others and tokens[0].dep_ == "punct":
        tokens.pop(0)
    after = [one for one in tokens if one.i > token.i]
    if not after and token.dep_ == "ROOT":
        start = token.doc[0]
        own = _own_words(token)
        if own and min(own) > max(one.i for one in tokens):
            return tuple(one for one in token.doc[start.i : min(own)])
    return (*tokens, *_on_condition(token, tokens[-1]))


def _on_condition(token: Token, last: Token) -> tuple[Token, ...]:
    """Return the condition behind a clause that a parser hangs on who says it: "..., provided that the money comes"."""
    behind = (one for one in token.children if one.left_edge.i in {last.i + 1, last.i + 2} and one.i > last.i)
    condition = next((one for one in behind if one.left_edge.lower_ in _CONDITIONS), None)
    if condition is None or (condition.left_edge.i == last.i + 2 and last.nbor(1).text != ","):
        return ()
    return tuple(token.doc[last.i + 1 : condition.right_edge.i + 1])


_CONDITIONS = frozenset({"provided", "providing", "unless", "if", "assuming", "supposing"})
"""How a condition opens."""


def _said_to_be(clause: Token) -> Token | None:
    """Return what stands behind the bare "is" that a parser makes a clause: "what I can tell you is that ..."."""
    bare = clause.lemma_ == "be" and not any(one.dep_ in {"nsubj", "nsubjpass", "expl"} for one in clause.children)
    return next((one for one in clause.children if bare and one.dep_ == "ccomp" and is_marked(one)), None)


def _before_that(clause: Token) -> list[Token]:
    """Return what a parser hangs on a clause though it stands before its "that": "believes, as do others, that"."""
    that = next((one for one in clause.children if one.dep_ == "mark" and one.lower_ == "that"), None)
    if that is None:
        return []
    return [one for one in clause.children if one.dep_ == "advcl" and one.right_edge.i < that.i]


def _behind_quotation(clause: Token) -> list[Token]:
    """Return what else is said by whoever quotes: "declared that “they are hirelings” and put them at 400"."""
    joined = (one for one in clause.children if one.dep_ == "conj" and one.i > clause.i and cue_at(one) is not None)
    return [one for one in joined if is_parted_by_mark(clause, one) or teller_behind(one) is not None]


def _speaks_apart(joined: Token, clause: Token) -> bool:
    """Tell whether a joined clause has a speaker of its own: "Ann said that A, and in May Bob was quoted as saying B".

    With "that" it is told with the first ("... that A and that Bob said B").
    """
    if joined.dep_ != "conj" or joined.i < clause.i or cue_at(joined) is None:
        return False
    parts = {part.dep_ for part in joined.children}
    subject = next((part for part in joined.children if part.dep_ in {"nsubj", "nsubjpass"}), None)
    named = subject is not None and subject.pos_ in {"NOUN", "PROPN"}
    if subject is not None and subject.lower_ in {"he", "she", "they"}:  # "Ann says that A, and she adds that B"
        named = any(part.dep_ == "ccomp" and is_marked(part) for part in joined.children)
    parted = any(one.text == "," for one in clause.doc[clause.i : joined.left_edge.i])
    return named and parted and "mark" not in parts


def is_marked(clause: Token) -> bool:
    """Tell whether a clause opens with "that"."""
    return any(one.dep_ == "mark" and one.lower_ == "that" for one in clause.children)


def _ends_row(joined: Token, clause: Token) -> bool:
    """Tell whether a verb ends the row that the cue stands in: "The board ..., said that A, and announced B"."""
    parted = clause.doc[max(joined.i - 2, clause.i) : joined.i].text.strip() == ", and"
    return joined.dep_ == "conj" and parted and cue_at(joined) is not None


def _own_words(token: Token) -> list[int]:
    """Indexes of the cue, its subject and auxiliaries."""
    own = [token.i]
    for child in token.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            own.extend(one.i for one in child.subtree)
        elif child.dep_ in {"aux", "auxpass", "neg"}:
            own.append(child.i)
    return own


def _stands_between(token: Token) -> bool:
    """Tell whether a teller stands alone between two commas: "Nine died, the report says, not four"."""
    own = _own_words(token)
    first, last = min(own), max(own)
    if first < 2 or last + 2 >= len(token.doc) or token.doc[first - 1].text != "," or token.doc[last + 1].text != ",":
        return False
    before = token.doc[: first - 1]
    return last - first < _SHORT_PHRASE and any(one.tag_ in FINITE for one in before) and not _holds_marks(token.doc)


def _breaks_in(token: Token) -> bool:
    """Tell whether a main verb's clause parts what is told: "There is, officials concede, no plan for the villages"."""
    told = next((one for one in token.lefts if one.dep_ == "ccomp"), None)
    behind = token.doc[max(_own_words(token)) + 2 :]
    opens = behind[0].lower_ if len(behind) else ""
    return (
        told is not None
        and token.dep_ == "ROOT"
        and opens not in _LEADS_ON
        and not any(one.tag_ in FINITE or one.dep_ in {"mark", "cc"} for one in behind)
    )


_LEADS_ON = frozenset("adding noting citing speaking referring calling saying pointing warning and but though".split())
"""How words begin behind a teller that go on about him or her: "..., the mayor said, adding that ..."."""


def _said_in_aside(token: Token) -> Token | None:
    """Return the verb of an aside that a verb of saying ends: "as the mayor likes to say", "is fond of saying"."""
    verb = token
    while verb.dep_ in {"xcomp", "pcomp", "prep", "acomp"} and verb.head.i < verb.i:
        verb = verb.head
    marked = any(one.dep_ == "mark" and one.lower_ == "as" for one in verb.children)
    return verb if verb != token and verb.dep_ == "advcl" and marked and verb.head.pos_ in {"VERB", "AUX"} else None


def _holds_marks(doc: Doc) -> bool:
    return any(one.is_quote for one in doc)


def _around_aside(token: Token) -> tuple[Token, ...]:
    """Return all of a sentence but the teller between its commas."""
    own = _own_words(token)
    return (*token.doc[: min(own) - 1], *token.doc[max(own) + 2 :])


def _around(token: Token, head: Token) -> tuple[Token, ...]:
    """Return the clause of `head` without the words of `token`'s clause (those inside it stay in the hull)."""
    aside = {one.i for one in token.subtree} - {one.i for one in _subject_before(token)}
    return tuple(one for one in head.subtree if one.i not in aside)


def _subject_before(token: Token) -> tuple[Token, ...]:
    """Return the subject that a parser hangs on the aside behind it: "The bridge, said the mayor, is safe"."""
    own = own_subject(token)
    if (named := next((one for one in token.children if is_only_named(one)), None)) is not None:
        return tuple(named.subtree)  # "To say that it is shut, the mayor argued, is premature"
    if own is None or own.i < token.i:
        return ()
    before = [one for one in token.children if one.dep_ in {"nsubj", "nsubjpass"} and one.i < token.i]
    return tuple(part for one in before for part in one.subtree)


def _verb_above(token: Token) -> Token:
    """Return the verb of the clause an aside stands in, hung perhaps on a word: "dry, she says, and close"."""
    above = token.head
    while above.pos_ not in VERBAL and above.head != above:
        above = above.head
    return above if above.pos_ in VERBAL else token.head


def _says_aside(token: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass"} for child in token.children)


def _rest_of_clause(token: Token) -> tuple[Token, ...]:
    return tuple(token.doc[token.i + 1 :])


def _unmarked(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "X said: we shall see", "then he said, I am leaving": speech without marks, as transcripts have it."""
    doc, after = token.doc, token.i + 1
    if cue.words not in lexicon().frames["quote"] or after + 2 >= len(doc) or doc[after].text not in {":", ","}:
        return ()
    own = min(_own_words(token))
    aside = own > 0 and doc[own - 1].text == ","
    rest = tuple(doc[after + 1 :])
    finite = any(one.tag_ in FINITE for one in rest) and not any(one.is_quote for one in rest)
    if doc[after].text == ":":
        return rest if len(rest) > 2 and not any(one.is_quote for one in rest) else ()
    starts = doc[after + 1].tag_ in {"PRP", "UH", "DT", "NNP", "VB", "WRB", "EX"} and own < token.i
    return rest if finite and starts and not aside and cue.family == "saying" else ()


def _that_follows(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "X says that ..." where the parser lost the clause: all that follows."""
    if _is_a_nouns(token, cue):
        return ()
    place = _behind_aside(token)
    after = token.doc[place : place + 2]
    if len(after) < 2 or after[0].lower_ != "that" or after[1].is_punct or cue.words not in lexicon().frames["clause"]:
        return ()
    if after[1].tag_ in FINITE or not (
        after[0].tag_ == "IN" or any(one.tag_ in FINITE for one in token.doc[place + 1 :])
    ):
        return ()
    return tuple(token.doc[place:])


def _is_a_nouns(token: Token, cue: Cue) -> bool:
    """Tell whether what follows is what a weaker noun says: who "expressed doubt that" or "hope that" says no more."""
    object_ = next((child for child in token.children if child.dep_ == "dobj" and child.i > token.i), None)
    noun = None if object_ is None else lexicon().nouns.get(object_.lemma_.lower())
    if noun is not None and cue.words in lexicon().frames["as"] | lexicon().frames["naming"] and not cue.denies:
        return True  # who "described the claim that ... as false" says no such thing
    if cue.words in lexicon().frames["as"] and any(one.lower_ == "as" and one.dep_ == "prep" for one in token.children):
        return True  # nor who "described as false the claim that ..."
    return noun is not None and cue.words in lexicon().frames["support"] and (noun.denies or noun.force < cue.force)


def _is_told(token: Token) -> bool:
    """Tell whether a verb stands in a clause with "that" itself."""
    clauses = (token, *token.ancestors)
    return any(one.lower_ == "that" and one.dep_ == "mark" for clause in clauses for one in clause.lefts)


def _behind_aside(token: Token) -> int:
    """Return the place behind the cue and what stands between it and "that": an address, a time, an adverbial.

    "And that" goes on with what another verb tells: "Ann said that they held him for years and that he was innocent".
    """
    doc, first = token.doc, token.i + 1
    for place in range(first, min(first + 9, len(doc))):
        by_agent = doc[place].tag_ == "WDT" and any(child.dep_ == "agent" for child in token.children)
        if doc[place].lower_ == "that" and (doc[place].dep_ == "mark" or by_agent):
            return first if doc[place - 1].dep_ == "cc" and _is_told(token) else place
        if doc[place].pos_ in {"VERB", "AUX"} or doc[place].text in {";", ":"}:
            break
    return first


def _relative_gap(token: Token) -> tuple[Token, ...]:
    """Read "what they think will happen" and "a report, which he says is false": the clause the cue interrupts."""
    head = token.head
    if token.dep_ not in {"ccomp", "relcl", "advcl", "dep"} or head.pos_ not in {"VERB", "AUX"}:
        return ()
    relative = any(one.tag_ in _WH and one.i < token.i for one in head.subtree)
    if token.dep_ == "ccomp" and relative and head.i > token.i and _says_aside(token):
        return tuple(one for one in head.subtree if one.i > token.i)
    return ()


def _trailing(token: Token) -> tuple[Token, ...]:
    """Read "A happened, X said." where the parser lost the clause: all that stands before the closing aside."""
    own = _own_words(token)
    subject = any(child.dep_ == "nsubj" for child in token.children)
    if not subject or not own or min(own) < 3 or token.tag_ not in FINITE:
        return ()
    before = token.doc[min(own) - 1]
    tag = before.text == "," or (before.pos_ in {"NOUN", "ADJ", "ADV"} and token.doc[min(own)].lower_ in {"i", "we"})
    after = [one for one in token.doc[max(own) + 1 :] if not one.is_punct]
    closing = next((one for one in token.doc[max(own) + 1 : max(own) + 8] if one.text == ","), None)
    object_too = any(child.dep_ in {"dobj", "xcomp", "acomp", "attr"} for child in token.children)
    if (
        after
        and closing is not None
        and before.text == ","
        and not object_too
        and not any(one.tag_ in FINITE for one in token.doc[max(own) + 1 : closing.i])
    ):
        return (*token.doc[: min(own)], *token.doc[closing.i + 1 :])
    sets_scene = any(one.dep_ == "advcl" and one.left_edge.tag_ == "WRB" for one in token.lefts)
    if not tag or after or sets_scene or token.lemma_ in {"know", "see", "mean"}:
        return ()  # "When told that the quay is shut, the guild protested"
    return tuple(token.doc[: min(own)])
