import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from './template/arguments.ts';
import { stackOf } from './template/evaluate.ts';
import { brokenRules, rulesThatApply } from './template/guard.ts';
import { TEMPLATE, TEMPLATE_PATH } from './template/read.ts';

type Json = Record<string, never>;

/** The template with all of its options, and without functions. */
function stack(): { Parameters: unknown; Resources: Record<string, { [key: string]: Json }> } {
  return structuredClone({
    Parameters: TEMPLATE.Parameters,
    Resources: stackOf(TEMPLATE, EVERYTHING),
  }) as never;
}

const RULES = readdirSync('deploy/guard')
  .flatMap((file) => [...readFileSync(`deploy/guard/${file}`, 'utf8').matchAll(/^rule (\w+)/gm)])
  .map(([, name]) => name ?? '');

/** A change to the text of the stack, and the rule that it breaks. */
const BREAKS: readonly (readonly [string, string, string])[] = [
  ['document_has_its_schema_version_as_text', '"schemaVersion":"2.2"', '"schemaVersion":2.2'],
  ['document_has_its_schema_version_as_text', '"schemaVersion":"0.3"', '"schemaVersion":0.3'],
  ['document_parameters_cannot_inject', '"allowedPattern":"^(none|[0-9a-f]{64})$"', '"maxItems":3'],
  ['document_parameters_cannot_inject', '"^(none|[0-9a-f]{64})$","maxChars"', '"[0-9a-f]{64}","maxChars"'],
  ['policies_name_their_actions', '"ssm:PutComplianceItems"', '"ssm:*"'],
  ['policies_name_their_actions', '"s3:GetObject","Resource":"arn:', '"s3:Get*","Resource":"arn:'],
  ['policies_name_their_actions', '"s3:PutObject","s3:PutObjectTagging"', '"s3:PutObject*"'],
  ['policies_name_their_actions', '"Action":"ssm:PutComplianceItems"', '"NotAction":"iam:PassRole"'],
  ['roles_name_their_actions', '"Action":"ssm:SendCommand"', '"Action":["ssm:*"]'],
  [
    'roles_trust_one_service_of_this_account',
    '"Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}}]},"Policies"',
    '"Sid":"open"}]},"Policies"',
  ],
  [
    'inventory_is_of_own_type_only',
    '"ssm:InventoryTypeName":"Custom:SsmDoctor"',
    '"ssm:InventoryTypeName":"*"',
  ],
  ['no_secret_parameters', '"NodeRoles":{', '"ApiToken":{"Type":"String"},"NodeRoles":{'],
  ['no_secret_parameters', '"Default":"SsmDoctor"', `"Default":"AKIA${'A'.repeat(16)}"`],
  ['buckets_are_encrypted', '"SSEAlgorithm":"AES256"', '"SSEAlgorithm":"none"'],
  ['buckets_are_not_public', '"BlockPublicPolicy":true', '"BlockPublicPolicy":false'],
  ['buckets_fit_a_data_sync', '"BucketEncryption":', '"ObjectLockEnabled":true,"BucketEncryption":'],
  ['buckets_outlive_the_stack', '"DeletionPolicy":"Retain"', '"DeletionPolicy":"Delete"'],
  ['bucket_policies_refuse_plain_http', '"aws:SecureTransport":"false"', '"aws:SecureTransport":"true"'],
  [
    'bucket_policies_know_the_account',
    '"Action":"s3:GetBucketAcl","Resource":"<Bucket.Arn>","Condition"',
    '"Action":"s3:GetBucketAcl","Resource":"<Bucket.Arn>","Was"',
  ],
  ['events_are_listed_by_type', '"compliance-status":["non_compliant"]', '"compliance-status":["compliant"]'],
  [
    'events_are_listed_by_type',
    '"compliance-type":["Patch","Association"]',
    '"compliance-type":["Patch","Custom:SsmDoctor"]',
  ],
  [
    'events_are_listed_by_type',
    '"compliance-type":["Patch","Association"]',
    '"compliance-type":[{"anything-but":["Association"]}]',
  ],
];

describe.skipIf(process.platform === 'win32')('the rules of cfn-guard', () => {
  it('have nothing to say about the template, as it is written and with all options', () => {
    expect(rulesThatApply(TEMPLATE_PATH).sort()).toEqual([...RULES].sort());
    expect(brokenRules(stack())).toEqual([]);
  });

  it.each(BREAKS)('%s is broken by %s → %s', (rule, right, wrong) => {
    const text = JSON.stringify(stack());
    expect(text).toContain(right);
    expect(brokenRules(JSON.parse(text.replace(right, wrong)))).toEqual([rule]);
  });

  it('are each shown to break', () => {
    expect(RULES.filter((rule) => !BREAKS.some(([broken]) => broken === rule))).toEqual([]);
  });
});
