"""Makes the process that children are forked from ready, so that their first document is as quick as the next.

Importing this module goes through the stages once with a made-up page, which loads readers,
catalogues and rules and compiles patterns. Without it a task finds all that missing and loads it.
"""

from __future__ import annotations

from ..schemas.lean import load_arrow

load_arrow()

from ..extract import read
from ..extract.collector import freeze_for_good
from ..extract.pdf import pdf
from ..extract.word import docx
from ..normalize import normalize
from ..schemas.records import Submission
from ..validate import Options, validate
from . import checking, reading

__all__ = ["checking", "docx", "pdf", "reading"]

PAGE = """<html><body><h1>某单位2024年度项目支出绩效自评报告</h1>
<p>一、全年预算数100.00万元，执行数90.00万元，执行率90.00%，比上年增长5.2%，其中：基本支出40万元。</p>
<table><tr><th>项目资金</th><th>年初预算数</th><th>全年预算数</th><th>执行数</th><th>分值</th><th>执行率</th><th>得分</th></tr>
<tr><td>合计</td><td>100</td><td>100</td><td>90</td><td>10</td><td>90%</td><td>9</td></tr></table>
<table><tr><th>序号</th><th>一级指标</th><th>三级指标</th><th>年度指标值</th><th>实际完成值</th><th>分值</th><th>得分</th></tr>
<tr><td>1</td><td>产出指标</td><td>培训人数</td><td>≥100人</td><td>120人</td><td>10</td><td>10</td></tr></table>
</body></html>"""


def _go_through() -> None:
    document = read(PAGE.encode(), "warm.html")
    validate(Submission("warm", (normalize(document),)), Options())


_go_through()
# What is loaded by now stays: no collection of garbage, here or in a child, need look at it again.
freeze_for_good()
