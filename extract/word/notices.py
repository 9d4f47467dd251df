"""What the Word reader tells people about things it could not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SHOWN_PLACES = 5
_WHOLE = "全文"
# code of the remark: (code of the notice, sentence, whether content may be missing)
_SENTENCES = {
    "revision": (
        "tracked-changes",
        "含修订标记 {count} 处，已按接受全部修订后的内容读取，请确认定稿。",
        False,
    ),
    "picture": ("picture-not-read", "有 {count} 张小图片，图中文字未识别。", False),
    "large-picture": (
        "picture-not-read",
        "有 {count} 张大图片，图中若有表格或文字则未读取，请改为可编辑的表格。",
        True,
    ),
    "recognised-picture": (
        "recognised-picture",
        "有 {count} 张图片由 OCR 识别，可能有误，请对照原件。",
        False,
    ),
    "chart": ("chart-not-read", "有 {count} 个图表或图示，其中的数据未读取，请对照原文复核。", True),
    "object": ("object-not-read", "有 {count} 个嵌入对象（如 Excel 表），内容未读取，请改为正文表格。", True),
    "import": ("part-not-read", "有 {count} 处外部导入内容未读取，请用 Word 打开另存后重新提交。", True),
    "converted": (
        "converted",
        "有 {count} 处导入内容为旧版格式，已由 LibreOffice 转换后读取，请对照原文。",
        False,
    ),
    "nested-table": ("nested-table", "单元格内嵌套表格，已作为单独的表列在其后。", False),
}
_PART_NAMES = {"styles": "样式", "numbering": "自动编号", "footnotes": "脚注", "endnotes": "尾注"}


def notices(
    remarks: Iterable[tuple[str, str]],
    unknown_formats: Sequence[str],
    broken: Sequence[str],
    *,
    has_text: bool,
) -> tuple[Notice, ...]:
    """Return one notice per kind of trouble, with the first places it was met at.

    Args:
        remarks: Code and place of each thing met, in reading order.
        unknown_formats: Number formats printed as plain digits.
        broken: Side parts of the file that could not be parsed.
        has_text: False if the file gave neither a paragraph nor a table.
    """
    places: dict[str, list[str]] = {}
    for code, place in remarks:
        places.setdefault(code, []).append(place)
    found = [_notice(code, where, has_text=has_text) for code, where in places.items()]
    if unknown_formats:
        formats = "、".join(unknown_formats)
        found.append(
            Notice("unknown-number-format", _WHOLE, f"自动编号格式 {formats} 无法识别，已按阿拉伯数字显示。")
        )
    found += [
        Notice(
            "part-not-read",
            _WHOLE,
            f"文件中的{_PART_NAMES[part]}部分已损坏，未读取，请用 Word 另存后重新提交。",
            partial=True,
        )
        for part in broken
    ]
    if not has_text:
        found.append(
            Notice("no-text", _WHOLE, "正文没有文字也没有表格，请确认提交的是可编辑的报告。", partial=True)
        )
    return tuple(found)


def _notice(code: str, where: Sequence[str], *, has_text: bool) -> Notice:
    kind, sentence, is_partial = _SENTENCES[code]
    shown = list(dict.fromkeys(where))
    place = "、".join(shown[:_SHOWN_PLACES]) + ("等" if len(shown) > _SHOWN_PLACES else "")
    # A small picture that is all there is holds the whole content.
    return Notice(kind, place, sentence.format(count=len(where)), partial=is_partial or not has_text)
