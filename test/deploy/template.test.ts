import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DOCUMENT } from './agent/fixture.ts';
import { acceptParameters } from './agent/parameters.ts';
import { EVERYTHING, RELEASE } from './template/arguments.ts';
import { type Arguments, RefusedStack, stackOf } from './template/evaluate.ts';
import { readTemplate, TEMPLATE, TEMPLATE_PATH } from './template/read.ts';
import { objectionsTo } from './template/specification.ts';

/** What CloudFormation takes with `--template-body`, in bytes. */
const BODY_LIMIT = 51_200;
const TEXT = readFileSync(TEMPLATE_PATH, 'utf8');

// biome-ignore lint/suspicious/noExplicitAny: properties of many shapes
type Properties = Record<string, any>;

function propertiesOf(given: Arguments, name: string): Properties {
  const resource = stackOf(TEMPLATE, given)[name];
  if (resource === undefined) throw new Error(`there is no ${name}`);
  return resource.Properties;
}

/** What the association hands to the document, as single values. */
function handedOver(parameters: Record<string, string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, [value = '']]) => [name, value]));
}

describe('the template', () => {
  it('is short enough for --template-body', () => {
    expect(Buffer.byteLength(TEXT)).toBeLessThan(BODY_LIMIT);
  });

  it('holds the very document that stands beside it', () => {
    expect(propertiesOf({}, 'Document').Content).toEqual(DOCUMENT);
  });

  it.each([TEMPLATE_PATH, 'deploy/document/ssm-doctor.yaml'])(
    'has in %s no text that YAML 1.1 takes for more',
    (path) => {
      const text = readFileSync(path, 'utf8').replaceAll(/!(?:[A-Z]\w+)/g, '');
      expect(parse(text, { version: '1.1' })).toEqual(parse(text, { version: '1.2' }));
    },
  );

  it('is refused where it refers to what there is not, or has aliases', () => {
    const broken = readTemplate(TEXT.replace('!Ref DocumentName', '!Ref DocumentTitle'));
    expect(() => stackOf(broken, {})).toThrow('there is no DocumentTitle');
    expect(() => readTemplate('A: &x {B: c}\nD: *x\n')).toThrow('no aliases');
  });

  it('uses each parameter and each condition', () => {
    for (const name of Object.keys(TEMPLATE.Parameters))
      expect(TEXT).toMatch(new RegExp(`!Ref ${name}\\b|Ref: ${name}\\b|\\$\\{${name}\\}`));
    for (const name of Object.keys(TEMPLATE.Conditions))
      expect(TEXT).toMatch(
        new RegExp(`Condition: ${name}\\b|If: \\[${name},|!If \\[?\\s*(- )?${name}\\b|- ${name}$`, 'm'),
      );
  });
});

describe.each([
  ['without arguments', {}],
  ['with a release', RELEASE],
  ['with all that it can make', EVERYTHING],
  ['over an existing bucket', { DataLake: 'existing', LakeBucket: 'example-lake' }],
  ['waiting for the first run', { ...RELEASE, WaitForSuccessSeconds: '600' }],
  ['listening to patches', { RunOnNonCompliance: 'patch' }],
])('a stack %s', (_, given: Arguments) => {
  it('has the properties that CloudFormation publishes, and those that are required', () => {
    const objections = Object.entries(stackOf(TEMPLATE, given)).flatMap(([name, made]) =>
      objectionsTo(name, made),
    );
    expect(objections).toEqual([]);
  });

  it('hands the document parameters that it takes', () => {
    const { Parameters } = propertiesOf(given, 'Association');
    expect(acceptParameters(DOCUMENT, handedOver(Parameters))).toMatchObject({
      mode: 'report',
      timing: 'spread',
    });
  });

  it('gives what is not made to nobody', () => {
    const made = stackOf(TEMPLATE, given);
    for (const [, name = ''] of JSON.stringify(made).matchAll(/<(\w+)[.>]/g)) {
      if (name !== 'node') expect(Object.keys(made)).toContain(name);
    }
  });
});

