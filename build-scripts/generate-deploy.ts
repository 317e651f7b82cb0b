import { stringify } from 'yaml';
import { commandDocument } from './deploy/command-document.ts';
import { cloudFormationTemplate } from './deploy/template.ts';

/** The services read YAML 1.1, where `no` and 2010-09-09 are no texts unless they are quoted. */
const READER = { version: '1.1' } as const;

/** The Command document as `aws ssm create-document --document-format YAML` takes it. */
export function generateCommandDocument(): string {
  const text = stringify(commandDocument(), { ...READER, lineWidth: 0, aliasDuplicateObjects: false });
  return `# Made of the files in deploy/document by: npm run generate\n${text}`;
}

/** The CloudFormation template, short enough for `--template-body`. */
export function generateTemplate(): string {
  const text = cloudFormationTemplate().toString({ lineWidth: 0, flowCollectionPadding: false, indent: 1 });
  return `# Made of deploy/cloudformation/parts, deploy/document and deploy/queries by: npm run generate\n${text}`;
}
