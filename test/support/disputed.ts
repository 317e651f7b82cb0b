/** Messages whose cause in the list is known to be wrong, or which are noise in one place and failure in another. */
export const DISPUTED: ReadonlyMap<string, string> = new Map([
  ['apt-unmet', 'unmet dependencies are a dependency failure; the packages themselves are whole'],
  [
    'aws-error-count',
    'follows the error that it counts, and is all that is left where that was rotated away',
  ],
  ['inv-content-exceptions', 'an item that is too large is a matter of size, not of content'],
  ['yum-curl37', 'the words behind the code of curl say more than the code'],
  ['lnx-caused-by', 'where the error in front of it was cut off, the wrapped one names the cause'],
  ['lnx-dnf-counts', 'the last counts of a run say how many approved patches the node lacks'],
  ['win-summary-field', 'the last counts of a run say how many approved patches the node lacks'],
  ['mgs-no-ack', 'the agent sends the reply again by itself and says so when it gives up'],
  ['upd-downgrade', 'a request to go back, not a fault, where a regional roll-out is behind'],
]);

/** Examples in which another cause than that of the list says more, and takes its place. */
export const SAID_BETTER: ReadonlyMap<string, { readonly as: string; readonly why: string }> = new Map([
  [
    'apt-proxy',
    { as: 'NETWORK_PROXY_AUTH_REQUIRED', why: 'the status 407 says what is wrong with the proxy' },
  ],
  [
    'doc-unsupported-format',
    {
      as: 'ASSOC_INVALID',
      why: 'the association is named that cannot be run; its document is what is meant',
    },
  ],
  [
    'net-client-timeout',
    { as: 'CREDENTIALS_IMDS_UNAVAILABLE', why: 'the address is that of the metadata service' },
  ],
  ['net-refused', { as: 'CREDENTIALS_IMDS_UNAVAILABLE', why: 'the address is that of the metadata service' }],
]);

/** What a success of the list does not prove: `success > cause`. */
export const NO_PROOF: ReadonlyMap<string, string> = new Map([
  ['ok-document-complete > AGENT_RUN_INTERRUPTED', 'written after each document, whatever became of it'],
  ['ok-document-complete > AGENT_WORKER_CRASHED', 'written after a document whose worker crashed as well'],
  ['ok-inventory-upload > INVENTORY_CUSTOM_FILE_INVALID', 'the rest is uploaded without the file'],
  ['ok-inventory-upload > INVENTORY_GATHERER_FAILED', 'the rest is uploaded without what was not gathered'],
  ['ok-inventory-stdout > INVENTORY_GATHERER_FAILED', 'the rest is uploaded without what was not gathered'],
  ['win-results-header > WU_SEARCH_FAILED', 'stands above counts of -1 as well'],
  ['ok-inventory-upload > INVENTORY_CUSTOM_FILE_LIMIT', 'files beyond the limit stay out of the upload'],
  ['ok-inventory-upload > INVENTORY_MULTIPLE_ASSOCIATIONS', 'the first of the two associations uploads'],
  ['ok-inventory-stdout > INVENTORY_CUSTOM_FILE_INVALID', 'the rest is uploaded without the file'],
  ['ok-inventory-stdout > INVENTORY_CUSTOM_FILE_LIMIT', 'files beyond the limit stay out of the upload'],
  ['ok-inventory-stdout > INVENTORY_MULTIPLE_ASSOCIATIONS', 'the first of the two associations uploads'],
  ['lnx-yum-no-updates > REPO_UNREACHABLE', 'a list of updates that could not be fetched is empty as well'],
  ['wiu-installed > WU_DOWNLOAD_FAILED', 'the line is about another update'],
  ['wiu-installed > WU_INSTALL_FAILED', 'the line is about another update'],
]);
