-- 复核覆盖率
-- One row per document, read or not: what became of the numbers that it prints, and of the relations tried.
-- @document_id 文件标识: SHA-256 of the file's bytes
-- @name 文件名: as submitted
-- @organisation 单位名称: reporting unit; null where none was found
-- @fiscal_year 年度: year reported on; null where none was found
-- @status 读取状态: ok, partial or failed
-- @printed 数字: numbers printed
-- @covered 参与复核: those in a relation with a verdict
-- @share 参与占比: covered ÷ printed, from 0 to 1; null where nothing is printed
-- @linked 关联: those in an undecided relation, or only looked at by a rule
-- @unchecked 未核: the rest; covered, linked and unchecked make up printed
-- @reasons 未核原因: why the rest was not checked, with how many of each, in Chinese
-- @holds 相符: relations that hold
-- @rounding 四舍五入相符: relations that hold but for rounding of what is printed
-- @broken 不符: relations that do not hold
-- @deferred 待核实: relations that could not be decided
WITH covered AS (
    SELECT DISTINCT document_id, unnest(facts) AS fact FROM checks WHERE outcome <> 'deferred'
), covered_facts AS (
    SELECT document_id, count(*) AS covered FROM covered GROUP BY document_id
), printed_facts AS (
    SELECT document_id, count(*) AS printed FROM facts GROUP BY document_id
), reasons AS (
    SELECT document_id, reason, count(*) AS numbers
    FROM unchecked WHERE state = 'unchecked' GROUP BY document_id, reason
), left_over AS (
    SELECT
        document_id,
        sum(numbers) AS unchecked,
        string_agg(reason || ' ' || numbers, '；' ORDER BY numbers DESC, reason) AS reasons
    FROM reasons GROUP BY document_id
), linked_facts AS (
    SELECT document_id, count(*) AS linked FROM unchecked WHERE state = 'linked' GROUP BY document_id
), outcomes AS (
    SELECT
        document_id,
        count(*) FILTER (outcome = 'holds') AS holds,
        count(*) FILTER (outcome = 'rounding') AS rounding,
        count(*) FILTER (outcome = 'broken') AS broken,
        count(*) FILTER (outcome = 'deferred') AS deferred
    FROM checks GROUP BY document_id
)
SELECT
    document_id, d.name, d.organisation, d.fiscal_year, d.status,
    coalesce(printed, 0) AS printed,
    coalesce(covered, 0) AS covered,
    covered / printed AS share,
    coalesce(linked, 0) AS linked,
    coalesce(unchecked, 0)::BIGINT AS unchecked,
    coalesce(reasons, '') AS reasons,
    coalesce(holds, 0) AS holds,
    coalesce(rounding, 0) AS rounding,
    coalesce(broken, 0) AS broken,
    coalesce(deferred, 0) AS deferred
FROM documents d
LEFT JOIN printed_facts USING (document_id)
LEFT JOIN covered_facts USING (document_id)
LEFT JOIN linked_facts USING (document_id)
LEFT JOIN left_over USING (document_id)
LEFT JOIN outcomes USING (document_id)
ORDER BY d.organisation, d.fiscal_year, d.source
