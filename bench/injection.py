"""Measures detection and diagnosis: one mistake is put into a copy of a Word report, and the whole pipeline runs.

What counts:

*   Only figures that stand in relations which hold are spoilt, none of them beside a figure that is wrong already. A bound (≤, ≥, and the share of a target that a
    score may not exceed) and a count of rows are no such relations: many figures satisfy them.
*   A mistake is excused when every relation of the figure is tried again and holds still: it is then no larger than
    the room that the printed digits leave.
*   A row is left out only where its sums keep two items or more; with one item left nothing says that it was a sum.
*   Detected: a new finding, more than a hint, with the spoilt figure among its evidence (where the figure is gone:
    the total that lacks it). First: the figure that the finding's suggestion names first is the spoilt one; where
    it names none, the one that the finding is about.

Example: `uv run --no-sync python bench/injection.py --count 5`; all files of the corpus, and those of the folder in
FUHE_SAMPLES. The time is bounded by --seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import time
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import yaml
from rich.console import Console
from rich.table import Table

from fuhe.bench.mistakes import MISTAKES, Place
from fuhe.bench.word_errors import WordFile
from fuhe.normalize import normalize
from fuhe.schemas.records import Check, Evidence, Fact, Finding, Outcome, Report, Severity, Source, Submission
from fuhe.validate import Verdict, validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
OPERATORS = re.compile(r"[≤≥]|列示")  # a bound or a count holds for many figures
BOUND_RULES = ("S06", "S07")  # a score below its share of the target is stricter, not wrong
SUGGESTED = re.compile(r"[：:]若为 (-?\d+(?:\.\d+)?)(亿元|万元|元)?")
FACTORS = {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)}
PICKS_PER_MISTAKE = 40
FEWEST_ITEMS = 3  # of a sum from which a row may be left out
COLUMNS = (
    "injected",
    "excused",
    "detected",
    "first of 1",
    "first of 2+",
    "sole right",
    "false errors",
)


@dataclass(frozen=True)
class Run:
    """What the pipeline makes of a file, on its own."""

    file: WordFile
    report: Report
    verdict: Verdict

    @classmethod
    def of(cls, file: WordFile) -> Run:
        report = normalize(file.document)
        return cls(file, report, validate(Submission(file.name, (report,))))

    @property
    def facts(self) -> dict[int, Fact]:
        return {fact.number: fact for fact in self.report.facts}

    def relations(self, outcomes: Iterable[Outcome]) -> dict[int, list[Check]]:
        """Return the checks of each figure by its number."""
        found: dict[int, list[Check]] = defaultdict(list)
        for check in self.verdict.checks:
            if check.outcome in outcomes and not is_bound(check):
                for number in check.facts:
                    found[number].append(check)
        return found


def is_bound(check: Check) -> bool:
    """Return whether many figures satisfy a relation, so that a changed one breaks nothing."""
    return check.rule in BOUND_RULES or OPERATORS.search(check.relation) is not None


@dataclass(frozen=True)
class Plan:
    """What is to be done with each file."""

    names: tuple[str, ...]
    count: int
    seed: int
    until: float
    is_verbose: bool


@dataclass(frozen=True)
class Outcomes:
    """What came of one file: counts by class, findings of severity error before any mistake, classes cut short."""

    path: Path
    tallies: dict[str, Counter[str]]
    errors: int
    skipped: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, help="Word files or folders of them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=5, help="mistakes of each class in each file")
    parser.add_argument("--seconds", type=float, default=300, help="start no further mistake after this time")
    parser.add_argument("--jobs", type=int, default=2, help="files looked at side by side")
    parser.add_argument("--only", default="", help="only classes whose name holds this")
    parser.add_argument("--json", action="store_true", help="print counts as JSON")
    parser.add_argument("--verbose", action="store_true", help="show what was missed or wrongly named")
    arguments = parser.parse_args()
    names = tuple(name for name in MISTAKES if arguments.only in name)
    until = time.time() + arguments.seconds
    plan = Plan(names, arguments.count, arguments.seed, until, arguments.verbose)
    with ProcessPoolExecutor(arguments.jobs) as pool:
        found = list(pool.map(partial(tried, plan), files_of(arguments.paths)))
    show(found, names, as_json=arguments.json)


def tried(plan: Plan, path: Path) -> Outcomes:
    """Put mistakes of every class into one file."""
    base = Run.of(WordFile(path.name, path.read_bytes()))
    tallies = {name: Counter[str]() for name in plan.names}
    skipped = 0
    for name, tally in tallies.items():
        random = Random(f"{plan.seed}/{path.name}/{name}")
        for spoilt in spoilt_files(base, name, plan.count, random):
            words = spoilt.judged(tally)
            if plan.is_verbose and words:
                print(f"{path.name:16} {name:18} {words}\n    {spoilt.told()}", flush=True)
            if time.time() > plan.until:
                skipped += 1
                break
    errors = sum(f.severity is Severity.ERROR for f in base.verdict.findings)
    return Outcomes(path, tallies, errors, skipped)


def files_of(paths: Sequence[Path]) -> list[Path]:
    """Return the files given, or those of the corpus and of the folder in FUHE_SAMPLES."""
    if paths:
        return [
            file for path in paths for file in (sorted(path.rglob("*.docx")) if path.is_dir() else [path])
        ]
    samples = os.environ.get("FUHE_SAMPLES")
    return [
        *sorted((ROOT / "corpus" / "files").rglob("*.docx")),
        *(sorted(Path(samples).rglob("*.docx")) if samples else []),
    ]


def is_clean(path: Path) -> bool:
    """Return whether the labels of a file of the corpus say that nothing in it is wrong."""
    labels = ROOT / "corpus" / "labels" / f"{path.stem}.yaml"
    return labels.exists() and bool(yaml.safe_load(labels.read_text("utf-8"))["clean"])


@dataclass(frozen=True)
class Spoilt:
    """A report before and after one mistake in one figure."""

    name: str
    before: Run
    after: Run
    fact: Fact
    relations: tuple[Check, ...]

    def judged(self, tally: Counter[str]) -> str:
        """Count what came of it; say in words what went wrong."""
        tally["injected"] += 1
        fresh = self._fresh()
        touching = [f for f in fresh if f.severity is not Severity.INFO and self._touches(f)]
        cases = {f.case for f in touching}
        wrong = [f for f in fresh if f.severity is Severity.ERROR and f.case not in cases]
        tally["false"] += len(wrong)
        words = [f"false {f.message}" for f in wrong]
        if not touching:
            is_excused = self._is_excused()
            tally["excused"] += is_excused
            return "; ".join([*words, *([] if is_excused else ["missed"])])
        tally["detected"] += 1
        return "; ".join([*words, *self._count_naming(tally, touching)])

    def _count_naming(self, tally: Counter[str], touching: Sequence[Finding]) -> Iterator[str]:
        number = "2" if len(self.relations) > 1 else "1"
        best = min(touching, key=lambda f: f.severity is not Severity.ERROR)
        tally[f"shown{number}"] += 1
        is_first = self._names(best)
        tally[f"first{number}"] += is_first
        if not is_first:
            yield "not first"
        suggested = {f.suggestion: f for f in touching if f.suggestion and self._is_sole(f.suggestion)}
        if suggested:
            is_right = all(self._is_right(finding) for finding in suggested.values())
            tally["sole"] += 1
            tally["right"] += is_right
            if not is_right:
                yield "suggestion wrong"

    def told(self) -> str:
        fresh = "".join(f"\n      {f.severity} {f.rule} {f.message} | {f.suggestion}" for f in self._fresh())
        place = self.fact.source
        where = (place.table, place.row, place.column, place.paragraph)
        return f"was {self.fact.text} {self.fact.label[-20:]!r} at {where} in {len(self.relations)}: {self.relations[0].relation[:160]}{fresh}"

    def _fresh(self) -> list[Finding]:
        known = {what(finding) for finding in self.before.verdict.findings}
        return [finding for finding in self.after.verdict.findings if what(finding) not in known]

    def _places(self) -> list[Source]:
        """Where the mistake shows: the figure, or what its relations still hold of where it is gone."""
        if self.name not in ("omitted row", "blanked cell"):
            return [self.fact.source]
        facts = self.before.facts
        stated = [facts[check.facts[0]].source for check in self.relations]
        return (
            [self.fact.source, *stated] if self.name == "blanked cell" else [self._moved(p) for p in stated]
        )

    def _moved(self, place: Source) -> Source:
        gone = self.fact.source
        is_below = place.table == gone.table and (place.row or 0) > (gone.row or 0)
        return Source(
            place.document, table=place.table, row=(place.row or 0) - is_below if place.table else None,
            column=place.column, paragraph=place.paragraph, start=place.start,
        )  # fmt: skip

    def _touches(self, finding: Finding) -> bool:
        return any(self._is_here(item) for item in finding.evidence)

    def _is_here(self, item: Evidence) -> bool:
        return any(is_same_place(item.source, place) for place in self._places())

    def _named(self, finding: Finding) -> list[Evidence]:
        """Return what the suggestion names first, as evidence of its case; the stated figure if it names none."""
        text = finding.suggestion or ""
        case = [e for f in self.after.verdict.findings if f.case == finding.case for e in f.evidence]
        known = [(text.find(f"“{e.role}”"), -len(e.role), e) for e in case if f"“{e.role}”" in text]
        if not known:
            return [finding.evidence[0]]
        best = min(item[:2] for item in known)
        named = [item[2] for item in known if item[:2] == best]
        rest = text[best[0] - best[1] + 2 :]
        printed = re.match(r"（现为(-?[\d.]+)", rest)
        return [e for e in named if not printed or printed[1] in e.text.replace(",", "")] or named

    def _names(self, finding: Finding) -> bool:
        return any(self._is_here(item) for item in self._named(finding))

    def _is_sole(self, suggestion: str) -> bool:
        return len(SUGGESTED.findall(suggestion)) == 1

    def _is_right(self, finding: Finding) -> bool:
        value, unit = SUGGESTED.findall(finding.suggestion or "")[0]
        factors = [FACTORS.get(name or "", Decimal(1)) for name in (unit, self.fact.unit)]
        return self._names(finding) and Decimal(value) * factors[0] == self.fact.value * factors[1]

    def _is_excused(self) -> bool:
        """Return whether every relation of the figure is tried again and holds within its digits."""
        if self.name in ("omitted row", "blanked cell"):
            return False
        tried = [c for c in self.after.verdict.checks if c.outcome in (Outcome.HOLDS, Outcome.ROUNDING)]
        facts = self.after.facts
        places = {(c.rule, frozenset(key_of(facts[n].source) for n in c.facts)) for c in tried}
        old = self.before.facts
        return all(
            (c.rule, frozenset(key_of(old[n].source) for n in c.facts)) in places for c in self.relations
        )


def what(finding: Finding) -> tuple[str, str]:
    """Return what is wrong, without what may have caused it."""
    return finding.rule, finding.message.split("；")[0]


def key_of(place: Source) -> tuple[int | None, ...]:
    return (place.table, place.row, place.column, place.paragraph, place.start)


def is_same_place(one: Source, other: Source) -> bool:
    """Return whether two spans begin at one place; a span without characters is the whole cell or paragraph."""
    if key_of(one)[:4] != key_of(other)[:4]:
        return False
    return one.start is None or other.start is None or abs(one.start - other.start) <= 1


def spoilt_files(base: Run, name: str, count: int, random: Random) -> Iterator[Spoilt]:
    """Yield copies of a report with one mistake each, at places drawn without repetition."""
    relations = base.relations([Outcome.HOLDS])
    facts = base.facts
    wrong = base.relations([Outcome.BROKEN]).keys()
    pool = [n for n in sorted(relations) if not any(wrong & set(c.facts) for c in relations[n])]
    if name in (
        "omitted row",
        "blanked cell",
    ):  # nothing left out is no mistake, nor is a total that nobody needs
        pool = [n for n in pool if facts[n].value and not any(c.facts[0] == n for c in relations[n])]
    if name == "omitted row":
        pool = [n for n in pool if any(is_item(check, facts, n) for check in relations[n])]
    random.shuffle(pool)
    made = 0
    for number in pool[: count * PICKS_PER_MISTAKE]:
        if made == count:
            return
        changed = MISTAKES[name](Place(base.file, base.report, facts[number]), random)
        if changed is not None:
            made += 1
            own = (
                of_row(relations, facts, facts[number]) if name == "omitted row" else tuple(relations[number])
            )
            yield Spoilt(name, base, Run.of(changed), facts[number], own)


def of_row(relations: dict[int, list[Check]], facts: dict[int, Fact], gone: Fact) -> tuple[Check, ...]:
    """Return the sums that any figure of a row is an item of, those of two items too."""
    row = [
        n for n, f in facts.items() if (f.source.table, f.source.row) == (gone.source.table, gone.source.row)
    ]
    found = {c.number: c for n in row for c in relations.get(n, ()) if is_item(c, facts, n, fewest=0)}
    return tuple(found.values())


def is_item(check: Check, facts: dict[int, Fact], number: int, fewest: int = FEWEST_ITEMS) -> bool:
    """Return whether a figure is one of so many items, or more, of a sum over rows of one table."""
    is_sum = not re.search("[÷×>]", check.relation)
    is_one_table = len({facts[n].source.table for n in check.facts}) == 1
    rows = [facts[n].source.row for n in check.facts]
    is_of_rows = is_one_table and len(set(rows)) > 1
    return is_sum and is_of_rows and number in check.facts[1:] and len(check.facts) > fewest


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f} ({whole})" if whole else "-"


def row_of(tally: Counter[str]) -> tuple[str, ...]:
    visible = tally["injected"] - tally["excused"]
    return (
        str(tally["injected"]),
        str(tally["excused"]),
        share(tally["detected"], visible),
        share(tally["first1"], tally["shown1"]),
        share(tally["first2"], tally["shown2"]),
        share(tally["right"], tally["sole"]),
        str(tally["false"]),
    )


def show(found: Sequence[Outcomes], names: Sequence[str], *, as_json: bool) -> None:
    tallies = {name: sum((one.tallies[name] for one in found), Counter()) for name in names}
    unharmed = {one.path.name: one.errors for one in found if is_clean(one.path)}
    if as_json:
        told = {"classes": tallies, "errors on clean files": unharmed}
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    table = Table("class", *COLUMNS, title="one mistake at a time; share (of how many)")
    for name, tally in tallies.items():
        table.add_row(name, *row_of(tally))
    table.add_section()
    table.add_row("all", *row_of(sum(tallies.values(), Counter())))
    Console(width=120).print(table)
    print(f"files: {len(found)}; classes cut short by the time: {sum(one.skipped for one in found)}")
    print(
        "errors on clean files:",
        ", ".join(f"{name} {count}" for name, count in unharmed.items()) or "none clean",
    )


if __name__ == "__main__":
    main()
