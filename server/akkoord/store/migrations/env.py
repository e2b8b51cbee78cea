"""What Alembic runs: the steps, in the transaction that was begun for them."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True, transactional_ddl=True)
context.run_migrations()
