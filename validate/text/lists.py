"""Lists that run over paragraphs: "…支出决算数为T万元，其中：" and one paragraph for each item."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...schemas.records import Kind, Stage
from .part_lists import PartList, additive, are_counterparts
from .parts import sum_relations
from .passage import Role, read_passage
from .proposing import BUDGETS, is_budget
from .shares import share_of
from .words import load_text_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...schemas.records import Fact
    from ..relation import Relation
    from .passage import Figure, Passage

OPENS_LIST = re.compile(
    r"(?:其中|如下|以下(?:几个)?方面|下列方面|包括|分别[为是])\s*[：:，,]?\s*$|(?:其中|以下(?:几个)?方面|如下)[：:]\s*$"
)
NUMBER = re.compile(
    r"\s*(?:(?P<plain>\d{1,2})[.、．](?!\d)|(?P<stuck>\d{1,2})[.．](?=(?:19|20)\d\d年)|[（(](?P<bracketed>\d{1,2})[)）]|(?P<open>\d{1,2})[)）]"
    r"|[（(](?P<han_bracketed>[一二三四五六七八九十]{1,3})[)）]|(?P<han>[一二三四五六七八九十]{1,3})、|(?P<circled>[①-⑳]))"
)
TITLE = 30  # characters; a longer paragraph without a number belongs to the item before it
ITEM_MOST = 60  # paragraphs of one list
MAIN = re.compile(r"主要[^，,。；;]{0,4}[：:]?\s*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its facts, as the list patterns want it.

    Attributes:
        text: The paragraph.
        facts: Facts located in it, in order.
        heading: Headings that it stands under.
    """

    text: str
    facts: Sequence[Fact]
    heading: tuple[str, ...] = ()


def list_relations(blocks: Sequence[Block]) -> Iterator[Relation]:
    """Yield the totals that are followed by their parts in paragraphs of their own."""
    for at, block in enumerate(blocks):
        if block.facts and OPENS_LIST.search(block.text):
            yield from _list_at(block, blocks[at + 1 : at + 1 + ITEM_MOST])


def _list_at(header: Block, following: Sequence[Block]) -> Iterator[Relation]:
    passage = read_passage(header.text, header.facts)
    totals = _totals(passage)
    if not totals or not following:
        return
    style = _style(following[0].text)
    items = _numbered(following) if style else _unnumbered(following)
    entries = [
        entry
        for item in items
        for entry in _entries(read_passage(item.text, item.facts), totals[0], numbered=bool(style))
    ]
    is_open = MAIN.search(re.split("[。；;]", header.text)[-1]) is not None or any(
        re.search(r"等(?:项目|支出|经费)?。?\s*$", item.text) for item in items
    )
    for total in totals:
        parts = tuple(part for entry in entries if (part := _of_stage(entry, total, len(totals))) is not None)
        if len(parts) > 1:
            is_marked = bool(style) and "其中" in header.text[-6:]
            is_certain = are_counterparts(parts) or (is_marked and _is_certain(total, parts, items))
            yield from sum_relations(PartList(total, parts, is_open, is_certain))
    yield from _shares(items, totals[-1])


def _totals(passage: Passage) -> tuple[Figure, ...]:
    """Return the totals of the last sentence with figures, one for each stage."""
    if not passage.figures or passage.figures[-1].depth:
        return ()
    after = OPENS_LIST.sub("", passage.text[passage.figures[-1].end :])
    if "。" in after.strip().rstrip("。"):
        return ()
    last = passage.sentences[-1]
    plain = [
        f
        for f in last
        if f.role is Role.PLAIN and not f.is_explained and f.fact.kind in (Kind.AMOUNT, Kind.COUNT)
    ]
    if not plain:
        return ()
    totals: dict[Stage | None, Figure] = {}
    for figure in plain:
        if figure.is_like(plain[-1]) and figure.group == plain[-1].group:
            totals[figure.fact.stage] = figure
    return tuple(totals.values())


def _style(text: str) -> tuple[str, int] | None:
    """Return (kind of list number, its value) at the start of a paragraph."""
    found = NUMBER.match(text)
    if found is None:
        return None
    kind = found.lastgroup or ""
    printed = found[kind]
    if kind == "circled":
        return kind, ord(printed) - ord("①") + 1
    return ("plain" if kind == "stuck" else kind), int(printed) if printed.isdigit() else _han_value(printed)


