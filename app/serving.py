"""How uvicorn serves the app: one place for what the live engine needs of it."""

import gc
import os
import sys
from contextlib import ExitStack
from typing import Any

import uvicorn

from app import figures, logs
from app.live.wire import LiveProtocol

# The writer thread and the event loop hand the interpreter to each other this often at the latest:
# at the default of 5 ms, a commit would hold up every frame for as long.
SWITCH_S = 0.0005
# Boards and sockets are many objects and few cycles: looked through less often than by default.
COLLECT_AFTER = (5_000, 5, 4_000)
MOST_FRAME_BYTES = 1024 * 1024


def options() -> dict[str, Any]:
    """Uvicorn's settings, for ``lappetavla serve`` and for tests that serve the same way."""
    return {
        "ws": LiveProtocol,
        "ws_max_size": MOST_FRAME_BYTES,
        # Costs more than it saves, and ten times the waiting.
        "ws_per_message_deflate": False,
        # A dead socket is found within 25 s.
        "ws_ping_interval": 10,
        "ws_ping_timeout": 15,
        "access_log": False,
        "proxy_headers": True,
        "server_header": False,
        "timeout_graceful_shutdown": 5,
        # A worker that is still starting on a busy machine is not taken for dead.
        "timeout_worker_healthcheck": 30,
    }


def run(host: str, port: int, workers: int) -> None:
    """Serve until stopped; several workers share the port, and one that dies is started again."""
    # Workers read their settings from the environment.
    os.environ["LAPPETAVLA_PORT"] = str(port)
    with ExitStack() as stack:
        if workers > 1:
            stack.enter_context(figures.shared_by_workers())
        uvicorn.run(
            "app.serving:app",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            log_config=logs.config(),
            **options(),
        )


def app() -> Any:
    """The app of one worker."""
    from app.main import create_app

    sys.setswitchinterval(SWITCH_S)
    made = create_app()
    # What is there from the start stays; looking through it again and again would hold up everyone.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    return made
