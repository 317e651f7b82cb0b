/** What a service is made of. Paths are absolute ones of the machine that it is for. */
export interface UnitFacts {
  /** What starts this program: its file, or an interpreter and its script. */
  readonly program: readonly string[];
  /** The folder of the state. */
  readonly state: string;
  /** The file of the agent's own log. */
  readonly log: string;
}

/** In every service that this program makes, so that it is told from what others wrote under the same name. */
export const MARKER = 'Made by ssm-doctor agent install';

/** What is given to the program to be the agent. */
export const AGENT_ARGUMENTS = ['agent'] as const;
