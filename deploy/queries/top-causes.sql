-- Top causes over the fleet: root causes that are active, by the number of nodes that have them.
SELECT
  cause,
  arbitrary(title) AS example,
  array_join(array_agg(DISTINCT severity), ', ') AS severity,
  count(DISTINCT resourceid) AS nodes,
  array_join(array_agg(DISTINCT platform), ', ') AS platforms,
  min(nullif(firstseen, '')) AS first_seen,
  max(nullif(lastseen, '')) AS last_seen,
  arbitrary(remedy) AS remedy
FROM custom_ssmdoctor
WHERE status = 'active' AND role = 'root'
GROUP BY cause
ORDER BY nodes DESC, cause
