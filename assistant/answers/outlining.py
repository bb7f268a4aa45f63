"""The main claims of a document, of a party or on a matter; and everything somebody says."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.answers.about import editions_on
from assistant.answers.asking import Asking
from assistant.answers.composing import assemble
from assistant.answers.desk import Desk
from assistant.answers.evidence import Evidence
from assistant.answers.grounding import ENOUGH, closeness
from assistant.answers.lines import lines
from assistant.answers.parties import Party
from assistant.answers.phrases import parsed
from assistant.answers.question import Question, understand
from assistant.answers.shape import Asks
from assistant.answers.surveying import (
    central,
    each_in_turn,
    first_hand,
    in_turn,
    main_ones,
    only_asks,
    said_by,
    says,
    stands_alone,
    weight,
)
from assistant.model import Answer, Status
from assistant.record import Listed
from assistant.text import content_words, stem, words

MOST_LINES = 5
"""Lines of an overview."""
MOST_LISTED = 6
"""Lines of a list; how many more there are is said."""
CANDIDATES = 24
"""Sentences tried for a line."""
NOTE = 12
"""Words that say how many more statements there are."""
FAR = 0.12
"""How much less of the matter a further sentence may meet than the best."""
LIKE = 0.4
"""Similarity from which a sentence speaks of a matter in other words."""
HOLDS = 0.3
"""How much it counts that a sentence itself speaks of the matter, not only what stands around it."""
QUOTED, LISTED = 22, 22
"""Words a line of an overview, or of a list, may quote."""


def overview(
    asking: Asking, desk: Desk, standalone: str | None, *, dated: bool = False, lead: str = ""
) -> Answer | None:
    """Give the main claims, each said by whoever says it, by date if asked; None where nothing is found.

    `lead` stands before them.
    """
    question = understand(asking.rest, desk.library.parties, desk.library.documents)
    editions = pointed_at(asking.rest, question, desk)
    party = _party(question)
    if timely := _of_its_time(asking.rest, question, editions, desk):  # who is named with it may be one of several
        editions, party = timely, None
    named = timely or _points(asking.rest) or _only_names(asking.rest, editions, desk)
    matter = () if named else question.matter
    if desk.library.documents and not (matter or party) and len(editions) != 1 and _points(asking.rest):
        return _which_document(editions, desk.library.documents, standalone)
    found = _main(replace(question, matter=tuple(matter)), party, editions, desk)
    alone = party is not None or len(editions) == 1
    kept = main_ones(found, CANDIDATES, of_one=CANDIDATES) if alone else each_in_turn(found, CANDIDATES)
    in_order = dated or party is not None
    drafts = lines(kept, MOST_LINES, QUOTED, of=party, dated=in_order, beside=len(lead.split()))
    return assemble(drafts, lead=lead, standalone=standalone) if drafts else None


def listing(asking: Asking, desk: Desk, standalone: str | None) -> Answer | None:
    """Give what a party says, in order of time, and say how much more of it there is; None for nobody's words."""
    question = understand(asking.rest, desk.library.parties, desk.library.documents)
    party = _party(question) or next(
        (m.party for m in question.mentions if not asking.rest[: m.start].strip(" the")), None
    )
    if party is None or _ABOUT.match(asking.rest):
        return _all_on(asking, question, desk, standalone)
    question = replace(question, matter=_besides(question, party))
    editions = desk.finder.allowed(party.editions) & _of_time(question, desk)
    theirs = [one for one in said_by(desk.record, party, editions) if _is_claim(one)]
    matter, on_this = set(question.matter), " on this" if question.matter else ""
    about = [one for one in theirs if matter <= set(content_words(one.text))]
    fresh = [one for one in about if not desk.has_quoted(one)]
    if not fresh:
        reason = f"The documents hold no{' other' if about else ''} statement by {party.name}{on_this}."
        return Answer(status=Status.ABSTAINED, text=reason, reason=reason, standalone_question=standalone)
    ranked = first_hand(sorted(fresh, key=lambda one: (not one.contested, -weight(one))), party)
    drafts = lines(
        main_ones(ranked, CANDIDATES, of_one=CANDIDATES), MOST_LISTED, LISTED, of=party, dated=True, beside=NOTE
    )
    if not drafts:
        return None
    more = len(fresh) - len(drafts)
    note = f"The documents hold {more} more statement{'s' if more > 1 else ''} by {party.name}{on_this}."
    return assemble(drafts, notes=[note] if more else [], standalone=standalone)


_ABOUT = re.compile(r"(?:according to )?(?:on|about|regarding|concerning)\b\s*", re.IGNORECASE)


