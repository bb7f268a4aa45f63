"""The tab Who says what: the library's claims, filtered; each opens its place."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.answers.limiting import Limits
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
        self._rows = gr.State(MOST_ROWS)
        self._more = gr.Button("Show more", elem_id="more", size="sm", visible=False)
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
        shown = [self._rows, self._table, self._more]
        gr.on([*filters, *choices], self._first, self._filters, shown, trigger_mode="always_last", **quiet)
        self._more.click(self._further, [self._rows, *self._filters], shown, **quiet)

    def fill(self, tab: gr.Tab) -> None:
        """Fill the filters and the table whenever the tab is opened."""
        tab.select(
            self._filled,
            self._filters,
            [self._claimant, self._document, self._rows, self._table, self._more],
            api_visibility="private",
            show_progress="hidden",
        )

    def _filled(self, *filters: Any) -> tuple[Any, ...]:  # noqa: ANN401 - what Gradio hands over
        claimants = [(name, name) for name, _ in self._assistant.speakers()[:_MOST_NAMES]]
        documents = [("any", ""), *((one.title, one.id) for one in self._assistant.documents())]
        choices = (gr.update(choices=[("anybody", ""), *claimants]), gr.update(choices=documents))
        return (*choices, *self._first(*filters))

    def _first(self, *filters: Any) -> tuple[int, str, Any]:  # noqa: ANN401
        return self._show(MOST_ROWS, *filters)

    def _further(self, rows: int, *filters: Any) -> tuple[int, str, Any]:  # noqa: ANN401
        return self._show(rows + MOST_ROWS, *filters)

    def _show(
        self,
        most: int,
        claimant: str | None,
        document: str | None,
        about: str,
        since: str,
        until: str,
        contested: bool,
        authors: bool,
    ) -> tuple[int, str, Any]:
        """Return the table of the claims that fit, `most` rows of it, and whether there are more."""
        rows: list[tuple[Document, Claim]] = []
        total = 0
        try:
            time = Limits(since.strip() or None, until.strip() or None)
            dated = bool(time.since or time.until)
            for held, claim in self._assistant.claims(document or None, claimant or None, contested, about or None):
                if not authors and claim.attribution.form is Form.OWN_VOICE:
                    continue
                if dated and not time.period.holds(held.metadata.published):
                    continue
                total += 1
                if len(rows) < most:
                    rows.append((held, claim))
        except AccordingToError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return most, claims_table(rows, total), gr.update(visible=total > len(rows))
