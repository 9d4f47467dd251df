-- 现行复核结论
-- One row per finding that a reviewer decided on: the latest decision, unless it was taken back.
-- Whether the figures are still those decided on says `open_lake(path).judgements()`.
SELECT * EXCLUDE (place)
FROM (SELECT *, row_number() OVER () AS place FROM decisions)
QUALIFY row_number() OVER (PARTITION BY finding_id ORDER BY place DESC) = 1 AND decision <> 'open'