def _all_on(asking: Asking, question: Question, desk: Desk, standalone: str | None) -> Answer | None:
    """Give what is claimed on a matter, whoever claims it, in order of time; None where no matter is named."""
    matter = tuple(word for word in question.matter if word not in {stem(each) for each in _LISTED})
    if not matter or not _ABOUT.match(asking.rest):
        return None
    rest = _ABOUT.sub("", asking.rest, count=1)
    named = replace(question, matter=matter, topic=rest, asked=())
    found = [one for one in _main(named, None, frozenset(), desk) if one.covers and one.claims]
    drafts = lines(each_in_turn(found, CANDIDATES), MOST_LISTED, LISTED, dated=True)
    return assemble(drafts, standalone=standalone) if drafts else None


def wants_everything(text: str, desk: Desk) -> bool:
    """Tell whether a question asks what somebody says without saying on what: "what did X say?"."""
    question = understand(text, desk.library.parties, desk.library.documents)
    plain = question.asks is Asks.OPEN and not (question.sides or question.premise or question.editions)
    return plain and len(question.asked) == 1 and not question.matter


_WHAT_ABOUT = re.compile(r"\W*what(?:'s|’s| is) (?P<title>.+?) (?:all )?about\W*", re.IGNORECASE)


def asks_about_title(text: str, desk: Desk) -> str:
    """Return the title in "what is TITLE about?"; empty where no document bears it."""
    match = _WHAT_ABOUT.fullmatch(" ".join(text.split()))
    named = match is not None and any(is_titled(one, match["title"]) for one in desk.library.documents)
    return match["title"] if match is not None and named else ""


def is_topic(text: str) -> bool:
    """Tell whether nothing is asked of a matter, only the matter named, as one types it into a search box."""
    said = parsed(text)
    if "?" in text or len(text.split()) > LONGEST_TOPIC or not any(one.pos_ in {"NOUN", "PROPN"} for one in said):
        return False
    asks = any(token.pos_ in {"VERB", "AUX"} and token.dep_ != "amod" for token in said)
    asks = asks or any(token.tag_ in {"WP", "WDT", "WRB", "WP$", "UH"} or token.lower_ in _SET_APART for token in said)
    return not asks and not any(token.lemma_.lower() in _FACTS for token in said)


LONGEST_TOPIC = 5
"""Words of a topic."""
_FACTS = frozenset(
    """age date birth birthday day time year duration cost price fee salary budget amount number total sum rate
    percentage share toll height length size weight distance depth width area population address location place name
    title author publisher source cause reason motive result outcome winner version quote quotation sentence word
    summary timeline document speaker thank thanks help more""".split()
)
"""What is asked for by its noun alone ("the mayor's age"), of a matter or of the talk itself."""
_SET_APART = frozenset({"v", "vs", "versus", "or", ":", "and", "both", "same"})
"""Words with which something is asked of a matter after all: to compare, to choose, to go on."""


# ------------------------------------------------------------------ of whom, of what


def _party(question: Question) -> Party | None:
    """Return the party whose words are wanted: asked for, or the only thing named."""
    if question.asked:
        return question.asked[0]
    named = question.mentions
    alone = len(named) == 1 and set(question.matter) <= {stem(w) for word in named[0].words for w in word.split()}
    return named[0].party if alone and named[0].party.authored else None


def _besides(question: Question, party: Party) -> tuple[str, ...]:
    """Return the question's matter without the party's names and the words for what is listed."""
    named = {one for m in question.mentions if m.party is party for word in m.words for one in content_words(word)}
    listed = {stem(word) for word in _LISTED}
    return tuple(word for word in question.matter if word not in named | listed)


_LISTED = (
    "claim claims statement statements allegation accusation assertion argument remarks quote quotation made".split()
)


def pointed_at(rest: str, question: Question, desk: Desk) -> frozenset[str]:
    """Return the documents some words point at: by kind or publisher, or by their title."""
    titled = {one.edition for one in desk.library.documents if is_titled(one, rest)}
    return desk.finder.allowed(titled or _on_matter(rest, question, desk) or question.editions)


_ON = re.compile(
    r"(?:the |an? |your )?(?P<paper>[\w-]+(?: [\w-]+)?) (?:on|about|regarding|concerning) (?P<matter>.+)", re.IGNORECASE
)


def _on_matter(rest: str, question: Question, desk: Desk) -> frozenset[str]:
    """Return the one document that "the brief on X" means: the one of its kind that speaks most of X; else none."""
    match = _ON.fullmatch(rest)
    if match is None or not _PAPERS & set(words(match["paper"])):
        return frozenset()
    weights = editions_on(match["matter"], desk)
    fitting = {edition: weights[edition] for edition in weights if edition in (question.editions or weights)}
    return frozenset([max(fitting, key=lambda edition: fitting[edition])]) if fitting else frozenset()


