"""The layouts of forms, loaded from forms.yaml into frozen records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from .errors import CatalogueError
from .labels import clean_label
from .loading import load_yaml
from .patterns import DataPattern
from .records import Kind, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "forms.yaml"
LONGEST_LABEL = 24  # characters after cleaning; longer cells are text, not headers
_FIGURE = re.compile(r"[\d:：]")


@dataclass(frozen=True, slots=True)
class Column:
    """What a header cell says about the cells below it.

    Attributes:
        role: Id, e.g. full_year_budget.
        labels: Cleaned labels that mean it.
        pattern: Searched in the cleaned label when no label of any column fits; None if there is none.
        stage: Stage of the numbers below; None if the column has none.
        kind: Kind of the bare numbers below; None if the cells must say.
        is_prior: The numbers are last year's.
    """

    role: str
    labels: frozenset[str]
    pattern: DataPattern | None
    stage: Stage | None
    kind: Kind | None
    is_prior: bool

    def fits(self, label: str) -> bool:
        """Return whether a cleaned label has the column's pattern."""
        return self.pattern is not None and self.pattern.search(label) is not None


@dataclass(frozen=True, slots=True)
class BlockLayout:
    """A header row opens the block if it holds all of `needs` and one of each group."""

    id: str
    needs: frozenset[str]
    needs_one_of: tuple[frozenset[str], ...]

    def fits(self, roles: frozenset[str]) -> bool:
        """Return whether a header row with these column roles opens the block."""
        return self.needs <= roles and all(group & roles for group in self.needs_one_of)


@dataclass(frozen=True, slots=True)
class FormLayout:
    """Conditions under which a table is this form; empty ones always hold."""

    id: str
    blocks: frozenset[str]
    any_block: frozenset[str]
    without: frozenset[str]
    fields: frozenset[str]
    columns: frozenset[str]
    any_column: frozenset[str]
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layouts:
    """Everything that forms.yaml declares."""

    columns: tuple[Column, ...]
    by_label: Mapping[str, Column]
    blocks: tuple[BlockLayout, ...]
    total_rows: frozenset[str]
    subtotal_rows: tuple[str, ...]
    total_labels: Mapping[str, str]
    row_sections: Mapping[str, tuple[str, ...]]
    fund_names: Mapping[str, str]
    list_items: Mapping[str, str]
    wholes: Mapping[str, frozenset[str]]
    economic_class: frozenset[str]
    code_columns: frozenset[str]
    column_indicators: Mapping[str, Mapping[str, str]]
    fields: Mapping[str, str]
    fields_below: frozenset[str]
    forms: tuple[FormLayout, ...]
    form_names: Mapping[str, str]

    def column(self, header: str) -> Column | None:
        """Return the column that a printed header names; None if it is none of ours."""
        label = clean_label(header)
        if not label or len(label) > LONGEST_LABEL:
            return None
        return self.by_label.get(label) or _by_pattern(label)

    def is_total_label(self, text: str) -> bool:
        """Return whether a cell announces a total, with or without its figure ("总分：96.5")."""
        return clean_label(text) in self.total_rows or clean_label(_FIGURE.split(text)[0]) in self.total_rows


@lru_cache(maxsize=16384)
def _by_pattern(label: str) -> Column | None:
    """Return the column that has a pattern for a label; the columns are those of the packaged file."""
    return next((column for column in load_layouts().columns if column.fits(label)), None)


@cache
def load_layouts() -> Layouts:
    """Load the packaged forms.yaml.

    Raises:
        CatalogueError: An entry lacks a key or names an unknown column, block or form.
    """
    raw = load_yaml(FILE)
    try:
        layouts = _layouts(raw)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CatalogueError(f"{FILE}: {error!r}; expected the keys described at its top") from error
    _check_names(layouts)
    return layouts


def _layouts(raw: Mapping[str, Any]) -> Layouts:
    fields = {clean_label(label): field for field, labels in raw["fields"].items() for label in labels}
    columns = tuple(_column(role, entry) for role, entry in raw["columns"].items())
    return Layouts(
        columns=columns,
        by_label={label: column for column in reversed(columns) for label in column.labels},
        blocks=tuple(_block(name, entry) for name, entry in raw["blocks"].items()),
        total_rows=frozenset(raw["total_rows"]),
        subtotal_rows=tuple(raw["subtotal_rows"]),
        total_labels={label: role for role, labels in raw["total_labels"].items() for label in labels},
        row_sections={block: tuple(sections) for block, sections in raw["row_sections"].items()},
        fund_names={label: fund for fund, labels in raw["fund_names"].items() for label in labels},
        list_items=raw["list_items"],
        wholes={whole: frozenset(parts) for whole, parts in raw["wholes"].items()},
        economic_class=frozenset(raw["economic_class"]),
        code_columns=frozenset(raw["code_columns"]),
        column_indicators=raw["column_indicators"],
        fields=fields,
        fields_below=frozenset(raw["fields_below"]),
        forms=tuple(_form(entry) for entry in raw["forms"]),
        form_names=raw["form_names"],
    )


def _column(role: str, entry: Mapping[str, Any]) -> Column:
    return Column(
        role=role,
        labels=frozenset(clean_label(label) for label in entry.get("labels", ())),
        pattern=DataPattern(entry["patterns"]) if "patterns" in entry else None,
        stage=Stage(entry["stage"]) if "stage" in entry else None,
        kind=Kind(entry["kind"]) if "kind" in entry else None,
        is_prior=entry.get("period") == "prior",
    )


def _block(name: str, entry: Mapping[str, Any]) -> BlockLayout:
    groups = tuple(frozenset(group) for group in entry.get("needs_one_of", ()))
    return BlockLayout(name.removesuffix("_two_levels"), frozenset(entry["needs"]), groups)


def _form(entry: Mapping[str, Any]) -> FormLayout:
    sets = {
        key: frozenset(entry.get(key, ()))
        for key in ("blocks", "any_block", "without", "fields", "columns", "any_column")
    }
    return FormLayout(id=entry["id"], titles=tuple(entry.get("titles", ())), **sets)


def _check_names(layouts: Layouts) -> None:
    roles = {column.role for column in layouts.columns}
    for block in layouts.blocks:
        unknown = (block.needs | frozenset().union(*block.needs_one_of)) - roles
        if unknown:
            raise CatalogueError(f"{FILE}: block {block.id} names unknown columns {sorted(unknown)}")
    for form in layouts.forms:
        if form.id not in layouts.form_names:
            raise CatalogueError(f"{FILE}: form {form.id} has no entry under form_names")
