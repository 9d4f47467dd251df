"""The rules: found by walking validate/rules, described in schemas/rules.yaml.

A rule file holds one decorated function that takes a `Context` and yields `Relation`s (the
evaluator decides), tuples of alternative `Relation`s (one that holds is enough) or `Doubt`s (the
rule has decided); the engine signs both with code and severity.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..schemas.errors import CatalogueError
from ..schemas.loading import load_yaml
from ..schemas.patterns import DataPattern, PatternError
from ..schemas.records import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ..schemas.records import Evidence
    from .context import Context
    from .relation import Relation

    Proposals = Callable[[Context], Iterator["Relation | tuple[Relation, ...] | Doubt"]]

RULES_FILE = "rules.yaml"
RULE_FILES = Path(__file__).with_name("rules")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something wrong that is no arithmetic relation, e.g. a blank reason.

    Attributes:
        message: Chinese sentence that names what is wrong and where, both figures if there are two.
        evidence: Every place that shows it, the wrong one first.
        stated: Printed figure, if the trouble is a figure.
        expected: Figure that should stand there.
        unit: Unit of the two.
        severity: Overrides the rule's own; None keeps it.
        confidence: 0 to 1.
        cause: Likely cause; None if unknown.
        suggestion: What to do; None if nothing is clear.
        item: What this doubt is called in a list of doubts of its kind; None if it is told on its own.
    """

    message: str
    evidence: tuple[Evidence, ...]
    stated: Decimal | None = None
    expected: Decimal | None = None
    unit: str | None = None
    severity: Severity | None = None
    confidence: float = 1.0
    cause: str | None = None
    suggestion: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Parameters:
    """The adjustable values of one rule, from rules.yaml or a user's profile, and its code."""

    values: Mapping[str, Any] = field(default_factory=dict)
    code: str = ""

    def number(self, name: str) -> Decimal:
        """Return a threshold."""
        return Decimal(str(self.values[name]))

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list of words."""
        return tuple(self.values[name])

    def pattern(self, name: str) -> DataPattern:
        """Return a list of regular expressions as one."""
        return self._compiled(name, self.words(name))

    def patterns(self, name: str) -> Mapping[str, DataPattern]:
        """Return a mapping of regular expressions."""
        return {key: self._compiled(f"{name}.{key}", [text]) for key, text in self.values[name].items()}

    def _compiled(self, name: str, alternatives: Sequence[str]) -> DataPattern:
        try:
            return DataPattern(alternatives)
        except (PatternError, TypeError) as error:
            shown = "、".join(map(str, alternatives))
            raise CatalogueError(
                f"parameters.{self.code}.{name} 应为正则表达式，现为“{shown}”（{error}）"
            ) from error


@dataclass(frozen=True, slots=True)
class RulePage:
    """What `fuhe rule CODE` shows.

    Attributes:
        code: Letter and two digits.
        name: What is wrong, readable after "allow": total-unequal-to-parts.
        title: The same in Chinese.
        severity: Severity of its findings.
        text: Manual page in Markdown.
        parameters: Adjustable values.
        folded: How several findings of one document are told as one, with {count} and {items}; None if never.
        suggestion: What to do about a finding where nothing more exact is known; None if nothing general helps.
    """

    code: str
    name: str
    title: str
    severity: Severity
    text: str
    parameters: Parameters
    folded: str | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule file: its page and the function that proposes."""

    page: RulePage
    propose: Proposals


def rule(code: str) -> Callable[[Proposals], Proposals]:
    """Mark a function as the rule with this code."""

    def mark(function: Proposals) -> Proposals:
        function.rule_code = code  # type: ignore[attr-defined]
        return function

    return mark


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return the rule files, by code.

    Raises:
        CatalogueError: A rule has no entry in rules.yaml.
    """
    from . import rules  # noqa: PLC0415 - rule files import this module

    found = []
    for module in pkgutil.iter_modules(rules.__path__):
        loaded = importlib.import_module(f"{rules.__name__}.{module.name}")
        for function in vars(loaded).values():
            code = getattr(function, "rule_code", None)
            if code is not None and function.__module__ == loaded.__name__:
                found.append(Rule(_page_of_file(code), function))
    return tuple(sorted(found, key=lambda item: item.page.code))


@cache
def load_pages() -> Mapping[str, RulePage]:
    """Return the pages of all rules, files and formulas, by code; no rule is imported for it."""
    texts = dict(map(_code_and_text, RULE_FILES.glob("[a-z][0-9][0-9]_*.py")))
    entries = sorted(load_yaml_rules().items())
    return {code: _page(code, entry, texts.get(code) or entry.get("page")) for code, entry in entries}


def _code_and_text(file: Path) -> tuple[str, str]:
    """Return the code that the name of a rule file begins with, and its docstring, which is its page."""
    return file.name[:3].upper(), file.read_text(encoding="utf-8").split('"""', 2)[1]


