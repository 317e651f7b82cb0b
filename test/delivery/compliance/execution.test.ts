import { expect, test } from 'vitest';
import { executionOfScript } from '../../../src/delivery/compliance/execution.ts';

const ID = '0b7f4a5e-0000-4000-8000-000000000001';
const STORE = '/var/lib/amazon/ssm/i-0synthetic0001/document/orchestration';

test.each([
  `${STORE}/${ID}/PatchLinux/_script.sh`,
  `${STORE}/${ID}/2026-11-20T03-12-00.123Z/0.awsrunShellScript/_script.sh`,
  `sh -c ${STORE}/${ID}/x/_script.sh`,
  `C:\\ProgramData\\Amazon\\SSM\\InstanceData\\i-0synthetic0001\\document\\orchestration\\${ID}\\x\\_script.ps1`,
])('knows the command or association by %s', (path) => {
  expect(executionOfScript(path)).toEqual({ id: ID });
});

test.each([
  '',
  '/usr/bin',
  STORE,
  `${STORE}/`,
  `${STORE}/../x/`,
  '/home/user/orchestration/whatever-it-is/x',
])('knows none by %j', (path) => {
  expect(executionOfScript(path)).toBeNull();
});
