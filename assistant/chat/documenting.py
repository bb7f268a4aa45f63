"""The tab Documents: what the library holds; add files or a web address, remove, read."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.chat.tables import documents_table
from assistant.errors import AccordingToError
from assistant.library.ingesting import Report
from assistant.library.opening import LARGEST_FILE
from assistant.record import Listed

UPLOADS = "uploads"
"""Folder in the library that keeps the files people drag in: their home, so that they keep one address."""
MOST_FILES = 200
"""Files taken at a time."""
_TAKEN = (
    f'<p class="count">Text, Markdown, HTML, PDF, Word or JSON; at most {MOST_FILES} files at a time, '
    f"of {LARGEST_FILE // 2**20} MiB each.</p>"
)
_REMOVE_ON_CLICK = """element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-remove]');
  if (button && confirm('Remove "' + button.dataset.title + '" from the library?'))
    trigger('click', {remove: button.dataset.remove});
});"""


class Documenting:
    """The documents tab over one library. Built inside a `gr.Blocks`."""

    def __init__(self, assistant: Assistant) -> None:
        """Lay the tab out and wire it."""
        self._assistant = assistant
        with gr.Row(elem_classes="adding"):
            with gr.Column():
                self._files = gr.File(label="Files to add", file_count="multiple", elem_id="files", height=150)
                gr.HTML(_TAKEN, apply_default_css=False)
            with gr.Column():
                self._url = gr.Textbox(label="Or a web address", placeholder="https://", elem_id="url", max_lines=1)
                self._add = gr.Button("Add", variant="primary", elem_id="add")
        self._report = gr.HTML("", elem_id="report", apply_default_css=False)
        self._table = gr.HTML("", elem_id="documents", js_on_load=_REMOVE_ON_CLICK, apply_default_css=False)
        outputs = [self._report, self._table, self._files, self._url]
        gr.on(
            [self._add.click, self._url.submit],
            self._added,
            [self._files, self._url],
            outputs,
            api_visibility="private",
            concurrency_id="writing",
            concurrency_limit=1,
            show_progress_on=self._report,
        )
        self._table.click(
            self._removed, [], [self._report, self._table], api_visibility="private", concurrency_id="writing"
        )

    def fill(self, tab: gr.Tab) -> None:
        """Show the documents whenever the tab is opened."""
        tab.select(self._listed, [], self._table, api_visibility="private", show_progress="hidden")

    def _listed(self) -> str:
        rows = []
        for one in self._assistant.documents():
            claims = self._assistant.claims_in(one.id)
            rows.append((one, len(claims), sum(claim.contested for claim in claims)))
        return documents_table(rows)

    def _added(
        self,
        files: list[str] | None,
        url: str,
        progress: gr.Progress = gr.Progress(),  # noqa: B008 - Gradio's way
    ) -> tuple[str, str, Any, Any]:
        """Add what was dragged in and what was pasted; tell what was taken, what was skipped and why."""
        given = files or []
        if not given and not url.strip():
            raise gr.Error("Nothing to add yet. Choose files or paste a web address.", print_exception=False)
        if len(given) > MOST_FILES:
            raise gr.Error(
                f"{len(given)} files are too many at a time. Add at most {MOST_FILES}, or a folder with "
                "`accordingto add`.",
                print_exception=False,
            )

        def show(done: int, total: int, what: str) -> None:
            progress((done, total), desc=what[-60:])

        report = Report()
        kept = self._kept(given)
        for file in kept:
            self._take(file, report, show)
        if url.strip():
            self._fetch(url.strip(), report, show)
        self._drop(kept)
        return _report_html(report), self._listed(), None, ""

    def _fetch(self, url: str, report: Report, show: Any) -> None:  # noqa: ANN401 - Gradio's progress
        """Add a web address; a path on the machine that serves the page is none."""
        if url.lower().startswith(("https://", "http://")):
            self._take(url, report, show)
        else:
            report.skipped.append((url, "it is no web address; one begins with https:// or http://"))

    def _take(self, place: str | Path, report: Report, show: Any) -> None:  # noqa: ANN401 - Gradio's progress
        """Add one place; a place that cannot be added is one skipped, not the end of the others."""
        try:
            one = self._assistant.add([place], show)
        except AccordingToError as error:
            home = f"{self._assistant.folder / UPLOADS}/"
            report.skipped.append((place.name if isinstance(place, Path) else place, str(error).replace(home, "")))
            return
        for outcome in ("added", "changed", "unchanged", "skipped"):
            getattr(report, outcome).extend(getattr(one, outcome))

    def _drop(self, kept: Iterable[Path]) -> None:
        """Delete our copies of what did not become a document."""
        held = {one.uri for one in self._assistant.documents()}
        for file in kept:
            if file.absolute().as_uri() not in held:
                file.unlink(missing_ok=True)

    def _kept(self, files: Iterable[str]) -> list[Path]:
        """Move uploads to their home in the library and return where they are."""
        home = self._assistant.folder / UPLOADS
        home.mkdir(exist_ok=True)
        return [Path(shutil.copyfile(file, home / Path(file).name)) for file in files]

    def _unkept(self, gone: Listed) -> None:
        """Delete our copy of a file that was dragged in; a file that lies anywhere else is its owner's."""
        home = self._assistant.folder / UPLOADS
        for file in home.iterdir() if home.is_dir() else ():
            if file.absolute().as_uri() == gone.uri:
                file.unlink()

    def _removed(self, event: gr.EventData) -> tuple[str, str]:
        try:
            gone = self._assistant.remove(str(event._data["remove"]))
            self._unkept(gone)
        except AccordingToError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return f'<p class="count" role="status">Removed {escape(gone.title)}.</p>', self._listed()


def _report_html(report: Report) -> str:
    counts = ((len(getattr(report, name)), name) for name in ("added", "changed", "unchanged", "skipped"))
    said = ", ".join(f"{count} {name}" for count, name in counts if count) or "No documents were found"
    skipped = "".join(f"<li>{escape(path)}: {escape(reason)}</li>" for path, reason in report.skipped)
    return f'<p class="count" role="status">{said}.</p>' + (f'<ul class="skipped">{skipped}</ul>' if skipped else "")
