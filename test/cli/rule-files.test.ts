import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rulesFor } from '../../src/cli/rule-files.ts';
import { MIRROR } from '../rules/a-rule.ts';
import { folderOf } from './child.ts';

describe('the rules of a diagnosis', () => {
  const machine = folderOf({ 'mirror.yaml': MIRROR });

  test('are those of the machine where it is looked at live, without being asked for', async () => {
    const rules = await rulesFor({ rules: [] }, machine);
    expect(rules?.causes.map(({ id, origin }) => [id, origin])).toEqual([
      ['MIRROR_DOWN', join(machine, 'mirror.yaml')],
    ]);
  });

  test('are not those of the machine where a copy is looked at', async () => {
    expect(await rulesFor({ root: '/copy', rules: [] }, machine)).toBeNull();
  });

  test('are none where the machine has none, or an empty folder', async () => {
    expect(await rulesFor({ rules: [] }, join(machine, 'none'))).toBeNull();
    expect(await rulesFor({ rules: [] }, folderOf())).toBeNull();
  });

  test('are refused where one of the machine is wrong, or is given twice under other names', async () => {
    const wrong = folderOf({ 'a.yaml': 'id: x\n' });
    await expect(rulesFor({ rules: [] }, wrong)).rejects.toThrow(
      /a\.yaml:1:1: the field area is missing, and \d+ more; see ssm-doctor rules test /,
    );
    await expect(rulesFor({ rules: [`${machine}/.`] }, machine)).rejects.toThrow(
      /MIRROR_DOWN is already the id of/,
    );
  });
});
