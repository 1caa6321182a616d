"""Take out of npm's locks whom a package's makers want paid: addresses, which no lock may hold.

python tools/strip_funding.py LOCK...
"""

import json
import sys
from pathlib import Path

for path in map(Path, sys.argv[1:]):
    lock = json.loads(path.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
    # As npm writes it, so that nothing else changes.
    text = json.dumps(lock, indent=2, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8")
