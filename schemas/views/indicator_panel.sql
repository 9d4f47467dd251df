-- 指标面板
-- One row per organisation, year, entity (null: the unit itself), indicator, stage and unit of measure: the
-- surest printed value, the one in a table before the one in a sentence. `mentions` counts the places where
-- it is printed, `values` the different figures; more than one is worth a look.
SELECT
    d.organisation,
    coalesce(try_cast(f.period AS INTEGER), d.fiscal_year) AS fiscal_year,
    f.entity, f.indicator, f.stage, f.unit,
    arg_min(f.label, printed) AS label,
    arg_min(f.value, printed) AS value,
    count(*) AS mentions,
    count(DISTINCT f.value) AS "values",
    arg_min(f.document_id, printed) AS document_id,
    arg_min(f.fact, printed) AS fact
FROM (
    SELECT *, (-confidence, "table" IS NULL, document_id, fact) AS printed
    FROM facts WHERE indicator IS NOT NULL AND value IS NOT NULL
) f JOIN documents d USING (document_id)
GROUP BY ALL
