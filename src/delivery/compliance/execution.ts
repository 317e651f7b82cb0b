const SCRIPT = /[\\/]document[\\/]orchestration[\\/]([0-9A-Za-z][0-9A-Za-z-]{7,99})[\\/]/;

/**
 * The command or association that a script of the agent belongs to, by the path of the script (its `$0`, or the
 * command line of the process that started us) or its working folder: the agent tells it nowhere else. Null when the
 * path is none of the agent's; on Linux, macOS and Windows: `…/document/orchestration/<id>[/<run>]/<step>/_script.sh`.
 */
export function executionOfScript(path: string): { readonly id: string } | null {
  const id = SCRIPT.exec(path)?.[1];
  return id === undefined ? null : { id };
}
