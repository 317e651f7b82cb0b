/** An endpoint that the agent's settings name instead of the service's own. */
export interface EndpointOverride {
  /** Group of settings: `Ssm`, `Mds`, `Mgs`, `S3`, `Kms`. */
  readonly group: string;
  /** Host name, without scheme, port and path. */
  readonly host: string;
  /** Where the value stands in the text. */
  readonly at: number;
}

/**
 * Finds `Endpoint` in the groups of `amazon-ssm-agent.json` (ssm-agent `appconfig/contracts.go`). Text that is no
 * JSON has none: the agent then uses its defaults.
 */
export function endpointOverrides(text: string): EndpointOverride[] {
  const overrides: EndpointOverride[] = [];
  for (const [group, settings] of entriesOf(parsed(text))) {
    for (const [key, value] of entriesOf(settings)) {
      if (key.toLowerCase() !== 'endpoint' || typeof value !== 'string' || value === '') continue;
      const host = value.replace(/^[a-z]+:\/\//i, '').replace(/[:/].*$/, '');
      overrides.push({ group, host, at: Math.max(0, text.indexOf(JSON.stringify(value))) });
    }
  }
  return overrides;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
