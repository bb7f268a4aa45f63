"""The assistant: a library of documents, and answers over it. The whole flow, readable on one screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant import settings as configured
from assistant.answers.answering import Library, answer
from assistant.answers.dialogue import standalone
from assistant.answers.evidence import Finder
from assistant.answers.parties import Parties
from assistant.conversations import Conversations
from assistant.errors import DocumentNotFound, LibraryNotFound, UsageError
from assistant.library.ingesting import Ingester, Progress, Report
from assistant.library.locking import LibraryLock
from assistant.model import Answer, Claim, Document
from assistant.record import Listed, Record
from assistant.search.caches import Caches
from assistant.search.embedding import MiniLM
from assistant.search.hybrid import HybridRetriever
from assistant.voices.listing import Choice, chosen


class Assistant:
    """Answers questions over one library. Safe to share between threads; close it, or use it in `with`."""

    def __init__(self, folder: Path, settings: configured.Settings) -> None:
        """Open the library in an existing folder; use `Assistant.open`."""
        self.folder, self._settings = folder, settings
        self._lock = LibraryLock(folder)
        self._library: tuple[int, Library] | None = None
        self._lock.try_acquire()
        self._record = Record.open(folder / "record.sqlite3")
        self._embedding = MiniLM(settings.cache, settings.threads)
        self._ingester = Ingester(self._record, self._embedding)
        self._caches = Caches(self._record, folder, owner=self._lock.held, chroma_server=settings.chroma_server)
        self._caches.open()
        self._retriever = HybridRetriever(self._record, self._caches, self._embedding)

    @classmethod
    def open(cls, library: str | Path | None = None, *, create: bool = True, **overrides: object) -> Assistant:
        """Open a library by its folder, or the one the settings name; make it unless `create` is false.

        Raises LibraryNotFound, LibraryDamaged, ModelMismatch, WeightsError or SettingsError.
        """
        if library is not None:
            overrides["library"] = Path(library)
        settings = configured.load(**overrides)
        folder = settings.library_folder()
        if not (folder / "record.sqlite3").is_file():
            if not create:
                raise LibraryNotFound(f"There is no library in {folder}. Make one with `accordingto add DOCUMENTS`.")
            folder.mkdir(parents=True, exist_ok=True)
        return cls(folder, settings)

    # -- documents -----------------------------------------------------------------------------

    def add(self, places: Iterable[str | Path], progress: Progress | None = None) -> Report:
        """Add files and folders; what changed is swapped, what stands unchanged costs nothing.

        Raises LibraryBusy if another process holds the library.
        """
        self._own()
        report = self._ingester.add([Path(place) for place in places], progress)
        self._caches.catch_up()
        return report

    def remove(self, document: str) -> Listed:
        """Remove a document by its id, the start of its id, its path or its title; return what it was."""
        listed = self.find(document)
        self._own()
        self._record.delete([listed.id])
        self._caches.catch_up()
        return listed

    def documents(self) -> list[Listed]:
        """List the documents, by path."""
        return self._record.documents()

    def document(self, document: str) -> Document:
        """Return a document whole, by its id, the start of its id, its path or its title. Raises DocumentNotFound."""
        return self._record.document(self.find(document).id)

    def find(self, document: str) -> Listed:
        """Find one document by its id, the start of its id, its path, file name or title. Raises DocumentNotFound."""
        listed = self._record.documents()
        for same in (
            lambda d: document in (d.id, d.path, d.uri, d.title),
            lambda d: d.path.rsplit("/", 1)[-1] == document or (len(document) >= 4 and d.id.startswith(document)),
            lambda d: document.lower() in d.title.lower() or document.lower() in d.path.lower(),
        ):
            if len(found := [d for d in listed if same(d)]) == 1:
                return found[0]
            if found:
                names = ", ".join(f"{d.id[:8]} {d.path}" for d in found[:5])
                raise DocumentNotFound(f"{document!r} fits {len(found)} documents ({names}, ...). Use the id of one.")
        raise DocumentNotFound(
            f"The library holds no document {document!r}. `accordingto documents` lists those it holds."
        )

    # -- claims --------------------------------------------------------------------------------

    def claims(
        self,
        document: str | None = None,
        claimant: str | None = None,
        contested: bool = False,
        about: str | None = None,
    ) -> Iterator[tuple[Document, Claim]]:
        """Yield the library's claims with their documents, in order; every condition that is given must hold.

        `document` is as in `find`; `claimant` a name or a short form of it; `contested` keeps the contested ones only;
        `about` words that must all stand in the claim. Raises DocumentNotFound.
        """
        listed = self.documents() if document is None else [self.find(document)]
        held = ((self._record.document(one.id), self._record.claims(one.edition)) for one in listed)
        return chosen(held, Choice(claimant=claimant, contested=contested, about=about))

    def claims_in(self, document: str, start: int = 0, end: int | None = None) -> list[Claim]:
        """Return the claims of a document, or those that overlap a stretch of it. Raises DocumentNotFound."""
        return self._record.claims(self.find(document).edition, start, end)

    # -- answers -------------------------------------------------------------------------------

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Answer a question; `history` holds the person's earlier turns, oldest first.

        Raises UsageError for a question without words.
        """
        if not any(char.isalnum() for char in question):
            raise UsageError("The question is empty. Ask something in words.")
        whole = standalone(question, history)
        finder = Finder(self._record, self._retriever, self._embedding)
        return answer(whole, self._known(), finder, whole if whole != question.strip() else None)

    def _known(self) -> Library:
        """Return who speaks in the library and in which documents; read again when it changed."""
        change = self._record.change
        if self._library is None or self._library[0] != change:
            documents = self._record.documents()
            self._library = (change, Library(Parties(self._record.voices(), documents), documents))
        return self._library[1]

    @property
    def conversations(self) -> Conversations:
        """The conversations held over this library."""
        return Conversations(self._record.engine)

    @property
    def change(self) -> int:
        """How often the library's documents changed."""
        return self._record.change

    @property
    def settings(self) -> configured.Settings:
        """The settings it was opened with."""
        return self._settings

    @property
    def retriever(self) -> HybridRetriever:
        """The LlamaIndex retriever over this library."""
        return self._retriever

    # -- life ----------------------------------------------------------------------------------

    def _own(self) -> None:
        """Become the process that may write, or raise LibraryBusy."""
        if not self._lock.held:
            self._lock.acquire(self._settings.lock_wait)
            self._caches.own()

    def close(self) -> None:
        """Release the library."""
        self._caches.close()
        self._record.close()
        self._lock.release()

    def __enter__(self) -> Self:
        """Return the assistant itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the library."""
        self.close()
