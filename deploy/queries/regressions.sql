-- Regressions: root causes that began in the last seven days, and whether the node had got over the same cause before.
WITH recovered AS (
  SELECT accountid, region, resourceid, cause, max(nullif(recoveredat, '')) AS recovered_at
  FROM custom_ssmdoctor
  WHERE status = 'recovered'
  GROUP BY accountid, region, resourceid, cause
)
SELECT
  active.cause, active.accountid, active.region, active.resourceid, active.subject, active.severity,
  active.firstseen, recovered.recovered_at,
  CASE WHEN recovered.resourceid IS NULL THEN 'new' ELSE 'came back' END AS kind
FROM custom_ssmdoctor AS active
LEFT JOIN recovered
  ON recovered.accountid = active.accountid
  AND recovered.region = active.region
  AND recovered.resourceid = active.resourceid
  AND recovered.cause = active.cause
WHERE active.status = 'active'
  AND active.role = 'root'
  AND try(from_iso8601_timestamp(active.firstseen)) > current_timestamp - INTERVAL '7' DAY
ORDER BY kind, active.cause, active.firstseen DESC
