-- 自评得分复算
-- One row per score or mark of a document that was recomputed (rules S…); relations that could not be decided
-- are left out. A report in two formats gives its rows twice: `name` tells them apart.
-- @organisation 单位名称: reporting unit
-- @fiscal_year 年度: year reported on
-- @name 文件名: of the document
-- @rule 规则: code, see `fuhe rule S01`
-- @relation 关系: the recomputation as a formula with its figures
-- @claimed 自评数: as printed
-- @recomputed 复算数: what it should be; null where only a limit is known
-- @at_most 上限: the marks that a score may not exceed; null where the score itself was recomputed
-- @difference 差额: claimed − recomputed, or how far the limit is exceeded, 0 if it is not
-- @unit 计量单位: of these four
-- @outcome 结论: holds, rounding (holds but for rounding of what is printed) or broken
-- @document_id 文件标识: join `checks` on it and `check`
-- @check 复核序号: number of the relation in that document
WITH judged AS (
    SELECT *, regexp_matches(relation, ' ≤ [0-9.,]+[^0-9 ]*$') AS is_limit
    FROM checks WHERE starts_with(rule, 'S') AND outcome <> 'deferred'
)
SELECT
    d.organisation, d.fiscal_year, d.name, c.rule, c.relation,
    c.stated AS claimed,
    CASE WHEN NOT is_limit THEN c.expected END AS recomputed,
    CASE WHEN is_limit THEN c.expected END AS at_most,
    CASE WHEN is_limit THEN greatest(c.difference, 0) ELSE c.difference END AS difference,
    c.unit, c.outcome, c.document_id, c."check"
FROM judged c JOIN documents d USING (document_id)
ORDER BY d.organisation, d.fiscal_year, d.source, c."check"
