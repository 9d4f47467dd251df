"""Sizes of a lake of synthetic facts and the time of five DuckDB queries, before and after `fuhe compact`.

    uv run python bench/queries.py --facts 1000000

Documents have 500 numbers each, over five years; the figures, labels and places vary as in real ones.
The documents' files are written straight from Arrow tables: what is measured is the lake, not a run.
Then the compact facts are written again in other orders and with other sizes of row groups, and queried
by DuckDB alone, to see what these are worth. Times are of the second of two goes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from fuhe.lake import Place, compact, open_lake, transaction
from fuhe.schemas.parquet import AMOUNT, DICTIONARY, SCHEMAS, conform

if TYPE_CHECKING:
    from collections.abc import Iterator

PER_DOCUMENT = 500
VARIANTS = (
    ("document_id", 16_384),
    ("document_id", 65_536),
    ("document_id", 262_144),
    ("indicator, document_id", 16_384),
    ("indicator, document_id", 65_536),
)
STAGES = ("initial_budget", "full_year_budget", "actual", "target")
QUERIES = {
    "total of an indicator by year": "SELECT d.fiscal_year, sum(f.value) FROM facts f JOIN documents d "
    "USING (document_id) WHERE indicator = 'indicator_7' AND stage = 'actual' GROUP BY ALL",
    "one year, by kind and unit": "SELECT kind, unit, count(*), sum(value) FROM facts f JOIN documents d "
    "USING (document_id) WHERE d.fiscal_year = 2021 GROUP BY ALL",
    "all numbers of one document": "SELECT * FROM facts WHERE document_id = '{document}'",
    "largest amounts": "SELECT text, value, document_id FROM facts ORDER BY value DESC LIMIT 20",
    "labels of unknown indicators": "SELECT label, count(*) AS n FROM facts WHERE indicator IS NULL "
    "GROUP BY label ORDER BY n DESC LIMIT 20",
}


def synthetic_facts(chance: np.random.Generator, key: str) -> pa.Table:
    """Return one document's numbers; figures and places are drawn anew for each."""
    number = np.arange(1, PER_DOCUMENT + 1, dtype=np.int32)
    text = [f"{cents / 100:.2f}" for cents in chance.integers(0, 10**8, PER_DOCUMENT)]
    indicator = chance.integers(0, 60, PER_DOCUMENT)
    left, top = chance.uniform(60, 500, PER_DOCUMENT), chance.uniform(60, 780, PER_DOCUMENT)
    columns = {
        "document_id": [key] * PER_DOCUMENT,
        "fact": number,
        "text": text,
        "value": pa.array(text).cast(AMOUNT),
        "unit": ["万元"] * PER_DOCUMENT,
        "decimals": np.full(PER_DOCUMENT, 2, np.int32),
        "kind": ["amount"] * PER_DOCUMENT,
        "indicator": [f"indicator_{n}" if n < 40 else None for n in indicator],
        "label": [f"指标名称{n}" for n in indicator],
        "period": ["2023"] * PER_DOCUMENT,
        "stage": [STAGES[n % len(STAGES)] for n in indicator],
        "confidence": np.ones(PER_DOCUMENT),
        "table": number // 100,
        "row": number % 100,
        "page": number // 50,
        "x0": left,
        "top": top,
        "x1": left + 40,
        "bottom": top + 11,
    }
    return conform("facts", pa.table(columns))


