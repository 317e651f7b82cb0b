import { describe, expect, test } from 'vitest';
import { recognise } from '../../parsers/recognise.ts';

describe('recognise', () => {
  test.each([
    ['agent-log', '2026-11-20 03:12:00.1234 INFO [ssm-agent-worker] x\n2026-11-20 03:12:01.1234 ERROR y\n'],
    ['agent-log', 'caused by: the end of a record that began before\n2026-11-20 03:12:00 INFO [x] y'],
    ['errors-log', '2026-11-20 03:12:00 ERROR [Submit @ processor.go.140] [x] y\n\tstatus code: 400\n'],
    ['agent-log', '1704967520066750635 [Warn] [ssm-agent-worker] x\n'],
    ['system-log', 'Nov 20 03:12:00 host amazon-ssm-agent[1098]: 2026-11-20 03:12:00 INFO x\n'],
    ['system-log', 'Nov 20 03:12:00 host systemd[1]: Started x.\nNov 20 03:12:00 host kernel: y\n'],
    ['step-output', '/usr/bin/python3\n11/20/2026 03:12:00 root [INFO]: x\n'],
    ['step-output', 'Hit:1 http://archive.invalid focal InRelease\nReading package lists...\n'],
    ['step-output', '#< CLIXML\n<Objs/>'],
    ['step-output', 'Patch Summary for EC2AMAZ-SYNTH\n'],
    ['step-output', 'failed to run commands: exit status 156'],
    ['package-log', '2026-11-20T03:12:00+0000 INFO --- logging initialized ---\n'],
    ['package-log', '2026-11-20 03:12:00 status installed x:amd64 1.0\n'],
    ['package-log', '2026-11-20 03:12:00|install|x|1.0|x86_64||repo||\n'],
    ['package-log', '2026-11-20 03:12:00,123 INFO Starting unattended upgrades script\n'],
    ['package-log', '2026-11-20 03:12:00, Info                  CBS    x\n'],
    ['package-log', 'Start-Date: 2026-11-20  03:12:00\nCommandline: apt-get upgrade\n'],
    ['audit-log', 'SchemaVersion=1\nagent_telemetry amazon-ssm-agent.start 3.3.987.0 03:12:00\n'],
    ['patch-states', '{"patchStates": {}, "lastNoRebootInstallOperationTime": 0}'],
    ['patch-inventory', '{"TypeName": "AWS:PatchSummary", "SchemaVersion": "1.0"'],
    ['custom-inventory', '{"SchemaVersion": "1.0", "TypeName": "Custom:Rack", "Content": {}}'],
    ['identity-config', '{"SchemaVersion":"1.1","InstanceId":"i-0synthetic0000001","IdentityType":"EC2"}'],
    ['registration', '{"ManagedInstanceID":"mi-0synthetic0000001","Region":"eu-west-1"}'],
    ['document-state', '{"DocumentInformation":{"DocumentID":"x"},"DocumentType":"SendCommand"}'],
    ['agent-config', '{\n    "Profile": {}, "Mds": {"CommandWorkersLimit": 5}'],
    ['log-config', '\uFEFF<!-- own -->\n<seelog type="adaptive"/>'],
    ['os-release', 'NAME="Amazon Linux"\nVERSION="2023"\nID="amzn"\n'],
  ])('takes for %s: %j', (content, text) => {
    expect(recognise(text)).toBe(content);
  });

  test.each(['', '\n\n', 'a note\nto myself\n', '{"other": 1}', '<html></html>', 'a,b,c\n1,2,3\n'])(
    'knows nothing in %j',
    (text) => expect(recognise(text)).toBeNull(),
  );

  test('is not misled by a few lines of another kind', () => {
    const payload = '11/20/2026 03:12:00 root [INFO]: x\n'.repeat(20);
    expect(recognise(`${payload}2026-11-20 03:12:00 ERROR x\n`)).toBe('step-output');
    const records = '2026-11-20 03:12:00 INFO [x] y\n'.repeat(20);
    expect(recognise(`${records}E: Unable to locate package x\n`)).toBe('agent-log');
  });
});
