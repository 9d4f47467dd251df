"""Decisions typed into the workbook or exported by the static report, taken into the lake again."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ...lake import OPEN
from ...schemas.errors import FuheError
from ...schemas.reasons import load_reasons
from ...schemas.records import Decision
from ...schemas.words import DECISION_WORDS
from ..lists.columns import FORBIDDEN
from .sheets import FINDINGS
from .spreadsheet import AS_EXPORTED, INPUT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ...lake import Lake

DISMISSED = "dismissed"
LONGEST_NOTE = 10_000  # characters; more is no note but a pasted file
MOST_ERRORS = 20  # shown at once
# The words of the lists, and what the desk's button says.
OPINIONS = {word: code for code, word in DECISION_WORDS.items()} | {"成立": "confirmed"}
FIELDS = ("finding_id", "decision", "reason", "note", "reviewer", "decided_at")


class DecisionsError(FuheError):
    """A file of decisions that cannot be taken in; nothing of it was."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken in.

    Attributes:
        changed: Decisions added to the lake.
        unchanged: Rows that nobody changed, or that the lake holds already, or a later word on them.
    """

    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision as a file states it.

    Attributes:
        where: Its place in the file, for people: "差异清单第5行".
        decision: The decision; `decided_at` empty if the file does not say.
        was: What the reviewer's columns held when the workbook was made; None if the file does not say.
    """

    where: str
    decision: Decision
    was: Decision | None = None


def take_in(lake: Lake, path: Path) -> Taken:
    """Take the decisions of a workbook or a JSON file into the lake, all of them or none.

    Args:
        lake: The lake.
        path: A workbook that `fuhe findings -o` wrote, or a JSON list of decisions.

    Raises:
        DecisionsError: A row is wrong; the text names sheet, row and remedy of each.
    """
    entries = _from_json(path) if path.suffix.lower() == ".json" else _from_workbook(path)
    known = {finding.id for finding in lake.records("findings")}
    held = {key: judgement.decision for key, judgement in lake.judgements().items()}
    known |= held.keys()
    touched = [entry for entry in entries if entry.was is None or _said(entry.decision) != _said(entry.was)]
    errors = [f"{entry.where}：{wrong}" for entry in touched for wrong in _wrong(entry, known, held)]
    if errors:
        rest = [f"……共 {len(errors)} 处。"] if len(errors) > MOST_ERRORS else []
        raise DecisionsError(
            "\n".join(["没有导入任何复核意见，请改正后再导入：", *errors[:MOST_ERRORS], *rest])
        )
    changed = [entry.decision for entry in touched if _is_news(entry, held.get(entry.decision.finding_id))]
    now = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    lake.decide([replace(decision, decided_at=decision.decided_at or now) for decision in changed])
    return Taken(len(changed), len(entries) - len(changed))


def decisions_json(lake: Lake) -> bytes:
    """Return the decisions that hold, as `take_in` reads them."""
    held = sorted(lake.judgements().items())
    rows = [{name: getattr(judgement.decision, name) for name in FIELDS} for _, judgement in held]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def _is_news(entry: Entry, held: Decision | None) -> bool:
    """Return whether an entry says something new; an older word than the lake's is none."""
    decision = entry.decision
    is_later = held is None or not decision.decided_at or _time(decision) >= _time(held)
    return is_later and _said(decision) != _said(held)


def _time(decision: Decision) -> datetime:
    time = datetime.fromisoformat(decision.decided_at)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _said(decision: Decision | None) -> tuple[str, ...]:
    """Return what a decision says; that there is none equals one that was taken back."""
    if decision is None or decision.decision == OPEN:
        return ("",)
    return decision.decision, decision.reason, decision.note, decision.reviewer


