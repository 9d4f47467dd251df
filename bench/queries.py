"""Sizes of a lake of synthetic facts and the time of five DuckDB queries, before and after `fuhe compact`.

    uv run python bench/queries.py --facts 1000000

Documents have 500 numbers each, over five years; the figures, labels and places vary as in real ones.
The documents' files are written straight from Arrow tables: what is measured is the lake, not a run.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fuhe.lake import Place, compact, open_lake, transaction
from fuhe.schemas.parquet import AMOUNT, DICTIONARY, SCHEMAS, conform

PER_DOCUMENT = 500
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


def plain(folder: str, query: str) -> None:
    """Query with a DuckDB of its own, as another program would."""
    with duckdb.connect() as connection:
        for dataset in ("facts", "documents"):
            connection.execute(
                f"CREATE VIEW {dataset} AS FROM read_parquet('{folder.format(dataset=dataset)}', "
                "hive_partitioning = true)"
            )
        connection.sql(query).fetchall()


def size(path: Path) -> str:
    files = list(path.rglob("*.parquet"))
    return f"{sum(file.stat().st_size for file in files) / 1e6:.1f} MB in {len(files)} files"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=1_000_000)
    facts = parser.parse_args().facts
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lake"
        start = time.perf_counter()
        document = write_lake(path, facts)
        print(f"{facts} facts written in {time.perf_counter() - start:.1f} s, {size(path)}")
        queries = {name: query.format(document=document) for name, query in QUERIES.items()}
        loose = {name: seconds(open_lake(path).query, query) for name, query in queries.items()}
        took = seconds(compact, path)
        print(f"compacted in {took:.1f} s: {size(path / 'compact')}")
        print(f"{'seconds':32s}{'documents':>12s}{'compact':>12s}{'DuckDB alone':>14s}")
        for name, query in queries.items():
            own = seconds(open_lake(path).query, query)
            other = seconds(plain, f"{path}/compact/{{dataset}}/*/*.parquet", query)
            print(f"{name:32s}{loose[name]:12.3f}{own:12.3f}{other:14.3f}")


if __name__ == "__main__":
    main()
