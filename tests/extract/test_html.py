from __future__ import annotations

import pytest

from fuhe.extract.web.html import read_html
from fuhe.extract.word.blocks import Line
from fuhe.extract.word.tables import Grid
from fuhe.schemas.errors import UnreadableDocument


def blocks(markup: str, encoding: str = "utf-8") -> list[object]:
    """Tables, and the texts of lines."""
    found = read_html(markup.encode(encoding), "页.html")
    return [block.text if isinstance(block, Line) else block for block in found]


def cells(markup: str) -> list[tuple[int, int, int, int, str]]:
    (found,) = blocks(markup)
    assert isinstance(found, Grid)
    return list(found.cells)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>一\n 二</p><div>三<span>四</span></div>", ["一 二", "三四"]),
        ("裸文字<br>换行<h1>标题</h1>", ["裸文字\n换行", "标题"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
        ("<script>x</script><style>y</style><p>可见<del>删去</del></p><!-- z -->", ["可见"]),
        ("<p style='DISPLAY : none'>隐藏</p><p>留下</p>", ["留下"]),
        ("<p>a &lt; b&nbsp;&amp; c</p>", ["a < b\xa0& c"]),
        ("<p> &nbsp; </p>", []),
        ("", []),
    ],
)
def test_lines_of_a_page(markup: str, expected: list[str]) -> None:
    assert blocks(markup) == expected


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="gb2312">', "gb18030"),
        ('<meta http-equiv=Content-Type content="text/html; charset=GBK">', "gbk"),
        ("", "gb18030"),
        ("", "utf-8"),
        ('<meta charset="utf-8">', "gb18030"),
        ('<meta charset="nonsense">', "utf-8"),
        ("", "utf-16"),
    ],
)
def test_encodings(head: str, encoding: str) -> None:
    assert blocks(f"<html><head>{head}</head><body><p>绩效自评㎡镕</p>", encoding) == ["绩效自评㎡镕"]


def test_spans_push_cells_aside() -> None:
    markup = (
        "<table><tr><td rowspan=2>一<td colspan=2>二</tr><tr><td>三<td>四</tr>"
        "<tfoot><tr><td>五<td>六<td>七</tr></tfoot></table>"
    )
    assert cells(markup) == [
        (0, 0, 2, 1, "一"),
        (0, 1, 1, 2, "二"),
        (1, 1, 1, 1, "三"),
        (1, 2, 1, 1, "四"),
        (2, 0, 1, 1, "五"),
        (2, 1, 1, 1, "六"),
        (2, 2, 1, 1, "七"),
    ]


def test_nested_table_follows_and_frame_is_running_text() -> None:
    inner = "<table><tr><td>1<td>2</table>"
    outer, nested = blocks(f"<table><tr><td>甲<td><p>乙</p>{inner}</table>")
    assert isinstance(outer, Grid)
    assert isinstance(nested, Grid)
    assert [cell[4] for cell in outer.cells] == ["甲", "乙"]
    assert [cell[4] for cell in nested.cells] == ["1", "2"]
    assert blocks("<table><tr><td><p>上</p><p>下</p></td></tr></table>") == ["上", "下"]


def test_caption_belongs_to_its_table() -> None:
    (found,) = blocks("<table><caption>收支 表</caption><tr><td>1<td>2</table>")
    assert isinstance(found, Grid)
    assert found.caption == "收支 表"


def test_spans_beyond_the_table_are_cut() -> None:
    assert cells("<table><tr><td rowspan=99999>一<td colspan=0>二<td colspan=-3>三</table>") == [
        (0, 0, 1, 1, "一"),
        (0, 1, 1, 1, "二"),
        (0, 2, 1, 1, "三"),
    ]


def test_hostile_pages_end() -> None:
    assert blocks("<div>" * 100_000 + "深") in ([], ["深"])
    assert len(blocks("<table><tr><td>1<td>" * 5_000)) < 1000
    with pytest.raises(UnreadableDocument):
        blocks("<table>" + f"<tr>{'<td colspan=9999>x' * 30}" * 100)
