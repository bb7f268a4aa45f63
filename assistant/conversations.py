"""Conversations in the record: who asked what, and what was answered. An owner sees only their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import Engine, ForeignKey, Text, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from assistant.errors import ConversationNotFound
from assistant.model import Answer
from assistant.record import Base


class ConversationRow(Base):
    """A conversation and whose it is."""

    __tablename__ = "conversations"
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    changed: Mapped[str]
    """When the last turn was added, ISO 8601 in UTC."""


class TurnRow(Base):
    """A question with its answer, as JSON."""

    __tablename__ = "turns"
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    asked: Mapped[str]


@dataclass(frozen=True)
class Turn:
    """A question and its answer."""

    question: str
    answer: Answer
    asked: str
    """When, ISO 8601 in UTC."""


@dataclass(frozen=True)
class Held:
    """A conversation as a list of them shows it."""

    id: str
    title: str
    """Its first question."""
    changed: str
    turns: int


class Conversations:
    """The conversations of one library. Thread-safe: every method opens its own session."""

    def __init__(self, engine: Engine) -> None:
        """Take the record's engine, whose tables exist."""
        self._engine = engine

    def start(self, owner: str) -> str:
        """Make an empty conversation and return its id."""
        conversation = str(uuid4())
        with Session(self._engine) as session, session.begin():
            session.add(ConversationRow(id=conversation, owner=owner, changed=_now()))
        return conversation

    def holds(self, conversation: str, owner: str) -> bool:
        """Tell whether there is such a conversation of this owner."""
        with Session(self._engine) as session:
            row = session.get(ConversationRow, conversation)
            return row is not None and row.owner == owner

    def add(self, conversation: str, owner: str, question: str, answer: Answer) -> int:
        """Add a turn and return its number, from 0. Raises ConversationNotFound."""
        with Session(self._engine) as session, session.begin():
            row = _owned(session, conversation, owner)
            query = select(func.max(TurnRow.number)).where(TurnRow.conversation_id == conversation)
            last = session.scalar(query)
            number = 0 if last is None else last + 1
            row.changed = _now()
            session.add(
                TurnRow(
                    conversation_id=conversation,
                    number=number,
                    question=question,
                    answer=answer.model_dump_json(by_alias=True),
                    asked=row.changed,
                )
            )
            return number

    def turns(self, conversation: str, owner: str) -> list[Turn]:
        """Return a conversation's turns, oldest first. Raises ConversationNotFound."""
        with Session(self._engine) as session:
            _owned(session, conversation, owner)
            query = select(TurnRow).where(TurnRow.conversation_id == conversation).order_by(TurnRow.number)
            return [
                Turn(row.question, Answer.model_validate_json(row.answer), row.asked) for row in session.scalars(query)
            ]

    def of(self, owner: str) -> list[Held]:
        """List an owner's conversations that hold a turn, the latest first."""
        counts = (
            select(TurnRow.conversation_id, func.count().label("turns")).group_by(TurnRow.conversation_id).subquery()
        )
        query = (
            select(ConversationRow.id, TurnRow.question, ConversationRow.changed, counts.c.turns)
            .join(counts, counts.c.conversation_id == ConversationRow.id)
            .join(TurnRow, (TurnRow.conversation_id == ConversationRow.id) & (TurnRow.number == 0))
            .where(ConversationRow.owner == owner)
            .order_by(ConversationRow.changed.desc())
        )
        with Session(self._engine) as session:
            return [Held(*row) for row in session.execute(query)]

    def delete(self, conversation: str, owner: str) -> None:
        """Delete a conversation. Raises ConversationNotFound."""
        with Session(self._engine) as session, session.begin():
            _owned(session, conversation, owner)
            session.execute(delete(ConversationRow).where(ConversationRow.id == conversation))


def _owned(session: Session, conversation: str, owner: str) -> ConversationRow:
    """Return a conversation's row; one that is somebody else's is as good as none."""
    row = session.get(ConversationRow, conversation)
    if row is None or row.owner != owner:
        raise ConversationNotFound(f"There is no conversation {conversation} of yours. Start a new one.")
    return row


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
