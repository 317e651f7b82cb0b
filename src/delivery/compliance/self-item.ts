import type { Report, Severity } from '../../report/report.ts';
import { sendableLine } from '../sendable.ts';
import type { ComplianceItem } from '../service/requests.ts';
import { detailsOf } from './details.ts';
import { ownId } from './item-id.ts';

const NAME = 200;

/** That the node was looked at, and by what: where it is missing, the program never ran. */
export function selfItem({ tool, verdict, node }: Report, minSeverity: Severity): ComplianceItem {
  const by = `${tool.name} ${tool.version}, catalogue ${tool.catalogVersion}`;
  return {
    Id: ownId('SELF', 'last-run'),
    Title: sendableLine(`Looked at by ${tool.name} ${tool.version}`, NAME),
    Severity: 'INFORMATIONAL',
    Status: 'COMPLIANT',
    Details: detailsOf({
      DetailedText: sendableLine(`${by}; verdict: ${verdict}`, NAME),
      ToolVersion: sendableLine(tool.version, NAME),
      CatalogVersion: sendableLine(tool.catalogVersion, NAME),
      Verdict: verdict,
      MinSeverity: minSeverity,
      AgentVersion: sendableLine(node.agentVersion ?? '', NAME),
    }),
  };
}
