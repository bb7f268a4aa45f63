"""How questions are read: small changes to a model's weights, learnt on questions and the sentences that answer them.

People ask in other words than documents use. A model that reads both alike is changed for questions alone, so that
their vectors come nearer to those of their answers, while every vector of a document stays what it was. A change is
low-rank (LoRA, Hu et al. 2022): to a matrix is added the product of two thin ones. How they were learnt stands in
`eval/adapting.py`, on what in `eval/training`. The judge (`judging.py`) is made in the same way, of MiniLM.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

UP, DOWN = ".up", ".down"
"""What the two factors of a matrix's change are called behind its name."""


def adapted(model: str, weights: Mapping[str, Any]) -> dict[str, Any]:
    """Return a model's weights, by their names in BERT's published files, changed for reading questions."""
    from safetensors.numpy import load

    changes = load(_file(model))
    changed = dict(weights)
    for name in (one.removesuffix(UP) for one in changes if one.endswith(UP)):
        up, down = (changes[name + end].astype(np.float32) for end in (UP, DOWN))
        changed[f"{name}.weight"] = weights[f"{name}.weight"] + up @ down
    return changed


def extras(model: str) -> dict[str, Any]:
    """Return what stands in a model's file beside changes: the weights put on top of it, float32, by their names."""
    from safetensors.numpy import load

    read = load(_file(model))
    return {name: one.astype(np.float32) for name, one in read.items() if not name.endswith((UP, DOWN))}


def graph_of(model: str, name: str) -> str:
    """Return what the built graph of an adapted model is called: another where the changes are others."""
    return f"{name}-questions-{hashlib.sha256(_file(model)).hexdigest()[:8]}"


@cache
def _file(model: str) -> bytes:
    return files("assistant.search").joinpath("adapters", f"{model}.safetensors").read_bytes()
