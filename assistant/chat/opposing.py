"""The tab Disagreements."""

from __future__ import annotations

import gradio as gr

from assistant.assistant import Assistant
from assistant.chat.disagreeing import disagreements_html
from assistant.errors import AccordingToError


class Opposing:
    """The disagreements tab over one library. Built inside a `gr.Blocks`."""

    def __init__(self, assistant: Assistant) -> None:
        """Lay the tab out and wire it."""
        self._assistant = assistant
        self._about = gr.Textbox(
            label="About", placeholder="a matter, or nothing for all", submit_btn="Show", elem_id="matter", max_lines=1
        )
        self._groups = gr.HTML("", elem_id="disagreements", apply_default_css=False)
        self._about.submit(self._show, self._about, self._groups, api_visibility="private")

    def fill(self, tab: gr.Tab) -> None:
        """Show the disagreements whenever the tab is opened."""
        tab.select(self._show, self._about, self._groups, api_visibility="private", show_progress="hidden")

    def _show(self, about: str) -> str:
        try:
            return disagreements_html(self._assistant.disagreements(about.strip() or None))
        except AccordingToError as error:
            raise gr.Error(str(error), print_exception=False) from error
