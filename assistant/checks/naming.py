"""Do some words name a claimant? "Freedonia’s speech of 1998" names Freedonia, "her critics" does not name her."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from assistant.model import Claimant, ClaimantKind, Document, Metadata
from assistant.text import FUNCTION_WORDS, path_parts
from assistant.voices.lexicon import lexicon

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
DOCUMENT_WORDS = frozenset(
    """article piece essay column commentary author writer speech address remarks statement briefing report brief
    document text account page transcript data sheet interview view words opinion telling reading letter memo delegation
    representative presidential action reference author's analysis paper release op-ed ed proclamation order memorandum
    communique minutes""".split()
)
"""Words that stand for a document or for whoever speaks through it."""
GENERIC = frozenset(
    """source sources official officials spokesman spokeswoman spokesperson spokespeople minister ministry government
    report reports agency agencies authority authorities administration leader leaders members member people person
    analyst analysts expert experts critic critics observer observers some many several others former senior unnamed
    unspecified anonymous reporter reporters journalist journalists media press delegation representative
    representatives speaker mr mrs ms miss dr sir president vice prime premier secretary general senator congressman
    congresswoman ambassador admiral colonel captain major king queen sheikh mullah state country new news""".split()
)
"""Words that name nobody by themselves; a party is known by its other words."""
_OUTSIDERS = frozenset(
    """critic critics opponent opponents rival rivals enemy enemies adversary predecessor successor brother sister wife
    husband son daughter father mother foe foes detractor detractors victim victims neighbour neighbor neighbours
    neighbors ally allies lawyer accuser accusers""".split()
)
"""Whoever is one of these to X is not X."""
_TIME = re.compile(
    r"\d.*|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|year|month|week|day"
)
PRONOUNS = frozenset("he she it they him her them his its their who which".split())


def names(source: Claimant, claimant: Claimant, known: Metadata) -> bool:
    """Tell whether an answer's source names a claimant of a document, or the document where that is its author.

    Words that name the document (its kind, publisher, title, date) may stand beside the name; a name that the
    claimant does not bear may not.
    """
    said = _telling(source.name)
    theirs = _telling(" ".join([claimant.name, *claimant.members]))
    if said & _OUTSIDERS - theirs or _is_anothers(source.name, theirs - GENERIC):
        return False
    if any(_holds(said, office) for office in claimant.offices):
        return True
    if claimant.kind is ClaimantKind.AUTHOR:
        if known.title is None and _FILE.fullmatch(source.name):
            return True
        return _names_author(said, theirs, known)
    if claimant.kind is ClaimantKind.ARTIFACT:
        return _share(said - DOCUMENT_WORDS, theirs) or (bool(said) and said <= theirs | DOCUMENT_WORDS | GENERIC)
    proper = theirs - GENERIC
    if not proper:
        return bool(said) and said <= theirs | GENERIC
    return _share(said - GENERIC, proper) or (bool(said) and said <= theirs & GENERIC)


def _holds(said: set[str], office: str) -> bool:
    """Tell whether words call somebody by an office and by nothing else: "the port's director", not "the port".

    Of "wife of the mayor" the mayor is not meant, and who is a former director is no longer "the director".
    """
    core = re.split(r"\s(?:of|for|at|in|on|to|who|which)\s|,", re.sub(r"^.*?(?:['’]s|s['’])\s+", "", office))[0]
    words = core.lower().split()
    return (
        bool(words)
        and words[-1] in said
        and said <= _telling(office)
        and not lexicon().words("speakers", "passed") & set(words)
    )


def _names_author(said: set[str], theirs: set[str], known: Metadata) -> bool:
    """Tell whether words name an author: by name, or by the document and by nobody else."""
    if known.author and _share(said - GENERIC - DOCUMENT_WORDS, theirs - GENERIC - DOCUMENT_WORDS):
        return True
    telling = _telling(" ".join(filter(None, [known.publisher, known.site, known.genre])))
    about = _telling(known.title or "") | telling
    rest = said - DOCUMENT_WORDS - theirs - about
    return bool(said) and not rest - GENERIC and bool(said & (DOCUMENT_WORDS | theirs | telling))


def without_titles(text: str, documents: Iterable[Document]) -> str:
    """Return an answer's words with blanks for the titles and files by which it calls documents, place for place.

    "The document Annual Report says" is the document's saying, whatever words make up its title.
    """
    for document in documents:
        kind = (document.metadata.genre or "document").split()[-1]
        kinds = "|".join(map(re.escape, {"document", "sheet", "piece", "page", "report", "minutes", kind}))
        for name in _names_of(document):
            called = rf"\b(?P<kind>(?:{kinds}) ){re.escape(name)}(?!\w)"
            text = re.sub(called, lambda found: found["kind"] + " " * (len(found[0]) - len(found["kind"])), text)
    return text


def _names_of(document: Document) -> list[str]:
    """Return what a document may be called: its title, its file, with the folders it stands in; the longest first."""
    folders = path_parts(document.uri)
    files = ("/".join(folders[-most:]) for most in (1, 2, 3))
    return sorted({document.title, document.path, *files} - {""}, key=len, reverse=True)


_FILE = re.compile(r"(?:[\w.-]+/)*\b[\w-]+\.(?:json|txt|md|markdown|pdf|html?|docx)\b")
"""A file's name, which stands in for the title of a document that has none."""


