"""The forms as printed: one function per layout turns a form into rows for `model.lay_out`."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .forms import Item, ScoreForm

Rows = list[list[str | None]]

_REASON = "偏差原因分析\n及改进措施"
_INDICATORS = ["一级指标", "二级指标", "三级指标", "年度\n指标值", "实际\n完成值", "分值", "得分", _REASON]
_BUDGET = ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]


def rows_of(form: ScoreForm) -> Rows:
    """Return the rows of the form in its layout."""
    layouts: dict[str, Callable[[ScoreForm], Rows]] = {
        "department": _department,
        "central": _central,
        "hunan": _hunan,
        "sichuan": _sichuan,
        "hubei": _hubei,
        "anhui": _anhui,
    }
    return layouts[form.layout](form)


def _label(form: ScoreForm, name: str, marks: str) -> str:
    """The first-level cell, with its marks in brackets where the form prints them."""
    style = form.options.get("marks_in", "line")
    return {"line": f"{name}\n（{marks}分）", "same": f"{name}（{marks}分）", "none": name}[style]


def _indicator_rows(form: ScoreForm, columns: Callable[[Item], list[str]], heading: list[str]) -> Rows:
    """Side label, heading and indicator rows, first and second level merged downwards."""
    rows: Rows = [[f"绩\n效\n指\n标|r{len(form.items) + 1}", *heading]]
    marks = dict(form.groups)
    for name, group in groupby(form.items, key=lambda item: item.level1):
        members = list(group)
        first = f"{_label(form, name, marks[name])}|r{len(members)}"
        for level2, same in groupby(members, key=lambda item: item.level2):
            items = list(same)
            for number, item in enumerate(items):
                row: list[str | None] = [] if number else [f"{level2}|r{len(items)}"]
                rows.append([*([first] if first else []), *row, *columns(item)])
                first = ""
    return rows


def _plain(item: Item) -> list[str]:
    return [item.level3, item.full_target, item.actual, item.weight, item.score, item.reason]


def _goals(form: ScoreForm, left: int, right: int) -> Rows:
    return [
        ["年度总体\n目标|r2", f"预期目标|c{left}", f"实际完成情况|c{right}"],
        [f"{form.head['goal']}|c{left}", f"{form.head['result']}|c{right}"],
    ]


def _total(form: ScoreForm, before: int, after: int, label: str = "总分") -> Rows:
    if form.total is None:
        return []
    return [[f"{label}|c{before}", "100", form.total, *[""] * after]]


def _fund_rows(form: ScoreForm, order: Sequence[tuple[str, str]], dash: str) -> Rows:
    rows: Rows = []
    for key, label in order:
        scored = [form.exec_weight, form.rate, form.exec_score] if key == "total" else [dash] * 3
        rows.append([label, *form.funds[key], *scored])
    return rows


def _central(form: ScoreForm) -> Rows:
    order = [
        ("total", "年度资金总额："),
        ("current", "其中：当年财政拨款"),
        ("carry", "上年结转资金"),
        ("other", "其他资金"),
    ]
    return [
        ["项目名称|c2", f"{form.head['project']}|c7"],
        ["主管部门|c2", f"{form.head['department']}|c3", "实施单位", f"{form.head['unit']}|c3"],
        ["项目资金\n（万元）|r5c2", "", *_BUDGET],
        *_fund_rows(form, order, "—"),
        *_goals(form, 4, 4),
        *_indicator_rows(form, _plain, _INDICATORS),
        *_total(form, 6, 1),
    ]


def _hunan(form: ScoreForm) -> Rows:
    order = [
        ("current", "当年财政拨款"),
        ("carry", "上年结转资金"),
        ("other", "其他资金"),
        ("total", "年度资金总额"),
    ]
    return [
        ["项目支出\n名称|c2", f"{form.head['project']}|c7"],
        ["主管部门|c2", f"{form.head['department']}|c3", "实施单位", f"{form.head['unit']}|c3"],
        [
            f"项目资金\n（{form.options.get('money_unit', '万元')}）|r5c2",
            "资金来源",
            "年初\n预算数",
            "全年\n预算数",
            "全年\n执行数",
            "分值",
            "执行率",
            "得分",
        ],
        *_fund_rows(form, order, ""),
        *_goals(form, 4, 4),
        *_indicator_rows(form, _plain, _INDICATORS),
        *_total(form, 6, 1),
    ]


def _department(form: ScoreForm) -> Rows:
    split = form.options["split"]
    left = ["一般公共预算：", "政府性基金拨款：", "纳入专户管理的非税收入拨款：", "其他资金："]
    right = ["其中：基本支出：", "项目支出：", "", ""]
    return [
        ["预算部门\n名称|c2", f"{form.head['unit']}|c7"],
        [
            "年度预\n算申请\n（万元）|r7c2",
            "",
            "年初预算数",
            "全年预算数",
            "全年执行数",
            "分值",
            "执行率",
            "自评得分",
        ],
        ["年度资金总额", *form.funds["total"], form.exec_weight, form.rate, form.exec_score],
        ["按收入性质分：|c4", "按支出性质分：|c3"],
        *[
            _split_row(name, split["revenue"][n], right[n], split["expenditure"][n])
            for n, name in enumerate(left)
        ],
        *_goals(form, 4, 4),
        *_indicator_rows(form, _plain, _INDICATORS),
        *_total(form, 6, 1),
    ]


def _split_row(name: str, revenue: str, other: str, expenditure: str) -> list[str | None]:
    return [f"{name}|c3", revenue, f"{other}|c2", expenditure]


def _sichuan(form: ScoreForm) -> Rows:
    order = [
        ("total", "总额"),
        ("current", "其中：财政资金"),
        ("special", "财政专户管理资金"),
        ("unit", "单位资金"),
        ("other", "其他资金"),
    ]
    heading = [
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        "完成值",
        "权重",
        "得分",
        "未完成原因\n分析",
    ]
    funds: Rows = []
    for key, label in order:
        scored = [form.rate, form.exec_weight, form.exec_score] if key == "total" else ["/", "/", "/"]
        reason = [f"{form.options.get('fund_reason', '')}|r5"] if key == "total" else []
        funds.append([f"{label}|c2", *form.funds[key], *scored, *reason])
    budget = [
        "年度预算数(万元)|c2",
        "年初预算",
        "调整后预算数",
        "预算执行数",
        "预算执行率",
        "权重",
        "得分",
        "原因",
    ]
    return [
        ["项目名称|c2", f"{form.head['project']}|c9"],
        ["主管部门|c2", f"{form.head['department']}|c3", "实施单位\n（盖章）|c2", f"{form.head['unit']}|c4"],
        ["项目基本\n情况|r4c2", "1.项目年度目标完成情况|c9"],
        ["项目年度目标|c5", "年度目标完成情况|c4"],
        [f"{form.head['goal']}|c5", f"{form.head['result']}|c4"],
        ["2.项目实施内容及过程概述|c3", f"{form.options['process']}|c6"],
        ["预算执行\n情况\n（10分）|r6c2", *budget],
        *funds,
        *_indicator_rows(
            form,
            lambda i: [i.level3, i.sign, i.target, i.measure, i.actual, i.weight, i.score, i.reason],
            heading,
        ),
        ["合计|c8", "100", str(form.total), ""],
        ["评价结论|c2", f"{form.options['conclusion']}|c9"],
        ["存在问题|c2", f"{form.options['problems']}|c9"],
        ["改进措施|c2", f"{form.options['measures']}|c9"],
        [f"项目负责人：{form.options['leader']}|c6", f"财务负责人：{form.options['accountant']}|c5"],
    ]


def _hubei(form: ScoreForm) -> Rows:
    heading = [
        "一级指标",
        "二级指标",
        "三级指标",
        "年初目标值\n(A)",
        "实际完成值\n(B)",
        "分值",
        "得分",
        "偏差原因及\n改进措施",
    ]
    funds = form.funds["total"]
    return [
        ["项目名称|c2", f"{form.head['project']}|c7"],
        ["主管部门|c2", f"{form.head['department']}|c3", "项目实施单位|c2", f"{form.head['unit']}|c2"],
        ["项目类别|c2", "1、部门预算项目 √  2、市直专项 □  3、市对下转移支付 □|c7"],
        ["项目属性|c2", "1、持续性项目 √  2、新增性项目 □|c7"],
        [
            "预算执行情况\n（万元）\n（20分）|r2c2",
            "",
            "预算数(A)|c2",
            "执行数(B)",
            "执行率\n(B/A)|c2",
            "得分\n(20分*执行率)",
        ],
        ["年度财政\n资金总额", f"{funds[1]}|c2", funds[2], f"{form.rate}|c2", form.exec_score],
        *_goals(form, 4, 4),
        *_indicator_rows(form, _plain, heading),
        *_total(form, 6, 1),
    ]


def _anhui(form: ScoreForm) -> Rows:
    order = [
        ("total", "年度资金总额"),
        ("current", "其中：财政拨款"),
        ("carry", "上年结转"),
        ("other", "其他资金"),
    ]
    heading = [
        "一级指标",
        "二级指标",
        "三级指标",
        "分值",
        "年度指标值",
        "实际完成值",
        "得分",
        "偏差原因分析\n及改进措施",
    ]
    return [
        ["项目名称|c2", f"{form.head['project']}|c7"],
        ["主管部门|c2", f"{form.head['department']}|c3", "实施单位", f"{form.head['unit']}|c3"],
        [
            f"项目资金\n（{form.options.get('money_unit', '万元')}）|r5c2",
            "资金来源",
            "年初预算",
            "全年预算",
            "执行数",
            "分值",
            "执行率",
            "自评得分",
        ],
        *_fund_rows(form, order, "-"),
        *_goals(form, 4, 4),
        *_indicator_rows(
            form,
            lambda i: [i.level3, i.weight, i.full_target, i.actual, i.score, i.reason],
            heading,
        ),
        ["总分|c4", "100", "|c2", str(form.total), ""],
    ]
