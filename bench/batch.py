"""What the engine costs: documents per second, start-up, memory, re-runs, against the bare stages.

    python -m fuhe.bench.batch [--files 100 1000] [--workers 1 2] [--bad 0.05]

Reports of the corpus are multiplied with a number of their own, so that every file has other bytes;
hostile and unreadable files are mixed in. The bare loop reads, maps and checks the good files in one
process without guards, Parquet or rows for failures.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from fuhe.corpus.hostile import hostile_files

CORPUS = Path(__file__).parents[1] / "corpus"
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
    good = [path for path in sorted((CORPUS / "files").rglob("*")) if path.suffix in {".docx", ".pdf"}]
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


def bare_loop(batch: Batch) -> float:
    """Return the seconds that the stages take for the good files, in a process of their own."""
    script = (
        "import sys, time\nfrom pathlib import Path\n"
        "from fuhe.extract import read\nfrom fuhe.normalize import normalize\nfrom fuhe.validate import Options, validate\n"
        "from fuhe.schemas.records import Submission\n"
        "started = time.perf_counter()\n"
        "for path in sorted(Path(sys.argv[1]).glob('*/*')):\n"
        "    report = normalize(read(path.read_bytes(), path.name))\n"
        "    validate(Submission('x', (report,)), Options())\n"
        "print(time.perf_counter() - started)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(batch.folder)], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


@dataclass(frozen=True)
class Run:
    """One run of the command: seconds, megabytes of the parent at most, what it printed."""

    seconds: float
    peak: float
    said: str


def command(batch: Batch, lake: Path, workers: int) -> Run:
    """Run `fuhe check` and measure it alone."""
    script = (
        "import resource, sys\nfrom fuhe.cli import app\n"
        "try:\n    app()\nfinally:\n"
        "    print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    arguments = ["check", str(batch.folder), "--out", str(lake), "--workers", str(workers), "--timeout", "60"]
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], check=False, capture_output=True, text=True
    )
    seconds = time.perf_counter() - started
    *said, peak = done.stdout.splitlines()
    return Run(seconds, float(peak.split()[1]), said[0])


def measure(files: int, workers: list[int], bad_share: float, table: Table) -> None:
    """Add the rows of one batch."""
    with tempfile.TemporaryDirectory() as name:
        batch = make_batch(Path(name) / "in", files, bad_share)
        bare = bare_loop(batch)
        table.add_row(str(files), "bare loop", f"{bare:.1f}", f"{batch.good / bare:.1f}", "", "1.00", "")
        for number in workers:
            lake = Path(name) / f"lake{number}"
            first, again = command(batch, lake, number), command(batch, lake, number)
            wall = f"{first.seconds / bare:.2f}"
            table.add_row(
                str(files), f"{number} workers", f"{first.seconds:.1f}", f"{files / first.seconds:.1f}",
                f"{first.peak:.0f}", wall, first.said,
            )  # fmt: skip
            faster = f"{first.seconds / again.seconds:.0f}× faster"
            table.add_row(str(files), "again", f"{again.seconds:.2f}", "", f"{again.peak:.0f}", "", faster)
            shutil.rmtree(lake)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument(
        "--bad", type=float, default=0.05, help="share of files that are unreadable or hostile"
    )
    options = parser.parse_args()
    table = Table("files", "run", "seconds", "files/s", "parent MB", "÷ bare loop", "")
    for files in options.files:
        measure(files, options.workers, options.bad, table)
    Console().print(table)


if __name__ == "__main__":
    main()
