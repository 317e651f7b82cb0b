/** A path as this machine names it, and as the instance does. */
export interface Place {
  /** Native absolute path. */
  readonly path: string;
  /** With forward slashes: `/var/log/amazon/ssm`, `C:/ProgramData/Amazon`. */
  readonly shown: string;
}

/** How this machine joins paths: the style of the root decides, not the platform of the instance. */
export function separatorOf(root: string): '/' | '\\' {
  return isWindowsPath(root) ? '\\' : '/';
}

export function isWindowsPath(path: string): boolean {
  return /^[a-z]:|^\\\\/i.test(path);
}
