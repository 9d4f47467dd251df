"""Named figures of a report: what is derived is computed, a slip is an explicit other print.

A figure is either a literal ("1203.50") or a formula over earlier ones ("pct(basic, total, 2)"). A formula
with `printed` is a slip: the other value stands in the report. After all figures are known every formula is
recomputed from what is *printed*; what then differs is the list of broken relations, which the labels must match.
"""

from __future__ import annotations

import ast
import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_REFERENCE = re.compile(r"\{([A-Za-z_]\w*)(?::([^{}]*))?\}")
_WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
_OPERATORS = {
    ast.Add: Decimal.__add__,
    ast.Sub: Decimal.__sub__,
    ast.Mult: Decimal.__mul__,
}

Broken = dict[str, tuple[str, str]]  # relation: stated, expected


def rounded(value: Decimal, places: int, how: str = ROUND_HALF_UP) -> Decimal:
    """Return the value with exactly `places` decimals."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=how)


def percent(part: Decimal, whole: Decimal, places: int = 2) -> Decimal:
    """Return part of whole in percent."""
    return rounded(part * 100 / whole, places)


def trimmed(value: Decimal) -> str:
    """Return the value without trailing zeros, as office tables print it."""
    return format(value.normalize(), "f")


class Figures:
    """The figures of one report, in the order of the file."""

    def __init__(self) -> None:
        self.true: dict[str, Decimal] = {}
        self.printed: dict[str, str] = {}
        self.formulas: dict[str, str] = {}

    def add(self, name: str, spec: str | Mapping[str, str]) -> None:
        """Define a figure by literal, formula, or formula with another print."""
        text, other = (spec["is"], spec.get("printed")) if not isinstance(spec, str) else (spec, None)
        if _NUMBER.fullmatch(text):
            value = Decimal(text)
        else:
            value = evaluate(text, self.true)
            self.formulas[name] = text
        self.true[name] = value
        self.printed[name] = format(value, "f") if other is None else other

    def broken(self) -> Broken:
        """Return the formulas that the printed figures do not satisfy."""
        values = {name: Decimal(text) for name, text in self.printed.items()}
        found: Broken = {}
        for name, formula in self.formulas.items():
            expected = evaluate(formula, values)
            if expected != values[name]:
                found[name] = (self.printed[name], format(expected, "f"))
        return found

    def check(self, name: str, relation: str) -> Broken:
        """Return {name: …} if "left = right" (or >=) fails for the printed figures."""
        values = {key: Decimal(text) for key, text in self.printed.items()}
        sign = ">=" if ">=" in relation else "="
        left, right = (evaluate(side, values) for side in relation.split(sign))
        holds = left >= right if sign == ">=" else left == right
        return {} if holds else {name: (trimmed(left), trimmed(right))}

    def fill(self, text: str) -> str:
        r"""Replace {name} and {name:format}, and `\n` by a line break.

        Formats: `,` thousands, 元 times 10000, i no decimals, s no trailing zeros, w full-width digits.
        """
        return _REFERENCE.sub(lambda found: self._print(found[1], found[2] or ""), text).replace("\\n", "\n")

    def _print(self, name: str, form: str) -> str:
        text = self.printed[name]
        value = Decimal(text)
        if "元" in form:
            text = format(rounded(value * 10000, 2), "f")
        if "i" in form:
            text = format(Decimal(text).to_integral_exact(), "f")
        if "s" in form:
            text = trimmed(value)
        if "," in form:
            text = f"{Decimal(text):,}"
        return text.translate(_WIDE) if "w" in form else text


def evaluate(formula: str, values: Mapping[str, Decimal]) -> Decimal:
    """Compute a formula of + - * brackets and the functions pct, cut, sum, round.

    Raises:
        ValueError: The formula holds anything else.
    """
    return _value(ast.parse(formula.strip(), mode="eval").body, values)


def _value(node: ast.expr, values: Mapping[str, Decimal]) -> Decimal:
    match node:
        case ast.Name(id=name):
            return values[name]
        case ast.Constant(value=number):
            return Decimal(str(number))
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
            return _OPERATORS[type(operator)](_value(left, values), _value(right, values))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _call(name, [_value(argument, values) for argument in arguments])
    raise ValueError(f"not a formula: {ast.unparse(node)}")


def _call(name: str, arguments: list[Decimal]) -> Decimal:
    functions: dict[str, Any] = {
        "pct": lambda part, whole, places=Decimal(2): percent(part, whole, int(places)),
        "cut": lambda part, whole, places=Decimal(2): rounded(part * 100 / whole, int(places), ROUND_DOWN),
        "sum": lambda *parts: sum(parts, Decimal(0)),
        "round": lambda value, places: rounded(value, int(places)),
    }
    result: Decimal = functions[name](*arguments)
    return result
