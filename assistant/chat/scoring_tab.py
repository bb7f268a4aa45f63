"""The tab Evaluation: the latest report; run cases with progress."""

from __future__ import annotations

from collections.abc import Iterator

import gradio as gr

from assistant.assistant import Assistant
from assistant.chat.evaluating import Run, case_files, latest
from assistant.chat.figures import figures_html
from assistant.errors import AccordingToError

_ABSENT = '<p class="empty">The evaluation harness is not installed here: it stands in the checkout.</p>'


class Scoring:
    """The evaluation tab over one library. Built inside a `gr.Blocks`."""

    def __init__(self, assistant: Assistant) -> None:
        """Lay the tab out and wire it."""
        self._assistant = assistant
        self._runs: dict[str, Run] = {}
        self._files = case_files()
        names = list(self._files)
        with gr.Row(elem_classes="filters"):
            self._cases = gr.Dropdown(
                names, value=names[0] if names else None, label="Cases", elem_id="cases", filterable=False
            )
            self._run = gr.Button(
                "Run the cases", variant="primary", elem_id="run", scale=0, min_width=150, interactive=bool(names)
            )
            self._stop = gr.Button("Stop", elem_id="stop", scale=0, min_width=110)
        self._said = gr.HTML("" if names else _ABSENT, elem_id="running", apply_default_css=False)
        self._figures = gr.HTML("", elem_id="figures", apply_default_css=False)
        # One event writes how far a run is, to its end: were Stop to write too, a count on its way could come after.
        self._run.click(
            self._running,
            self._cases,
            [self._said, self._figures],
            api_visibility="private",
            concurrency_limit=1,
            concurrency_id="evaluating",
            show_progress="hidden",
        )
        self._stop.click(self._stopping, [], [], api_visibility="private", show_progress="hidden")

    def fill(self, tab: gr.Tab) -> None:
        """Show the latest figures whenever the tab is opened."""
        tab.select(self._latest, [], self._figures, api_visibility="private", show_progress="hidden")

    def _latest(self) -> str:
        try:
            return figures_html(latest(self._assistant))
        except AccordingToError as error:
            raise gr.Error(str(error), print_exception=False) from error

    def _running(self, name: str, request: gr.Request) -> Iterator[tuple[str, str]]:
        page = request.session_hash or ""
        figures = self._latest()
        run = self._runs[page] = Run(self._assistant, self._files[name])
        yield _bar("Starting …"), figures
        try:
            for done, total in run:
                yield _bar(f"{done} of {total} cases", done, total), figures
        except AccordingToError as error:
            yield _bar("The run failed."), figures
            raise gr.Error(str(error), print_exception=False) from error
        finally:
            self._runs.pop(page, None)
        yield _bar("Stopped." if run.stopped else "Done."), self._latest()

    def _stopping(self, request: gr.Request) -> None:
        if run := self._runs.get(request.session_hash or ""):
            run.stop()


def _bar(said: str, done: int = 0, total: int = 0) -> str:
    bar = f'<progress max="{total}" value="{done}" aria-label="Cases answered"></progress>' if total else ""
    return f'<p class="count" role="status">{said}</p>{bar}'
