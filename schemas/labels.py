"""The canonical key of a printed label, and what else a label says: marks, year, unit.

Forms print one label in many ways: `一、其中：年初预算数（万元）`, `年初 预算数(A)`. All of them
have the key `年初预算数`, which the catalogue is searched by.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from .units import load_units
from .yaml_entries import Entry, read_yaml

LABELS_FILE = "labels.yaml"

# Characters; what is longer is a text, and taking its beginning for a label does no harm.
LONGEST_PRINTED = 200
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_QUOTES = "“”\"'‘’「」『』〝〞`"
_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(map(ord, _QUOTES))
_FOLDED |= {ord("＂"): None, ord("＇"): None}
_FOLDED |= {ord(bracket): "(" for bracket in "【〔〖"} | {ord(bracket): ")" for bracket in "】〕〗"}
# PDF fonts often map to the look-alikes of the radicals block (⼀ for 一), which NFKC resolves.
_LOOK_ALIKES = re.compile("[\u2f00-\u2fd5\uf900-\ufaff]")

_HAN = "一-鿿"
_NUMERAL = "一二三四五六七八九十百"
_OUTLINE = re.compile(
    rf"(?:[{_NUMERAL}]{{1,3}}[、.]"
    rf"|\((?:[{_NUMERAL}]{{1,3}}|\d{{1,2}}|[A-Za-z])\)[、.]?"
    r"|\d{1,2}(?:\.\d{1,2})*(?:[、)]|[.,](?!\d))"
    r"|[①-⒛❶-❿㈠-㈩][、.]?"
    rf"|[A-ZⅠ-Ⅻ][、.](?=[{_HAN}(]))"
)
_LEADING_MARK = re.compile(rf"(?:[*★☆▲△※●◆■◇•·#]+|[-–—]+(?=[{_HAN}]))")
_TRAILING_MARK = re.compile(r"[:;,。、.*★☆▲△※…·#]+$")
_YEAR = r"(?:(?:19|20)\d\d|二[〇○零0O][〇○零一二三四五六七八九]{2})"
_LEADING_YEAR = re.compile(
    rf"(?:\({_YEAR}年度?\)"
    rf"|{_YEAR}年(?:度|(?!度|[末初底]|中[期追调]))"
    rf"|{_YEAR}(?=年[末初底]|年中[期追调]|决算|预算|执行|实际|全年))"
)
_YEAR_ANYWHERE = re.compile(rf"(?<!\d)({_YEAR})(?=年|决算|预算|执行|实际)")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九O", "0001234567890")
_BRACKET = re.compile(r"\(([^()]*)\)")
_LAST_BRACKET = re.compile(r"(.+)\(([^()]*)\)$", re.DOTALL)
_YEAR_REMARK = re.compile(rf"{_YEAR}年.*|{_YEAR}")
_FORMULA = re.compile(r"=?[A-Za-z](?:[=+*/×÷-][A-Za-z0-9%]+)*|[\d=+*/×÷%.-]+|.*[×÷=*].*")
_MARKS = re.compile(r"(?:满分|分值|标准分|权重|总分|共计?|计)?:?(\d+(?:\.\d+)?)分")
# "产出指标40分" prints marks, "得分70分" a result.
_BARE_MARKS = re.compile(rf"(?<=[{_HAN}]{{2}})(?<![得扣评]分)(?<![得扣评为])(\d+(?:\.\d+)?)分$")
_BARE_FORMULA = re.compile(rf"(?<=[{_HAN}])(?:=?[A-Z][/÷][A-Z](?:[×*]100%?)?|(?<=[数值])[A-F]|%)$")
_UNIT_NOTE = re.compile(r"单位:?([^():]+?)(?=[()]|$)")
_UNIT_SEPARATOR = re.compile(r"[,、;|和及]")


@dataclass(frozen=True, slots=True)
class LabelWords:
    """The words of labels.yaml.

    Attributes:
        remark: Matches the whole of a bracket that is a remark, no part of the label.
        leading: Matches words before a label that only tell that it is a part.
        guards: Words that must stand in both of two labels or in neither for a near match.
    """

    remark: re.Pattern[str]
    leading: re.Pattern[str]
    guards: tuple[str, ...]


def read_label_words(folder: Path) -> LabelWords:
    """Return the words of `folder`/labels.yaml.

    Raises:
        CatalogueError: The file breaks its format or holds a faulty regular expression.
    """
    entry = read_yaml(folder / LABELS_FILE)
    entry.only("remarks", "leading", "leading_with_colon", "guards")
    loose = "|".join(map(re.escape, entry.texts("leading")))
    strict = "|".join(map(re.escape, entry.texts("leading_with_colon")))
    return LabelWords(
        remark=re.compile("|".join(_checked_patterns(entry, "remarks"))),
        leading=re.compile(f"(?:(?:{loose})[:,、]?|(?:{strict}):)"),
        guards=entry.texts("guards"),
    )


def _checked_patterns(entry: Entry, key: str) -> list[str]:
    for pattern in entry.texts(key):
        try:
            re.compile(pattern)
        except re.error as error:
            raise entry.fault(key, f"正则表达式的列表（{pattern}：{error}）") from error
    return [f"(?:{pattern})" for pattern in entry.texts(key)]


@cache
def load_label_words() -> LabelWords:
    """Return the packaged words; read once."""
    return read_label_words(Path(__file__).parent)


@lru_cache(maxsize=16384)
def clean_label(text: str) -> str:
    """Return the key of a printed label: no white space, numbering, quotes, unit, marks or year.

    本年 and 上年 stay, because they tell the period. Brackets come out half-width.
    A label that is nothing but such trimmings keeps the last of them.

    Examples:
        >>> clean_label("（一）其中： 年初预算数（万元）")
        '年初预算数'
        >>> clean_label("2024年实际在职人数"), clean_label("因公出国（境）费用：")
        ('实际在职人数', '因公出国(境)费用')
    """
    label = _fold(text)[:LONGEST_PRINTED]
    while (shorter := _strip_end(_strip_start(label))) != label:
        label = shorter
    return label


def _fold(text: str) -> str:
    folded = _UNSEEN.sub("", text).translate(_FOLDED)
    return _LOOK_ALIKES.sub(lambda found: unicodedata.normalize("NFKC", found.group()), folded)


def _strip_start(label: str) -> str:
    for pattern in (_LEADING_MARK, _OUTLINE, load_label_words().leading, _LEADING_YEAR):
        found = pattern.match(label)
        if found and found.end() < len(label):
            label = label[found.end() :]
    return label


def _strip_end(label: str) -> str:
    for pattern in (_TRAILING_MARK, _BARE_MARKS, _BARE_FORMULA):
        label = pattern.sub("", label) or label
    found = _LAST_BRACKET.match(label)
    return found[1] if found and _is_trimming(found[2]) else label


def _is_trimming(content: str) -> bool:
    patterns = (_MARKS, _FORMULA, _YEAR_REMARK, load_label_words().remark)
    return not content or _unit_of(content) is not None or any(each.fullmatch(content) for each in patterns)


@lru_cache(maxsize=16384)
def marks_in_label(text: str) -> Decimal | None:
    """Return the marks that a label carries, None if it carries none.

    Examples:
        >>> marks_in_label("产出指标（40 分）"), marks_in_label("得分70分")
        (Decimal('40'), None)
    """
    folded = _fold(text)
    for content in _BRACKET.findall(folded):
        if found := _MARKS.fullmatch(content):
            return Decimal(found[1])
    bare = _BARE_MARKS.search(folded)
    return Decimal(bare[1]) if bare else None


@lru_cache(maxsize=16384)
def year_in_label(text: str) -> int | None:
    """Return the one calendar year that a label names; None if it names none or several.

    Examples:
        >>> year_in_label("2022决算数"), year_in_label("上年决算数"), year_in_label("二〇二四年度")
        (2022, None, 2024)
    """
    years = {int(year.translate(_CHINESE_DIGITS)) for year in _YEAR_ANYWHERE.findall(_fold(text))}
    return years.pop() if len(years) == 1 else None


@lru_cache(maxsize=16384)
def unit_in_label(text: str) -> str | None:
    """Return the canonical unit that a label or a unit line names, None if it names none.

    Of several units ("单位：人、万元") the unit of amounts is meant, else the first.

    Examples:
        >>> unit_in_label("年初预算数(万元)"), unit_in_label("批复规模（㎡）"), unit_in_label("实施单位：财政局")
        ('万元', '㎡', None)
    """
    folded = _fold(text)
    for content in (*_UNIT_NOTE.findall(folded), *_BRACKET.findall(folded)):
        unit = _unit_of(content)
        if unit is not None:
            return unit
    return "%" if folded.endswith("%") and _BARE_FORMULA.search(folded) else None


def _unit_of(content: str) -> str | None:
    note = _UNIT_NOTE.search(content)
    units = load_units()
    pieces = _UNIT_SEPARATOR.split((note[1] if note else content).removeprefix("人民币"))
    named = [units[piece] for piece in pieces if piece in units]
    if not named or (len(named) < len(pieces) and not note):
        return None
    amounts = [unit for unit in named if unit.dimension == "amount"]
    return (amounts or named)[0].name
