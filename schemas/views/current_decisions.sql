-- 现行复核结论
-- One row per finding that a reviewer decided on: the latest decision, unless it was taken back.
-- Whether the figures are still those decided on says `open_lake(path).judgements()`.
-- @finding_id 问题编号: the finding decided on
-- @decision 复核结论: confirmed, dismissed, explained or extraction-error
-- @reason 理由: chosen from a list
-- @note 复核意见: free text
-- @reviewer 复核人: who decided
-- @decided_at 复核时间: ISO 8601
-- @figures 数字摘要: digest of the figures decided on
SELECT * EXCLUDE (place)
FROM (SELECT *, row_number() OVER () AS place FROM decisions)
QUALIFY row_number() OVER (PARTITION BY finding_id ORDER BY place DESC) = 1 AND decision <> 'open'