def _wrong(entry: Entry, known: Iterable[str], held: dict[str, Decision]) -> Iterator[str]:
    """Yield what is wrong with an entry, each with the remedy."""
    decision, reasons = entry.decision, load_reasons()
    if decision.finding_id not in known:
        yield f"问题编号“{decision.finding_id}”不在此结果文件夹中。请核对文件夹，或删去此行。"
    if decision.decision not in {*DECISION_WORDS, OPEN}:
        yield f"处理意见“{decision.decision}”无效，请填 {'、'.join(DECISION_WORDS.values())} 之一，或留空。"
    if decision.reason and decision.reason not in reasons:
        texts = "、".join(reason.text for reason in reasons.values())
        yield f"理由“{decision.reason}”不在列表中，请从中选择：{texts}。"
    if decision.decision == DISMISSED and not decision.reason:
        yield "处理意见是“不成立”，请在“理由”列选择理由。"
    reason = reasons.get(decision.reason)
    if reason is not None and reason.needs_note and not decision.note:
        yield f"理由是“{reason.text}”，请在“备注”列写明。"
    if len(decision.note) > LONGEST_NOTE:
        yield f"备注超过 {LONGEST_NOTE} 字，请缩短。"
    current = held.get(decision.finding_id)
    if entry.was is not None and _said(decision) != _said(entry.was) != _said(current) != _said(decision):
        yield "导出之后已有人在别处改过此条意见。请重新导出清单，再填写此行。"


# ------------------------------------------------------------------ JSON


def _from_json(path: Path) -> list[Entry]:
    try:
        found = json.loads(path.read_bytes().decode("utf-8-sig"))
    except ValueError as error:
        raise DecisionsError(f"“{path}”不是 JSON 文件（{error}）。请重新导出。") from error
    if not isinstance(found, list):
        raise DecisionsError(f"“{path}”应是复核意见的列表（以 [ 开头）。请重新导出。")
    return [_from_object(item, f"第{number}条") for number, item in enumerate(found, 1)]


def _from_object(item: object, where: str) -> Entry:
    if not isinstance(item, dict) or any(not isinstance(item.get(name, ""), str) for name in FIELDS):
        raise DecisionsError(f"{where}：应是含 {'、'.join(FIELDS)} 的对象，值都是文字。请重新导出。")
    if item.get("decided_at"):
        _require_time(item["decided_at"], where)
    return Entry(where, Decision(**{name: _clean(item.get(name, "")) for name in FIELDS}))


def _require_time(text: str, where: str) -> None:
    try:
        datetime.fromisoformat(text)
    except ValueError as error:
        raise DecisionsError(f"{where}：复核时间“{text}”应写成 2024-05-31T09:30:00+08:00。") from error


def _clean(text: str) -> str:
    return FORBIDDEN.sub("", text).strip()


# ------------------------------------------------------------------ workbook


def _from_workbook(path: Path) -> list[Entry]:
    rows = _rows(path)
    headers = [_text(value) for value in rows[0]] if rows else []
    missing = [name for name in ("问题编号", *INPUT, AS_EXPORTED) if name not in headers]
    if missing:
        raise DecisionsError(
            f"“{path}”的“{FINDINGS}”表缺少列：{'、'.join(missing)}。请用 fuhe findings LAKE -o 清单.xlsx 导出后填写。"
        )
    entries = []
    for number, values in enumerate(rows[1:], 2):
        row = dict(zip(headers, (_text(value) for value in values), strict=False))
        if row.get("问题编号"):
            entries.append(_entry(row, f"“{FINDINGS}”第{number}行"))
    return entries


def _rows(path: Path) -> Sequence[Sequence[Any]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise DecisionsError(f"“{path}”不是 Excel 工作簿（.xlsx）。请另存为 .xlsx 或导出 .json。") from error
    if FINDINGS not in book.sheetnames:
        raise DecisionsError(
            f"“{path}”里没有“{FINDINGS}”表。请用 fuhe findings LAKE -o 清单.xlsx 导出后填写。"
        )
    return list(book[FINDINGS].iter_rows(values_only=True))


def _text(value: object) -> str:
    return "" if value is None else _clean(str(value))


def _entry(row: dict[str, str], where: str) -> Entry:
    finding_id = row["问题编号"]
    try:
        was = _decision(finding_id, json.loads(row.get(AS_EXPORTED) or '["", "", "", ""]'))
    except (ValueError, TypeError) as error:
        raise DecisionsError(f"{where}：“{AS_EXPORTED}”列被改动过。请重新导出清单，再填写。") from error
    return Entry(where, _decision(finding_id, [row.get(name, "") for name in INPUT]), was)


def _decision(finding_id: str, said: Sequence[str]) -> Decision:
    """Return the decision that the reviewer's columns state, words and reasons by their codes."""
    opinion, reason, note, reviewer = map(_clean, said)
    codes = {known.text: known.code for known in load_reasons().values()}
    word = OPINIONS.get(opinion, opinion) or OPEN
    return Decision(finding_id, word, codes.get(reason, reason), note, reviewer, "")
