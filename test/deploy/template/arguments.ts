import type { Arguments } from './evaluate.ts';

/** A released version for one platform. */
export const RELEASE: Arguments = {
  SourceUrl: 'https://downloads.example.com/ssm-doctor',
  Version: '1.4.0',
  Sha256LinuxX64: 'a'.repeat(64),
};

/** Arguments with which the template makes all that it can. */
export const EVERYTHING: Arguments = {
  SourceBucket: 'example-releases',
  Version: '1.4.0',
  Sha256LinuxX64: 'a'.repeat(64),
  Cron: 'cron(0 3 ? * SUN *)',
  FirstRun: 'on-schedule',
  DispatchRoleArn: 'arn:aws:iam::123456789012:role/dispatch',
  NodeRoles: 'node-role,other-role',
  DataLake: 'create',
  LakeAccounts: '123456789012,210987654321',
  LakeRegions: 'eu-west-1,us-east-1',
  RunOnNonCompliance: 'patch-and-association',
};
