"""Everything that can go wrong, as one tree. Each message is a sentence that says what to do.

AccordingToError                 base; a command line exit code of 1
|-- UsageError                   a question or option nobody could act on (exit code 2)
|-- SettingsError                a setting that is missing or contradicts another (exit code 2)
|-- ReadingError                 a file or URL that cannot become a document
|   |-- EmptyDocument            nothing in it is a sentence
|   `-- UnreadableDocument       bytes that cannot be read or decoded
|-- LibraryError                 the library cannot do what was asked
|   |-- LibraryNotFound          no library stands there
|   |-- LibraryBusy              another process writes to it
|   |-- LibraryDamaged           the record does not hold together
|   |-- ModelMismatch            it was made with another embedding model
|   |-- DocumentNotFound         no such document in it
|   `-- ConversationNotFound     no such conversation of this person
|-- ModelMissing                 a language model's extra or file is not installed (exit code 2)
`-- WeightsError                 the model's files are missing or not the expected ones
"""


class AccordingToError(Exception):
    """Base of every error this project raises on purpose."""

    exit_code = 1


class UsageError(AccordingToError):
    """A question, option or address nobody could act on."""

    exit_code = 2


class SettingsError(AccordingToError):
    """A setting that is missing or contradicts another."""

    exit_code = 2


class ReadingError(AccordingToError):
    """A file or URL that cannot become a document."""


class EmptyDocument(ReadingError):
    """Nothing in the file is a sentence."""


class UnreadableDocument(ReadingError):
    """Bytes that cannot be read or decoded."""


class LibraryError(AccordingToError):
    """The library cannot do what was asked."""


class LibraryNotFound(LibraryError):
    """No library stands at the given place."""


class LibraryBusy(LibraryError):
    """Another process writes to the library."""


class LibraryDamaged(LibraryError):
    """The record does not hold together."""


class ModelMismatch(LibraryError):
    """The library was made with another embedding model."""


class DocumentNotFound(LibraryError):
    """The library holds no such document."""


class ConversationNotFound(LibraryError):
    """This person has no such conversation."""


class ModelMissing(AccordingToError):
    """A language model was asked for whose extra or file is not installed."""

    exit_code = 2


class WeightsError(AccordingToError):
    """The model's files are missing or are not the expected ones."""
