/** What is used of the AWS SDK for profiles, in one module, which is imported with `import()` only. */
export { fromIni } from '@aws-sdk/credential-providers';