def write_lake(path: Path, facts: int) -> str:
    """Write the lake, and return the key of a document in the middle."""
    chance = np.random.default_rng(1)
    keys = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(facts // PER_DOCUMENT)]
    with transaction(path) as run:
        for number, key in enumerate(keys):
            put(run.staging, "facts", key, synthetic_facts(chance, key))
            row = {
                "document_id": key,
                "name": f"{number}.pdf",
                "fiscal_year": 2019 + number % 5,
                "status": "ok",
            }
            put(run.staging, "documents", key, pa.Table.from_pylist([row], schema=SCHEMAS["documents"]))
        run.commit(keys)
    return keys[len(keys) // 2]


def put(root: Place, dataset: str, key: str, table: pa.Table) -> None:
    file = str(root / dataset / f"{key}.parquet")
    pq.write_table(table, file, compression="zstd", use_dictionary=DICTIONARY[dataset])


def seconds(call: Any, *arguments: Any) -> float:
    start = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - start


@dataclass(frozen=True)
class Answer:
    """What a query cost a DuckDB of its own."""

    seconds: float
    groups: str  # row groups of facts that were read, of all
    megabytes: float


def plain(facts: Path, documents: Path, query: str) -> Answer:
    """Query with a DuckDB of its own, as another program would; its profile says what it skipped."""
    with duckdb.connect() as connection, tempfile.NamedTemporaryFile(suffix=".json") as profile:
        for name, folder in (("facts", facts), ("documents", documents)):
            files = f"{folder}/*/*.parquet"
            connection.execute(
                f"CREATE VIEW {name} AS FROM read_parquet('{files}', hive_partitioning = true)"
            )
        connection.sql(query).fetchall()
        took = seconds(lambda: connection.sql(query).fetchall())
        connection.execute("SET enable_profiling = 'json'")
        connection.execute(f"SET profiling_output = '{profile.name}'")
        connection.sql(query).fetchall()
        told = json.loads(Path(profile.name).read_text(encoding="utf-8"))
    scan = next(scan for scan in scans(told["operator"]) if str(facts) in str(scan["extra_info"]))
    groups = f"{scan['row_groups_scanned']}/{scan['total_row_groups_to_scan']}"
    return Answer(took, groups, told["io"]["total_bytes_read"] / 1e6)


def by_folder(query: str) -> str:
    """Ask for the year of the folders' names, which other programs see as a column of every dataset."""
    return query.replace("d.fiscal_year =", "f.fiscal_year =")


def scans(operators: list[Any]) -> Iterator[Any]:
    """Yield the reading steps of a plan."""
    for operator in operators:
        if operator["type"] == "TABLE_SCAN":
            yield operator
        yield from scans(operator.get("children", []))


def rewritten(source: Path, target: Path, order: str, group_rows: int) -> Path:
    """Write compact facts once more, in another order and with other row groups."""
    for year in source.iterdir():
        (target / year.name).mkdir(parents=True)
        table = ds.dataset(year).to_table().sort_by([(name, "ascending") for name in order.split(", ")])
        options = {"compression": "zstd", "use_dictionary": DICTIONARY["facts"], "row_group_size": group_rows}
        pq.write_table(table, target / year.name / "facts.parquet", **options)
    return target


def size(path: Path) -> str:
    files = list(path.rglob("*.parquet"))
    return f"{sum(file.stat().st_size for file in files) / 1e6:.1f} MB in {len(files)} files"


def compare(path: Path, queries: dict[str, str]) -> None:
    """Print what other orders and row groups would be worth."""
    documents = path / "compact" / "documents"
    print(
        f"\n{'order of facts':28s}{'rows/group':>11s}{'MB':>7s}  seconds, row groups read, MB read of "
        + "; ".join(queries)
    )
    for order, group_rows in VARIANTS:
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            facts = rewritten(path / "compact" / "facts", Path(folder) / "facts", order, group_rows)
            costs = [plain(facts, documents, by_folder(query)) for query in queries.values()]
            megabytes = sum(file.stat().st_size for file in facts.rglob("*.parquet")) / 1e6
        cells = "; ".join(f"{cost.seconds:.3f} {cost.groups} {cost.megabytes:.1f}" for cost in costs)
        print(f"{order:28s}{group_rows:11d}{megabytes:7.0f}  {cells}")


def measure(path: Path, document: str) -> None:
    """Print sizes and times of a lake before and after compaction."""
    queries = {name: query.format(document=document) for name, query in QUERIES.items()}
    loose = {name: seconds(open_lake(path).query, query) for name, query in queries.items()}
    took = seconds(compact, path)
    print(f"compacted in {took:.1f} s: {size(path / 'compact')}")
    print(
        f"{'seconds':32s}{'documents':>12s}{'compact':>12s}{'DuckDB alone':>14s}{'groups read':>13s}{'MB read':>9s}"
    )
    for name, query in queries.items():
        own = seconds(open_lake(path).query, query)
        other = plain(path / "compact" / "facts", path / "compact" / "documents", by_folder(query))
        print(
            f"{name:32s}{loose[name]:12.3f}{own:12.3f}{other.seconds:14.3f}{other.groups:>13s}{other.megabytes:9.1f}"
        )
    compare(path, queries)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=1_000_000)
    facts = parser.parse_args().facts
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lake"
        start = time.perf_counter()
        document = write_lake(path, facts)
        print(f"{facts} facts written in {time.perf_counter() - start:.1f} s, {size(path)}")
        measure(path, document)


if __name__ == "__main__":
    main()
