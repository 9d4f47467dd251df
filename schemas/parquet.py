"""The Parquet schema of every dataset, one literal each, and the way of records in and out of it.

Columns may be added; renaming or removing one needs a new SCHEMA_VERSION. Every field carries
`label_zh`, `description` and, where it has one, `unit` as metadata.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from .rows import CODECS

if TYPE_CHECKING:
    from collections.abc import Iterable

SCHEMA_VERSION = 1

TEXT, INT, REAL = pa.string(), pa.int32(), pa.float64()
AMOUNT = pa.decimal128(38, 10)


def _column(name: str, kind: pa.DataType, label: str, description: str, unit: str | None = None) -> pa.Field:
    metadata = {"label_zh": label, "description": description}
    return pa.field(name, kind, metadata=metadata | ({"unit": unit} if unit else {}))


DOCUMENT_ID = _column("document_id", TEXT, "文件标识", "SHA-256 of the file's bytes, hexadecimal")
TABLE = _column("table", INT, "表序号", "from 1 in reading order; null outside tables")
ROW = _column("row", INT, "行", "from 0; top row of a merged area")
COL = _column("col", INT, "列", "from 0; left column of a merged area")
PARAGRAPH = _column("paragraph", INT, "段序号", "from 1 in reading order; null inside tables")
HEADING = _column("heading", pa.list_(TEXT), "所在标题", "headings that it stands under, outermost first")
SPAN = (
    _column("start", INT, "起始字符", "first character in the cell or paragraph; null for the whole"),
    _column("end", INT, "结束字符", "one past the last character"),
)
PAGE_BOX = (
    _column("page", INT, "页", "from 1; null in a Word file"),
    _column("x0", REAL, "左", "left edge; null in a Word file", "pt"),
    _column("top", REAL, "上", "upper edge, from the top of the page; null in a Word file", "pt"),
    _column("x1", REAL, "右", "right edge; null in a Word file", "pt"),
    _column("bottom", REAL, "下", "lower edge, from the top of the page; null in a Word file", "pt"),
)
PLACE = (DOCUMENT_ID, TABLE, ROW, COL, PARAGRAPH, *SPAN, *PAGE_BOX)
NOTICE = pa.struct([("code", TEXT), ("place", TEXT), ("text", TEXT), ("partial", pa.bool_())])
SPOT = pa.struct(PLACE)
FORM_FIELD = pa.struct([pa.field("field", TEXT), pa.field("value", TEXT), *PLACE])
OPERAND = pa.struct([("row", INT), ("col", INT), ("weight", INT)])
FORMULA = pa.struct([
    ("row", INT), ("col", INT), ("text", TEXT), ("operator", TEXT), ("operands", pa.list_(OPERAND)),
])  # fmt: skip
EVIDENCE = pa.struct([pa.field("role", TEXT), pa.field("text", TEXT), *PLACE])

_SCHEMAS = {
    "documents": pa.schema([
        DOCUMENT_ID,
        _column("name", TEXT, "文件名", "file name without folder"),
        _column("source", TEXT, "来源路径", "path as it was given"),
        _column("submission", TEXT, "报送批次", "files of one organisation and year in one folder; null if failed"),
        _column("format", TEXT, "格式", "docx, doc, pdf, …"),
        _column("bytes", pa.int64(), "字节数", "size of the file", "B"),
        _column("pages", INT, "页数", "null in a Word file"),
        _column("status", TEXT, "读取状态", "ok, partial (something may be missing, see notices) or failed"),
        _column("error_code", TEXT, "错误代码", "why it failed: encrypted, truncated, timeout, …"),
        _column("error", TEXT, "错误说明", "why it failed and what to do, in Chinese"),
        _column("title", TEXT, "标题", "first title line"),
        _column("forms", pa.list_(TEXT), "表单", "kinds of the recognised forms, in table order"),
        _column("organisation", TEXT, "单位名称", "reporting unit"),
        _column("fiscal_year", INT, "年度", "year reported on"),
        _column("report_date", pa.date32(), "报告日期", "date of signing or filling in"),
        _column("notices", pa.list_(NOTICE), "读取提示", "what could not be read or is unsure"),
        _column("schema_version", INT, "数据结构版本", "version of these columns"),
        _column("fuhe_version", TEXT, "程序版本", "version of the program that wrote the row"),
        _column("copies", pa.list_(TEXT), "相同文件", "paths of further files with the same bytes"),
        _column("read_key", TEXT, "读取依据", "stamp of what the reading depended on beside the bytes"),
        _column("check_key", TEXT, "复核依据", "stamps of rules and submission it was checked with; may be empty"),
    ]),
    "tables": pa.schema([
        DOCUMENT_ID,
        TABLE,
        _column("caption", TEXT, "表题", "title line right above the table"),
        HEADING,
        _column("form", TEXT, "表单", "kind of the recognised form"),
        _column("form_name", TEXT, "表单对象", "project or unit that the form is about"),
        _column("fields", pa.list_(FORM_FIELD), "表单字段", "key-value cells of the form with their places"),
        _column("unit_line", TEXT, "单位行", "unit printed above the table, verbatim"),
        _column("unit", TEXT, "计量单位", "unit of most of the table's amounts"),
        _column("n_rows", INT, "行数", "rows of the grid"),
        _column("n_cols", INT, "列数", "columns of the grid"),
        _column("after_paragraph", INT, "前置段数", "paragraphs that come before the table"),
        _column("page_first", INT, "起始页", "null in a Word file"),
        _column("page_last", INT, "结束页", "null in a Word file"),
        _column("origin", TEXT, "表来源", "native, aligned, image, chart or ocr"),
        _column("formulas", pa.list_(FORMULA), "公式", "what cells of a spreadsheet are computed from; else empty"),
    ]),
    "cells": pa.schema([
        DOCUMENT_ID,
        TABLE,
        ROW,
        COL,
        _column("rowspan", INT, "跨行数", "rows that the cell covers"),
        _column("colspan", INT, "跨列数", "columns that the cell covers"),
        _column("text", TEXT, "文字", "as printed, line breaks kept"),
        *PAGE_BOX,
    ]),
    "paragraphs": pa.schema([
        DOCUMENT_ID,
        PARAGRAPH,
        HEADING,
        _column("level", INT, "标题级别", "1 to 9 when the paragraph is a heading, else null"),
        _column("text", TEXT, "文字", "as printed, automatic numbering included"),
        *PAGE_BOX,
    ]),
    "facts": pa.schema([
        DOCUMENT_ID,
        _column("fact", INT, "数字序号", "from 1 inside its document"),
        _column("text", TEXT, "文中数", "as printed"),
        _column("value", AMOUNT, "数值", "the digits printed, in `unit`; see value_exact when null"),
        _column("value_exact", TEXT, "数值原样", "all digits of a number that decimal(38,10) cannot hold, else null"),
        _column("unit", TEXT, "计量单位", "printed or inherited; null if nothing says"),
        _column("decimals", INT, "小数位数", "decimals printed"),
        _column("kind", TEXT, "类别", "amount, percent, count, score, area, date, ordinal, number"),
        _column("indicator", TEXT, "指标编号", "id in the catalogue; null if the label is unknown"),
        _column("label", TEXT, "指标名称", "row label, or the words before the number"),
        _column("entity", TEXT, "对象", "project or unit it is about; null for the reporting unit"),
        _column("period", TEXT, "期间", "year; null if nothing says"),
        _column("stage", TEXT, "口径", "initial_budget, full_year_budget, actual, …"),
        _column("confidence", REAL, "置信度", "1 for native text"),
        *PLACE[1:],
    ]),
    "scores": pa.schema([
        DOCUMENT_ID,
        TABLE,
        ROW,
        _column("level1", TEXT, "一级指标", "as printed"),
        _column("level2", TEXT, "二级指标", "as printed"),
        _column("level3", TEXT, "三级指标", "as printed"),
        _column("target_text", TEXT, "年度指标值", "as printed"),
        _column("actual_text", TEXT, "实际完成值", "as printed"),
        _column("weight", AMOUNT, "分值", "null where blank", "分"),
        _column("score", AMOUNT, "得分", "null where blank", "分"),
        _column("deduction", AMOUNT, "扣分", "null where blank", "分"),
        _column("reason", TEXT, "偏差原因", "as printed"),
        _column("place", SPOT, "位置", "cell of the indicator, which may be merged over several rows"),
    ]),
    "results": pa.schema([
        DOCUMENT_ID,
        TABLE,
        ROW,
        _column("rank", AMOUNT, "名次", "null where blank"),
        _column("unit", TEXT, "单位名称", "unit that was rated"),
        _column("score", AMOUNT, "得分", "null where blank", "分"),
        _column("grade", TEXT, "等级", "as printed"),
        _column("remark", TEXT, "备注", "as printed"),
        _column("place", SPOT, "位置", "cell of the unit, which may be merged over several rows"),
    ]),
    "checks": pa.schema([
        DOCUMENT_ID,
        _column("check", INT, "复核序号", "from 1 inside its document"),
        _column("rule", TEXT, "规则编号", "code of the rule"),
        _column("origin", TEXT, "关系来源", "catalogue, text or discovered"),
        _column("relation", TEXT, "计算式", "formula with the printed figures"),
        _column("outcome", TEXT, "结果", "holds, rounding, broken or deferred"),
        _column("stated", AMOUNT, "文中数", "printed figure, in `unit`"),
        _column("expected", AMOUNT, "复算数", "recomputed figure, rounded to 10 decimals"),
        _column("expected_low", AMOUNT, "复算下限", "least that the printed digits allow"),
        _column("expected_high", AMOUNT, "复算上限", "most that the printed digits allow"),
        _column("difference", AMOUNT, "差额", "stated - expected"),
        _column("unit", TEXT, "计量单位", "unit of the figures"),
        _column("facts", pa.list_(INT), "相关数字", "facts of this document that took part"),
        _column("note", TEXT, "说明", "why it was deferred, blanks read as zero, truncation"),
    ]),
    "findings": pa.schema([
        _column("finding_id", TEXT, "问题编号", "stable over corrected figures: rule, place and roles"),
        DOCUMENT_ID,
        _column("case", TEXT, "同因编号", "shared by findings with one cause"),
        _column("rule", TEXT, "规则编号", "code of the rule"),
        _column("severity", TEXT, "严重程度", "error, warn or info"),
        _column("category", TEXT, "勾稽类别", "表内, 表间, 表文, 文内, 跨年 or 跨文件"),
        _column("confidence", REAL, "置信度", "0 to 1"),
        _column("message", TEXT, "问题", "one sentence with both figures and the arithmetic"),
        _column("stated", AMOUNT, "文中数", "printed figure, in `unit`"),
        _column("expected", AMOUNT, "复算数", "recomputed figure, rounded to 10 decimals"),
        _column("difference", AMOUNT, "差额", "stated - expected"),
        _column("unit", TEXT, "计量单位", "unit printed"),
        _column("cause", TEXT, "疑似原因", "null if none is clear"),
        _column("suggestion", TEXT, "处理建议", "null if none is clear"),
        _column("impact", TEXT, "影响", "score, grade or threshold that the corrected figure changes"),
        _column("evidence", pa.list_(EVIDENCE), "依据", "every operand, verbatim with its place, stated figure first"),
    ]),
    "unchecked": pa.schema([
        DOCUMENT_ID,
        _column("fact", INT, "数字序号", "a fact that took part in no relation with a verdict"),
        _column("state", TEXT, "状态", "linked (in an undecided relation, or looked at by a rule) or unchecked"),
        _column("reason", TEXT, "未核原因", "why, in Chinese"),
    ]),
    "decisions": pa.schema([
        _column("finding_id", TEXT, "问题编号", "the finding decided on"),
        _column("decision", TEXT, "复核结论", "confirmed, dismissed, explained, extraction-error; open takes it back"),
        _column("reason", TEXT, "理由", "chosen from a list"),
        _column("note", TEXT, "复核意见", "free text"),
        _column("reviewer", TEXT, "复核人", "who decided"),
        _column("decided_at", TEXT, "复核时间", "ISO 8601"),
        _column("figures", TEXT, "数字摘要", "digest of the figures decided on; another one re-opens the finding"),
    ]),
}  # fmt: skip

SCHEMAS = {
    name: schema.with_metadata({"dataset": name, "schema_version": str(SCHEMA_VERSION)})
    for name, schema in _SCHEMAS.items()
}
DATASETS = tuple(SCHEMAS)

# Texts that hardly repeat: a dictionary of them would cost space; for all other texts it saves it.
FREE_TEXTS = frozenset({"text", "value_exact", "message", "relation", "note", "finding_id", "decided_at"})


def _dictionary_columns(path: str, kind: pa.DataType) -> list[str]:
    """Return the paths of the texts in a column that are written with a dictionary, as Parquet names them."""
    if pa.types.is_list(kind):
        return _dictionary_columns(f"{path}.list.element", kind.value_type)
    if pa.types.is_struct(kind):
        return [name for child in kind for name in _dictionary_columns(f"{path}.{child.name}", child.type)]
    repeats = path.rsplit(".", 1)[-1] not in FREE_TEXTS
    return [path] if pa.types.is_string(kind) and repeats else []


DICTIONARY = {
    dataset: [path for field in schema for path in _dictionary_columns(field.name, field.type)]
    for dataset, schema in SCHEMAS.items()
}


def to_table(dataset: str, records: Iterable[Any]) -> pa.Table:
    """Return records of one dataset as a table; each dataset has one record type, see `rows.CODECS`.

    Facts come back from `from_table` digit for digit. Figures of other records are rounded to
    10 decimals, and null where decimal(38,10) cannot hold them.

    Raises:
        KeyError: No such dataset.
    """
    schema = SCHEMAS[dataset]
    rows = map(itemgetter(*schema.names), map(CODECS[dataset].write, records))
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def conform(dataset: str, table: pa.Table) -> pa.Table:
    """Return a table with the columns of today's schema; those that an older program did not write are null.

    Raises:
        pa.ArrowInvalid: A column holds what its type today cannot.
    """
    schema = SCHEMAS[dataset]
    present = set(table.column_names)
    columns = [
        _cast(table[field.name], field.type)
        if field.name in present
        else pa.nulls(table.num_rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _cast(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    """Return a column in its type of today; casting imports what costs a fifth of a second."""
    return column if column.type == kind else column.cast(kind)


def from_table(dataset: str, table: pa.Table) -> list[Any]:
    """Return the records of a table that `to_table` made, also an older one, in its order.

    Raises:
        KeyError: No such dataset.
    """
    read = CODECS[dataset].read
    return [read(row) for row in conform(dataset, table).to_pylist()]
