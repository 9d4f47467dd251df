"""What severities, outcomes and states are called in front of people."""

from __future__ import annotations

from .records import Outcome, Severity, Status

SEVERITY_WORDS = {Severity.ERROR: "错误", Severity.WARN: "预警", Severity.INFO: "提示"}
STATUS_WORDS = {Status.OK: "已读取", Status.PARTIAL: "部分读取", Status.FAILED: "未能读取"}
OUTCOME_WORDS = {
    Outcome.HOLDS: "相符",
    Outcome.ROUNDING: "四舍五入相符",
    Outcome.BROKEN: "不符",
    Outcome.DEFERRED: "待核实",
}
DECISION_WORDS = {
    "confirmed": "已确认",
    "dismissed": "不成立",
    "explained": "已说明",
    "extraction-error": "识别有误",
}

# What an impact says when the corrected total has another grade; lists show such findings first.
GRADE_CHANGE = "等次由"
