import type { Severity } from '../../report/report.ts';

/**
 * What is sent to Systems Manager, spelled as the service's model spells it (API version 2014-11-06), with times as
 * text in whole seconds (`2026-11-25T00:42:37Z`). The AWS command line takes the very JSON of such a value with
 * `--cli-input-json`; the SDK wants the time of a compliance request as a `Date`.
 */
export interface ComplianceRequest {
  /** The node's own id. */
  readonly ResourceId: string;
  readonly ResourceType: 'ManagedInstance';
  readonly ComplianceType: string;
  readonly ExecutionSummary: ExecutionSummary;
  /** All items of the type: what is left out disappears from the dashboard. */
  readonly Items: readonly ComplianceItem[];
  /** SHA-256 in hex of the items, which hold no time of the run. The service ignores a request with a known hash. */
  readonly ItemContentHash: string;
}

export interface ExecutionSummary {
  readonly ExecutionTime: string;
  /** Of the command or association that runs us; absent where a person does. */
  readonly ExecutionId?: string;
  readonly ExecutionType?: 'Command';
}

export interface ComplianceItem {
  /** Stable over runs: `CAUSE/subject`. */
  readonly Id: string;
  readonly Title: string;
  readonly Severity: Severity;
  readonly Status: 'COMPLIANT' | 'NON_COMPLIANT';
  readonly Details: Readonly<Record<string, string>>;
}

/** One type of custom inventory of one node; the call takes a list of such items. */
export interface InventoryRequest {
  readonly InstanceId: string;
  readonly Items: readonly [InventoryItem];
}

export interface InventoryItem {
  readonly TypeName: string;
  readonly SchemaVersion: string;
  readonly CaptureTime: string;
  /** MD5 of the content in base64, as the agent computes its own. */
  readonly ContentHash: string;
  readonly Content: readonly InventoryEntry[];
}

/** Every entry has the same attributes, each a string, empty where nothing is known. */
export type InventoryEntry = Readonly<Record<string, string>>;
