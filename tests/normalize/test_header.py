"""Organisation, fiscal year, date and title, from documents as units write them."""

from __future__ import annotations

from datetime import date

import pytest

from fuhe.normalize.header import (
    find_fiscal_year,
    find_organisation,
    find_report_date,
    find_title,
)
from fuhe.schemas.records import Document, Form, Paragraph, Source


def document(*texts: str) -> Document:
    paragraphs = tuple(
        Paragraph(n, text, (), None, Source("d", paragraph=n)) for n, text in enumerate(texts, start=1)
    )
    return Document("d", "d.docx", "", "docx", 1, None, paragraphs, ())


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        (
            ["附件3", "云溪县水利局2023年度部门整体支出绩效自评报告", "一、基本情况"],
            "云溪县水利局2023年度部门整体支出绩效自评报告",
        ),
        (
            ["青川市文化馆", "2023年度项目支出绩效自评报告", "一、项目概况"],
            "青川市文化馆2023年度项目支出绩效自评报告",
        ),
        (
            ["溪财绩〔2024〕9号", "关于2023年度绩效评价结果的通报", "各预算单位："],
            "关于2023年度绩效评价结果的通报",
        ),
        (["一、部门概况", "本单位负责全县水利工作。"], None),
    ],
)
def test_title(texts: list[str], title: str | None) -> None:
    assert find_title(document(*texts)) == title


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (["云溪县水利局2023年度部门整体支出绩效自评报告"], 2023),
        (["项目支出绩效自评报告", "（2022年度）", "2023年3月1日"], 2022),
        (["绩效自评报告", "2023年预算安排100万元，2023年决算90万元，2022年决算80万元。"], 2023),
        (["绩效自评报告", "本单位人员20人。"], None),
    ],
)
def test_fiscal_year(texts: list[str], year: int | None) -> None:
    found = document(*texts)
    assert find_fiscal_year(found, find_title(found)) == year


@pytest.mark.parametrize(
    ("texts", "day"),
    [
        (["填表人：张三 填报日期：2024.4.3 联系电话：8560000"], date(2024, 4, 3)),
        (["云溪县水利局", "2024年3月18日"], date(2024, 3, 18)),
        (["云溪县水利局", "2024-03-18"], date(2024, 3, 18)),
        (["云溪县水利局", "二〇二四年三月十八日"], date(2024, 3, 18)),
        (["填报日期：9.30"], None),
        (["2023年12月31日前完成清淤。"], None),
        (["2024年13月1日"], None),
    ],
)
def test_report_date(texts: list[str], day: date | None) -> None:
    assert find_report_date(document(*texts)) == day


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (["云溪县水利局2023年度部门整体支出绩效自评报告"], "云溪县水利局"),
        (["绩效自评报告", "单位名称：青川市图书馆（公章）"], "青川市图书馆"),
        (["绩效自评报告", "填报单位：105001-云溪县水利局"], "云溪县水利局"),
        (
            ["关于结果的通报", "现将结果通报如下。", "檀溪市财政局", "2024年4月15日", "抄送：市政府"],
            "檀溪市财政局",
        ),
        (["部门整体支出绩效自评报告", "本单位人员20人。"], None),
        (["青川市文化馆", "2023年度部门决算", "目　录"], "青川市文化馆"),
    ],
)
def test_organisation(texts: list[str], name: str | None) -> None:
    found = document(*texts)
    assert find_organisation(found, (), find_title(found)) == name


def test_a_form_names_the_organisation_before_anything_else() -> None:
    form = Form(
        "department_self_evaluation", 1, None, (("budget_department", "云溪县水利局", Source("d", table=1)),)
    )
    assert find_organisation(document("青川市文化馆2023年度绩效自评报告"), [form], None) == "云溪县水利局"
