"""What can go wrong in the harness itself; each message says what to do."""

from assistant.errors import AccordingToError, UsageError


class CaseError(UsageError):
    """A case file that cannot be used; the message names file, line and field."""


class AnswersError(UsageError):
    """A file of answers that cannot be read; the message names file and line."""


class DocumentMissing(AccordingToError):
    """A document that a case or a citation names is not at hand."""
