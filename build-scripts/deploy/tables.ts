import { ATTRIBUTES } from '../../src/delivery/inventory/attributes.ts';

/** A table over what a Resource Data Sync exports of one inventory type. */
export interface LakeTable {
  /** Logical id in the template. */
  readonly id: string;
  readonly name: string;
  readonly inventoryType: string;
  /** In lower case, as Athena sees the keys. */
  readonly columns: readonly string[];
}

/** Added to each line by the export; not promised by any document, so queries do not need the last two. */
const ADDED = ['resourceid', 'capturetime', 'schemaversion'];

/** The attributes and the context of `AWS:ComplianceItem` 1.0. */
const COMPLIANCE_ITEM =
  'compliancetype executionid executiontype executiontime id title status severity documentname documentversion ' +
  'classification patchbaselineid patchseverity patchstate patchgroup installedtime installoverridelist ' +
  'detailedtext detailedlink cveids';

/** Of `AWS:InstanceInformation` 1.0, less ResourceType, which the partition of that name would hide. */
const INSTANCE_INFORMATION =
  'instanceid agenttype agentversion computername ipaddress platformname platformtype platformversion instancestatus';

export const TABLES: readonly LakeTable[] = [
  {
    id: 'InventoryTable',
    name: 'custom_ssmdoctor',
    inventoryType: 'Custom:SsmDoctor',
    columns: [...ADDED, ...ATTRIBUTES.map((name) => name.toLowerCase())],
  },
  {
    id: 'ComplianceTable',
    name: 'aws_complianceitem',
    inventoryType: 'AWS:ComplianceItem',
    columns: [...ADDED, ...COMPLIANCE_ITEM.split(' ')],
  },
  {
    id: 'NodesTable',
    name: 'aws_instanceinformation',
    inventoryType: 'AWS:InstanceInformation',
    columns: [...ADDED, ...INSTANCE_INFORMATION.split(' ')],
  },
];

const PARTITIONS = ['accountid', 'region', 'resourcetype'];

/** The table as a resource of the template. Its partitions are worked out, never crawled for. */
export function tableResource({ name, inventoryType, columns }: LakeTable): unknown {
  const folder = `s3://\${Bucket}/\${LakePrefix}/${inventoryType}/`;
  const partition = PARTITIONS.map((column) => `${column}=\${!${column}}/`).join('');
  return {
    Type: 'AWS::Glue::Table',
    Condition: 'HasLake',
    Properties: {
      CatalogId: { Ref: 'AWS::AccountId' },
      DatabaseName: { Ref: 'Database' },
      TableInput: {
        Name: name,
        TableType: 'EXTERNAL_TABLE',
        Parameters: {
          'projection.enabled': 'true',
          'projection.accountid.type': 'enum',
          'projection.accountid.values': listOr('HasLakeAccounts', 'LakeAccounts', 'AWS::AccountId'),
          'projection.region.type': 'enum',
          'projection.region.values': listOr('HasLakeRegions', 'LakeRegions', 'AWS::Region'),
          'projection.resourcetype.type': 'enum',
          'projection.resourcetype.values': 'ManagedInstanceInventory',
          'storage.location.template': inLake(`${folder}${partition}`),
        },
        PartitionKeys: PARTITIONS.map(asColumn),
        StorageDescriptor: {
          Location: inLake(folder),
          InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
          OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
          SerdeInfo: {
            SerializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
            Parameters: { 'ignore.malformed.json': 'true', 'case.insensitive': 'true' },
          },
          Columns: columns.map(asColumn),
        },
      },
    },
  };
}

function asColumn(name: string): unknown {
  return { Name: name, Type: 'string' };
}

function inLake(text: string): unknown {
  return {
    'Fn::Sub': [text, { Bucket: { 'Fn::If': ['CreatesLake', { Ref: 'Bucket' }, { Ref: 'LakeBucket' }] } }],
  };
}

function listOr(condition: string, list: string, otherwise: string): unknown {
  return { 'Fn::If': [condition, { 'Fn::Join': [',', { Ref: list }] }, { Ref: otherwise }] };
}
