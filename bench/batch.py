"""What the engine costs: documents per second, start-up, memory, re-runs, against the bare stages.

    python -m fuhe.bench.batch [--files 100 1000] [--workers 1 2] [--bad 0.05]

Reports of the corpus are multiplied with a number of their own, so that every file has other bytes;
hostile and unreadable files are mixed in. Result notices are left out: one of them is set against every
report, and there would be hundreds. The bare loop takes the good files through the stages in one process,
without guards, rows for failures or a way to go on: read, mapped, checked, written as Parquet; the first
row of each size leaves the writing out. On a machine that others use only the processor seconds can be
compared: those of a run include all its processes.
"""

from __future__ import annotations

import argparse
import ctypes
import io
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from fuhe.corpus.hostile import hostile_files
from fuhe.lake import open_lake

CORPUS = Path(__file__).parents[1] / "corpus"
NOTICE = "tanxi"
# These take seconds by design: an unpacking bomb, a drawing without end. One of each is enough.
SLOW = frozenset({"bomb.pdf", "drawing_in_itself.pdf", "too_many_characters.pdf", "too_many_strokes.pdf"})


@dataclass(frozen=True)
class Batch:
    """A folder of made files."""

    folder: Path
    good: int
    bad: int


def make_batch(folder: Path, files: int, bad_share: float) -> Batch:
    """Write good and bad files, every one with bytes of its own."""
    reports = sorted((CORPUS / "files").rglob("*"))
    good = [path for path in reports if path.suffix in {".docx", ".pdf"} and path.stem != NOTICE]
    bad = {path.name: path.read_bytes() for path in (CORPUS / "bad").iterdir() if path.suffix != ".yaml"}
    bad |= hostile_files()
    number_bad = round(files * bad_share)
    quick = [name for name in bad if name not in SLOW]
    for n, path in enumerate(islice(cycle(good), files - number_bad)):
        place = folder / f"{n // 20:03d}" / f"{n:04d}_{path.name}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(marked(path.read_bytes(), n))
    for n, name in enumerate(islice([*SLOW, *islice(cycle(quick), number_bad)], number_bad)):
        (folder / f"bad_{n:04d}_{name}").write_bytes(marked(bad[name], n) if bad[name] else b"")
    return Batch(folder, files - number_bad, number_bad)


def marked(data: bytes, number: int) -> bytes:
    """Return a file with other bytes and the same content."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data + b"\n%% %d\n" % number
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as container:
        container.comment = b"%d" % number
    return buffer.getvalue()


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and of the processor with all processes that were started."""

    wall: float
    processor: float

    def __truediv__(self, other: Cost) -> str:
        return f"{self.wall / other.wall:.2f} / {self.processor / other.processor:.2f}"

    def __str__(self) -> str:
        return f"{self.wall:.1f} / {self.processor:.1f}"


@dataclass(frozen=True)
class Run:
    """One run of the command: its cost, seconds to the first document, megabytes of the parent at most, what it printed."""

    cost: Cost
    first: float | None
    peak: float
    said: list[str]


BARE = """
import sys, time
from pathlib import Path
from fuhe.engine.reading import document_row
from fuhe.extract import read
from fuhe.lake import report_records, stage, transaction
from fuhe.normalize import normalize
from fuhe.schemas.records import Submission
from fuhe.validate import Options, validate
files, lake = sorted(Path(sys.argv[1]).glob('*/*')), sys.argv[2:]
wall, processor = time.perf_counter(), time.process_time()
def verdicts():
    for path in files:
        report = normalize(read(path.read_bytes(), path.name))
        yield report, validate(Submission('x', (report,)), Options())
def write(writing, report, verdict):
    judged = {'checks': verdict.checks, 'findings': verdict.findings, 'unchecked': verdict.unchecked}
    records = report_records(report) | judged | {'documents': [document_row(report)]}
    stage(writing.staging, report.document.id, records)
if lake:
    with transaction(Path(lake[0])) as writing:
        keys = [report.document.id for report, verdict in verdicts() if not write(writing, report, verdict)]
        writing.commit(keys)
else:
    for _ in verdicts(): pass
print(time.perf_counter() - wall, time.process_time() - processor)
"""
# What `getrusage` calls the peak may be that of the process which it was forked from.
COMMAND = """
from pathlib import Path
from fuhe.cli import app
try:
    app()
finally:
    status = Path('/proc/self/status').read_text().splitlines()
    print('peak', *(line.split()[1] for line in status if line.startswith('VmHWM')))
"""