def is_titled(document: Listed, rest: str) -> bool:
    """Tell whether words are a document's title or file name, or hold its whole title."""
    said, title = words(rest), words(document.title)
    if not said:
        return False
    if rest.strip().lower() in (document.path.lower(), document.path.rsplit("/", 1)[-1].lower()):
        return True
    return len(title) > 1 and f" {' '.join(title)} " in f" {' '.join(said)} "


def _of_its_time(rest: str, question: Question, editions: frozenset[str], desk: Desk) -> frozenset[str]:
    """Return the one document of a time that words like "the proclamation of June 2025" point at, if there is one."""
    timely = _of_time(question, desk) & (editions or desk.finder.allowed(_of_time(question, desk)))
    points = bool(_PAPERS & set(words(rest))) and bool(question.periods)
    return timely if points and len(timely) == 1 else frozenset()


def _only_names(rest: str, editions: Collection[str], desk: Desk) -> bool:
    """Tell whether some words do no more than name one document."""
    titles = [one.title for one in desk.library.documents if one.edition in editions and is_titled(one, rest)]
    named = any(set(content_words(rest)) <= {*content_words(title), "document"} for title in titles)
    return named or (len(editions) == 1 and _ON.fullmatch(rest) is not None)


_POINTERS = frozenset({"this", "that", "the", "it"})
_PAPERS = frozenset(
    """piece article document speech paper op-ed author writer text report essay doc briefing brief statement
    proclamation order remarks gaggle call address""".split()
)


def _points(rest: str) -> bool:
    """Tell whether words point at a document without saying which: "the piece", "it"."""
    said = words(rest)
    return bool(said) and said[0] in _POINTERS and all(word.removesuffix("'s") in _POINTERS | _PAPERS for word in said)


def _which_document(editions: Collection[str], documents: Sequence[Listed], standalone: str | None) -> Answer:
    """Ask back which document is meant."""
    fitting = [one for one in documents if one.edition in editions] or list(documents)
    named = "; ".join(" ".join(one.title.split()) for one in fitting[:4])
    more = f"; or one of {len(fitting) - 4} more" if len(fitting) > 4 else ""
    reason = f"Which document do you mean: {named}{more}?"
    return Answer(status=Status.ABSTAINED, text=reason, reason=reason, standalone_question=standalone)


def _main(question: Question, party: Party | None, editions: frozenset[str], desk: Desk) -> list[Evidence]:
    """Return what may be main: nearest to the matter, or to the centre of the documents where none is named."""
    if not question.matter:
        return _central(question, party, editions, desk)
    found = desk.finder.find(question, party=party, within=editions or None)
    enough = [one for one in found if closeness(one) >= 0.9 * ENOUGH and _is_claim(one) and not only_asks(one)]
    mine = [one for one in enough if party is None or says(one, party)]
    far = FAR if party is None else 2 * FAR  # of one party's few words the nearest are taken
    least = max((one.signals.match for one in mine), default=0.0) - far
    near = [one for one in mine if one.signals.match >= least and stands_alone(one.text) and _speaks_of_it(one)]
    return first_hand(sorted(near or mine, key=_worth, reverse=True), party)


def _speaks_of_it(one: Evidence) -> bool:
    """Tell whether a sentence speaks of the matter itself, not only what stands around it."""
    return bool(one.covers) or one.signals.similarity >= LIKE


def _worth(one: Evidence) -> float:
    """Return how well a sentence serves in an overview of a matter: it speaks of it itself, and claims something."""
    return one.score + HOLDS * (one.signals.coverage + one.signals.similarity) + weight(one)


def _central(question: Question, party: Party | None, editions: frozenset[str], desk: Desk) -> list[Evidence]:
    everything = desk.finder.allowed(frozenset(one.edition for one in desk.library.documents))
    chosen = editions or (desk.finder.allowed(party.editions) if party else everything)
    chosen = chosen & _of_time(question, desk)
    toward = everything if chosen != everything else frozenset()
    found = central(desk.record, chosen, party, toward=toward, embed=desk.finder.vectors)
    return first_hand(in_turn(found), party) if found else _all_said(desk, chosen, party)


def _of_time(question: Question, desk: Desk) -> frozenset[str]:
    """Return the documents of the times a question names; all, where it names none."""
    times = question.periods
    return frozenset(
        one.edition
        for one in desk.library.documents
        if not times or any(time.holds(one.metadata.published) for time in times)
    )


def _all_said(desk: Desk, editions: Collection[str], party: Party | None) -> list[Evidence]:
    """Return everything a party says that is told of in others' documents; nothing for no party."""
    if party is None:
        return []
    found = [one for one in said_by(desk.record, party, editions) if _is_claim(one)]
    return first_hand(sorted(found, key=lambda one: not one.contested), party)


def _is_claim(one: Evidence) -> bool:
    text = one.text.rstrip(" ”\"')")
    return len(text.split()) >= 5 and not text.endswith("?")
