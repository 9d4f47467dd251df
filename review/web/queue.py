"""The queue: findings that pass the filters, grouped by case, a page at a time."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ...schemas.words import SEVERITY_WORDS
from .index import STATE_WORDS, UNSETTLED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .index import Index

PAGE_LENGTH = 40
# Longest list of values of one facet; a search finds the others.
FACET_LENGTH = 12
UNSETTLED_STATE, ANY_STATE = "", "all"
LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """What the queue shows; an empty field means everything, except that decided findings are left out.

    Attributes:
        unit: Organisation.
        year: Fiscal year as digits, "0" for unknown.
        rule: Code.
        severity: error, warn or info.
        cause: Likely cause without its details.
        state: One of STATE_WORDS, "all", or empty for those still to be decided.
        q: Words that all must occur in sentence, organisation, file, rule or id.
    """

    unit: str = ""
    year: str = ""
    rule: str = ""
    severity: str = ""
    cause: str = ""
    state: str = UNSETTLED_STATE
    q: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Choice:
        """Return what the query part of an address asks for; unknown names are ignored."""
        fields = {name: query.get(name, "")[:LONGEST_SEARCH] for name in cls.__slots__}
        year = fields["year"] if re.fullmatch("[0-9]{1,4}", fields["year"]) else ""
        return cls(**fields | {"year": year})

    def address(self, **changed: str) -> str:
        """Return the query part of the address of this choice with some fields changed; "" or "?…"."""
        fields = asdict(replace(self, **changed))
        words = urlencode({name: value for name, value in fields.items() if value})
        return f"?{words}" if words else ""

    def where(self, without: str = "") -> tuple[str, dict[str, object]]:
        """Return the condition over `items` and its parameters, one field left out."""
        tests, values = ["true"], dict[str, object]()
        for name in ("unit", "year", "rule", "severity", "cause"):
            value = getattr(self, name)
            if value and name != without:
                tests.append(f"{name} = ${name}")
                values[name] = int(value) if name == "year" else value
        if without != "state" and self.state != ANY_STATE:
            wanted = (self.state,) if self.state in STATE_WORDS else UNSETTLED
            tests.append(f"state IN ({', '.join(f'$state{number}' for number, _ in enumerate(wanted))})")
            values |= {f"state{number}": state for number, state in enumerate(wanted)}
        for number, word in enumerate(self.q.lower().split()):
            tests.append(f"contains(words, $word{number})")
            values[f"word{number}"] = word
        return " AND ".join(tests), values


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow the queue.

    Attributes:
        name: Field of Choice.
        title: In Chinese.
        values: (value, what people read, number of findings), the commonest first.
        chosen: The value chosen, "" if none.
    """

    name: str
    title: str
    values: tuple[tuple[str, str, int], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the queue.

    Attributes:
        cases: One row of `items` per case, its first finding, with `findings`, the number in the case.
        n_cases: Cases that pass.
        n_findings: Findings that pass.
        number: From 1.
        last: Number of the last page.
    """

    cases: Sequence[Mapping[str, Any]]
    n_cases: int
    n_findings: int
    number: int
    last: int


def page(index: Index, choice: Choice, number: int) -> Page:
    """Return one page of the queue, most severe first, then most money; the nearest if there is no such page."""
    where, values = choice.where()
    total = index.query(
        f"SELECT count(*) AS n, count(DISTINCT case_number) AS cases FROM items WHERE {where}",  # noqa: S608 - as below
        values,
    )[0]
    last = max(1, -(-total["cases"] // PAGE_LENGTH))
    shown = min(max(number, 1), last)
    sql = f"""
        SELECT i.*, c.findings FROM items i JOIN (
            SELECT min(position) AS position, count(*) AS findings FROM items WHERE {where}
            GROUP BY case_number ORDER BY 1 LIMIT {PAGE_LENGTH} OFFSET {(shown - 1) * PAGE_LENGTH}
        ) c USING (position) ORDER BY position"""  # noqa: S608 - conditions are our own, values are parameters
    return Page(index.query(sql, values), total["cases"], total["n"], shown, last)


def facets(index: Index, choice: Choice, rule_titles: Mapping[str, str]) -> list[Facet]:
    """Return the facets; each counts what passes the other fields of the choice."""
    words: dict[str, Mapping[str, str]] = {
        "state": STATE_WORDS,
        "severity": {severity.value: word for severity, word in SEVERITY_WORDS.items()},
        "rule": {code: f"{code} {title}" for code, title in rule_titles.items()},
        "year": {"0": "年度不明"},
        "unit": {"": "单位不明"},
        "cause": {"": "原因不明"},
    }
    titles = {
        "state": "状态",
        "severity": "严重程度",
        "unit": "单位",
        "year": "年度",
        "rule": "规则",
        "cause": "疑似原因",
    }
    return [_facet(index, choice, name, title, words[name]) for name, title in titles.items()]


def _facet(index: Index, choice: Choice, name: str, title: str, words: Mapping[str, str]) -> Facet:
    where, values = choice.where(without=name)
    order = "min(rank)" if name == "severity" else "n DESC, value"
    sql = f"SELECT {name}::VARCHAR AS value, count(*) AS n FROM items WHERE {where} GROUP BY 1 ORDER BY {order} LIMIT {FACET_LENGTH}"  # noqa: S608
    rows = index.query(sql, values)
    counted = tuple((row["value"], words.get(row["value"], row["value"]), row["n"]) for row in rows)
    return Facet(name, title, tuple(entry for entry in counted if entry[0]), getattr(choice, name))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Findings to go to from an item, by id; None where there is none."""

    before: str | None
    after: str | None
    number: int
    total: int


def neighbours(index: Index, choice: Choice, finding_id: str) -> Neighbours:
    """Return the first findings of the cases before and after a finding's case in the queue."""
    where, values = choice.where()
    sql = f"""
        WITH own AS (SELECT case_number AS own_case FROM items WHERE finding_id = $finding),
        heads AS (SELECT min(position) AS position, arg_min(finding_id, position) AS finding_id, case_number
                  FROM items WHERE {where} GROUP BY case_number),
        here AS (SELECT min(position) AS place FROM items, own WHERE case_number = own_case)
        SELECT arg_max(finding_id, position) FILTER (position < place AND case_number <> own_case) AS before,
               arg_min(finding_id, position) FILTER (position > place AND case_number <> own_case) AS after,
               count(*) FILTER (position < place AND case_number <> own_case) AS earlier, count(*) AS total
        FROM heads, here, own"""  # noqa: S608 - conditions are our own, values are parameters
    row = index.query(sql, values | {"finding": finding_id})[0]
    return Neighbours(row["before"], row["after"], row["earlier"] + 1, row["total"])
