"""Near-duplicate documents: found by their words, linked, and searched once.

Two documents are near-duplicates if their texts are the same, or if they share four fifths of
their runs of five words (Jaccard similarity of 5-gram shingles; Broder 1997). Each edition keeps a sketch: the
smallest value of each of 128 hash functions over its shingles, whose share of equal values
estimates the similarity. Sketches that agree in a band of four are compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import numpy as np

from assistant.model import Document
from assistant.record import Record
from assistant.text import words

RUN = 5
"""Words a shingle has."""
SIMILAR = 0.8
"""Share of equal values from which two sketches are near-duplicates (their standard error is .035 here)."""
LEAST_WORDS = 40
"""Shorter texts are near-duplicates only of the very same: a line or two are alike by chance."""
_HASHES, _BAND = 128, 4
_SALTS = np.random.default_rng(20211).integers(1, 1 << 62, _HASHES, dtype=np.uint64) | np.uint64(1)

Sketch = np.ndarray[tuple[int], np.dtype[np.uint32]]
Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]


def sketch_of(document: Document) -> bytes:
    """Return the sketch of a document's content; empty for one too short to have near-duplicates."""
    said = [word for span in document.content for word in words(span.of(document.text))]
    if len(said) < LEAST_WORDS:
        return b""
    runs = {" ".join(said[at : at + RUN]) for at in range(len(said) - RUN + 1)}
    values = np.fromiter((_hash(run) for run in sorted(runs)), np.uint64, len(runs))
    smallest = np.fromiter((_mixed(values, salt).min() for salt in _SALTS), np.uint64, _HASHES)
    return (smallest >> np.uint64(32)).astype(np.uint32).tobytes()


def _hash(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _mixed(values: Hashes, salt: np.uint64) -> Hashes:
    """Hash hashes once more, by a salt, with the finalizer of splitmix64: every salt makes another order."""
    mixed = values ^ salt
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * salt
    return mixed ^ (mixed >> np.uint64(31))


def link(record: Record) -> bool:
    """Link every near-duplicate edition to the one searched in its stead; tell whether any link changed.

    Of a group the longest text is searched, and of equal ones the first by path and id: what is
    linked depends on the documents alone, not on the order they came in.
    """
    editions = record.sketches()
    sketches = {edition: np.frombuffer(sketch, np.uint32) for edition, _, _, _, sketch in editions if sketch}
    rank = {edition: (-length, path, edition) for edition, path, length, _, _ in editions}
    copies: dict[str, list[str]] = {}
    for edition, _, _, sha256, _ in editions:
        copies.setdefault(sha256, []).append(edition)
    links = {}
    for group in _groups(sketches, copies.values()):
        first, *others = sorted(group, key=lambda edition: rank[edition])
        links.update(dict.fromkeys(others, first))
    return record.set_duplicates(links)


def _groups(sketches: dict[str, Sketch], copies: Iterable[list[str]]) -> list[list[str]]:
    """Gather what sameness and similarity connect (union-find); only groups of two and more."""
    parent = {edition: min(same) for same in copies for edition in same}

    def top(edition: str) -> str:
        while parent[edition] != edition:
            parent[edition] = parent[parent[edition]]
            edition = parent[edition]
        return edition

    for bucket in _buckets(sketches):
        apart: list[str] = []
        for edition in bucket:
            for other in apart:
                if top(edition) == top(other) or _similar(sketches[edition], sketches[other]):
                    parent[max(top(edition), top(other))] = min(top(edition), top(other))
                    break
            else:
                apart.append(edition)
    groups: dict[str, list[str]] = {}
    for edition in parent:
        groups.setdefault(top(edition), []).append(edition)
    return [group for group in groups.values() if len(group) > 1]


def _buckets(sketches: dict[str, Sketch]) -> Iterator[list[str]]:
    """Yield the editions whose sketches agree in a band, in the order of their ids."""
    for start in range(0, _HASHES, _BAND):
        alike: dict[bytes, list[str]] = {}
        for edition in sorted(sketches):
            alike.setdefault(sketches[edition][start : start + _BAND].tobytes(), []).append(edition)
        yield from (bucket for bucket in alike.values() if len(bucket) > 1)


def _similar(one: Sketch, other: Sketch) -> bool:
    return float((one == other).mean()) >= SIMILAR
