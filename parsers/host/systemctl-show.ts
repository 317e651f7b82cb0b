/** What `systemctl show UNIT… -p …` says of one unit. */
export interface Unit {
  readonly id: string;
  /** `loaded`, `not-found`, `masked`. */
  readonly load: string;
  /** `active`, `inactive`, `failed`, `activating`. */
  readonly active: string;
  readonly sub: string;
  /** `enabled`, `disabled`, `masked`, `static`; empty where it has no file. */
  readonly file: string;
  /** Zero where nothing runs. */
  readonly mainPid: number;
  /** Since it was started by hand or at boot; null where this version does not count. */
  readonly restarts: number | null;
  /** `success`, `exit-code`, `signal`. */
  readonly result: string;
}

/** Properties to ask for. */
export const UNIT_PROPERTIES = 'Id,LoadState,ActiveState,SubState,UnitFileState,MainPID,NRestarts,Result';

/** One block of `Name=value` lines for each unit, an empty line between. */
export function parseUnits(text: string): Unit[] {
  return text
    .split(/\r?\n\r?\n/)
    .map(propertiesIn)
    .filter((properties) => properties.has('Id'))
    .map((properties) => {
      const of = (name: string): string => properties.get(name) ?? '';
      const restarts = properties.get('NRestarts');
      return {
        id: of('Id'),
        load: of('LoadState'),
        active: of('ActiveState'),
        sub: of('SubState'),
        file: of('UnitFileState'),
        mainPid: Number(of('MainPID')) || 0,
        restarts: restarts === undefined || restarts === '' ? null : Number(restarts),
        result: of('Result'),
      };
    });
}

function propertiesIn(block: string): Map<string, string> {
  const properties = new Map<string, string>();
  for (const line of block.split(/\r?\n/)) {
    const at = line.indexOf('=');
    if (at > 0) properties.set(line.slice(0, at), line.slice(at + 1));
  }
  return properties;
}
