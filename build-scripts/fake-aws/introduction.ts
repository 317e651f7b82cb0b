import type { FakeAws } from '../../test/fake-aws/server.ts';

/** What a newcomer needs beside the running service: what to export, and what to try. */
export function introduction({ url, node, person }: FakeAws): string {
  const { id, region } = node;
  return `A Systems Manager to try things on, at ${url}
It knows one node, ${id} in ${region}. It refuses what AWS refuses, and nothing leaves this machine.

In another terminal, for ssm-doctor and for the aws command line:

  export AWS_ENDPOINT_URL_SSM=${url} AWS_EC2_METADATA_DISABLED=true
  export AWS_ACCESS_KEY_ID=${person.accessKeyId} AWS_SECRET_ACCESS_KEY=${person.secretAccessKey}
  export AWS_REGION=${region} AWS_DEFAULT_REGION=${region} AWS_PAGER=
  export AWS_SSM_INSTANCE_ID=${id} AWS_SSM_REGION_NAME=${region}
  unset AWS_SESSION_TOKEN AWS_PROFILE

What ssm-doctor says of this machine, as if it were the node:

  node dist/main.cjs report --to compliance,inventory

A cause of an example, sent by the aws command line, and read back:

  items=$(node dist/main.cjs report --dry-run --root fixtures/repository-access-denied/evidence |
    node -p 'JSON.stringify(JSON.parse(fs.readFileSync(0)).PutComplianceItems)')
  aws ssm put-compliance-items --cli-input-json "$items" --endpoint-url ${url}
  aws ssm list-compliance-items --resource-ids ${id} --endpoint-url ${url}

Each request is told below. Ctrl-C ends it.
`;
}
