import type { StoredCompliance } from '../state/state.ts';
import { RESOURCE_TYPE } from '../unmodelled-limits.ts';
import { type ComplianceFilter, type Facts, filtered } from './compliance-filters.ts';
import type { Context, Result } from './context.ts';
import { type PagedInput, pageOf } from './page.ts';
import { severitySummary, worst } from './severities.ts';

interface Input extends PagedInput {
  readonly Filters?: readonly ComplianceFilter[];
}

const KEYS = ['ComplianceType', 'ExecutionType', 'InstanceId', 'OverallSeverity', 'Status'];

/** Of each type, and of all under the name `FleetTotal`: how many nodes are compliant and how many are not. */
export function listComplianceSummaries({ state }: Context, input: Input): Result {
  const judged = filtered(state.compliance.map(judge), input.Filters, KEYS, factsOf);
  const types = [...new Set(judged.map(({ stored }) => stored.type))];
  const summaries = types.map((type) =>
    summary(
      type,
      judged.filter(({ stored }) => stored.type === type),
    ),
  );
  const { members, more } = pageOf([...summaries, summary('FleetTotal', judged)], input);
  return {
    output: { ComplianceSummaryItems: members, ...more },
    outcomes: [{ kind: 'read', count: members.length }],
  };
}

/** Of each node and type: whether it is compliant, and how many of its items are. */
export function listResourceComplianceSummaries({ state }: Context, input: Input): Result {
  const judged = filtered(state.compliance.map(judge), input.Filters, KEYS, factsOf);
  const { members, more } = pageOf(judged, input);
  const ResourceComplianceSummaryItems = members.map(({ stored, status, severity, good, bad }) => ({
    ComplianceType: stored.type,
    ResourceType: RESOURCE_TYPE,
    ResourceId: stored.resourceId,
    Status: status,
    OverallSeverity: severity,
    ExecutionSummary: stored.execution,
    ...counts(good, bad),
  }));
  return {
    output: { ResourceComplianceSummaryItems, ...more },
    outcomes: [{ kind: 'read', count: members.length }],
  };
}

interface Judged {
  readonly stored: StoredCompliance;
  readonly status: 'COMPLIANT' | 'NON_COMPLIANT';
  /** The worst of the items that make the status. */
  readonly severity: string;
  /** Severities of the compliant items, and of the others. */
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

function judge(stored: StoredCompliance): Judged {
  const severities = (status: Judged['status']) =>
    stored.items.filter((item) => item.Status === status).map(({ Severity }) => Severity);
  const good = severities('COMPLIANT');
  const bad = severities('NON_COMPLIANT');
  const status = bad.length > 0 ? 'NON_COMPLIANT' : 'COMPLIANT';
  return { stored, status, severity: worst(bad.length > 0 ? bad : good), good, bad };
}

function factsOf({ stored, status, severity }: Judged): Facts {
  return {
    ComplianceType: stored.type,
    ExecutionType: stored.execution.ExecutionType ?? '',
    InstanceId: stored.resourceId,
    OverallSeverity: severity,
    Status: status,
  };
}

function summary(type: string, judged: readonly Judged[]) {
  const severities = (status: Judged['status']) =>
    judged.filter((one) => one.status === status).map(({ severity }) => severity);
  return { ComplianceType: type, ...counts(severities('COMPLIANT'), severities('NON_COMPLIANT')) };
}

function counts(good: readonly string[], bad: readonly string[]) {
  return {
    CompliantSummary: { CompliantCount: good.length, SeveritySummary: severitySummary(good) },
    NonCompliantSummary: { NonCompliantCount: bad.length, SeveritySummary: severitySummary(bad) },
  };
}
