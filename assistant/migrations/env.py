"""Run the revisions on the connection the record hands over."""

from alembic import context

from assistant.record import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
