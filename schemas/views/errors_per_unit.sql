-- 各单位问题数
-- One row per organisation and year: its documents, the findings by severity, the distinct causes behind
-- them, and what reviewers decided. The same report in two formats counts twice.
WITH counted AS (
    SELECT
        f.document_id,
        count(*) FILTER (f.severity = 'error') AS errors,
        count(*) FILTER (f.severity = 'warn') AS warnings,
        count(*) FILTER (f.severity = 'info') AS hints,
        count(DISTINCT f."case") AS cases,
        count(*) FILTER (c.decision = 'confirmed') AS confirmed,
        count(*) FILTER (c.decision IN ('dismissed', 'explained', 'extraction-error')) AS settled,
        count(*) FILTER (c.decision IS NULL) AS undecided
    FROM findings f LEFT JOIN current_decisions c USING (finding_id)
    GROUP BY f.document_id
)
SELECT
    d.organisation, d.fiscal_year,
    count(*) AS documents,
    count(*) FILTER (d.status = 'failed') AS failed,
    coalesce(sum(errors), 0)::BIGINT AS errors,
    coalesce(sum(warnings), 0)::BIGINT AS warnings,
    coalesce(sum(hints), 0)::BIGINT AS hints,
    coalesce(sum(cases), 0)::BIGINT AS cases,
    coalesce(sum(confirmed), 0)::BIGINT AS confirmed,
    coalesce(sum(settled), 0)::BIGINT AS settled,
    coalesce(sum(undecided), 0)::BIGINT AS undecided
FROM documents d LEFT JOIN counted USING (document_id)
GROUP BY d.organisation, d.fiscal_year
