-- Managed nodes that never reported: without an item of ssm-doctor itself, whose time is that of its last change.
WITH reports AS (
  SELECT DISTINCT accountid, region, resourceid
  FROM aws_complianceitem
  WHERE compliancetype = 'Custom:SsmDoctor' AND id = 'SELF/last-run'
)
SELECT
  nodes.accountid, nodes.region, nodes.instanceid, nodes.computername, nodes.platformname,
  nodes.platformversion, nodes.agentversion
FROM aws_instanceinformation AS nodes
LEFT JOIN reports
  ON reports.accountid = nodes.accountid
  AND reports.region = nodes.region
  AND reports.resourceid = nodes.instanceid
WHERE coalesce(nodes.instancestatus, '') <> 'Terminated'
  AND reports.resourceid IS NULL
ORDER BY nodes.accountid, nodes.region, nodes.instanceid
