import { type ExitStatusMeaning, status, UNIX } from './exit-status-meaning.ts';

const PAYLOAD = 'patch payload';
const MASKED =
  'In some versions every internal error is masked as 156. A tuple such as PatchManagerError: (text, 143) has the true code.';
const TUPLE = 'Stands in a PatchManagerError tuple; the run itself then ends with 1, 156 or a reboot.';

/** Codes of the payload for what goes wrong before the package phase; they show in messages, masked as status. */
export function payload(): ExitStatusMeaning[] {
  const inside = (
    statuses: readonly number[],
    name: string,
    meaning: string,
    causes: readonly string[],
    trap = TUPLE,
  ): ExitStatusMeaning => status(statuses, PAYLOAD, UNIX, 'internal', meaning, { name, trap, causes });
  return [
    inside([130, 131], 'ASSOCIATION_ERROR', 'The association of the run could not be described.', [
      'ASSOC_LIST_FAILED',
    ]),
    inside([132], 'ASSOCIATION_ACCESS_DENIED', 'The node may not call ssm:DescribeAssociation.', [
      'IAM_ACCESS_DENIED',
    ]),
    inside([133, 134], 'GET_PATCH_BASELINE_ERROR', 'The patch baseline could not be fetched.', [
      'PATCH_SNAPSHOT_FAILED',
    ]),
    inside([135], 'GET_PATCH_BASELINE_ACCESS_DENIED', 'The node may not fetch the patch baseline.', [
      'IAM_ACCESS_DENIED',
    ]),
    inside(
      [136, 137],
      'DESCRIBE_PATCH_BASELINES_ERROR',
      'The list of patch baselines could not be fetched.',
      ['PATCH_SNAPSHOT_FAILED'],
    ),
    inside([138], 'DESCRIBE_PATCH_BASELINES_ACCESS_DENIED', 'The node may not list the patch baselines.', [
      'IAM_ACCESS_DENIED',
    ]),
    inside([139, 140], 'GET_RESOURCES_ERROR', 'The resources with the requested tag could not be listed.', [
      'PATCH_SNAPSHOT_FAILED',
    ]),
    inside([141], 'GET_RESOURCES_ACCESS_DENIED', 'The node may not call tag:GetResources.', [
      'IAM_ACCESS_DENIED',
    ]),
    inside([142], 'PATCH_ASSOCIATIONS_BASELINE_ERROR', 'Several baselines carry the requested tag.', [
      'PATCH_BASELINE_AMBIGUOUS',
    ]),
    inside([143, 144], 'SNAPSHOT_ERROR', 'The snapshot of the baseline could not be obtained.', [
      'PATCH_SNAPSHOT_FAILED',
    ]),
    inside([145], 'SNAPSHOT_ACCESS_DENIED', 'The node may not obtain the snapshot of the baseline.', [
      'IAM_ACCESS_DENIED',
    ]),
    inside([146], 'SNAPSHOT_UNSUPPORTED_OS', 'Patch Manager does not know this operating system.', [
      'PATCH_OS_UNSUPPORTED',
    ]),
    inside([147], 'SNAPSHOT_COULDNT_SAVE', 'The snapshot could not be saved.', [
      'HOST_DISK_FULL',
      'HOST_READONLY_FS',
    ]),
    inside([148], 'NO_INSTANCE_METADATA', 'The node has no credentials of a role.', [
      'CREDENTIALS_NO_INSTANCE_PROFILE',
    ]),
    inside(
      [149],
      'PUT_INVENTORY_ERROR',
      'The result could not be uploaded.',
      ['PATCH_COMPLIANCE_UPLOAD_FAILED'],
      'The process ends with 1, or asks for a reboot first.',
    ),
    inside(
      [150],
      'SNAPSHOT_INVALID',
      'The snapshot of the baseline is no JSON.',
      ['PATCH_SNAPSHOT_INVALID'],
      'Often wrapped as 143.',
    ),
    inside(
      [151],
      'UPTIME_COULDNT_FIND',
      'The time of the last boot could not be read.',
      ['HOST_UPTIME_UNKNOWN'],
      MASKED,
    ),
    inside(
      [152],
      'CONFIGURATION_FILE_ERROR',
      'The tracking file of patches is damaged.',
      ['PATCH_STATE_FILE_CORRUPT'],
      MASKED,
    ),
    inside([153], 'BASELINE_TAGS_REGEX_ERROR', 'The tags of the baseline are not in the expected form.', [
      'PATCH_BASELINE_AMBIGUOUS',
    ]),
    inside([160], 'BASELINE_OVERRIDE_ACCESS_DENIED', 'The override file in S3 may not be read.', [
      'PATCH_OVERRIDE_ACCESS_DENIED',
    ]),
    inside([161], 'BASELINE_OVERRIDE_INVALID', 'The override file is not valid.', ['PATCH_OVERRIDE_INVALID']),
    inside([162], 'BASELINE_OVERRIDE_DOWNLOAD_ERROR', 'The override file could not be downloaded.', [
      'PATCH_OVERRIDE_DOWNLOAD_FAILED',
    ]),
    inside(
      [163, 166],
      'BASELINE_OVERRIDE_MISSING_OS',
      'The override file has no, or a wrong, entry for this operating system.',
      ['PATCH_OVERRIDE_INVALID'],
    ),
    inside(
      [165],
      'BASELINE_OVERRIDE_MULTIPLE_OVERRIDES_PROVIDED_FOR_OS',
      'The override file has several entries for this operating system.',
      ['PATCH_OVERRIDE_INVALID'],
    ),
    inside(
      [167],
      'BASELINE_OVERRIDE_AND_INSTALL_OVERRIDE_PROVIDED',
      'A baseline override and an install override list were given together.',
      ['PATCH_OVERRIDE_INVALID'],
    ),
  ];
}
