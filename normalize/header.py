"""Who reports, on which year, and when: title, organisation, fiscal year, date of the report."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..schemas.records import Document, Form

TITLE_WORDS = re.compile(
    r"报告|通报|自评表|总结|数据表|评价表|说明|公开|通知|情况表|方案|(?:部门|单位)(?:预算|决算)$"
)
FISCAL_YEAR = re.compile(r"(20\d\d)\s*年(?:度|部门|预算|决算|绩效|整体|项目|市|县|区|省|单位|财政)")
ANY_YEAR = re.compile(r"(20\d\d)\s*年")
DAY = r"(20\d\d)\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*日?"
DATE_ONLY = re.compile(rf"^[\s　]*(?:日期[：:][\s　]*)?{DAY}[\s　]*$")
FILL_DATE = re.compile(rf"(?:填报|填表|报告|编制)(?:日期|时间)[\s　]*[：:]?[\s　]*{DAY}")
CHINESE_DIGITS = str.maketrans("〇○Ｏ零一二三四五六七八九", "0000123456789")
CHINESE_DATE = re.compile(
    r"([二2][〇○零0][一二三四五六七八九〇○零]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
NAMED_UNIT = re.compile(
    r"(?:预算部门|预算单位|填报单位|单位名称|部门名称|部门（单位）名称|部门单位|自评单位|申报单位)"
    r"(?:名称)?(?:（[^）]*）)?[\s　]*[：:][\s　]*([^\s　：:，。；]{3,40})"
)
UNIT_SUFFIX = r"(?:局|委员会|委|厅|办公室|中心|政府|学校|中学|小学|大学|学院|医院|院|站|所|馆|队|社|处|会|团|公司|街道|镇|乡|园|部|台|检察院|法院|基地|协会)"
TITLE_UNIT = re.compile(
    rf"^(?:关于)?([一-龥（）()]{{2,30}}?{UNIT_SUFFIX})(?:关于)?(?=\s*(?:20\d\d|部门|整体|项目|绩效|单位))"
)
SIGNATURE = re.compile(rf"^[\s　]*([一-龥（）()]{{3,30}}{UNIT_SUFFIX})[\s　]*(?:（[^）]*）)?[\s　]*$")
LEADING_CODE = re.compile(r"^[\dA-Za-z]+[-－—_]\s*")
SEAL = re.compile(r"[（(](?:盖章|公章|签章|章)[）)]|（?公章）?$")


def find_title(document: Document) -> str | None:
    """Return the document's title, its lines joined; None if the first lines hold none."""
    lines: list[str] = []
    for paragraph in document.paragraphs[:6]:
        text = re.sub(r"[\s　]+", "", paragraph.text)
        if len(text) > 60 or "。" in text or re.match(r"[一二三四五六七八九十]+、", text):
            break
        lines.append(text)
        if TITLE_WORDS.search(text):
            return "".join(lines[-2:]) if len(lines) > 1 and _is_first_half(lines[-2]) else text
    captions = (table.caption for table in document.tables[:1])
    return next((caption for caption in captions if caption), lines[0] if lines else None)


def _is_first_half(first: str) -> bool:
    """A title over two lines: the first line has no title word and is no document number or attachment."""
    return not TITLE_WORDS.search(first) and not re.search(r"号$|^附件|^附表|：", first)


def find_fiscal_year(document: Document, title: str | None) -> int | None:
    """Return the year reported on: from the title, the captions, else the year named most often."""
    near = [title or "", *(p.text for p in document.paragraphs[:4])]
    captions = [table.caption or "" for table in document.tables]
    for text in [*near, *captions]:
        if match := FISCAL_YEAR.search(text):
            return int(match.group(1))
    body = " ".join(p.text for p in document.paragraphs[:60])
    headers = " ".join(cell.text for table in document.tables[:5] for cell in table.cells[:40])
    cells = " ".join(cell.text for table in document.tables[:20] for cell in table.cells)
    searches = ((FISCAL_YEAR, body), (FISCAL_YEAR, headers), (ANY_YEAR, body), (ANY_YEAR, cells))
    for pattern, text in searches:
        years = Counter(pattern.findall(text))
        if years:
            return int(max(years, key=lambda year: (years[year], year)))
    return None


def find_report_date(document: Document) -> date | None:
    """Return when the report was signed or filled in; None if no full date is printed for that."""
    texts = [p.text for p in document.paragraphs]
    cells = [cell.text for table in document.tables for cell in table.cells if "日期" in cell.text]
    for text in (*texts, *cells):
        if match := FILL_DATE.search(text):
            return _date(match.groups())
    for text in reversed(texts):
        if match := DATE_ONLY.match(text):
            return _date(match.groups())
        if len(text) < 40 and (chinese := CHINESE_DATE.search(text)):
            return _chinese_date(chinese.groups())
    return None


def _date(parts: Sequence[str]) -> date | None:
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None


def _chinese_date(parts: Sequence[str]) -> date | None:
    year = parts[0].translate(CHINESE_DIGITS)
    return _date([year, str(_chinese_number(parts[1])), str(_chinese_number(parts[2]))])


def _chinese_number(text: str) -> int:
    """Return 1 to 39 written as 一 … 三十九."""
    tens, mark, ones = text.rpartition("十")
    if not mark:
        return int(text.translate(CHINESE_DIGITS))
    return int(tens.translate(CHINESE_DIGITS) or 1) * 10 + int(ones.translate(CHINESE_DIGITS) or 0)


def find_organisation(document: Document, forms: Iterable[Form], title: str | None) -> str | None:
    """Return the reporting unit: from a form's field, a cover line, the title or the signature."""
    fields = [field for form in forms for field in form.fields]
    named = [clean_unit(value) for name, value, _ in fields if name == "budget_department"]
    named += [clean_unit(m.group(1)) for p in document.paragraphs if (m := NAMED_UNIT.search(p.text))]
    if title and (match := TITLE_UNIT.match(title)):
        named.append(clean_unit(match.group(1)))
    named += _signatures(document)
    named += [
        clean_unit(value)
        for name, value, _ in fields
        if name in ("implementing_unit", "supervising_department")
    ]
    return next((name for name in named if name), None)


def _signatures(document: Document) -> list[str]:
    """Units that stand alone on a line right before a line that holds only a date, the last first."""
    texts = [p.text for p in document.paragraphs]
    signed = [
        m.group(1) for name, day in pairwise(texts) if DATE_ONLY.match(day) and (m := SIGNATURE.match(name))
    ]
    return [clean_unit(name) for name in reversed(signed)]


def clean_unit(name: str) -> str:
    """Return a unit's name without code, seal mark and blanks.

    >>> clean_unit("105001-云溪县水利局（盖章）")
    '云溪县水利局'
    """
    return SEAL.sub("", LEADING_CODE.sub("", re.sub(r"[\s　]+", "", name)))
