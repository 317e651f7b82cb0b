import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = 'deploy/queries';

export interface Query {
  /** The file's name without its end. */
  readonly name: string;
  /** The comment on the first line. */
  readonly description: string;
  readonly sql: string;
}

/** The queries of deploy/queries, by name. */
export function queries(): Query[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.sql'));
  return files.sort().map((file) => {
    const [first = '', ...lines] = readFileSync(`${FOLDER}/${file}`, 'utf8').split('\n');
    if (!first.startsWith('-- ')) throw new Error(`${file} does not begin with a comment on what it tells`);
    return { name: file.slice(0, -'.sql'.length), description: first.slice(3), sql: lines.join('\n') };
  });
}

/** Logical id of a query in the template. */
export function queryId({ name }: Query): string {
  return name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The query as a resource of the template. */
export function queryResource({ name, description, sql }: Query): unknown {
  return {
    Type: 'AWS::Athena::NamedQuery',
    Condition: 'HasLake',
    Properties: {
      Name: `ssm-doctor-${name}`,
      Description: description,
      Database: { Ref: 'Database' },
      QueryString: sql,
    },
  };
}