def _telling(text: str) -> set[str]:
    """Return the words by which a party is told: lower case, no articles, possessives or dates."""
    bare = _FILE.sub(" ", text)
    found = (word.lower().replace("’", "'").removesuffix("'s").strip(".'") for word in _WORD.findall(bare))
    return {
        word.replace(".", "") for word in found if word and word not in FUNCTION_WORDS and not _TIME.fullmatch(word)
    }


def _is_anothers(name: str, theirs: set[str]) -> bool:
    """Tell whether a name shares a word with a party's and has another in place of the rest.

    So Paul Kirby is not John Kirby, nor the North the South; a first name is taken in any form that keeps its
    initial, and a party known by one word only may have more.
    """
    for run in _name().findall(name):
        said = {word for word in _telling(run) - GENERIC if len(word) > 1}
        shared = {word for word in said if _share([word], theirs)}
        strange, missing = said - shared, {word for word in theirs if not _share([word], said)}
        if shared and strange & _DIRECTIONS - theirs:
            return True
        if shared and strange and missing and not {word[0] for word in strange} & {word[0] for word in missing}:
            return True
    return False


@cache
def _name() -> re.Pattern[str]:
    """Return what finds capitalised words beside one another that make one name: no titles, no kinds of document."""
    titles = (
        GENERIC | DOCUMENT_WORDS | lexicon().words("speakers", "titles") | lexicon().words("speakers", "spokespeople")
    )
    none = rf"(?!(?i:{'|'.join(sorted(map(re.escape, titles)))})\b)"
    return re.compile(rf"{none}[A-Z][\w.-]*(?:['’](?!s\b)\w+)?(?:\s+{none}[A-Z][\w.’'-]*)+")


_DIRECTIONS = frozenset("north south east west northern southern eastern western central".split())


def _share(some: Iterable[str], others: Iterable[str]) -> bool:
    """Tell whether two sets share a word, or a people's name and its land's (Freedonian, Freedonia)."""
    held = list(others)
    return any(one == other or is_kin(one, other) for one in some for other in held)


def is_kin(one: str, other: str) -> bool:
    """Tell whether one word names a land and the other its people, or the first's plural: by their endings."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _STEM and long.startswith(short) and long[len(short) :] in _OF_A_PEOPLE


_STEM = 4
"""Letters that a land's name and its people's share at least."""
_OF_A_PEOPLE = frozenset("n an ian ean vian i s ns ans ians is ese ish y er ers istan istani istanis".split())
