-- Patch non-compliance with its cause: what Patch Manager counts on a node, beside what ssm-doctor says about it.
WITH patches AS (
  SELECT
    accountid, region, resourceid,
    count(*) AS patches,
    count_if(patchstate = 'Missing') AS missing,
    count_if(patchstate = 'Failed') AS failed,
    count_if(patchstate = 'InstalledPendingReboot') AS pending_reboot,
    max(executiontime) AS patched_at
  FROM aws_complianceitem
  WHERE compliancetype = 'Patch' AND status = 'NON_COMPLIANT'
  GROUP BY accountid, region, resourceid
), causes AS (
  SELECT accountid, region, resourceid, cause, title, subject, documentname, remedy
  FROM custom_ssmdoctor
  WHERE status = 'active' AND role = 'root'
)
SELECT
  patches.accountid, patches.region, patches.resourceid,
  patches.patches, patches.missing, patches.failed, patches.pending_reboot, patches.patched_at,
  coalesce(causes.cause, 'no cause found') AS cause,
  causes.title, causes.subject, causes.documentname, causes.remedy
FROM patches
LEFT JOIN causes
  ON causes.accountid = patches.accountid
  AND causes.region = patches.region
  AND causes.resourceid = patches.resourceid
ORDER BY patches.patches DESC, patches.resourceid, cause
