-- Nodes by cause: each active root cause with the node, the line that proves it and what to do.
SELECT
  cause, accountid, region, resourceid, severity, subjectkind, subject, firstseen, lastseen,
  file, line, excerpt, remedy, verify
FROM custom_ssmdoctor
WHERE status = 'active' AND role = 'root'
ORDER BY cause, accountid, region, resourceid, subject