describe('the check of properties', () => {
  const association = stackOf(TEMPLATE, {}).Association ?? { Type: '', Properties: {} };
  it.each([
    [
      'a misspelt property',
      { ...association.Properties, ScheduleExpresion: 'rate(1 day)' },
      'ScheduleExpresion is not known',
    ],
    ['a missing name', { ...association.Properties, Name: undefined }, 'Name is missing'],
    ['a text for a list', { ...association.Properties, Targets: '*' }, 'Targets: is no list'],
    [
      'a misspelt part',
      { ...association.Properties, Targets: [{ Key: 'InstanceIds', Value: ['*'] }] },
      'Value is not known',
    ],
  ])('finds %s', (_, properties, objection) => {
    expect(objectionsTo('Association', { ...association, Properties: properties }).join('\n')).toContain(
      objection,
    );
  });
});

describe('the association', () => {
  it('runs by the rate, at once and again', () => {
    const association = propertiesOf({ Rate: 'rate(12 hours)' }, 'Association');
    expect(association.ScheduleExpression).toBe('rate(12 hours)');
    expect(association).not.toHaveProperty('ApplyOnlyAtCronInterval');
    expect(association).not.toHaveProperty('WaitForSuccessTimeoutSeconds');
  });

  it.each([
    'rate(10 minutes)',
    'rate(1 days)',
    'rate(31 days)',
    'rate(1 week)',
    'cron(0 3 ? * SUN *)',
    'rate(0 hours)',
    '',
  ])('refuses the rate %j', (Rate) => {
    expect(() => stackOf(TEMPLATE, { Rate })).toThrow(RefusedStack);
  });

  it.each(['rate(30 minutes)', 'rate(1 hour)', 'rate(24 hours)', 'rate(1 day)', 'rate(30 days)'])(
    'takes the rate %j',
    (Rate) => {
      expect(propertiesOf({ Rate }, 'Association').ScheduleExpression).toBe(Rate);
    },
  );

  it('waits for its time only with a cron expression, and is not waited for then', () => {
    const cron = { Cron: 'cron(0 3 ? * SUN *)', FirstRun: 'on-schedule' };
    expect(propertiesOf(cron, 'Association')).toMatchObject({
      ScheduleExpression: cron.Cron,
      ApplyOnlyAtCronInterval: true,
    });
    expect(() => stackOf(TEMPLATE, { FirstRun: 'on-schedule' })).toThrow('needs Cron');
    expect(() => stackOf(TEMPLATE, { ...cron, WaitForSuccessSeconds: '60' })).toThrow('must be 0');
  });

  it('hands over where the program comes from', () => {
    const from = (given: Arguments) => handedOver(propertiesOf(given, 'Association').Parameters).source;
    expect(from({})).toBe('none');
    expect(from(RELEASE)).toBe('https://downloads.example.com/ssm-doctor');
    expect(from(EVERYTHING)).toBe('s3://example-releases/ssm-doctor');
  });

  it.each([
    [{ ...RELEASE, SourceBucket: 'example-releases' }, 'not both'],
    [{ ...RELEASE, Version: 'none' }, 'needs a Version'],
    [{ ...RELEASE, Sha256LinuxX64: 'none' }, 'at least one platform'],
    [{ ...RELEASE, SourceUrl: 'http://example.com/plain' }, 'SourceUrl does not match'],
    [{ ...RELEASE, Sha256LinuxX64: 'A'.repeat(64) }, 'Sha256LinuxX64 does not match'],
    [{ ...RELEASE, Version: `1.0.0'; id; '` }, 'Version does not match'],
    [{ DataLake: 'existing' }, 'needs LakeBucket'],
  ])('is not made with %j', (given, objection) => {
    expect(() => stackOf(TEMPLATE, given)).toThrow(objection);
  });
});

describe('the rights of a node', () => {
  it('are two calls, and the program where it lies in a bucket', () => {
    const actions = (given: Arguments) =>
      propertiesOf(given, 'NodePolicy').PolicyDocument.Statement.map(
        (statement: Properties) => statement.Action,
      );
    expect(actions({})).toEqual(['ssm:PutComplianceItems', 'ssm:PutInventory']);
    expect(actions(RELEASE)).toEqual(['ssm:PutComplianceItems', 'ssm:PutInventory']);
    expect(actions(EVERYTHING)).toEqual(['ssm:PutComplianceItems', 'ssm:PutInventory', 's3:GetObject']);
    const [, , fetch] = propertiesOf(EVERYTHING, 'NodePolicy').PolicyDocument.Statement;
    expect(fetch.Resource).toBe('arn:aws:s3:::example-releases/ssm-doctor/*');
  });

  it('are attached to no role unless some are named', () => {
    expect(propertiesOf({}, 'NodePolicy')).not.toHaveProperty('Roles');
    expect(propertiesOf({ NodeRoles: 'a,b' }, 'NodePolicy').Roles).toEqual(['a', 'b']);
  });
});

