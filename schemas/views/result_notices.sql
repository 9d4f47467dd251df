-- 通报结果
-- One row per unit of a result notice, with the notice that names it and its year.
SELECT
    r.unit, d.fiscal_year, r.rank, r.score, r.grade, r.remark,
    d.organisation AS issued_by, d.title AS notice, d.report_date, r.document_id, r."table", r."row"
FROM results r JOIN documents d USING (document_id)