def bare_loop(batch: Batch, lake: Path | None = None) -> Cost:
    """Return what the stages cost for the good files, in a process of their own, imports left out."""
    arguments = [str(batch.folder), *([str(lake)] if lake else [])]
    done = subprocess.run(
        [sys.executable, "-c", BARE, *arguments], check=True, capture_output=True, text=True
    )
    return Cost(*map(float, done.stdout.split()))


def command(batch: Batch, lake: Path, workers: int) -> Run:
    """Run `fuhe check` and measure it with all that it started."""
    arguments = ["check", str(batch.folder), "--out", str(lake), "--workers", str(workers), "--timeout", "60"]
    before, started = children_processor(), time.perf_counter()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, *arguments], stdout=said, stderr=subprocess.DEVNULL
        )
        first = None
        while process.poll() is None:
            if first is None and any(lake.glob(".read/documents/*.parquet")):
                first = time.perf_counter() - started
            time.sleep(0.01 if first is None else 0.1)
        wall = time.perf_counter() - started
        said.seek(0)
        *lines, peak = said.read().splitlines()
    return Run(Cost(wall, children_processor() - before), first, float(peak.split()[1]) / 1024, lines)


def adopt_orphans() -> None:
    """Become the parent of what a child leaves behind, so that its time is counted; only Linux can."""
    if sys.platform == "linux":
        set_child_subreaper = 36  # linux/prctl.h
        ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)


def children_processor() -> float:
    """Return the processor seconds of all children so far, once they have ended."""
    with suppress(ChildProcessError):
        while True:
            os.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(files: int, workers: list[int], bad_share: float, table: Table) -> None:
    """Add the rows of one batch."""
    with tempfile.TemporaryDirectory() as name:
        batch = make_batch(Path(name) / "in", files, bad_share)
        unwritten, bare = bare_loop(batch), bare_loop(batch, Path(name) / "bare")
        for title, loop in (("bare loop, nothing written", unwritten), ("bare loop", bare)):
            rate = f"{batch.good / loop.wall:.1f}"
            table.add_row(str(files), title, str(loop), rate, "", "", loop / bare)
        for number in workers:
            lake = Path(name) / f"lake{number}"
            first, again = command(batch, lake, number), command(batch, lake, number)
            pages = sum(page or 0 for page in open_lake(lake).table("documents")["pages"].to_pylist())
            rate = f"{files / first.cost.wall:.1f}, {pages / first.cost.wall:.1f} pages"
            start = f"{first.first or 0:.2f}"
            table.add_row(
                str(files), f"{number} workers", str(first.cost), rate, f"{first.peak:.0f}", start, first.cost / bare
            )  # fmt: skip
            faster = f"{first.cost.wall / again.cost.wall:.0f}× / {first.cost.processor / again.cost.processor:.0f}×"
            cost = f"{again.cost.wall:.2f} / {again.cost.processor:.2f}"
            table.add_row(str(files), "again", cost, "", f"{again.peak:.0f}", "", f"{faster} faster")
            print(*first.said[:2], again.said[1], sep="\n", file=sys.stderr)
            shutil.rmtree(lake)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument(
        "--bad", type=float, default=0.05, help="share of files that are unreadable or hostile"
    )
    options = parser.parse_args()
    adopt_orphans()
    seconds, ratio = "seconds: wall / processor", "÷ bare loop: wall / processor"
    table = Table("files", "run", seconds, "files/s", "parent MB", "first document, s", ratio)
    for files in options.files:
        measure(files, options.workers, options.bad, table)
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