describe('the rule', () => {
  const events = ['never', 'patch', 'patch-and-association'];
  const synced = ['AUTO', 'MANUAL'];
  const combinations = events.flatMap((event) => synced.map((sync) => [event, sync] as const));

  it.each(combinations)(
    'for %s with SyncCompliance %s is never begun by what the document does',
    (RunOnNonCompliance, SyncCompliance) => {
      const made = stackOf(TEMPLATE, { RunOnNonCompliance, SyncCompliance });
      const types: string[] =
        (made.NonComplianceRule?.Properties as Properties)?.EventPattern.detail['compliance-type'] ?? [];
      expect(['Patch', 'Association']).toEqual(expect.arrayContaining(types));
      if (types.includes('Association')) expect(made.Association?.Properties.SyncCompliance).toBe('MANUAL');
      else expect(made.Association?.Properties.SyncCompliance).toBe(SyncCompliance);
    },
  );

  it('hands the node of the event to the runbook, which takes ids of nodes only', () => {
    const [target] = propertiesOf(EVERYTHING, 'NonComplianceRule').Targets;
    expect(target.InputTransformer.InputPathsMap).toEqual({ node: '$.detail.resource-id' });
    const id = 'i-0123456789abcdef0';
    const input = JSON.parse(target.InputTransformer.InputTemplate.replace('<node>', JSON.stringify(id)));
    const { parameters, mainSteps } = propertiesOf(EVERYTHING, 'EventRunbook').Content;
    expect(Object.keys(input)).toEqual(Object.keys(parameters));
    const pattern = new RegExp(parameters.InstanceId.allowedPattern, 'u');
    expect(input.InstanceId).toEqual([expect.stringMatching(pattern)]);
    for (const other of ['*', 'i-0123', `${id},${id}`, ' ', `${id}\n`]) expect(other).not.toMatch(pattern);
    expect(mainSteps[0].inputs).toMatchObject({
      DocumentName: '<Document>',
      InstanceIds: ['{{ InstanceId }}'],
    });
    expect(acceptParameters(DOCUMENT, handedOver(mainSteps[0].inputs.Parameters))).toMatchObject({
      mode: 'report',
    });
  });

  it('may begin this runbook, and the runbook may run this document, and no other', () => {
    const statements = (role: string) => propertiesOf(EVERYTHING, role).Policies[0].PolicyDocument.Statement;
    expect(statements('EventRole')[0].Resource[0]).toBe(
      'arn:aws:ssm:eu-west-1:123456789012:automation-definition/<EventRunbook>:*',
    );
    expect(statements('EventRole')[1].Resource).toBe('<RunbookRole.Arn>');
    expect(statements('RunbookRole')[0].Resource[0]).toBe(
      'arn:aws:ssm:eu-west-1:123456789012:document/<Document>',
    );
  });
});

describe('what is left out', () => {
  it('is all that was not asked for', () => {
    expect(Object.keys(stackOf(TEMPLATE, {})).sort()).toEqual(['Association', 'Document', 'NodePolicy']);
  });

  it('is a second inventory association, always', () => {
    const associations = Object.values(stackOf(TEMPLATE, EVERYTHING)).filter(
      ({ Type }) => Type === 'AWS::SSM::Association',
    );
    expect(associations.map((made) => made.Properties.Name)).toEqual(['<Document>']);
  });

  it('is the bucket, where there is one', () => {
    const made = stackOf(TEMPLATE, { DataLake: 'existing', LakeBucket: 'example-lake', LakePrefix: 'fleet' });
    expect(Object.values(made).map(({ Type }) => Type)).not.toContain('AWS::S3::Bucket');
    expect(JSON.stringify(made.InventoryTable)).toContain('s3://example-lake/fleet/Custom:SsmDoctor/');
  });
});
