-- Nodes that never reported, or not for three days: managed nodes without a recent item of ssm-doctor itself.
WITH reports AS (
  SELECT accountid, region, resourceid, max(executiontime) AS last_report
  FROM aws_complianceitem
  WHERE compliancetype = 'Custom:SsmDoctor' AND id = 'SELF/last-run'
  GROUP BY accountid, region, resourceid
)
SELECT
  nodes.accountid, nodes.region, nodes.instanceid, nodes.computername, nodes.platformname,
  nodes.platformversion, nodes.agentversion, reports.last_report
FROM aws_instanceinformation AS nodes
LEFT JOIN reports
  ON reports.accountid = nodes.accountid
  AND reports.region = nodes.region
  AND reports.resourceid = nodes.instanceid
WHERE coalesce(nodes.instancestatus, '') <> 'Terminated'
  AND (
    reports.last_report IS NULL
    OR try(from_iso8601_timestamp(reports.last_report)) < current_timestamp - INTERVAL '3' DAY
  )
ORDER BY reports.last_report NULLS FIRST, nodes.instanceid
