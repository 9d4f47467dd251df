"""Names and numbers of the people who filled in a form never reach a dataset."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuhe.normalize.privacy import mask_document, mask_text
from fuhe.schemas.records import Cell, Document, Paragraph, Source, Table


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (
            "填表人：李小明 填报日期：2024.4.3 联系电话：8561234",
            "填表人：*** 填报日期：2024.4.3 联系电话：*******",
        ),
        ("填表人:欧阳小明　联系电话:0734-8561234", "填表人:****　联系电话:************"),
        ("联系方式：13812345678", "联系方式：***********"),
        ("经办人：王　芳", "经办人：王　芳"),  # a name with a blank inside is masked in cells only
        ("如有疑问请致电0734-8561234。", "如有疑问请致电************。"),
        ("单位负责人签字：", "单位负责人签字："),
        ("支出13812345.67万元", "支出13812345.67万元"),
        ("联络电话：8690000", "联络电话：*******"),
        ("电子邮箱：zhang.san@example.gov.cn", "电子邮箱：*********@example.gov.cn"),
        ("主要负责人高度重视绩效工作", "主要负责人高度重视绩效工作"),
    ],
)
def test_mask_text(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@given(st.text(alphabet="填表人：电话0123456789- 张三，", max_size=60))
def test_masking_keeps_every_place(text: str) -> None:
    assert len(mask_text(text)) == len(text)


def test_whole_document() -> None:
    cells = (
        Cell(0, 0, 1, 1, "填表人", Source("d", table=1, row=0, column=0)),
        Cell(0, 1, 1, 1, "王 芳", Source("d", table=1, row=0, column=1)),
        Cell(0, 2, 1, 1, "联系电话：8561234", Source("d", table=1, row=0, column=2)),
        Cell(0, 3, 1, 1, "办公电话", Source("d", table=1, row=0, column=3)),
        Cell(0, 4, 1, 1, "8690000", Source("d", table=1, row=0, column=4)),
        Cell(1, 0, 1, 1, "项目支出", Source("d", table=1, row=1, column=0)),
        Cell(1, 1, 1, 1, "120.50", Source("d", table=1, row=1, column=1)),
    )
    paragraph = Paragraph(1, "联系人：赵钱孙 13812345678", (), None, Source("d", paragraph=1))
    table = Table(1, cells, 2, 5, caption="填表人：李小明")
    masked = mask_document(Document("d", "d.docx", "", "docx", 1, None, (paragraph,), (table,)))
    texts = [masked.paragraphs[0].text, masked.tables[0].caption, *(c.text for c in masked.tables[0].cells)]
    assert texts == [
        "联系人：*** ***********",
        "填表人：***",
        "填表人",
        "***",
        "联系电话：*******",
        "办公电话",
        "*******",
        "项目支出",
        "120.50",
    ]
