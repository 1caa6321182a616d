"""The shared bench, which measures every server in the same way, and how it is run from here."""

import os
import shutil
import sys
from pathlib import Path

ADAPTERS = Path(__file__).parent / "adapters"


def bench_folder() -> Path:
    """Where it lies: BENCH names the folder. Its peers are installed by its own setup.sh."""
    folder = Path(os.environ.get("BENCH", ""))
    if not (folder / "harness.mjs").is_file():
        raise SystemExit("Set BENCH to the folder of the shared bench (it has harness.mjs).")
    return folder


def bench_env(**more: str) -> dict[str, str]:
    """Our adapters and our Python.

    Node is the one on PATH, for which the peers' native parts were built; without one, ours.
    """
    env = os.environ | {"ADAPTERS_DIR": str(ADAPTERS), "LAPPETAVLA_PYTHON": sys.executable, **more}
    if shutil.which("node") is None:
        env["PATH"] = str(Path(sys.executable).parent) + os.pathsep + env.get("PATH", "")
    return env
