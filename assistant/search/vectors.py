"""Unit vectors in Chroma, written through LlamaIndex: embedded in this process, or on a `chroma run` server."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import chromadb
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import NotFoundError
from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore

from assistant.errors import SettingsError
from assistant.record import Vector, Vectors

log = logging.getLogger(__name__)

_HNSW = {"space": "cosine", "ef_search": 400, "ef_construction": 100, "max_neighbors": 16}
"""ef_search counts only when set at creation; at the default of 100 every tenth near unit is missed."""
_BATCH = 2000
"""Units an add carries; Chroma takes at most 5,461."""


class VectorIndex:
    """The library's unit vectors in one Chroma collection; a cache of the record."""

    def __init__(self, client: Any, name: str) -> None:  # noqa: ANN401 - chromadb's client types differ by mode
        """Open the collection, making it if need be."""
        self._client, self._name = client, name
        self._open()

    @classmethod
    def embedded(cls, folder: Path, library_id: str) -> VectorIndex:
        """Open the collection in a folder. Only one process may: hold the library's lock."""
        client = chromadb.PersistentClient(str(folder), settings=_quiet())
        return cls(client, _collection_name(library_id))

    @classmethod
    def on_server(cls, address: str, library_id: str) -> VectorIndex:
        """Open the collection on a `chroma run` server at host:port. Raises SettingsError if none answers."""
        host, _, port = address.partition(":")
        try:
            client = chromadb.HttpClient(host=host, port=int(port or 8000), settings=_quiet())
        except ValueError as error:
            raise SettingsError(
                f"No Chroma server answers at {address} ({error}). Start one with `chroma run --path DIR`, or unset "
                "ACCORDINGTO_CHROMA_SERVER."
            ) from error
        return cls(client, _collection_name(library_id))

    def _open(self) -> None:
        self._collection = self._client.get_or_create_collection(
            self._name, configuration={"hnsw": _HNSW}, embedding_function=None
        )
        self._store = ChromaVectorStore(chroma_collection=self._collection)

    def add(self, edition: str, ids: Sequence[str], vectors: Vectors) -> None:
        """Add an edition's units; ids already there keep their vector (a unit's text never changes under its id)."""
        source = {NodeRelationship.SOURCE: RelatedNodeInfo(node_id=edition)}
        for start in range(0, len(ids), _BATCH):
            rows = range(start, min(start + _BATCH, len(ids)))
            self._store.add(
                [TextNode(id_=ids[row], embedding=vectors[row].tolist(), relationships=source) for row in rows]
            )

    def delete_edition(self, edition: str) -> None:
        """Delete an edition's units."""
        self._store.delete(edition)

    def clear(self) -> None:
        """Delete everything."""
        try:
            self._client.delete_collection(self._name)
        except NotFoundError:
            log.debug("there was no collection to clear")
        self._open()

    def __len__(self) -> int:
        """Count the units it holds."""
        return int(self._collection.count())

    def nearest(self, vector: Vector, limit: int) -> list[str]:
        """Return the ids of the units nearest to a vector, best first.

        Only ids are asked for: callers score exactly from the record, and LlamaIndex's own
        query would rebuild a node a result, nine times as slow.
        """
        limit = min(limit, len(self))
        if limit == 0:
            return []
        found: list[list[str]] = self._collection.query(query_embeddings=[vector], n_results=limit, include=[])["ids"]
        return found[0]

    def close(self) -> None:
        """Release the folder, so that another process can open it."""
        self._client.close()


class ExactVectors:
    """The same search by scanning the record's vectors: for a second process, which must not open Chroma."""

    def __init__(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Take all units' ids and vectors."""
        self._ids, self._vectors = ids, vectors

    def nearest(self, vector: Vector, limit: int) -> list[str]:
        """Return the ids of the units nearest to a vector, best first."""
        if not self._ids:
            return []
        scores = self._vectors @ vector
        limit = min(limit, len(self._ids))
        best = (-scores).argpartition(limit - 1)[:limit]
        return [self._ids[row] for row in best[(-scores[best]).argsort()]]

    def close(self) -> None:
        """Nothing to release."""


def _quiet() -> ChromaSettings:
    return ChromaSettings(anonymized_telemetry=False)


def _collection_name(library_id: str) -> str:
    return f"units-{library_id}"
