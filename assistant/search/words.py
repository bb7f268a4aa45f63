"""BM25 over units and passages, in tantivy; stemmed, accents folded."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import tantivy

from assistant.text import forms_of

log = logging.getLogger(__name__)

_ANALYZER = "folded"
_WORD = re.compile(r"\w+")
SHORTEST_MISSPELT = 4
"""Letters of a word that may be taken for a misspelling."""
ALIKE = 0.7
"""Share of letters in order that two spellings of a word have in common, at least."""
_WRITER_MEMORY = 64_000_000
"""Bytes tantivy may gather before it writes a segment."""


@dataclass(frozen=True)
class Entry:
    """A text to be found by its words."""

    id: str
    """Id of the unit or passage."""
    edition: str
    """Edition it belongs to; what is deleted together."""
    kind: str
    """unit or passage."""
    text: str


def _schema() -> tantivy.Schema:
    """One field a kind, so that each has its own term statistics."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("edition", tokenizer_name="raw", index_option="basic")
    for kind in ("unit", "passage"):
        builder.add_text_field(kind, tokenizer_name=_ANALYZER, index_option="freq")
    return builder.build()


def _analyzer() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(60))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


class WordIndex:
    """The library's words; a cache of the record. Several processes may read it, one may write."""

    def __init__(self, folder: Path | None) -> None:
        """Open the index in a folder, making it if need be; None keeps it in memory. Raises ValueError if damaged."""
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(_schema(), path=str(folder) if folder is not None else None)
        self._index.register_tokenizer(_ANALYZER, _analyzer())
        self._terms = _analyzer()

    def update(self, entries: Iterable[Entry], gone: Iterable[str] = ()) -> None:
        """Delete the entries of editions that are gone and add new ones, in one commit."""
        writer = self._index.writer(_WRITER_MEMORY, 1)
        for edition in gone:
            writer.delete_documents_by_term("edition", edition)
        for entry in entries:
            writer.add_document(tantivy.Document(id=entry.id, edition=entry.edition, **{entry.kind: entry.text}))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def __len__(self) -> int:
        """Count the entries."""
        return int(self._index.searcher().num_docs)

    def search(self, question: str, kind: str, limit: int) -> dict[str, float]:
        """Return the BM25 scores of the best entries of a kind, by id, best first."""
        query = self._query(question, kind)
        if query is None:
            return {}
        try:
            self._index.reload()
        except ValueError as error:  # another process is rewriting the files; those that are open stay readable
            log.info("the word index is searched as it was: %s", error)
        searcher = self._index.searcher()
        hits = searcher.search(query, limit, count=False).hits
        return {searcher.doc(address)["id"][0]: float(score) for score, address in hits if score is not None}

    def _term(self, schema: tantivy.Schema, kind: str, word: str) -> tantivy.Query:
        """Return the query for one word; one that stands nowhere also finds words spelt nearly so."""
        exact = tantivy.Query.term_query(schema, kind, word)
        if len(word) < SHORTEST_MISSPELT or self._index.searcher().search(exact, 1).hits:
            return exact
        return tantivy.Query.fuzzy_term_query(schema, kind, word, distance=1 if len(word) < 7 else 2)

    def frequency(self, word: str) -> int:
        """Return how many units hold a word, by its stem."""
        query = self._query(word, "unit")
        return 0 if query is None else int(self._index.searcher().search(query, 1, count=True).count or 0)  # type: ignore[attr-defined]

    def count(self, word: str) -> int:
        """Count the units that hold a word's stem exactly as it is spelt."""
        searcher = self._index.searcher()
        return min((int(searcher.doc_freq("unit", term)) for term in self._terms.analyze(word)), default=0)

    def terms_like(self, word: str, most: int = 8) -> list[str]:
        """Return the stems nearest in spelling to a word's stem that begin with its first letter, nearest first."""
        terms = self._terms.analyze(word)
        if not terms:
            return []
        held = self._index.searcher().terms_with_prefix("unit", terms[0][0])
        wanted, size = terms[0], len(terms[0])
        near = [
            (SequenceMatcher(None, wanted, term).ratio(), count, term)
            for term, count in held
            if abs(len(term) - size) <= 2
        ]
        return [term for ratio, _, term in sorted(near, reverse=True)[:most] if ratio > ALIKE]

    def _query(self, question: str, kind: str) -> tantivy.Query | None:
        words = dict.fromkeys(tuple(self._forms(word)) for word in _WORD.findall(question))
        schema = self._index.schema
        terms = [self._any_of([self._term(schema, kind, form) for form in forms]) for forms in words if forms]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms]) if terms else None

    def _forms(self, word: str) -> Iterable[str]:
        """Return the stems under which a word is looked for: its own, and of an irregular one those of all its forms.

        Of these a rare misspelling is no form, so that only those that the library holds are looked for.
        """
        forms = forms_of(word.lower())
        found = dict.fromkeys(term for form in forms for term in self._terms.analyze(form))
        return found if len(forms) == 1 else [one for one in found if self._holds(one)] or found

    def _holds(self, term: str) -> bool:
        searcher = self._index.searcher()
        return any(searcher.doc_freq(kind, term) for kind in ("unit", "passage"))

    @staticmethod
    def _any_of(terms: list[tantivy.Query]) -> tantivy.Query:
        """Return what finds any of some forms of one word, which counts once."""
        return terms[0] if len(terms) == 1 else tantivy.Query.disjunction_max_query(terms)
