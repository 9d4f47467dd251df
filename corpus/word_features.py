"""One Word file for each thing that readers of Word files miss, with what a person reads in it."""

from __future__ import annotations

import json

from fuhe.corpus.word_imports import IMPORTS
from fuhe.corpus.word_markup import (
    NAMESPACES,
    Feature,
    cell,
    grid,
    paragraph,
    row,
    run,
    table,
    texts_table,
    word_file,
)
from fuhe.corpus.word_objects import OBJECTS
from fuhe.corpus.word_pictures import PICTURES


def feature_files() -> dict[str, bytes]:
    """Return path below features/word/ and bytes of every file."""
    made: dict[str, bytes] = {}
    for name, feature in sorted(
        {**_RUNS, **_BLOCKS, **_SIDE_PARTS, **PICTURES, **OBJECTS, **IMPORTS}.items()
    ):
        made[f"{name}.docx"] = word_file(feature)
        said = {"paragraphs": feature.paragraphs, "tables": feature.tables, "notices": feature.notices}
        made[f"{name}.json"] = (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
    return made


def _tracked(tag: str, content: str) -> str:
    return f'<w:{tag} w:id="1" w:author="x">{content}</w:{tag}>'


def _controlled(content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _root(name: str, children: str) -> bytes:
    return f"<w:{name} {NAMESPACES}>{children}</w:{name}>".encode()


def _field(instruction: str, result: str) -> str:
    marks = ['<w:r><w:fldChar w:fldCharType="%s"/></w:r>' % kind for kind in ("begin", "separate", "end")]  # noqa: UP031
    return f"{marks[0]}<w:r><w:instrText>{instruction}</w:instrText></w:r>{marks[1]}{run(result)}{marks[2]}"


_BOX = f"<w:txbxContent>{paragraph('框内：结余12.50万元')}</w:txbxContent>"
_RUNS = {
    "tracked_changes": Feature(
        paragraph(
            run("全年预算") + _tracked("ins", run("586.77"))
            + _tracked("del", "<w:r><w:delText>500</w:delText></w:r>") + run("万元")
        )
        + paragraph(run("支出") , "<w:rPr>" + _tracked("del", "") + "</w:rPr>")
        + paragraph("合计20.00万元"),
        ("全年预算586.77万元", "支出合计20.00万元"),
        notices=("tracked-changes",),
    ),
    "content_controls": Feature(
        paragraph(run("填报年度：") + _controlled(run("2023")) + run("年"))
        + _controlled(paragraph("控件里的一段"))
        + table(
            row(cell("项目"), cell("金额")),
            _controlled(row(cell("培训费"), _controlled(cell("3.20")))),
        ),
        ("填报年度：2023年", "控件里的一段"),
        (grid([["项目", "金额"], ["培训费", "3.20"]], caption="控件里的一段"),),
    ),
    "alternate_content": Feature(
        paragraph(
            run("锚点") + "<w:r><mc:AlternateContent>"
            f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{_BOX}</wps:txbx></w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict><v:textbox>{_BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        ),
        ("锚点", "框内：结余12.50万元"),
    ),
    "symbols": Feature(
        paragraph(
            '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>95%</w:t></w:r>'
            '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:t>是</w:t></w:r>'
            '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/><w:t>否</w:t></w:r>'
        ),
        ("≥95%☑是□否",),
    ),
    "fields": Feature(
        paragraph(run("合计") + _field("=SUM(ABOVE)", "30.50") + run("元"))
        + paragraph(f'<w:fldSimple w:instr="=1+1">{run("2")}</w:fldSimple>{run("项")}'),
        ("合计30.50元", "2项"),
    ),
    "hidden_text": Feature(
        paragraph(run("实际完成") + run("（内部稿）", "<w:vanish/>") + run("97.5%"))
        + paragraph(run("全段隐藏", "<w:vanish/>"), "<w:rPr><w:vanish/></w:rPr>"),
        ("实际完成97.5%",),
    ),
    "split_numbers": Feature(
        paragraph(
            run("支出1,2") + "<w:proofErr w:type='spellStart'/>" + run("03", "<w:b/>") + run(".50") + run("万元，同比增")
            + run("长\u00ad") + run("２．５％") + "<w:r><w:t>，A</w:t><w:noBreakHyphen/><w:t>3\u200b地块。</w:t></w:r>"
        )
        + table(row(cell(paragraph(run("合") + run("　") + run("计"))), cell(paragraph(run("9") + run("8.") + run("00"))))),
        ("支出1,203.50万元，同比增长２．５％，A-3地块。",),
        (grid([["合　计", "98.00"]]),),
    ),
}  # fmt: skip
_LISTS = _root(
    "numbering",
    "<w:abstractNum w:abstractNumId='0'>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='（%1）'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%2.'/></w:lvl>"
    "<w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='decimalEnclosedCircle'/><w:lvlText w:val='%3'/></w:lvl>"
    "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
)
_BLOCKS = {
    "automatic_numbers": Feature(
        "".join(
            paragraph(text, f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr>")
            for text, level in (("收入", 0), ("财政拨款", 1), ("基本支出", 2), ("支出", 0), ("人员经费", 1))
        ),
        ("（一）收入", "1. 财政拨款", "① 基本支出", "（二）支出", "1. 人员经费"),
        parts=(("numbering.xml", _LISTS),),
        relations=(("n", "numbering", "numbering.xml"),),
    ),
    "nested_table": Feature(
        table(row(cell("说明"), cell(paragraph("明细如下") + texts_table([["人员", "8.00"], ["公用", "2.00"]]) + "<w:p/>"))),
        (),
        (grid([["说明", "明细如下"]]), grid([["人员", "8.00"], ["公用", "2.00"]])),
        ("nested-table",),
    ),
    "boxed_table": Feature(
        table(
            row(cell("左"), cell("右")),
            row(cell("见框"), cell(paragraph(
                "<w:r><w:t>框</w:t></w:r><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
                + texts_table([["数量", "3"], ["单价", "1.5"]]) + "<w:p/></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
            ))),
        ),
        (),
        (grid([["左", "右"], ["见框", "框"]]), grid([["数量", "3"], ["单价", "1.5"]])),
        ("nested-table",),
    ),
    "hidden_row": Feature(
        table(
            row(cell("项目"), cell("金额")),
            row(cell("内部"), cell("1.00"), properties="<w:hidden/>"),
            row(cell("公开"), cell("2.00")),
        ),
        (),
        (grid([["项目", "金额"], ["公开", "2.00"]]),),
    ),
    "late_rows": Feature(
        table(
            row(cell("项目", "<w:vMerge w:val='restart'/>"), cell("资金", "<w:gridSpan w:val='2'/>")),
            row(cell("", "<w:vMerge/>"), cell("预算"), cell("执行")),
            row(cell("小计"), cell("8.00"), properties="<w:gridBefore w:val='1'/>"),
        ),
        (),
        (
            grid(
                [["项目", "资金", None], [None, "预算", "执行"], [None, "小计", "8.00"]],
                spans={(0, 0): (2, 1), (0, 1): (1, 2)},
            ),
        ),
    ),
    "adjacent_tables": Feature(
        texts_table([["项目", "预算"], ["培训", "3.00"]]) + texts_table([["差旅", "2.00"], ["合计", "5.00"]]) + paragraph("完"),
        ("完",),
        (grid([["项目", "预算"], ["培训", "3.00"], ["差旅", "2.00"], ["合计", "5.00"]]),),
    ),
    "framed_cover": Feature(
        table(row(cell(paragraph("某某局2023年度") + paragraph("部门整体支出绩效自评报告")))) + paragraph("一、概况"),
        ("某某局2023年度", "部门整体支出绩效自评报告", "一、概况"),
    ),
    "merged_cells": Feature(
        table(
            row(cell("一级", "<w:gridSpan w:val='2'/>"), cell("得分")),
            row(cell("产出", "<w:vMerge w:val='restart'/>"), cell("数量"), cell("10")),
            row(cell("", "<w:vMerge/>"), cell("质量"), cell("9.5")),
        ),
        (),
        (
            grid(
                [["一级", None, "得分"], ["产出", "数量", "10"], [None, "质量", "9.5"]],
                spans={(0, 0): (1, 2), (1, 0): (2, 1)},
            ),
        ),
    ),
}  # fmt: skip
_NOTE = "<w:footnote w:type='separator' w:id='0'><w:p/></w:footnote><w:footnote w:id='2'>"
_SIDE_PARTS = {
    "footnotes": Feature(
        paragraph(f"{run('资产总额80.00万元')}<w:r><w:footnoteReference w:id='2'/></w:r>"),
        ("资产总额80.00万元", "含在建工程5.00万元。", "按账面净值。"),
        parts=(
            ("footnotes.xml", _root("footnotes", f"{_NOTE}{paragraph('含在建工程5.00万元。')}</w:footnote>")),
            (
                "endnotes.xml",
                _root("endnotes", f"<w:endnote w:id='2'>{paragraph('按账面净值。')}</w:endnote>"),
            ),
        ),
        relations=(("f", "footnotes", "footnotes.xml"), ("e", "endnotes", "endnotes.xml")),
    ),
    "wps": Feature(
        paragraph("部门概况", "<w:pStyle w:val='2'/>") + paragraph("机构设置", "<w:pStyle w:val='150'/>")
        + paragraph("人员情况", "<w:pStyle w:val='150'/>"),
        ("部门概况", "（一）机构设置", "（二）人员情况"),
        parts=(
            ("", b""),  # folders have entries of their own
            ("media/", b""),
            ("numbering.xml", _LISTS),
            ("styles.xml", _root(
                "styles",
                "<w:style w:type='paragraph' w:default='1' w:styleId='1'><w:name w:val='Normal'/></w:style>"
                "<w:style w:type='paragraph' w:styleId='2'><w:name w:val='heading 1'/><w:basedOn w:val='1'/></w:style>"
                "<w:style w:type='paragraph' w:customStyle='1' w:styleId='150'><w:name w:val='标准文件_章标题'/>"
                "<w:basedOn w:val='1'/><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>",
            )),
        ),
        relations=(("n", "numbering", "numbering.xml"), ("s", "styles", "styles.xml")),
    ),
    "headers": Feature(
        paragraph("正文第一段。"),
        ("正文第一段。",),
        parts=(
            ("header1.xml", _root("hdr", paragraph("绩效自评报告"))),
            ("footer1.xml", _root("ftr", paragraph("第1页"))),
        ),
        relations=(("h", "header", "header1.xml"), ("t", "footer", "footer1.xml")),
    ),
}  # fmt: skip
