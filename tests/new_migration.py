"""Write a migration from what the models say and the migrations do not yet: for developers.

python -m tests.new_migration "add minutes to allocations"
"""

import sys
import tempfile
from datetime import UTC, datetime

from app import schema
from app.db import make_engine


def main() -> None:
    """One new file in migrations/versions."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/now.db")
        schema.migrate(engine)
        revision = datetime.now(UTC).strftime("%Y%m%d%H%M")
        schema.write_revision(engine, sys.argv[1], revision)
        engine.dispose()


if __name__ == "__main__":
    main()
