"""The discrepancy list: findings with what a reviewer needs beside them, most serious first."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ...lake import OPEN, Standing
from ...schemas.catalogue import load_catalogue
from ...schemas.records import Severity
from ...schemas.words import GRADE_CHANGE
from .places import CellNames

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...lake import Judgement, Lake
    from ...schemas.records import Check, Decision, DocumentRow, Evidence, Fact, Finding

    Spot = tuple[str, str]  # document and finding

SEVERITIES = tuple(Severity)  # most serious first


@dataclass(frozen=True, slots=True)
class Filters:
    """Which findings are shown.

    Attributes:
        severity: This and the more serious ones; None for all.
        rules: Codes or beginnings of codes; empty for all.
        document: Part of a file name, or the beginning of a document id; empty for all.
        unit: Part of an organisation's name; empty for all.
        each_copy: Show a finding in every copy of its report, not only in the first one.
    """

    severity: Severity | None = None
    rules: tuple[str, ...] = ()
    document: str = ""
    unit: str = ""
    each_copy: bool = False

    def wants(self, finding: Finding, document: DocumentRow) -> bool:
        """Return whether a finding is shown."""
        serious = self.severity is None or SEVERITIES.index(finding.severity) <= SEVERITIES.index(
            self.severity
        )
        rule = not self.rules or finding.rule.startswith(self.rules)
        file = self.document in document.name or document.document_id.startswith(self.document)
        return serious and rule and file and self.unit in (document.organisation or "")


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A finding with what a reviewer needs beside it.

    Attributes:
        number: From 1, in the order of the list.
        finding: The finding.
        document: The file that it is filed under.
        rule_title: What the rule is about, in Chinese; the code if the rule is unknown.
        place: Where the stated figure stands, for people.
        row_label: Words of its row; empty outside tables.
        column_label: Words of its column.
        others: Places of the other operands, for people; with the file's name where it is another.
        project: Project or unit that the table is about; empty if it names none.
        fact: The stated figure's fact; None if the finding is not about one figure.
        relation: The arithmetic with the printed figures; empty if there is none.
        decision: What a reviewer said; None if nobody did.
        is_reopened: The figures are others now than those that were decided on.
        copies: Names of the other files that hold the same report with the same finding.
    """

    number: int
    finding: Finding
    document: DocumentRow
    rule_title: str
    place: str
    row_label: str
    column_label: str
    others: tuple[str, ...]
    project: str
    fact: Fact | None
    relation: str
    decision: Decision | None
    is_reopened: bool = False
    copies: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """The reviewer's word on the figures as they are now; "open" if there is none."""
        return self.decision.decision if self.decision is not None and not self.is_reopened else OPEN

    @property
    def is_settled(self) -> bool:
        """Whether a reviewer decided on the figures as they are now."""
        return self.decision is not None and not self.is_reopened

    @property
    def stated(self) -> Evidence | None:
        """The evidence of the stated figure."""
        return self.finding.evidence[0] if self.finding.evidence else None


def discrepancies(lake: Lake, filters: Filters | None = None) -> list[Discrepancy]:
    """Return the findings of a lake that pass, most serious first, then by the money at stake.

    A report that came as several files (the same text as .docx and .pdf, wherever they lie) has each
    finding listed once: the copies give it the same id, and a decision is about the id.
    """
    chosen = filters or Filters()
    documents: dict[str, DocumentRow] = {row.document_id: row for row in lake.records("documents")}
    findings: list[Finding] = lake.records("findings")
    found = [finding for finding in findings if chosen.wants(finding, documents[finding.document])]
    found.sort(key=lambda finding: _rank(finding, documents[finding.document]))
    if not chosen.each_copy:
        found = list({finding.id: finding for finding in reversed(found)}.values())[::-1]
    context = _Context.of(lake, found, documents, _holders(findings, documents))
    return [context.discrepancy(number, finding) for number, finding in enumerate(found, 1)]


def by_case(rows: Iterable[Discrepancy]) -> list[list[Discrepancy]]:
    """Return findings by their cause, a case where its first finding stands."""
    cases: dict[str, list[Discrepancy]] = {}
    for row in rows:
        cases.setdefault(f"{row.document.submission} {row.finding.case}", []).append(row)
    return list(cases.values())


