-- 指标面板
-- One row per organisation, year, entity, indicator, item, stage and unit of measure: the surest printed value,
-- the one in a table before the one in a sentence. The year is that of the figure, so a report also gives rows
-- of the year before.
-- @organisation 单位名称: reporting unit
-- @fiscal_year 年度: year that the figure is of
-- @entity 对象: project or unit that the figure is of; null: the reporting unit itself
-- @indicator 指标: of the catalogue, see `fuhe indicator`
-- @item 分项: label of the row, where one table prints the indicator for several, as a score form does; else null
-- @stage 阶段: initial_budget, full_year_budget, actual, target, …; null where the document does not tell
-- @unit 计量单位: as printed or inherited
-- @label 名称: as printed beside the value
-- @value 数值: in that unit
-- @mentions 出现次数: places where it is printed, in all files of the unit
-- @values 不同数值: different figures among them; more than one is worth a look
-- @document_id 文件标识: where the value stands; join `facts` on it and `fact`
-- @fact 数字序号: number of the value in that document
WITH known AS (
    SELECT
        *,
        CASE WHEN "table" IS NOT NULL AND min(label) OVER same_table <> max(label) OVER same_table
            THEN label END AS item,
        (-confidence, "table" IS NULL, document_id, fact) AS printed
    FROM facts WHERE indicator IS NOT NULL AND value IS NOT NULL
    WINDOW same_table AS (PARTITION BY document_id, "table", entity, indicator, period, stage, unit)
)
SELECT
    d.organisation,
    coalesce(try_cast(f.period AS INTEGER), d.fiscal_year) AS fiscal_year,
    f.entity, f.indicator, f.item, f.stage, f.unit,
    arg_min(f.label, printed) AS label,
    arg_min(f.value, printed) AS value,
    count(*) AS mentions,
    count(DISTINCT f.value) AS "values",
    arg_min(f.document_id, printed) AS document_id,
    arg_min(f.fact, printed) AS fact
FROM known f JOIN documents d USING (document_id)
GROUP BY d.organisation, coalesce(try_cast(f.period AS INTEGER), d.fiscal_year),
    f.entity, f.indicator, f.item, f.stage, f.unit
ORDER BY ALL
