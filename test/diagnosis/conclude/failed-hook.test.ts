import { describe, expect, test } from 'vitest';
import { failedHook } from '../../../src/diagnosis/conclude/failed-hook.ts';
import { emptyState } from '../../../src/diagnosis/model.ts';
import { anObservation, anOperation, aRun, aSighting } from '../a-state.ts';

const RUN =
  '/var/lib/amazon/ssm/i-0synthetic0000001/document/orchestration/c0de1000-0000-4000-8000-000000000001';

/** What is said of a step that failed in a run of this document. */
function hookIn(documentName: string, step: string): string | null {
  const state = emptyState();
  const failed = { ...anObservation('DOCUMENT_STEP_FAILED'), family: 'output' } as const;
  const operation = anOperation(state, aRun(), []);
  operation.facts.set('documentName', documentName);
  const last = { ...aSighting(), file: `${RUN}/awsrunShellScript/${step}/stderr` };
  const hook = failedHook(state, operation, { ...failed, last });
  return hook === null ? null : `${hook.cause} ${hook.subject?.id}`;
}

describe('patching with hooks', () => {
  test('is kept from patching by a step of a hook that failed', () => {
    expect(hookIn('AWS-RunPatchBaselineWithHooks', 'stopSyntheticService')).toBe(
      'PATCH_HOOK_FAILED stopSyntheticService',
    );
  });

  test('is not when its own steps fail', () => {
    for (const step of ['PatchLinux', 'PatchWindows', 'ScanBeforeInstall', 'RebootIfNeeded'])
      expect(hookIn('AWS-RunPatchBaselineWithHooks', step)).toBeNull();
  });

  test('is not when another document runs', () => {
    expect(hookIn('AWS-RunShellScript', 'stopSyntheticService')).toBeNull();
  });
});
