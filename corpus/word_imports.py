"""Word files that bring along what other programs made: web pages, packed and old workbooks, newer charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fuhe.corpus.compound_files import compound_file, old_workbook
from fuhe.corpus.word_markup import NAMESPACES, Feature, grid, paragraph, zipped
from fuhe.corpus.word_objects import BUDGET, OBJECT, graphic, workbook

if TYPE_CHECKING:
    from typing import Any

_PAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>不显示</title>
<style>td{border:1px}</style></head><body><p>网页里的<b>一</b>段，<br>换了行</p><script>alert('不显示')</script>
<p style="display:none">隐藏</p><img src="http://192.0.2.1/a.png">
<table><tr><th rowspan="2">项目</th><th colspan="2">资金（万元）</th></tr><tr><th>预算</th><th>执行</th></tr>
<tbody><tr><td>培训费</td><td>3.00</td><td>2.&nbsp;85</td></tr></tbody></table></body></html>"""
_PAGE_GRID = grid(
    [["项目", "资金（万元）", None], [None, "预算", "执行"], ["培训费", "3.00", "2.\xa085"]],
    caption="网页里的一段，换了行",
    spans={(0, 0): (2, 1), (0, 1): (1, 2)},
)
_ARCHIVE = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
    "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "<p>=E5=8E=9F=E6=96=87</p>\r\n--x--\r\n"
)
_CHARTEX = "http://schemas.microsoft.com/office/drawing/2014/chartex"
_NEW_CHART = f"""<cx:chartSpace xmlns:cx="{_CHARTEX}" {NAMESPACES}><cx:chartData><cx:data id="0">
<cx:strDim type="cat"><cx:lvl ptCount="2"><cx:pt idx="0">年初</cx:pt><cx:pt idx="1">追加</cx:pt></cx:lvl></cx:strDim>
<cx:numDim type="val"><cx:lvl ptCount="2" formatCode="0.00"><cx:pt idx="0">120.5</cx:pt><cx:pt idx="1">30</cx:pt></cx:lvl>
</cx:numDim></cx:data></cx:chartData><cx:chart><cx:title><cx:tx><cx:rich><a:p><a:r><a:t>预算变动</a:t></a:r></a:p></cx:rich>
</cx:tx></cx:title><cx:plotArea><cx:plotAreaRegion><cx:series layoutId="waterfall"><cx:tx><cx:txData><cx:v>万元</cx:v>
</cx:txData></cx:tx><cx:dataId val="0"/></cx:series></cx:plotAreaRegion></cx:plotArea></cx:chart></cx:chartSpace>"""


def _imported(
    part: str, data: bytes, texts: tuple[str, ...], tables: tuple[dict[str, Any], ...] = ()
) -> Feature:
    return Feature(
        paragraph("前") + '<w:altChunk r:id="k"/>' + paragraph("后"),
        ("前", *texts, "后"),
        tables,
        parts=((part, data),),
        relations=(("k", "aFChunk", part),),
    )


def _embedded(data: bytes, rows: list[list[str]]) -> Feature:
    return Feature(
        paragraph("决算情况如下。") + OBJECT,
        ("决算情况如下。",),
        (grid(rows),),
        parts=(("embeddings/oleObject1.bin", data), ("media/image1.emf", b"")),
        relations=(("x", "oleObject", "embeddings/oleObject1.bin"), ("i", "image", "media/image1.emf")),
    )


_PLAIN = [["项目", "决算数"], ["人员经费", "1198.46"], ["公用经费", "70"]]
_PADDED = zipped({"xl/unused.bin": bytes(4096)}, workbook(BUDGET))
IMPORTS = {
    "imported_web_page": _imported(
        "afchunk1.htm", _PAGE.encode("gb18030"), ("网页里的一段，\n换了行",), (_PAGE_GRID,)
    ),
    "imported_web_archive": _imported("afchunk1.mht", _ARCHIVE.encode(), ("原文",)),
    "packed_workbook": _embedded(compound_file("Package", _PADDED), BUDGET),
    "old_workbook": _embedded(old_workbook(_PLAIN), _PLAIN),
    "new_chart": Feature(
        paragraph("变动见图。")
        + graphic(
            f'<mc:AlternateContent><mc:Choice Requires="cx1"><cx:chart xmlns:cx="{_CHARTEX}" r:id="c"/></mc:Choice>'
            '<mc:Fallback><pic:pic><pic:blipFill><a:blip r:embed="p"/></pic:blipFill></pic:pic></mc:Fallback>'
            "</mc:AlternateContent>"
        ),
        ("变动见图。",),
        (grid([["", "万元"], ["年初", "120.50"], ["追加", "30.00"]], "chart", "预算变动"),),
        parts=(("charts/chartEx1.xml", _NEW_CHART.encode()),),
        relations=(("c", "chartEx", "charts/chartEx1.xml"),),
    ),
}
