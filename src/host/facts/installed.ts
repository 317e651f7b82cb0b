import { FilesError } from '../../platform/files.ts';
import type { Scene } from '../scene.ts';

/** The agent's program, as its packages install it; null where there is none. A relocated one is not looked for. */
export function agentProgram(scene: Scene): string | null {
  return scene.agent.layout.programs.find((path) => isThere(scene, path)) ?? null;
}

export function isInstalled(scene: Scene): boolean {
  return agentProgram(scene) !== null;
}

/** A link that leads nowhere is not. */
export function isThere(scene: Scene, path: string): boolean {
  try {
    scene.machine.files.resolve(scene.agent.native(path));
    return true;
  } catch (error) {
    if (error instanceof FilesError) return false;
    throw error;
  }
}
