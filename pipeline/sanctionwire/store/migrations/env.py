"""What alembic runs to apply revisions: always over a connection whose transaction the caller holds."""

from alembic import context

from sanctionwire.store.models import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
