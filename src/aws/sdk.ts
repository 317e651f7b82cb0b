/**
 * What is used of the AWS SDK, in one module: the bundle keeps it compressed until something is sent. It is imported
 * with `import()` only.
 */
export { PutComplianceItemsCommand, PutInventoryCommand, SSMClient } from '@aws-sdk/client-ssm';
export { fromIni } from '@aws-sdk/credential-providers';
export { NodeHttpHandler } from '@smithy/node-http-handler';
