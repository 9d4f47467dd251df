"""The fast path of the Word reader gives what the walk gives, on files at hand and on made-up ones."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuhe.extract.word.blocks import Block, Line, Story
from fuhe.extract.word.markup import learned
from fuhe.extract.word.package import Package
from fuhe.extract.word.scan import scan
from fuhe.extract.word.shapes import UnusualError
from fuhe.extract.word.tables import Grid
from fuhe.schemas.errors import UnreadableDocument

CORPUS = Path(__file__).parents[2] / "corpus"
WordFile = Callable[..., bytes]


def scanned(package: Package) -> list[Block] | None:
    try:
        return scan(package.main_text(), Story(package))
    except UnusualError:
        return None


def walked(package: Package) -> list[Block]:
    return list(Story(package).blocks(package.body(package.main_text())))


def word_files() -> list[Path]:
    folders = [CORPUS / "files", CORPUS / "features"]
    if samples := os.environ.get("FUHE_SAMPLES"):
        folders += [Path(samples) / "docx", Path(samples).parent / "robustness"]
    return sorted(path for folder in folders for path in folder.rglob("*.docx"))


@pytest.mark.parametrize("path", word_files(), ids=lambda path: path.stem)
def test_same_as_the_walk_on_every_file(path: Path) -> None:
    try:
        with Package(path.read_bytes(), path.name) as package:
            assert scanned(package) in (None, walked(package))
    except UnreadableDocument:
        return  # neither reads it


def test_reports_are_scanned() -> None:
    for path in sorted((CORPUS / "files").rglob("*.docx")):
        with Package(path.read_bytes(), path.name) as package:
            assert scanned(package) is not None, path


# ---------------------------------------------------------------- made-up documents

TEXTS = st.sampled_from(
    [
        "收入",
        "1,203.50",
        " 空 格 ",
        "",
        "a&amp;b &lt;c&gt;",
        "零\u200b宽",
        "\u3000全角",
        "x > y",
    ]
)
# Texts and blocks that no scan takes apart; one of them sends a whole document to the walk.
ODD_RUNS = [f"<w:r><w:t>{text}</w:t></w:r>" for text in ("&#8203;零", "\U000f0000", "a]]&gt;b", "\ufffd")]
PROPERTIES = st.sampled_from(
    [
        "",
        "<w:rPr><w:b/></w:rPr>",
        '<w:rPr><w:rFonts w:ascii="宋体" w:hint="eastAsia"/><w:sz w:val="21"/></w:rPr>',
        '<w:rPr><w:rFonts w:ascii="Symbol"/><w:color w:val="000000"/></w:rPr>',
        "<w:rPr><w:vanish/></w:rPr>",
        "<w:rPr><w:rFonts w:ascii='Wingdings 2'/></w:rPr>",
        "<w:rPr><w:rStyle w:val='h'/></w:rPr>",
    ]
)
EXTRAS = st.sampled_from(
    [
        "<w:tab/>",
        "<w:br/>",
        "<w:sym w:font='Symbol' w:char='F0B3'/>",
        "<w:fldChar w:fldCharType='begin'/>",
        "<w:instrText>REF</w:instrText>",
        "<w:fldChar w:fldCharType='separate'/>",
        "<w:fldChar w:fldCharType='end'/>",
        "<w:t/>",
    ]
)
RUNS = st.builds(
    lambda session, properties, text, extra, space: (
        f"<w:r{session}>{properties}<w:t{space}>{text}</w:t>{extra}</w:r>"
    ),
    st.sampled_from(["", ' w:rsidRPr="00AB12CD"']),
    PROPERTIES,
    TEXTS,
    st.one_of(st.just(""), EXTRAS),
    st.sampled_from(["", "", "", ' xml:space="preserve"', " xml:space='preserve'", ' xmlns:w="other"']),
)
WRAPPED = st.builds(
    lambda run, tag: f"<w:{tag}>{run}</w:{tag}>",
    RUNS,
    st.sampled_from(["ins", "del", "hyperlink", "smartTag", "bookmarkStart"]),
)
PARAGRAPH_PROPERTIES = st.sampled_from(
    [
        "",
        "<w:pPr/>",
        '<w:pPr><w:spacing w:line="300"/><w:jc w:val="center"/></w:pPr>',
        "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>",
        "<w:pPr><w:pStyle w:val='n'/></w:pPr>",
        "<w:pPr><w:outlineLvl w:val='1'/></w:pPr>",
    ]
)
ATTRIBUTES = st.sampled_from(
    [
        "",
        ' w:rsidR="00AB12CD"',
        ' w:rsidR="0012CDEF" w:rsidRDefault="0012CDEF"',
        ' w14:paraId="1A2B3C4D" w14:textId="77777777" w:rsidR="00AB12CD"',
        ' w14:paraId="5E6F7A8B" w14:textId="77777777" w:rsidR="00AB12CD"',
        ' w14:paraId="a>b"',
    ]
)
PARAGRAPHS = st.builds(
    lambda attributes, properties, runs: f"<w:p{attributes}>{properties}{''.join(runs)}</w:p>",
    ATTRIBUTES,
    PARAGRAPH_PROPERTIES,
    st.lists(st.one_of(RUNS, RUNS, WRAPPED), max_size=3),
)
BOXES = PARAGRAPHS.map(
    lambda inner: (
        f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
    )
)


def tables(content: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    cells = st.builds(
        lambda spans, blocks: f"<w:tc><w:tcPr>{spans}</w:tcPr>{''.join(blocks)}</w:tc>",
        st.sampled_from(
            [
                "",
                '<w:tcBorders><w:top w:val="nil"/></w:tcBorders>',
                "<w:gridSpan w:val='2'/>",
                "<w:vMerge/>",
                "<w:vMerge w:val='restart'/>",
                "<w:hMerge/>",
            ]
        ),
        st.lists(content, min_size=1, max_size=2),
    )
    wrapped = cells.map(lambda cell: f"<w:sdt><w:sdtContent>{cell}</w:sdtContent></w:sdt>")
    rows = st.builds(
        lambda attributes, properties, cells: f"<w:tr{attributes}>{properties}{''.join(cells)}</w:tr>",
        ATTRIBUTES,
        st.sampled_from(
            [
                "",
                "<w:trPr><w:gridBefore w:val='1'/></w:trPr>",
                "<w:trPr><w:del/></w:trPr>",
                "<w:trPr><w:hidden/></w:trPr>",
                "<w:trPr><w:ins/></w:trPr>",
            ]
        ),
        st.lists(st.one_of(cells, cells, cells, wrapped), max_size=3),
    )
    grids = st.sampled_from(["", "<w:tblGrid><w:gridCol w:w='9'/></w:tblGrid>"])
    return st.builds(
        lambda grid, rows, times, gap: f"<w:tbl><w:tblPr/>{grid}{gap.join(rows * times)}</w:tbl>",
        grids,
        st.lists(rows, max_size=3),
        st.integers(1, 3),
        st.sampled_from(["", "", "\n  ", '<w:bookmarkEnd w:id="1"/>']),
    )


TABLES = tables(st.one_of(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS, tables(PARAGRAPHS)))
BLOCKS = st.one_of(
    PARAGRAPHS,
    TABLES,
    BOXES,
    TABLES.map(lambda inner: f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"),
    st.sampled_from(
        [
            "<w:bookmarkStart w:id='1'/>",
            "<w:p/>",
            "\n",
            "<w:altChunk/>",
            "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>接</w:t></w:r></w:p>",
            '<w:p xmlns:z="http://a/b"><w:r><w:t>斜线</w:t></w:r></w:p>',
        ]
    ),
)
STYLES = (
    '<w:style w:type="paragraph" w:styleId="n"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
)
LISTS = (
    "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>"
    "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
)


OPENING = "<w:p><w:r><w:t>开头</w:t></w:r></w:p>"
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


def test_same_as_the_walk_on_made_up_documents(word_file: WordFile) -> None:
    was_scanned: list[bool] = []

    @settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
    @given(blocks=st.lists(BLOCKS, max_size=4))
    def compare(blocks: list[str]) -> None:
        body = OPENING + "".join(blocks)
        with Package(word_file(body, styles=STYLES, numbering=LISTS), "x.docx") as package:
            found = scanned(package)
            assert found in (None, walked(package))
        was_scanned.append(found is not None)

    compare()
    assert sum(was_scanned) > len(was_scanned) / 2, "most documents must test the scan, not the walk"


@pytest.mark.parametrize("run", ODD_RUNS)
def test_odd_texts_are_read_as_the_walk_reads_them(word_file: WordFile, run: str) -> None:
    with Package(word_file(f"{OPENING}<w:p>{run}</w:p>"), "x.docx") as package:
        assert scanned(package) in (None, walked(package))


CELL = "<w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>"
WRAPPED_CELL = "<w:sdt><w:sdtContent><w:tc/></w:sdtContent></w:sdt>"
PLAIN_TABLE = f"<w:tbl><w:tr>{CELL}{CELL}</w:tr></w:tbl>"


@pytest.mark.parametrize(
    "body",
    [
        # A hidden text in a cell that holds nothing else.
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p></w:tc><w:tc/></w:tr></w:tbl>",
        # A mark between two tables, both walked, parts them no more than it parts them for the walk.
        f"<w:tbl><w:tr></w:tr></w:tbl><w:bookmarkStart w:id='1'/><w:tbl><w:tr>{WRAPPED_CELL}{CELL}</w:tr></w:tbl>",
    ],
)
def test_what_made_up_documents_once_showed(word_file: WordFile, body: str) -> None:
    with Package(word_file(OPENING + body), "x.docx") as package:
        assert scanned(package) == walked(package)


@pytest.mark.parametrize(
    "odd",
    [
        "<w:p><w:ins><w:r><w:t>补</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>",
        "<w:p><w:r><w:pict><v:textbox><w:txbxContent><w:p/></w:txbxContent></v:textbox></w:pict></w:r></w:p>",
        f"<w:sdt><w:sdtContent>{OPENING}</w:sdtContent></w:sdt>",
        f"<w:tbl><w:tr>{WRAPPED_CELL}{CELL}</w:tr><w:tr>{CELL}</w:tr></w:tbl>",
        f"<w:tbl><w:tr>{CELL}<w:tc>{PLAIN_TABLE}<w:p/></w:tc></w:tr></w:tbl>",
        f"<w:tbl><w:tr>{CELL}<w:tc><w:p><w:ins><w:r><w:t>补</w:t></w:r></w:ins></w:p></w:tc></w:tr></w:tbl>",
        "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>条</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>注</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>",
        "<w:p><w:hyperlink><w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r></w:hyperlink></w:p>",
    ],
)
def test_what_is_odd_costs_only_itself_the_walk(word_file: WordFile, odd: str) -> None:
    body = OPENING + PLAIN_TABLE + odd + OPENING + PLAIN_TABLE + odd
    with Package(word_file(body, numbering=LISTS), "x.docx") as package:
        assert scanned(package) == walked(package)


# ---------------------------------------------------------------- documents one after the other

HIDING = '<w:style w:type="paragraph" w:styleId="n"><w:rPr><w:vanish/></w:rPr></w:style>'
HEADING = '<w:style w:type="paragraph" w:styleId="n"><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
BROKEN = '<w:style w:type="paragraph" w:styleId="n"><w:pPr></w:style>'
DEFAULT_HIDES = HIDING.replace("<w:style ", '<w:style w:default="1" ')
DEFAULT_COUNTS = STYLES.replace("<w:style ", '<w:style w:default="1" ', 1)
RUN_HIDES = '<w:style w:type="character" w:styleId="r"><w:rPr><w:vanish/></w:rPr></w:style>'


def test_the_same_markup_under_other_styles(word_file: WordFile) -> None:
    styled = "<w:p><w:pPr><w:pStyle w:val='n'/></w:pPr><w:r><w:t>条</w:t></w:r></w:p>"
    run = "<w:p><w:r><w:rPr><w:rStyle w:val='r'/></w:rPr><w:t>注</w:t></w:r><w:r><w:t>文</w:t></w:r></w:p>"
    cells = "".join(f"<w:tc>{paragraphs}</w:tc>" for paragraphs in (styled, run, OPENING, styled + run))
    body = styled + run + f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>" + run
    sheets = ["", STYLES, HIDING, HEADING, DEFAULT_HIDES, DEFAULT_COUNTS, RUN_HIDES]
    results = []
    for styles in sheets * 2:
        with Package(word_file(body, styles=styles, numbering=LISTS), "x.docx") as package:
            results.append(scanned(package))
            assert results[-1] == walked(package), styles
    assert results[: len(sheets)] == results[len(sheets) :]
    assert len({str(result) for result in results}) == len(sheets)


def test_the_same_markup_among_other_namespaces(zip_file: Callable[..., bytes]) -> None:
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:body>{OPENING}<w:p><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p></w:body>"
    formulas = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    for namespace, expected in (
        (formulas, ["开头", "x"]),
        ("http://else/where", ["开头"]),
        (formulas, ["开头", "x"]),
    ):
        part = f'<w:document {word} xmlns:m="{namespace}">{body}</w:document>'
        with Package(zip_file({"word/document.xml": part}), "x.docx") as package:
            assert scanned(package) == walked(package) == [Line(text, None) for text in expected]


def test_a_broken_style_is_told_of_documents_that_use_it(word_file: WordFile) -> None:
    styled = "<w:p><w:pPr><w:pStyle w:val='n'/></w:pPr><w:r><w:t>条</w:t></w:r></w:p>"
    for body, broken in ((OPENING, set()), (styled, {"styles"}), (OPENING, set()), (styled, {"styles"})):
        with Package(word_file(body, styles=BROKEN), "x.docx") as package:
            assert scanned(package) is not None
            assert set(package.broken) == broken


def test_what_is_learned_is_kept_within_bounds(word_file: WordFile) -> None:
    marks = "<w:bookmarkStart/>" * 40
    many = "".join(f"<w:p>{marks}<w:r><w:t>甲</w:t></w:r><w:x{n}/></w:p>" for n in range(2000))
    with Package(word_file(OPENING + many), "x.docx") as package:
        text = package.main_text()
        tag = text[: text.find(b">") + 1]
        assert scanned(package) is not None
    assert not learned(tag).is_too_much
    assert not learned(tag).patterns


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("\ufeff", ""),
        ("<?xml version='1.0'?>\n", "\n"),
    ],
    ids=["byte order mark", "line ends around the root"],
)
def test_ways_to_write_a_part(zip_file: Callable[..., bytes], before: str, behind: str) -> None:
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    part = f'{before}<w:document xmlns:w="{name}"><w:body>{OPENING}</w:body></w:document>{behind}'
    with Package(zip_file({"word/document.xml": part}), "x.docx") as package:
        assert scanned(package) == [Line("开头", None)]


def test_plain_documents_need_no_walk(word_file: WordFile) -> None:
    row = "<w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>"
    body = f"<w:p><w:r><w:t>一</w:t></w:r></w:p><w:tbl><w:tblPr/>{row * 2}</w:tbl><w:p/>"
    with Package(word_file(body), "x.docx") as package:
        first, second = scanned(package) or []
    assert first == Line("一", None)
    assert isinstance(second, Grid)
    assert second.cells == ((0, 0, 1, 1, "甲"), (0, 1, 1, 1, ""), (1, 0, 1, 1, "甲"), (1, 1, 1, 1, ""))


@pytest.mark.parametrize(
    "body",
    [
        "<w:p><w:r><w:t>甲</w:t></w:p></w:r>",
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tr></w:tbl>",
        "<w:p>&undefined;</w:p>",
        "<w:p><w:r><w:t>甲&b</w:t></w:r></w:p>",
        # Where a like element was right before, with the numbers of a session in its tag.
        "<w:p w:rsidR='1'><w:r><w:t>甲</w:t></w:r></w:p><w:p w:rsidR='1'/><w:r><w:t>甲</w:t></w:r></w:p>",
        "<w:p w:rsidR='1'><w:r><w:t>甲</w:t></w:r></w:p><w:p w:rsidR='1<w:r'><w:r><w:t>甲</w:t></w:r></w:p>",
        f"<w:tbl><w:tr>{CELL}</w:tr><w:tr>{CELL}</w:tr>{CELL}</w:tr></w:tbl>",
        f"<w:tbl><w:tr>{CELL}</w:tr></w:tbl></w:tbl>",
    ],
)
def test_malformed_markup_is_left_to_the_walk(word_file: WordFile, body: str) -> None:
    with Package(word_file(body), "x.docx") as package:
        assert scanned(package) is None
