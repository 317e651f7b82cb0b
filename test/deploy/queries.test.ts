import { TrinoSQL } from 'dt-sql-parser/dist/parser/trino/index.js';
import { describe, expect, it } from 'vitest';
import { queries } from '../../build-scripts/deploy/queries.ts';
import { ATTRIBUTES } from '../../src/delivery/inventory/attributes.ts';
import { EVERYTHING } from './template/arguments.ts';
import { stackOf } from './template/evaluate.ts';
import { type Resource, TEMPLATE } from './template/read.ts';

const STACK = stackOf(TEMPLATE, EVERYTHING);
const PARSER = new TrinoSQL();

interface Column {
  readonly Name: string;
  readonly Type: string;
}
interface TableInput {
  readonly Name: string;
  readonly Parameters: Readonly<Record<string, string>>;
  readonly PartitionKeys: readonly Column[];
  readonly StorageDescriptor: { readonly Columns: readonly Column[]; readonly Location: string };
}

const TABLES = resourcesOf('AWS::Glue::Table').map(
  (resource) => resource.Properties.TableInput as TableInput,
);
const COLUMNS = new Map(
  TABLES.map((table) => [
    table.Name,
    [...table.StorageDescriptor.Columns, ...table.PartitionKeys].map(({ Name }) => Name),
  ]),
);

function resourcesOf(type: string): Resource[] {
  return Object.values(STACK).filter((resource) => resource.Type === type);
}

function columnsOf(name: string): string[] {
  return COLUMNS.get(name) ?? [];
}

describe('the tables', () => {
  it('have the attributes of the inventory as columns, and what the export adds', () => {
    const expected = [
      ...ATTRIBUTES.map((name) => name.toLowerCase()),
      'resourceid',
      'capturetime',
      'schemaversion',
    ];
    const partitions = ['accountid', 'region', 'resourcetype'];
    expect(columnsOf('custom_ssmdoctor').toSorted()).toEqual([...expected, ...partitions].toSorted());
  });

  it.each(TABLES.map((table) => [table.Name, table] as const))(
    'of %s have distinct columns of text',
    (_, table) => {
      const names = columnsOf(table.Name);
      expect(new Set(names).size).toBe(names.length);
      for (const { Name, Type } of table.StorageDescriptor.Columns) {
        expect(Name).toMatch(/^[a-z0-9]+$/);
        expect(Type).toBe('string');
      }
    },
  );

  it('lie where a Resource Data Sync writes', () => {
    const locations = TABLES.map((table) => [table.Name, table.StorageDescriptor.Location]);
    expect(Object.fromEntries(locations)).toEqual({
      custom_ssmdoctor: `s3://<Bucket>/ssm-inventory/Custom:SsmDoctor/`,
      aws_complianceitem: 's3://<Bucket>/ssm-inventory/AWS:ComplianceItem/',
      aws_instanceinformation: 's3://<Bucket>/ssm-inventory/AWS:InstanceInformation/',
    });
  });

  it('know their partitions without a crawler', () => {
    for (const { Parameters, PartitionKeys, StorageDescriptor } of TABLES) {
      const partitions = PartitionKeys.map(({ Name }) => `${Name}=\${${Name}}/`).join('');
      expect(Parameters['storage.location.template']).toBe(StorageDescriptor.Location + partitions);
      expect(Parameters['projection.accountid.values']).toBe('123456789012,210987654321');
      expect(Parameters['projection.region.values']).toBe('eu-west-1,us-east-1');
    }
  });
});

describe.each(queries().map((query) => [query.name, query] as const))(
  'the query %s',
  (_, { name, description, sql }) => {
    it('is SQL of Athena', () => {
      expect(PARSER.validate(sql)).toEqual([]);
    });

    it('asks for tables and columns that there are', () => {
      expect(unknownNames(sql)).toEqual([]);
    });

    it('is in the template under its name', () => {
      const [found] = resourcesOf('AWS::Athena::NamedQuery').filter(
        (query) => query.Properties.QueryString === sql,
      );
      expect(found?.Properties).toMatchObject({ Name: `ssm-doctor-${name}`, Description: description });
    });
  },
);

describe('the check of a query', () => {
  it.each([
    'SELEC cause FROM t',
    'SELECT cause FROM',
    'SELECT a FROM t WHERE',
    'SELECT (a FROM t',
    'SELECT a b c FROM t',
  ])('finds what is wrong with %s', (sql) => {
    expect(PARSER.validate(sql)).not.toEqual([]);
  });

  it('finds a column that no table has', () => {
    expect(unknownNames('SELECT t.cause, t.reason FROM custom_ssmdoctor AS t')).toEqual(['reason']);
    expect(unknownNames('SELECT severety FROM custom_ssmdoctor')).toEqual(['severety']);
    expect(unknownNames('SELECT cause FROM custom_doctor')).toEqual(['cause', 'custom_doctor']);
  });
});

/** Names in a query that are no table, no column of a table that it reads, and nothing that it names itself. */
function unknownNames(sql: string): string[] {
  const words = [
    ...new Set(
      sql.replaceAll(/'[^']*'/g, '').match(/(?<![\w.])[a-z_][a-z0-9_]*\b(?!\s*\()|(?<=\.)\w+/g) ?? [],
    ),
  ];
  const own = [...sql.matchAll(/\bAS\s+(\w+)/g), ...sql.matchAll(/(?:\bWITH|,)\s+(\w+) AS \(/g)].map(
    ([, word]) => word ?? '',
  );
  const read = [...COLUMNS.keys()].filter((table) => words.includes(table));
  const known = new Set([...own, ...read, ...read.flatMap(columnsOf), 'current_timestamp']);
  return words.filter((word) => !known.has(word));
}
