"""What other programs may ask: one set of functions behind the page's named endpoints and the MCP server."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

from assistant.answers.limiting import Limits
from assistant.assistant import Assistant
from assistant.checks.quotes import cite, find_quote
from assistant.errors import UsageError
from assistant.voices.listing import claim_wire

MOST_CLAIMS = 200
"""Claims handed out at a time."""


class Tools:
    """Questions in, plain JSON out. Every method raises AccordingToError with a sentence that says what to do."""

    def __init__(self, assistant: Assistant) -> None:
        """Take the library to ask."""
        self._assistant = assistant

    def ask(
        self, question: str, history: Sequence[str] = (), since: str = "", until: str = "", claimant: str = ""
    ) -> dict[str, Any]:
        """Answer a question from the documents, with verified quotations and who says what.

        `history` holds the earlier questions of the conversation, oldest first. `since` and `until` (2022, 2022-08 or
        2022-08-31) keep to documents published then, `claimant` to one party's words.
        """
        limits = Limits(since or None, until or None, claimant or None)
        return self._assistant.ask(question, tuple(history), limits).wire()

    def claims(
        self, claimant: str = "", document: str = "", about: str = "", contested: bool = False, limit: int = 50
    ) -> list[dict[str, Any]]:
        """List who says what in the documents; every condition that is given must hold. At most 200 at a time."""
        found = self._assistant.claims(document or None, claimant or None, contested, about or None)
        rows = islice(found, max(1, min(limit, MOST_CLAIMS)))
        return [
            claim_wire(claim, held) | {"quotation": claim.attribution.content.of(held.text)} for held, claim in rows
        ]

    def disagreements(self, about: str = "") -> list[dict[str, Any]]:
        """List matters on which claimants contradict one another, each side with its quotation and date, and why.

        `about` keeps the matters that hold all its words.
        """
        return [one.model_dump(mode="json") for one in self._assistant.disagreements(about or None)]

    def check_quote(self, quote: str, document: str = "") -> list[dict[str, Any]]:
        """Tell where the documents hold a quotation word for word, and how near a wrong one comes.

        `verdict` is what the matcher says of each document; documents without the words are left out unless one is
        named.
        """
        if not any(char.isalnum() for char in quote):
            raise UsageError("The quotation is empty. Give the words to look for.")
        listed = [self._assistant.find(document)] if document else self._assistant.documents()
        rows: list[dict[str, Any]] = []
        for one in listed:
            held = self._assistant.document(one.id)
            finding = find_quote(held.text, quote)
            if finding.span is not None:
                citation = cite(held, finding.span, 1).model_dump(mode="json", exclude={"marker"})
                rows.append({"verdict": finding.verdict.value, "citation": citation})
            elif document:
                rows.append({"verdict": finding.verdict.value, "citation": None})
        return rows

    def documents(self) -> list[dict[str, Any]]:
        """List the documents of the library with title, kind, date and version."""
        return [
            one.metadata.model_dump() | {"id": one.id, "title": one.title, "uri": one.path, "sha256": one.sha256}
            for one in self._assistant.documents()
        ]