def _holders(
    findings: Iterable[Finding], documents: Mapping[str, DocumentRow]
) -> Mapping[Spot, tuple[str, ...]]:
    """Return the names of the other copies that hold each finding."""
    holders: dict[str, list[DocumentRow]] = {}
    for finding in findings:
        holders.setdefault(finding.id, []).append(documents[finding.document])
    names = {key: sorted(rows, key=lambda row: row.source) for key, rows in holders.items()}
    return {
        (row.document_id, finding_id): tuple(other.name for other in rows if other is not row)
        for finding_id, rows in names.items()
        for row in rows
    }


def money(finding: Finding) -> Decimal:
    """Return the amount at stake in 元; 0 if the finding is not about money."""
    unit = load_catalogue().unit(finding.unit) if finding.unit else None
    if unit is None or unit.dimension != "amount" or finding.difference is None:
        return Decimal(0)
    return abs(finding.difference) * unit.factor


def _rank(finding: Finding, document: DocumentRow) -> tuple[int, bool, Decimal, str, str]:
    """Most serious first, of these the ones that turn a grade, then by the money at stake."""
    severity = SEVERITIES.index(finding.severity)
    return severity, not changes_grade(finding), -money(finding), document.source, finding.id


def changes_grade(finding: Finding) -> bool:
    """Return whether the recomputed figure puts the total on the other side of a grade's bound."""
    return GRADE_CHANGE in (finding.impact or "")


@dataclass(frozen=True, slots=True)
class _Context:
    """What the lake says about the documents that have findings."""

    documents: Mapping[str, DocumentRow]
    names: CellNames
    projects: Mapping[tuple[str, int], str]
    facts: Mapping[tuple[object, ...], Fact]
    checks: Mapping[tuple[object, ...], Check]
    titles: Mapping[str, str]
    judgements: Mapping[str, Judgement]
    copies: Mapping[Spot, tuple[str, ...]]

    @classmethod
    def of(
        cls,
        lake: Lake,
        findings: Iterable[Finding],
        documents: Mapping[str, DocumentRow],
        copies: Mapping[Spot, tuple[str, ...]],
    ) -> _Context:
        places = {item.source.document for finding in findings for item in finding.evidence}
        keys = sorted(places | {finding.document for finding in findings})
        tables = lake.records("tables", keys)
        return cls(
            documents=documents,
            names=CellNames.of(lake.records("cells", keys)),
            projects={(t.document_id, t.table.number): t.form.name for t in tables if t.form and t.form.name},
            facts={_spot(fact): fact for fact in lake.records("facts", keys)},
            checks={_verdict(check): check for check in lake.records("checks", keys)},
            titles=rule_titles(),
            judgements=lake.judgements(),
            copies=copies,
        )

    def discrepancy(self, number: int, finding: Finding) -> Discrepancy:
        stated = finding.evidence[0].source if finding.evidence else None
        check = self.checks.get(_verdict(finding))
        judgement = self.judgements.get(finding.id)
        return Discrepancy(
            number=number,
            finding=finding,
            document=self.documents[finding.document],
            rule_title=self.titles.get(finding.rule, finding.rule),
            place=self.names.place(stated) if stated else "全文",
            row_label=self.names.row(stated) if stated else "",
            column_label=self.names.column(stated) if stated else "",
            others=tuple(self._place(item, finding) for item in finding.evidence[1:]),
            project=self.projects.get((stated.document, stated.table or 0), "") if stated else "",
            fact=self.facts.get(_spot(finding.evidence[0])) if stated else None,
            relation=check.relation if check else "",
            decision=judgement.decision if judgement else None,
            is_reopened=judgement is not None and judgement.standing is Standing.CHANGED,
            copies=self.copies[finding.document, finding.id],
        )

    def _place(self, item: Evidence, finding: Finding) -> str:
        place = self.names.place(item.source)
        if item.source.document == finding.document:
            return place
        other = self.documents.get(item.source.document)
        return f"“{other.name}”{place}" if other else place


def _spot(item: Fact | Evidence) -> tuple[object, ...]:
    place = item.source
    return place.document, place.table, place.row, place.column, place.paragraph, place.start, item.text


def _verdict(item: Check | Finding) -> tuple[object, ...]:
    return item.document, item.rule, item.stated, item.expected


def rule_titles() -> dict[str, str]:
    """Return what each rule is about, by code."""
    from ...validate import rule_pages  # noqa: PLC0415 - the rules are heavy

    return {page.code: page.title for page in rule_pages()}
