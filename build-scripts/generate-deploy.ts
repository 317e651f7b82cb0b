import { stringify } from 'yaml';
import { commandDocument } from './deploy/command-document.ts';

/** The Command document as `aws ssm create-document --document-format YAML` takes it. */
export function generateCommandDocument(): string {
  const text = stringify(commandDocument(), { lineWidth: 0, aliasDuplicateObjects: false });
  return `# Made of the files in deploy/document by: npm run generate\n${text}`;
}
