"""What changed between two years: each organisation's actual amounts beside those of the year before.

    uv run fuhe check corpus/files --out demo-lake
    uv run python examples/two_years.py demo-lake

The panel has a row per year, be the figure from that year's report or from the prior-year column of
the next one; so two years can be joined as soon as one report prints both.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import fuhe

if TYPE_CHECKING:
    import pandas as pd

QUERY = """
SELECT
    this.organisation, this.fiscal_year, this.label,
    prior.value::DECIMAL(18, 2) AS prior_year,
    this.value::DECIMAL(18, 2) AS this_year,
    this.unit,
    round(100 * (this.value - prior.value) / prior.value, 1) AS change_percent
FROM indicator_panel this
JOIN indicator_panel prior
    ON prior.organisation = this.organisation AND prior.indicator = this.indicator
    AND prior.unit = this.unit AND prior.entity IS NOT DISTINCT FROM this.entity
    AND prior.item IS NOT DISTINCT FROM this.item
    AND prior.stage IS NOT DISTINCT FROM this.stage
    AND prior.fiscal_year = this.fiscal_year - 1
WHERE this.stage = 'actual' AND prior.value <> 0
ORDER BY abs(change_percent) DESC, this.organisation, this.label
"""


def changes(lake: str) -> pd.DataFrame:
    """Return one row per amount that both years have, largest change first."""
    return fuhe.open_lake(lake).sql(QUERY)


if __name__ == "__main__":
    print(changes(sys.argv[1]).head(8).to_csv(index=False), end="")  # noqa: T201 - a script prints
