"""How a migration runs: one transaction, foreign keys off while SQLite rebuilds tables."""

from alembic import context
from sqlalchemy.engine import Connection

from app.schema import compare_options, target_metadata


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=target_metadata(), **compare_options())
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
