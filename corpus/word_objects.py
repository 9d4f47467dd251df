"""Word files with charts, embedded workbooks, diagrams and imported files."""

from __future__ import annotations

from fuhe.corpus.word_markup import NAMESPACES, Feature, grid, paragraph, texts_table, word_file, zipped

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def _cache(tag: str, kind: str, values: list[str], code: str = "General") -> str:
    form = f"<c:formatCode>{code}</c:formatCode>" if kind == "num" else ""
    points = "".join(f'<c:pt idx="{i}"><c:v>{v}</c:v></c:pt>' for i, v in enumerate(values) if v)
    cache = f'<c:{kind}Cache>{form}<c:ptCount val="{len(values)}"/>{points}</c:{kind}Cache>'
    return f"<c:{tag}><c:{kind}Ref><c:f>Sheet1!A1</c:f>{cache}</c:{kind}Ref></c:{tag}>"


def _chart(title: str, categories: list[str], series: list[tuple[str, list[str], str]]) -> bytes:
    drawn = "".join(
        f'<c:ser><c:idx val="{i}"/><c:order val="{i}"/>{_cache("tx", "str", [name])}'
        f"{_cache('cat', 'str', categories)}{_cache('val', 'num', values, code)}</c:ser>"
        for i, (name, values, code) in enumerate(series)
    )
    heading = f"<c:title><c:tx><c:rich><a:p><a:r><a:t>{title}</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    return (
        f"<c:chartSpace {NAMESPACES}><c:chart>{heading}<c:plotArea><c:barChart>{drawn}</c:barChart></c:plotArea>"
        "</c:chart></c:chartSpace>"
    ).encode()


def graphic(content: str) -> str:
    """Return a paragraph with a drawing."""
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="5760000" cy="3240000"/><a:graphic><a:graphicData>'
        f"{content}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def workbook(rows: list[list[str]]) -> bytes:
    """Return a workbook of one sheet; texts that are numbers are stored as such, with two decimals."""
    lines = ""
    for r, texts in enumerate(rows, start=1):
        cells = ""
        for c, text in enumerate(texts):
            place = f'r="{chr(65 + c)}{r}"'
            number = text.replace(",", "")
            is_number = number.replace(".", "").isdigit()
            cells += (
                f'<c {place} s="1"><v>{number}</v></c>'
                if is_number
                else f'<c {place} t="inlineStr"><is><t>{text}</t></is></c>'
            )
        lines += f'<row r="{r}">{cells}</row>'
    styles = (
        '<numFmts count="0"/><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills><borders count="1">'
        '<border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="4"/></cellXfs>'
    )
    kinds = "".join(
        f'<Override PartName="/xl/{part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for part, kind in (
            ("workbook.xml", "sheet.main"),
            ("worksheets/sheet1.xml", "worksheet"),
            ("styles.xml", "styles"),
        )
    )

    def relations(*targets: tuple[str, str]) -> bytes:
        listed = "".join(
            f'<Relationship Id="r{i}" Type="{_OFFICE}/{k}" Target="{t}"/>' for i, (k, t) in enumerate(targets)
        )
        return f'<Relationships xmlns="{_RELATIONSHIPS}">{listed}</Relationships>'.encode()

    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return zipped(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{types}"><Default Extension="rels" ContentType="{rels}"/>'
                f'<Default Extension="xml" ContentType="application/xml"/>{kinds}</Types>'
            ).encode(),
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": (
                f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="r0"/>'
                "</sheets></workbook>"
            ).encode(),
            "xl/_rels/workbook.xml.rels": relations(
                ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")
            ),
            "xl/styles.xml": f'<styleSheet xmlns="{_SHEET}">{styles}</styleSheet>'.encode(),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{lines}</sheetData></worksheet>'.encode(),
        }
    )


BUDGET = [["项目", "预算数", "决算数"], ["人员经费", "1,203.50", "1,198.46"], ["公用经费", "86.20", "70.02"]]
OBJECT = (
    '<w:p><w:r><w:object><v:shape style="width:300pt;height:200pt"><v:imagedata r:id="i"/></v:shape>'
    '<o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" DrawAspect="Content" r:id="x"/></w:object></w:r></w:p>'
)
_POINTS = "".join(
    f"<dgm:pt><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>"
    for text in ("申报", "审核", "拨付")
)
_IMPORTED = word_file(Feature(paragraph("导入的一段") + texts_table([["甲", "1.00"], ["乙", "2.00"]])))
OBJECTS = {
    "chart": Feature(
        paragraph("支出结构见下图。") + graphic('<c:chart r:id="c"/>') + paragraph("图1 支出结构"),
        ("支出结构见下图。", "图1 支出结构"),
        (
            grid(
                [["", "2022年", "2023年"], ["基本支出", "586.77", "0.3"], ["项目支出", "", "95.67%"]],
                "chart",
                "近两年支出结构",
            ),
        ),
        parts=(
            (
                "charts/chart1.xml",
                _chart(
                    "近两年支出结构",
                    ["基本支出", "项目支出"],
                    [
                        ("2022年", ["586.77", ""], "General"),
                        ("2023年", ["0.30000000000000004", "95.67%"], "General"),
                    ],
                ),
            ),
        ),
        relations=(("c", "chart", "charts/chart1.xml"),),
    ),
    "embedded_workbook": Feature(
        paragraph("决算情况如下。") + OBJECT,
        ("决算情况如下。",),
        (grid(BUDGET),),
        parts=(("embeddings/sheet1.xlsx", workbook(BUDGET)), ("media/image1.emf", b"")),
        relations=(("x", "package", "embeddings/sheet1.xlsx"), ("i", "image", "media/image1.emf")),
    ),
    "diagram": Feature(
        paragraph("资金流程：") + graphic('<dgm:relIds r:dm="d"/>'),
        ("资金流程：", "申报", "审核", "拨付"),
        parts=(
            (
                "diagrams/data1.xml",
                f"<dgm:dataModel {NAMESPACES}><dgm:ptLst>{_POINTS}</dgm:ptLst></dgm:dataModel>".encode(),
            ),
        ),
        relations=(("d", "diagramData", "diagrams/data1.xml"),),
    ),
    "imported_word_file": Feature(
        paragraph("前") + '<w:altChunk r:id="k"/>' + paragraph("后"),
        ("前", "导入的一段", "后"),
        (grid([["甲", "1.00"], ["乙", "2.00"]], caption="导入的一段"),),
        parts=(("afchunk1.docx", _IMPORTED),),
        relations=(("k", "aFChunk", "afchunk1.docx"),),
    ),
}