def load_undecidable() -> Mapping[str, tuple[str, str]]:
    """Return (title, reason) of the checks that no document can decide by itself, by code."""
    entries: Mapping[str, Mapping[str, str]] = _rules_file()["undecidable"]
    return {code: (entry["title"], entry["reason"]) for code, entry in entries.items()}


def load_covered() -> Mapping[str, tuple[str, str]]:
    """Return (title, what does its work) of the checks without a code of their own, by code."""
    entries: Mapping[str, Mapping[str, str]] = _rules_file()["covered"]
    return {code: (entry["title"], entry["by"]) for code, entry in entries.items()}


def _page_of_file(code: str) -> RulePage:
    if code not in load_pages():
        raise CatalogueError(f"{RULES_FILE}: rule {code} has a file under validate/rules but no entry")
    return load_pages()[code]


def load_yaml_rules() -> Mapping[str, Mapping[str, Any]]:
    """Return the entries of rules.yaml by code."""
    entries: Mapping[str, Mapping[str, Any]] = _rules_file()["rules"]
    return entries


@cache
def _rules_file() -> Mapping[str, Any]:
    content: Mapping[str, Any] = load_yaml(RULES_FILE)
    return content


def _page(code: str, entry: Mapping[str, Any], text: str | None, *, file: str = RULES_FILE) -> RulePage:
    try:
        return RulePage(
            code=code,
            name=entry["name"],
            title=entry["title"],
            severity=Severity(entry["severity"]),
            text=(text or "").strip(),
            parameters=Parameters(entry.get("parameters", {}), code),
            folded=entry.get("folded"),
            suggestion=entry.get("suggestion"),
        )
    except (KeyError, ValueError) as error:
        raise CatalogueError(
            f"{file}：rules.{code} 有误（{error}），应有 name、title 和 severity（error、warn 或 info）"
        ) from error


def pages_with(paths: tuple[Path, ...], severities: Mapping[str, Severity]) -> Mapping[str, RulePage]:
    """Return the pages of all rules, those of users' files and the severities of a profile included.

    Raises:
        CatalogueError: A file describes a rule wrongly, or a severity is of an unknown rule.
    """
    pages = dict(load_pages())
    for path in paths:
        for code, entry in _section(path, "rules").items():
            if code in pages or not isinstance(entry, dict):
                raise CatalogueError(
                    f"{path.name}：rules.{code} 应为自带规则之外的编号，内含 name、title、severity"
                )
            pages[code] = _page(code, entry, entry.get("page"), file=path.name)
    for code, severity in severities.items():
        if code not in pages:
            raise CatalogueError(f"severities.{code} 应为已有规则的编号；fuhe rule 可列出全部规则")
        pages[code] = replace(pages[code], severity=severity)
    return pages


def parameter_overrides(paths: tuple[Path, ...]) -> Mapping[str, Mapping[str, Any]]:
    """Return the parameters that users' rule files set, by code; a later file wins.

    Raises:
        CatalogueError: A file names an unknown rule or parameter, or a value is of another type.
    """
    merged: dict[str, dict[str, Any]] = {}
    for path in paths:
        for code, values in _section(path, "parameters").items():
            known = load_yaml_rules().get(code, {}).get("parameters", {})
            if not isinstance(values, dict):
                raise CatalogueError(f"{path.name}：parameters.{code} 应为“参数: 值”的映射")
            if unknown := set(values) - set(known):
                raise CatalogueError(
                    f"{path.name}：规则 {code} 没有参数 {sorted(unknown)}；fuhe rule {code} 可查看它的参数"
                )
            for name, value in values.items():
                _require_type(f"{path.name}：parameters.{code}.{name}", value, known[name])
            merged.setdefault(code, {}).update(values)
    return merged


def _section(path: Path, key: str) -> Mapping[str, Any]:
    content = load_yaml(path.absolute()) or {}
    section = content.get(key) or {} if isinstance(content, dict) else None
    if not isinstance(section, dict):
        raise CatalogueError(f"{path.name}：{key} 应为以规则编号为键的映射")
    return section


def _require_type(place: str, value: object, usual: object) -> None:
    """Complain of a value that is of another type than the usual one."""
    kinds = {bool: "true 或 false", float: "数字", list: "列表", dict: "映射", str: "文字"}
    kind = float if isinstance(usual, int) and not isinstance(usual, bool) else type(usual)
    found = float if isinstance(value, int) and not isinstance(value, bool) else type(value)
    if found is not kind:
        raise CatalogueError(f"{place} 应为{kinds[kind]}，现为“{value}”")
