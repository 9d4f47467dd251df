"""Names of indicators and projects inside a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ..schemas.catalogue import load_catalogue
from ..schemas.formulas import load_formulas
from ..schemas.labels import clean_label
from ..schemas.loading import load_yaml
from ..schemas.records import Kind
from .number_words import any_of

if TYPE_CHECKING:
    from collections.abc import Mapping

UNSEEN = re.compile(r"[\s“”\"'‘’《》]+")
LIST_NUMBER = re.compile(
    r"^\s*(?:\d{1,2}[.、．)）](?!\d)|[（(][\d一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、是]|[①-⑳])\s*"
)
YEAR = re.compile(r"(?:19|20)\d\d\s?年?度?|\d{1,2}月份?|\d{1,2}日")
INDICATOR_KINDS = {Kind.AMOUNT: "amount", Kind.PERCENT: "ratio", Kind.COUNT: "count", Kind.AREA: "amount"}
SHORTEST_LABEL = 2


@dataclass(frozen=True, slots=True)
class ProseWords:
    """Patterns from prose_words.yaml."""

    neutral: re.Pattern[str]
    ending: re.Pattern[str]
    links: re.Pattern[str]
    spent_at_end: re.Pattern[str]
    change_at_end: re.Pattern[str]
    project: re.Pattern[str]
    generic_project: re.Pattern[str]
    too_general: re.Pattern[str]
    prose_meaning: Mapping[str, str]
    scope: re.Pattern[str]
    scoped: frozenset[str]


@cache
def load_prose_words() -> ProseWords:
    """Return the compiled words; read once."""
    raw: Mapping[str, Any] = load_yaml("prose_words.yaml")
    links = any_of(raw["links"])
    return ProseWords(
        neutral=re.compile(any_of(raw["neutral"])),
        ending=re.compile(f"(?:{any_of([*raw['stage_words'], *raw['links']])})$"),
        links=re.compile(f"(?:{links})+$"),
        spent_at_end=re.compile(f"(?:{any_of(raw['spent'])})(?:{links})*$"),
        change_at_end=re.compile(f"(?:{any_of(raw['change'])})(?:{links}|额|数|幅度|率)*$"),
        project=re.compile(
            f"(?P<name>.{{2,60}}?(?:{any_of(raw['project_end'])}))(?:支出|经费|资金)?(?:$|(?:{any_of(raw['stage_words'])}))"
        ),
        generic_project=re.compile(any_of([*raw["generic_project"], *raw["project_end"]])),
        too_general=re.compile(any_of(raw["too_general"])),
        prose_meaning=raw["prose_meaning"],
        scope=re.compile(any_of(raw["scope_words"])),
        scoped=frozenset(raw["scoped"]),
    )


def of_whole_unit(indicator: str | None, around: str) -> str | None:
    """Return an indicator; None if the words around limit it to some of the unit's funds.

    >>> of_whole_unit("basic_expenditure", "政府性基金预算财政拨款收支"), of_whole_unit("basic_expenditure", "支出情况")
    (None, 'basic_expenditure')
    """
    words = load_prose_words()
    return None if indicator in words.scoped and words.scope.search(around) else indicator


def name_in(words: str) -> str:
    """Return the name that a clause gives to the number after it; empty if it gives none.

    >>> [name_in(w) for w in ("其中：基本支出决算数为", "1.行政运行（项）", "支出决算为", "2023年“三公”经费预算为")]
    ['基本支出', '行政运行（项）', '', '三公经费']
    """
    known = load_prose_words()
    name = LIST_NUMBER.sub("", YEAR.sub("", UNSEEN.sub("", words)))
    name = re.sub(r"^(?:其中|和|及|以及|用于|主要有|主要是)[：:，,]?", "", name)
    while shorter := known.ending.search(name):
        name = name[: shorter.start()]
    name = re.sub(r"^[年，,、；;：:的]+|[，,、；;：:（(]+$", "", name)
    return name if len(name) >= SHORTEST_LABEL and name not in ("支出", "收入") else ""


def indicator_of(name: str, kind: Kind) -> str | None:
    """Return the indicator that a name means; None if it is unknown, ambiguous, or of another scope."""
    wanted = INDICATOR_KINDS.get(kind)
    if wanted is None or not name or load_prose_words().too_general.fullmatch(name):
        return None
    same = {**load_formulas().same_quantity, **load_prose_words().prose_meaning}
    for label in (name, _known_words(name)):
        hits = (
            {same.get(i.id, i.id) for i in load_catalogue().by_label(label) if i.kind == wanted}
            if label
            else set()
        )
        if len(hits) == 1:
            return hits.pop()
    return None


def _known_words(name: str) -> str:
    """Return the one catalogue label in a name that holds nothing else but neutral words."""
    tokens = [token for token in _tokenizer().cut(clean_label(name), HMM=False) if token.strip()]
    labels = [token for token in tokens if len(token) >= SHORTEST_LABEL and _names_figure(token)]
    rest = load_prose_words().neutral.sub("", "".join(token for token in tokens if token not in labels))
    return labels[0] if len(labels) == 1 and not rest else ""


def _names_figure(token: str) -> bool:
    """Return whether a word is the label of a figure, not one of words such as 单位 or 项目名称."""
    return any(i.kind in INDICATOR_KINDS.values() for i in load_catalogue().by_label(token))


@cache
def _tokenizer() -> Any:
    """A tokenizer that knows the catalogue's labels and nothing else, made in memory."""
    import jieba  # noqa: PLC0415 - a slow import that documents without such words do not need

    labels = {label for label in load_catalogue().keys if len(label) >= SHORTEST_LABEL and " " not in label}
    lines = "\n".join(f"{label} 10" for label in sorted(labels))
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(BytesIO(lines.encode()))
    tokenizer.initialized = True
    return tokenizer


def project_in(words: str) -> str | None:
    """Return the project that a clause names; None if it speaks of the unit itself.

    >>> project_in("公务用车管理项目支出年初预算"), project_in("财政拨款项目支出年初预算数为")
    ('公务用车管理项目', None)
    """
    known = load_prose_words()
    text = LIST_NUMBER.sub("", YEAR.sub("", UNSEEN.sub("", words)))
    text = re.sub(r"^(?:其中|和|及|以及|用于)[：:，,]?", "", known.links.sub("", text))
    found = known.project.search(text)
    if found is None or not known.generic_project.sub("", found["name"]).strip("（）()、"):
        return None
    return found["name"].lstrip("，,、：:；;")
