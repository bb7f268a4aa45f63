"""The tab Who says what: the library's claims, filtered; each opens its place."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.chat.tables import MOST_ROWS, claims_table
from assistant.errors import AccordingToError
from assistant.model import Claim, Document, Form

_MOST_NAMES = 400


class Claiming:
    """The claims tab over one library. Built inside a `gr.Blocks`."""

    def __init__(self, assistant: Assistant) -> None:
        """Lay the tab out and wire it."""
        self._assistant = assistant
        with gr.Row(elem_classes="filters"):
            self._claimant = gr.Dropdown([], label="Claimant", elem_id="claimant", allow_custom_value=True)
            self._document = gr.Dropdown([], label="Document", elem_id="document")
            self._about = gr.Textbox(label="About", placeholder="words in the claim", elem_id="about", max_lines=1)
        with gr.Row(elem_classes="filters"):
            self._since = gr.Textbox(label="Published from", placeholder="1998", elem_id="since", max_lines=1)
            self._until = gr.Textbox(label="Published until", placeholder="2026-11", elem_id="until", max_lines=1)
            self._contested = gr.Checkbox(label="Contested only", elem_id="contested")
            self._authors = gr.Checkbox(label="With the authors’ own voice", elem_id="authors")
            self._apply = gr.Button("Show", elem_id="show", variant="primary", size="sm")
        self._table = gr.HTML("", elem_id="claims", apply_default_css=False)
        self._filters = [
            self._claimant,
            self._document,
            self._about,
            self._since,
            self._until,
            self._contested,
            self._authors,
        ]
        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "minimal"}
        filters = [self._about.submit, self._since.submit, self._until.submit, self._apply.click]
        choices = [self._claimant.change, self._document.change, self._contested.change, self._authors.change]
        gr.on([*filters, *choices], self._show, self._filters, self._table, trigger_mode="always_last", **quiet)

    def fill(self, tab: gr.Tab) -> None:
        """Fill the filters and the table whenever the tab is opened."""
        tab.select(
            self._filled,
            self._filters,
            [self._claimant, self._document, self._table],
            api_visibility="private",
            show_progress="hidden",
        )

    def _filled(self, *filters: Any) -> tuple[Any, Any, str]:  # noqa: ANN401 - what Gradio hands over
        claimants = [(name, name) for name, _ in self._assistant.speakers()[:_MOST_NAMES]]
        documents = [("any", ""), *((one.title, one.id) for one in self._assistant.documents())]
        return (
            gr.update(choices=[("anybody", ""), *claimants]),
            gr.update(choices=documents),
            self._show(*filters),
        )

    def _show(
        self,
        claimant: str | None,
        document: str | None,
        about: str,
        since: str,
        until: str,
        contested: bool,
        authors: bool,
    ) -> str:
        """Return the table of the claims that fit."""
        rows: list[tuple[Document, Claim]] = []
        total = 0
        try:
            for held, claim in self._assistant.claims(document or None, claimant or None, contested, about or None):
                if not authors and claim.attribution.form is Form.OWN_VOICE:
                    continue
                if not _within(held.metadata.published, since.strip(), until.strip()):
                    continue
                total += 1
                if len(rows) < MOST_ROWS:
                    rows.append((held, claim))
        except AccordingToError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return claims_table(rows, total)


def _within(published: str | None, since: str, until: str) -> bool:
    """Tell whether a partial date lies in a range of partial dates; an undated document lies in no range."""
    if not (since or until):
        return True
    if published is None:
        return False
    return published >= since[: len(published)] and (not until or published[: len(until)] <= until)
