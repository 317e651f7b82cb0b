/**
 * Words that the catalogue of causes and the report have in common. They stand below both, as neither knows the
 * other.
 */

export type Platform = 'linux' | 'macos' | 'windows';

export type Severity = 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' | 'INFORMATIONAL';

export type Confidence = 'high' | 'medium' | 'low';

export type SubjectKind =
  | 'api'
  | 'association'
  | 'baseline'
  | 'bucket'
  | 'document'
  | 'endpoint'
  | 'file'
  | 'inventory-type'
  | 'node'
  | 'package'
  | 'patch'
  | 'process'
  | 'repository'
  | 'step';

export interface RemedyStep {
  readonly step: string;
  readonly effect: 'read-only' | 'changes-node' | 'changes-aws';
}
