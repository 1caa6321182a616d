import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from app.paper.engine import FONTS, PRIMITIVES, Limits, PaperError, PaperFault, PrintEngine

DAY = date(2026, 11, 24)

PLAIN = """
#let data = json(bytes(sys.inputs.data))
#set document(title: "Test")
#set text(font: "Source Sans 3", lang: "nb")
#data.at("text", default: "")
#metadata(data.at("text", default: "")) <said>
"""
NEVER_DONE = """
#for outer in range(100000) { for inner in range(100000) { let sum = outer + inner } }
"""

Open = Callable[..., PrintEngine]


@pytest.fixture
def open_engine(tmp_path: Path) -> Iterator[Open]:
    """An engine with the templates ``plain`` and whatever else is given, closed afterwards."""
    engines: list[PrintEngine] = []

    def open_engine(limits: Limits | None = None, **templates: str) -> PrintEngine:
        for name, source in {"plain": PLAIN, **templates}.items():
            (tmp_path / f"{name}.typ").write_text(source)
        engines.append(PrintEngine({"test": tmp_path}, limits=limits))
        return engines[-1]

    yield open_engine
    for engine in engines:
        engine.close()


def pdf(engine: PrintEngine, text: str, template: str = "plain") -> bytes:
    return engine.render(f"test/{template}.typ", {"text": text}, made=DAY).pdf


def fault_of(engine: PrintEngine, template: str) -> PaperError:
    with pytest.raises(PaperError) as failure:
        pdf(engine, "", template)
    return failure.value


def test_pages_are_set_in_a_process_of_their_own(open_engine: Open) -> None:
    engine = open_engine()
    assert engine.worker_pid is None and engine.home is None
    assert pdf(engine, "Hei").startswith(b"%PDF-1.7")
    assert engine.worker_pid not in (None, os.getpid())


def test_equal_input_is_answered_from_memory(open_engine: Open) -> None:
    engine = open_engine(Limits(jobs=1))
    first = pdf(engine, "Hei")
    # With one job a worker, a second job would have needed a second worker.
    assert engine.worker_pid is None
    assert pdf(engine, "Hei") == first
    assert engine.worker_pid is None


def test_a_worker_is_let_go_after_its_jobs_and_another_goes_on(open_engine: Open) -> None:
    engine = open_engine(Limits(jobs=2))
    pdf(engine, "1")
    first = engine.worker_pid
    pdf(engine, "2")
    pdf(engine, "3")
    assert first is not None and engine.worker_pid not in (None, first)


def test_a_worker_that_holds_too_much_memory_is_let_go(open_engine: Open) -> None:
    engine = open_engine(Limits(memory=1))
    pdf(engine, "Hei")
    assert engine.worker_pid is None


def test_a_page_that_takes_too_long_is_given_up_and_the_next_one_works(open_engine: Open) -> None:
    engine = open_engine(Limits(time=1.0), endless=NEVER_DONE)
    assert fault_of(engine, "endless").fault is PaperFault.TOO_SLOW
    assert pdf(engine, "Hei")


def test_a_worker_of_a_large_server_is_not_taken_for_large(open_engine: Open) -> None:
    ours = bytearray(b"x") * (350 * 1024 * 1024)
    engine = open_engine(Limits(memory=300))
    pdf(engine, "1")
    assert engine.worker_pid is not None
    assert len(ours) > 0


def test_a_worker_that_was_killed_is_replaced(open_engine: Open) -> None:
    engine = open_engine()
    pdf(engine, "1")
    killed = engine.worker_pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    os.waitid(os.P_PID, killed, os.WEXITED | os.WNOWAIT)
    assert pdf(engine, "2")
    assert engine.worker_pid not in (None, killed)


def test_a_faulty_template_is_refused_and_the_worker_stays(open_engine: Open) -> None:
    engine = open_engine(faulty='#panic("on purpose")')
    error = fault_of(engine, "faulty")
    assert error.fault is PaperFault.REFUSED
    assert "on purpose" in error.detail
    assert (error.status, error.code) == (503, "unavailable")
    worker = engine.worker_pid
    pdf(engine, "Hei")
    assert engine.worker_pid == worker


def test_an_error_tells_no_log_what_people_wrote(open_engine: Open) -> None:
    error = fault_of(open_engine(faulty='#panic("hemmelig")'), "faulty")
    assert "hemmelig" not in f"{error} {error!r} {error.details}"


