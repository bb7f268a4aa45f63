"""What a language model wrote, read tolerantly: JSON, however it is wrapped, broken off or repeated; else lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any


def sentences_schema(ids: Sequence[str]) -> dict[str, Any]:
    """Return the JSON schema of a worded answer, for models that can be held to one: no other ids than the claims'."""
    return {
        "type": "object",
        "properties": {
            "sentences": {
                "type": "array",
                "maxItems": 6,
                "items": {
                    "type": "object",
                    "properties": {
                        "claims": {
                            "type": "array",
                            "items": {"type": "string", "enum": list(ids)},
                            "minItems": 1,
                            "maxItems": 4,
                        },
                        "text": {"type": "string"},
                    },
                    "required": ["claims", "text"],
                    "additionalProperties": False,
                },
            }
        },
        "required": ["sentences"],
        "additionalProperties": False,
    }


def order_schema(ids: Sequence[str]) -> dict[str, Any]:
    """Return the JSON schema of an order of claims."""
    some = {"type": "array", "items": {"type": "string", "enum": list(ids)}, "maxItems": len(ids)}
    return {"type": "object", "properties": {"order": some}, "required": ["order"], "additionalProperties": False}


QUESTION: dict[str, Any] = {
    "type": "object",
    "properties": {"question": {"type": "string"}},
    "required": ["question"],
    "additionalProperties": False,
}
"""JSON schema of a rewritten question."""
_CLAIM = re.compile(r"\bC\d+\b")
_TORN = re.compile(r'(?s)\{[^{}]*"text"\s*:\s*"([^"]+)$')
"""A sentence whose end was never written."""
_LONGEST = 20_000
"""Characters of a reply that are read at most."""


@dataclass(frozen=True)
class Proposed:
    """A sentence that a model proposes, with the ids of the claims it says it rests on."""

    text: str
    claims: tuple[str, ...]


def proposals(pieces: Iterable[str], *, torn: bool = False) -> Iterator[Proposed]:
    """Yield the sentences of a reply as soon as each is whole; with `torn`, a last one that broke off, too.

    A reply without a single JSON object is read line by line, where a line names its claims ([C1]).
    """
    whole, read, found = "", 0, False
    for piece in pieces:
        whole += piece
        for end, value in _objects(whole, read):
            read = end
            if (one := _proposed(value)) is not None:
                found = True
                yield one
        if len(whole) > _LONGEST:
            break
    if torn and (broken := _TORN.search(whole, read)) is not None:
        yield Proposed(broken[1], tuple(dict.fromkeys(_CLAIM.findall(broken[0]))))
    elif not found:
        yield from _lines(whole)


def _objects(text: str, start: int) -> Iterator[tuple[int, Any]]:
    """Yield each whole innermost JSON object from `start`, with where it ends; what is broken is passed over."""
    for match in re.finditer(r"\{[^{}]*\}", text[start:]):
        try:
            yield start + match.end(), json.loads(match.group(), strict=False)
        except ValueError:
            yield start + match.end(), None


def _proposed(value: Any) -> Proposed | None:  # noqa: ANN401 - whatever the model wrote
    if not isinstance(value, dict) or not isinstance(value.get("text"), str) or not value["text"].strip():
        return None
    claims = value.get("claims", [])
    named = claims if isinstance(claims, list) else [claims]
    ids = tuple(dict.fromkeys(_id(one) for one in named if isinstance(one, str | int)))
    return Proposed(" ".join(value["text"].split()), ids)


def _id(value: str | int) -> str:
    text = str(value).strip(" []()").upper()
    return f"C{text}" if text.isdigit() else text


def _lines(text: str) -> Iterator[Proposed]:
    for line in text[:_LONGEST].splitlines():
        ids = tuple(dict.fromkeys(_CLAIM.findall(line)))
        plain = re.sub(r"[\[(]?\s*\bC\d+\b(?:\s*,\s*C\d+)*\s*[\])]?", "", line).strip(" -*•\t")
        if ids and len(plain.split()) > 2 and "{" not in plain:
            yield Proposed(" ".join(plain.split()), ids)


def rewritten(text: str) -> str | None:
    """Return the question of a rewriting reply, or None."""
    for _, value in _objects(text, 0):
        if isinstance(value, dict) and isinstance(value.get("question"), str):
            return " ".join(value["question"].split()) or None
    return None


def ordered(text: str) -> tuple[str, ...] | None:
    """Return the ids of an ordering reply, as they come, or None where it holds no list of ids."""
    for _, value in _objects(text, 0):
        if isinstance(value, dict) and isinstance(value.get("order"), list):
            return tuple(_id(one) for one in value["order"] if isinstance(one, str | int))
    return None
