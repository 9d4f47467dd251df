-- 复核覆盖率
-- One row per document: the numbers that it prints, those that took part in a relation with a verdict
-- (`covered`), those only looked at (`linked`), the rest (`unchecked`) with the reasons, and the relations
-- by outcome. `share` is that of the covered numbers, null where nothing is printed.
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
