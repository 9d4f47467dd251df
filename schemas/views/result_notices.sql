-- 通报结果
-- One row per unit of a result notice; a notice in two formats (Word and PDF), or a row printed twice alike, counts once.
-- @unit 单位名称: the unit rated
-- @fiscal_year 年度: year rated
-- @rank 名次: as printed; null where none is
-- @score 得分: as printed; null where none is
-- @grade 等次: as printed; null where none is
-- @remark 备注: as printed
-- @issued_by 通报单位: who issued the notice
-- @notice 通报标题: its title
-- @report_date 通报日期: its date
-- @document_id 文件标识: the notice; of several formats the first by this
-- @table 表序号: table of the row in that file
-- @row 行: row there, from 0
SELECT
    r.unit, d.fiscal_year, r.rank, r.score, r.grade, r.remark,
    d.organisation AS issued_by, d.title AS notice, d.report_date,
    min(r.document_id) AS document_id,
    arg_min(r."table", r.document_id) AS "table",
    arg_min(r."row", r.document_id) AS "row"
FROM results r JOIN documents d USING (document_id)
GROUP BY r.unit, d.fiscal_year, r.rank, r.score, r.grade, r.remark, issued_by, notice, d.report_date
ORDER BY d.fiscal_year, issued_by, r.rank, r.unit
