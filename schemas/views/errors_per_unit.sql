-- 各单位问题数
-- One row per organisation and year: its files, its findings, and what reviewers decided on them. A finding
-- that stands in two formats of one report (Word and PDF) counts once; files without an organisation share a row.
-- @organisation 单位名称: reporting unit; null where none was found
-- @fiscal_year 年度: year reported on; null where none was found
-- @documents 文件数: files, each format by itself
-- @failed 未能读取: files that could not be read
-- @errors 错误: findings of severity error
-- @warnings 预警: findings of severity warn
-- @hints 提示: findings of severity info
-- @cases 问题起因: distinct causes behind the findings
-- @confirmed 已确认: findings that a reviewer confirmed
-- @settled 已排除: findings that a reviewer dismissed, explained or traced to a reading error
-- @undecided 未复核: the rest; confirmed, settled and undecided make up all findings
SELECT
    d.organisation, d.fiscal_year,
    count(DISTINCT d.document_id) AS documents,
    count(DISTINCT d.document_id) FILTER (d.status = 'failed') AS failed,
    count(DISTINCT f.finding_id) FILTER (f.severity = 'error') AS errors,
    count(DISTINCT f.finding_id) FILTER (f.severity = 'warn') AS warnings,
    count(DISTINCT f.finding_id) FILTER (f.severity = 'info') AS hints,
    count(DISTINCT f."case") AS cases,
    count(DISTINCT f.finding_id) FILTER (c.decision = 'confirmed') AS confirmed,
    count(DISTINCT f.finding_id) FILTER (c.decision IN ('dismissed', 'explained', 'extraction-error')) AS settled,
    count(DISTINCT f.finding_id) FILTER (c.decision IS NULL) AS undecided
FROM documents d
LEFT JOIN findings f USING (document_id)
LEFT JOIN current_decisions c USING (finding_id)
GROUP BY d.organisation, d.fiscal_year
ORDER BY d.organisation, d.fiscal_year
