/** The node that this machine is to Systems Manager, and who said so. */
export interface ManagedNode {
  /** `i-…` or `mi-…`. */
  readonly id: string;
  readonly region: string;
  /** The strongest source that told the id. */
  readonly toldBy: IdentitySource;
}

export type IdentitySource =
  /** `AWS_SSM_INSTANCE_ID`, which the agent gives to all that it starts. */
  | 'agent-environment'
  /** The agent's `runtimeconfig/identity_config.json`. */
  | 'identity-config'
  /** The agent's registration (its vault's manifest names the file), of which id and region only are read. */
  | 'registration'
  | 'instance-metadata';