def _han_value(printed: str) -> int:
    tens, _, ones = printed.rpartition("十")
    digits = "一二三四五六七八九"
    if "十" not in printed:
        return digits.index(printed) + 1 if printed in digits else 0
    return (digits.index(tens) + 1 if tens else 1) * 10 + (digits.index(ones) + 1 if ones else 0)


def _numbered(following: Sequence[Block]) -> list[Block]:
    """Return the paragraphs numbered on from 1 in one style; inner lists of another style are left out."""
    kind, expected = _style(following[0].text) or ("", 0)
    if expected != 1:
        return []
    items: list[Block] = []
    for block in following:
        style = _style(block.text)
        is_title = style is None and len(block.text) < TITLE and block.heading != following[0].heading
        is_aside = style is None and len(items) > 1 and not block.facts
        if style == (kind, expected):
            items.append(block)
            expected += 1
        elif is_title or is_aside or (style is not None and style[0] == kind):
            break
    return items


def _unnumbered(following: Sequence[Block]) -> list[Block]:
    """Return the paragraphs that consist of items with a figure each."""
    items: list[Block] = []
    for block in following:
        is_list = _style(block.text) is None and block.heading == following[0].heading and _is_item_run(block)
        if not is_list:
            break
        items.append(block)
    return items


def _is_item_run(block: Block) -> bool:
    """Return whether a paragraph is nothing but items with figures: no sentence of another kind."""
    text = block.text.strip()
    if not block.facts or len(re.findall("[。！？]", text.rstrip("。"))):
        return False
    clauses = [clause for clause in re.split("[，,；;]", text.rstrip("。；;")) if clause.strip()]
    figured = sum(1 for clause in clauses if re.search(r"\d", clause))
    return figured == len(clauses)


def _entries(passage: Passage, total: Figure, *, numbered: bool) -> list[tuple[Figure, ...]]:
    """Return the figures of each item: a numbered paragraph is one, else each part between marks."""
    if not passage.figures:
        return []
    figures = additive([f for f in passage.figures if f.depth == 0], total)
    if numbered:
        first = passage.figures[0].sentence
        own = tuple(f for f in figures if f.sentence == first) or figures
        return [_before_inner_list(passage, own)] if own else []
    entries: list[list[Figure]] = []
    for figure in figures:
        continues = (
            entries
            and figure.group == entries[-1][-1].group
            and figure.fact.stage not in {f.fact.stage for f in entries[-1]}
        )
        if continues and figure.fact.stage is not None:
            entries[-1].append(figure)
        else:
            entries.append([figure])
    return [tuple(entry) for entry in entries]


def _before_inner_list(passage: Passage, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    inner = passage.text.find("其中")
    return tuple(f for f in figures if inner < 0 or f.start < inner)


def _of_stage(entry: Sequence[Figure], total: Figure, n_totals: int) -> Figure | None:
    """Return the figure of an item that belongs to a total: same stage, or the only one there is."""
    stage = total.fact.stage
    same = [f for f in entry if f.fact.stage is stage]
    if same:
        return same[0]
    unstaged = [f for f in entry if f.fact.stage is None]
    if unstaged and (stage is Stage.ACTUAL or n_totals == 1):
        return unstaged[0]
    if (
        n_totals == 1
        and len(entry) == 1
        and stage in (Stage.ADDED_BUDGET, *BUDGETS)
        and not is_budget(entry[0])
    ):
        return entry[0]
    if stage is None and n_totals == 1:
        actual = [f for f in entry if f.fact.stage is Stage.ACTUAL]
        return actual[0] if actual else (entry[0] if len(entry) == 1 else None)
    return None


def _is_certain(total: Figure, parts: Sequence[Figure], items: Sequence[Block]) -> bool:
    return total.fact.kind is Kind.AMOUNT and len(parts) >= 3 and len(parts) >= len(items)


def _shares(items: Sequence[Block], total: Figure) -> Iterator[Relation]:
    """A bare 占z% in an item is its share of the total above."""
    words = load_text_words()
    for item in items:
        passage = read_passage(item.text, item.facts)
        for part, rate in zip(passage.figures, passage.figures[1:], strict=False):
            found = words.share_at_end.search(rate.clause) if rate.role is Role.SHARE else None
            if found is None or found["whole"] or part is not passage.figures[0]:
                continue
            if part.role is Role.PLAIN and part.is_like(total):
                yield share_of(rate, part, total)
