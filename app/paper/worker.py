"""The process in which pages are set. Started by ``engine``, never imported by it.

It speaks over its standard streams: each message is a length (four bytes) and JSON; an answer is
followed by the bytes of its parts. It ends when its input ends, so it cannot outlive the server.
Nothing of the app is imported here: it starts fast and holds no secrets.
"""

import json
import os
import re
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

import typst

PDF_STANDARDS: list[Any] = ["a-2a", "ua-1"]


def main(root: str, fonts: str, no_packages: str) -> None:
    """Set what is asked for until the input ends."""
    if hasattr(os, "nice"):
        os.nice(5)  # People at the board come first: printing yields to them.
    known_fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
    )
    # The answers keep the real standard output for themselves; a stray print goes to stderr.
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while (job := _read(source)) is not None:
        try:
            compiler = typst.Compiler(
                input=os.path.join(root, job["template"]),
                root=root,
                font_paths=known_fonts,
                ignore_system_fonts=True,
                sys_inputs={"data": job["data"]},
                package_path=no_packages,
                package_cache_path=no_packages,
            )
            parts = _parts(compiler, job)
        except typst.TypstError as fault:
            _write(sink, {"ok": False, "why": fault.message, "memory": _memory()}, [])
        else:
            _write(sink, {"ok": True, "memory": _memory()}, parts)


def _parts(compiler: typst.Compiler, job: dict[str, Any]) -> list[bytes]:
    output: Literal["pdf", "svg", "png", "query"] = job["output"]
    if output == "query":
        return [compiler.query(job["label"], field="value", one=True).encode()]
    pages = (
        compiler.compile(format="pdf", pdf_standards=PDF_STANDARDS, timestamp=int(job["timestamp"]))
        if output == "pdf"
        else compiler.compile(format=output, ppi=job["ppi"])
    )
    return [pages] if isinstance(pages, bytes) else cast(list[bytes], pages)


def _memory() -> int:
    """The most memory this process has held, in MiB; 0 where the system cannot say.

    Linux is asked for this program's own peak: getrusage would begin with the peak of the process
    that started it, and a large server would let every worker go after one page.
    """
    status = Path("/proc/self/status")
    if status.exists():
        peak = re.search(r"^VmHWM:\s+(\d+) kB", status.read_text(), re.MULTILINE)
        return int(peak[1]) // 1024 if peak else 0
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _read(source: BinaryIO) -> dict[str, Any] | None:
    head = source.read(4)
    if len(head) < 4:
        return None
    (size,) = struct.unpack(">I", head)
    job: dict[str, Any] = json.loads(source.read(size))
    return job


def _write(sink: BinaryIO, answer: dict[str, Any], parts: list[bytes]) -> None:
    head = json.dumps({**answer, "sizes": [len(part) for part in parts]}).encode()
    sink.write(struct.pack(">I", len(head)) + head)
    for part in parts:
        sink.write(part)
    sink.flush()


if __name__ == "__main__":
    main(*sys.argv[1:4])
