"""The assistant: a library of documents, and answers over it. The whole flow, readable on one screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from assistant import settings as configured
from assistant.answers import opposing
from assistant.answers.answering import best_grounds
from assistant.answers.confidence import Signals
from assistant.answers.desk import Desk, Library, quotations_of
from assistant.answers.dialogue import Turn, understand_turn
from assistant.answers.disagreeing import Disagreement, disagreements
from assistant.answers.evidence import Finder
from assistant.answers.generating import Writer, Writing, writer_for, writer_of
from assistant.answers.limiting import NONE, Limits
from assistant.answers.opposing.marking import marked
from assistant.answers.parties import Parties
from assistant.answers.question import Question, understand
from assistant.answers.respelling import Speller
from assistant.answers.routing import in_its_words, respond
from assistant.answers.silence import asked_back
from assistant.checks.shelf import RecordShelf
from assistant.checks.staleness import with_stale_marked
from assistant.conversations import Conversations
from assistant.errors import DocumentNotFound, LibraryDamaged, LibraryNotFound, ModelMismatch, UsageError
from assistant.library import duplicates, moving, syncing
from assistant.library.ingesting import Ingester, Report
from assistant.library.locking import LibraryLock
from assistant.library.progressing import Progress
from assistant.library.reclaiming import reclaim
from assistant.library.reembedding import reembed
from assistant.library.standing import Standing, standing_of
from assistant.library.verifying import Finding, verify
from assistant.model import Answer, Claim, Document
from assistant.record import RECORD, Listed, Record
from assistant.search.caches import Caches
from assistant.search.embedders import DEFAULT, EMBEDDERS, Embedder, open_embedder, open_judge, open_reader
from assistant.search.hybrid import HybridRetriever
from assistant.search.readings import READINGS, Readings
from assistant.voices.listing import Choice, Voice, chosen, voices_in

if TYPE_CHECKING:
    from llama_index.core.llms import LLM


class Assistant:
    """Answers questions over one library. Safe to share between threads; close it, or use it in `with`."""

    def __init__(self, folder: Path, settings: configured.Settings) -> None:
        """Open the library in an existing folder; use `Assistant.open`."""
        self.folder, self._settings = folder, settings
        self._lock = LibraryLock(folder)
        self.writer: Writer | None = writer_of(settings)
        self._library: tuple[int, Library] | None = None
        self._lock.try_acquire()
        try:
            self._record = Record.open(folder / RECORD)
            self._caches = Caches(self._record, folder, owner=self._lock.held, chroma_server=settings.chroma_server)
            self._use(self._remembered_model())
            self._reader = open_reader(settings.cache, settings.threads)
            self._readings = Readings(folder / READINGS, self._reader)
            self._judge = open_judge(settings.cache, settings.threads)
            self._caches.open()
        except BaseException:
            self._lock.release()
            raise

    @classmethod
    def open(cls, library: str | Path | None = None, *, create: bool = True, **overrides: object) -> Assistant:
        """Open a library by its folder, or the one the settings name; make it unless `create` is false.

        Raises LibraryNotFound, LibraryDamaged, ModelMismatch, WeightsError or SettingsError.
        """
        if library is not None:
            overrides["library"] = Path(library)
        settings = configured.load(**overrides)
        folder = settings.library_folder()
        if not (folder / RECORD).is_file():
            if (folder / "caches.json").is_file():
                raise LibraryDamaged(
                    f"The record of the library in {folder} is gone; its caches alone are no library. Restore "
                    f"{RECORD} from a copy (`accordingto import`), or delete the folder and add again."
                )
            if not create:
                raise LibraryNotFound(f"There is no library in {folder}. Make one with `accordingto add DOCUMENTS`.")
            folder.mkdir(parents=True, exist_ok=True)
        return cls(folder, settings)

    @classmethod
    def restore(
        cls, file: str | Path, library: str | Path | None = None, *, replace: bool = False, **overrides: object
    ) -> Assistant:
        """Open the library that an exported file holds, in a folder of its own.

        Raises UsageError if a library stands there and `replace` is false, LibraryDamaged for a damaged file,
        LibraryError for one of a newer version, LibraryBusy if the folder is in use.
        """
        settings = configured.load(**overrides | ({"library": Path(library)} if library is not None else {}))
        folder = settings.library_folder()
        folder.mkdir(parents=True, exist_ok=True)
        lock = LibraryLock(folder)
        lock.acquire(settings.lock_wait)
        try:
            moving.import_into(folder, Path(file), replace=replace)
        finally:
            lock.release()
        return cls(folder, settings)

    # -- documents -----------------------------------------------------------------------------

    def add(self, places: Iterable[str | Path], progress: Progress | None = None) -> Report:
        """Add files and folders; what changed is swapped, what stands unchanged costs nothing.

        Raises LibraryBusy if another process holds the library.
        """
        self._own()
        report = self._ingester.add([Path(place) for place in places], progress)
        self._catch_up(progress)
        return report

    def sync(self, folder: str | Path, progress: Progress | None = None) -> Report:
        """Mirror a folder: add, change, move and remove until the library holds what it holds.

        Raises LibraryBusy if another process holds the library, UsageError if the folder does not exist.
        """
        self._own()
        report = syncing.sync(self._record, self._ingester, Path(folder), progress)
        self._catch_up(progress)
        return report

    def remove(self, document: str) -> Listed:
        """Remove a document by its id, the start of its id, its path or its title, in full; return what it was."""
        listed = self.find(document, exact=True)
        self._own()
        self._record.delete([listed.id])
        duplicates.link(self._record)
        self._catch_up()
        return listed

    def documents(self) -> list[Listed]:
        """List the documents, by path."""
        return self._record.documents()

    def document(self, document: str) -> Document:
        """Return a document whole, by its id, the start of its id, its path or its title. Raises DocumentNotFound."""
        return self._record.document(self.find(document).id)

    def by_id(self, document_id: str) -> Document:
        """Return a document whole, by nothing but its whole id. Raises DocumentNotFound."""
        return self._record.document(document_id)

    def find(self, document: str, *, exact: bool = False) -> Listed:
        """Find one document by its id, the start of its id, its path, file name or title. Raises DocumentNotFound.

        Unless `exact`, a part of the path or title is enough.
        """
        listed = self._record.documents()
        ways: tuple[Callable[[Listed], bool], ...] = (
            lambda d: document in (d.id, d.path, d.uri, d.title),
            lambda d: d.path.rsplit("/", 1)[-1] == document or (len(document) >= 4 and d.id.startswith(document)),
            lambda d: bool(document) and document.lower() in f"{d.title}\n{d.path}".lower(),
        )
        for same in ways[:2] if exact else ways:
            if len(found := [d for d in listed if same(d)]) == 1:
                return found[0]
            if found:
                names = ", ".join(f"{d.id[:8]} {d.path}" for d in found[:5])
                raise DocumentNotFound(f"{document!r} fits {len(found)} documents ({names}, ...). Use the id of one.")
        raise DocumentNotFound(
            f"The library holds no document {document!r}. `accordingto documents` lists those it holds."
        )

    def standing(self, document: str) -> Standing:
        """Tell whether a document's file is still what was read. Raises DocumentNotFound."""
        listed = self.find(document)
        return standing_of(listed.uri, listed.file_sha256)

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
        against = self._contradicted()
        held = (
            (self._record.document(one.id), [marked(claim, against) for claim in self._record.claims(one.edition)])
            for one in listed
        )
        return chosen(held, Choice(claimant=claimant, contested=contested, about=about))

    def claims_in(self, document: str, start: int = 0, end: int | None = None) -> list[Claim]:
        """Return the claims of a document, or those that overlap a stretch of it. Raises DocumentNotFound."""
        against = self._contradicted()
        return [marked(claim, against) for claim in self._record.claims(self.find(document).edition, start, end)]

    def claimants(
        self,
        document: str | None = None,
        claimant: str | None = None,
        contested: bool = False,
        about: str | None = None,
    ) -> list[Voice]:
        """List who makes the claims that `claims` yields for the same conditions, loudest first."""
        return voices_in((held, [claim]) for held, claim in self.claims(document, claimant, contested, about))

    def speakers(self) -> list[tuple[str, int]]:
        """List who is heard at first hand, authors aside, with the number of their claims, loudest first."""
        return self._record.speakers()

    def disagreements(self, about: str | None = None) -> list[Disagreement]:
        """Return the matters on which claims contradict one another, each side with its verified words.

        `about` keeps those that hold all its words. Stated ones come first, then those we infer.
        """
        opposing.catch_up(self._record)
        return disagreements(self._record, self._known().parties, about)

    def _contradicted(self) -> frozenset[str]:
        """Return the ids of the claims that another contradicts (R9), of whatever the library holds now."""
        opposing.catch_up(self._record)
        return self._record.contradicted()

    # -- the library as a whole ----------------------------------------------------------------

    def verify(self) -> Iterator[Finding]:
        """Yield what does not hold together, and the documents whose files are no longer what was read."""
        return verify(self._record)

    def rebuild(self, embedder: str | None = None, progress: Progress | None = None) -> None:
        """Make the caches anew from the record; with a model's name, embed everything with it first.

        Claims that another version of the engine read are read again.
        Raises LibraryBusy, or UsageError for a model nobody knows.
        """
        model = self._model(embedder) if embedder else None
        self._own()
        reclaim(self._record, progress)
        if model is not None:
            reembed(self._record, model, progress)
            self._use(model)
        opposing.catch_up(self._record, progress)
        self._caches.rebuild(progress)
        self._readings.catch_up(self._record, progress)

    def export(self, file: str | Path, *, replace: bool = False) -> moving.Manifest:
        """Write the whole library to one file. Raises UsageError if it exists and `replace` is false."""
        return moving.export(self._record, Path(file), replace=replace)

    # -- answers -------------------------------------------------------------------------------

    def ask(self, question: str, history: Sequence[str] = (), limits: Limits = NONE) -> Answer:
        """Answer a question; `history` holds the person's earlier turns, oldest first.

        `limits` narrow this question to a time of publication or to one claimant's words.
        With a language model set (ACCORDINGTO_LLM) it words the answer, and every sentence is checked.
        Raises UsageError for a question without words.
        """
        writing = self.stream(question, history, limits)
        for _ in writing:
            pass
        return writing.whole()

    def stream(self, question: str, history: Sequence[str] = (), limits: Limits = NONE) -> Writing:
        """Answer a question statement by statement, each checked; `whole()` of what is returned is the answer.

        Raises UsageError for a question without words.
        """
        return self.word(question, self.extract(question, history, limits))

    def word(self, question: str, plain: Answer) -> Writing:
        """Let the language model, if one is set, word what `extract` answered, statement by statement, each checked."""
        if self.writer is None:
            return Writing(iter(plain.statements), plain)
        return self.writer.write(plain.standalone_question or question, plain, self.shelf())

    def word_with(self, llm: LLM, name: str | None = None) -> None:
        """Let a LlamaIndex model word the answers from now on, each of its sentences checked."""
        known = name or f"llama-index:{llm.metadata.model_name}"
        self.writer = writer_for(llm, known, self._settings)

    def extract(self, question: str, history: Sequence[str] = (), limits: Limits = NONE) -> Answer:
        """Answer without a language model, whatever is set. Raises UsageError for a question without words."""
        if not any(char.isalnum() for char in question):
            raise UsageError("The question is empty. Ask something in words.")
        if any("\ud800" <= char <= "\udfff" for char in "".join([question, *history])):
            raise UsageError("The question holds bytes that are no text. Write it in UTF-8.")
        with self._record.snapshot():
            turns = self._turns(history)
            return with_stale_marked(self._turn(question, turns, limits).answer, self._record)

    def _turns(self, history: Sequence[str]) -> list[Turn]:
        """Answer a conversation's questions, oldest first, each after those before it."""
        turns: list[Turn] = []
        for question in history:
            turns.append(self._turn(question, turns))
        return turns

    def _turn(self, question: str, earlier: Sequence[Turn], limits: Limits = NONE) -> Turn:
        """Answer one question of a conversation."""
        library = self._known()
        understood = understand_turn(question, earlier, library.parties)
        whole: str | None = understood.question
        if understood.unclear:
            whole = self.writer.standalone(question, [turn.question for turn in earlier]) if self.writer else None
        if whole is None:
            return Turn(understood.question, asked_back(understood.unclear))
        whole = in_its_words(whole, self._speller())
        differs = whole if whole != " ".join(question.split()) else None
        quoted = quotations_of(turn.answer for turn in earlier)
        desk = Desk(library, self._record, self._retriever, self._finder_after(earlier), quoted)
        return Turn(whole, respond(whole, desk, limits, differs))

    def signals(self, question: str, history: Sequence[str] = ()) -> Signals | None:
        """Return what the confidence in an answer rests on: what speaks for the best sentence; None without one."""
        with self._record.snapshot():
            turns = self._turns(history)
            library = self._known()
            whole = understand_turn(question, turns, library.parties).question
            whole = in_its_words(whole, self._speller())
            return best_grounds(whole, library, self._finder_after(turns))

    def _finder_after(self, earlier: Sequence[Turn]) -> Finder:
        """Return what finds evidence for a question that follows on others: nearer in what was just quoted."""
        return self.finder().after(cited.document.id for turn in earlier[-1:] for cited in turn.answer.citations)

    def finder(self) -> Finder:
        """Return what finds evidence in this library."""
        return Finder(self._record, self._retriever, self._reader, self._readings, self._judge)

    def _speller(self) -> Speller:
        return Speller(self._retriever, self._reader.knows)

    def read(self, question: str, history: Sequence[str] = ()) -> Question:
        """Return how a question is understood after others: standing alone, in the library's words."""
        with self._record.snapshot():
            turns = self._turns(history)
            library = self._known()
            whole = understand_turn(question, turns, library.parties).question
            whole = in_its_words(whole, self._speller())
            return understand(whole, library.parties, library.documents)

    def _known(self) -> Library:
        """Return who speaks in the library and in which documents; read again when it changed."""
        change = self._record.change
        if self._library is None or self._library[0] != change:
            documents = self._record.documents()
            self._library = (change, Library(Parties(self._record.voices(), documents), documents))
        return self._library[1]

    def shelf(self) -> RecordShelf:
        """Return the documents and claims that answers are checked against."""
        return RecordShelf(self._record)

    @property
    def conversations(self) -> Conversations:
        """The conversations held over this library."""
        return Conversations(self._record.engine)

    @property
    def change(self) -> int:
        """How often the library's documents changed."""
        return self._record.change

    @property
    def units(self) -> int:
        """How many units are searched."""
        return self._record.count_units()

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
            self._use(self._remembered_model())
            self._caches.own()

    def _catch_up(self, progress: Progress | None = None) -> None:
        """Bring what is derived from the documents into step: who contradicts whom, the indexes, the token vectors."""
        opposing.catch_up(self._record, progress)
        self._caches.catch_up(progress)
        self._readings.catch_up(self._record, progress)

    def _use(self, model: Embedder) -> None:
        """Embed and search with this model from now on."""
        self._ingester = Ingester(self._record, model)
        self._retriever = HybridRetriever(self._record, self._caches, model)

    def _model(self, name: str) -> Embedder:
        return open_embedder(name, self._settings.cache, self._settings.threads)

    def _remembered_model(self) -> Embedder:
        """Open the model the library was made with."""
        name = self._record.fact("embedder") or DEFAULT
        if name not in EMBEDDERS:
            raise ModelMismatch(
                f"This library was made with the embedding model {name}, which this version does not know. Use the "
                "version that made it, or add the documents to a new library."
            )
        return self._model(name)

    def close(self) -> None:
        """Release the library."""
        self._readings.close()
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
