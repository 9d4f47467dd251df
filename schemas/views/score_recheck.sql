-- 自评得分复算
-- One row per score or mark that was recomputed (rules S…): the claimed figure, the recomputed one and the
-- difference. `outcome` is holds, rounding or broken; relations that could not be decided are left out.
SELECT
    d.organisation, d.fiscal_year, d.name, c.rule, c.relation,
    c.stated AS claimed, c.expected AS recomputed, c.difference, c.unit, c.outcome,
    c.document_id, c."check"
FROM checks c JOIN documents d USING (document_id)
WHERE starts_with(c.rule, 'S') AND c.outcome <> 'deferred'