@pytest.mark.parametrize("path", ["/etc/hostname", "../../outside.txt", "../../packages/x.txt"])
def test_a_template_reads_nothing_outside_its_root(open_engine: Open, path: str) -> None:
    assert fault_of(open_engine(nosy=f'#read("{path}")'), "nosy").fault is PaperFault.REFUSED


def test_a_link_among_the_templates_leads_nowhere(open_engine: Open, tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    engine = open_engine(nosy='#read("link.txt")')
    assert fault_of(engine, "nosy").fault is PaperFault.REFUSED


def test_no_template_imports_a_package() -> None:
    templates = list(Path("app").rglob("*.typ"))
    assert PRIMITIVES.joinpath("page.typ").resolve() in [path.resolve() for path in templates]
    for template in templates:
        assert "@" not in "".join(
            line for line in template.read_text().splitlines() if "import" in line
        )


def test_words_are_data_and_never_markup(open_engine: Open) -> None:
    said = open_engine().ask("test/plain.typ", {"text": '#panic("x") *fet* $1$'}, "said")
    assert said == '#panic("x") *fet* $1$'


def test_what_the_font_lacks_is_reported_with_the_pages(open_engine: Open) -> None:
    result = open_engine().render("test/plain.typ", {"text": "Gi 😀"}, made=DAY)
    assert result.missing == ("😀",)


def test_the_same_pages_come_as_pictures(open_engine: Open) -> None:
    engine = open_engine(two=PLAIN + "#pagebreak()\nTo")
    pictures = engine.pictures("test/two.typ", {"text": "En"}, "png", ppi=30)
    assert [picture[:4] for picture in pictures] == [b"\x89PNG"] * 2
    drawings = engine.pictures("test/two.typ", {"text": "En"}, "svg")
    assert [drawing[:4] for drawing in drawings] == [b"<svg"] * 2


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_worker_gets_none_of_our_secrets(
    open_engine: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAPPETAVLA_SECRET", "dette er hemmelig")
    engine = open_engine()
    pdf(engine, "Hei")
    environment = Path(f"/proc/{engine.worker_pid}/environ").read_bytes()
    assert b"RAYON" in environment
    assert b"LAPPETAVLA" not in environment


def test_many_threads_get_their_own_pages(open_engine: Open) -> None:
    engine = open_engine()
    said: dict[int, object] = {}

    def ask(number: int) -> None:
        said[number] = engine.ask("test/plain.typ", {"text": str(number % 4)}, "said")

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert said == {number: str(number % 4) for number in range(12)}


def test_one_who_waits_too_long_is_told_that_the_printer_is_busy(open_engine: Open) -> None:
    engine = open_engine(Limits(time=3.0, patience=0.1), endless=NEVER_DONE)
    faults: list[PaperFault] = []
    busy = threading.Thread(target=lambda: faults.append(fault_of(engine, "endless").fault))
    busy.start()
    # The endless page holds the worker from the moment there is one.
    while engine.worker_pid is None:
        busy.join(0.01)
    with pytest.raises(PaperError) as failure:
        pdf(engine, "Hei")
    busy.join(20)
    assert failure.value.fault is PaperFault.BUSY
    assert faults == [PaperFault.TOO_SLOW]


def test_closing_ends_the_worker_also_in_the_middle_of_a_page(open_engine: Open) -> None:
    engine = open_engine(endless=NEVER_DONE)
    faults: list[PaperFault] = []
    busy = threading.Thread(target=lambda: faults.append(fault_of(engine, "endless").fault))
    busy.start()
    while (worker := engine.worker_pid) is None:
        busy.join(0.01)
    engine.close()
    busy.join(20)
    assert faults == [PaperFault.CLOSED]
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
    assert fault_of(engine, "plain").fault is PaperFault.CLOSED


def test_closing_leaves_no_files_behind(open_engine: Open) -> None:
    engine = open_engine()
    pdf(engine, "Hei")
    home = engine.home
    assert home is not None and (home / "pages" / "test" / "plain.typ").exists()
    engine.close()
    assert not home.exists()


def test_the_fonts_are_where_the_build_puts_them() -> None:
    names = {font.name for font in FONTS.glob("*.ttf")}
    assert {"SourceSans3-Regular.ttf", "SourceSans3-Bold.ttf"} <= names
