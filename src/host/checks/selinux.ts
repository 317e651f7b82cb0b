import { type Check, check, factsOf, type Judgement } from '../check.ts';

/** What SELinux is set to. That it denies something, its log tells, which a diagnosis reads. */
export const SELINUX: Check = check<string | null>({
  name: 'selinux',
  title: 'SELinux mode',
  weight: 'optional',
  platforms: ['linux'],
  gather: (scene) => {
    const file = scene.text('/sys/fs/selinux/enforce', 16);
    return file.kind === 'text' ? file.text.trim() : null;
  },
  judge: judgeSelinux,
});

export function judgeSelinux(enforce: string | null): Judgement {
  if (enforce === null) return { status: 'not-applicable', summary: 'SELinux is not active' };
  const mode = enforce === '1' ? 'enforcing' : 'permissive';
  return { status: 'ok', summary: `SELinux is ${mode}`, facts: factsOf({ mode }) };
}
