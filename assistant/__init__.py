"""According To: answers that say who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.errors import AccordingToError
    from assistant.model import Answer, Citation, Document, Span, Statement

__all__ = ["AccordingToError", "Answer", "Assistant", "Citation", "Document", "Span", "Statement"]

_HOMES = {"Assistant": "assistant.assistant", "AccordingToError": "assistant.errors"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Import a public name when it is first used: `accordingto --help` loads no library."""
    if name not in __all__:
        raise AttributeError(f"module 'assistant' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES.get(name, "assistant.model")), name)
