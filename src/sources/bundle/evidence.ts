/** Extensions of what is large and never a log: programs, images of disks and memory, packages, media. */
const NO_EVIDENCE =
  /\.(?:a|bin|cab|deb|dll|dmg|dmp|ebl|exe|hdmp|img|iso|jar|mdmp|msi|msp|msu|o|pkg|pyc|qcow2|rpm|so(?:\.[\d.]+)?|sys|vdi|vhdx?|vmdk|whl)$/i;
/** What macOS adds to archives, and cores of crashed processes. */
const BY_NAME = /(?:^|\/)(?:\._[^/]*|__MACOSX\/.*|core(?:\.\d+)?|vmcore|hiberfil\.sys|pagefile\.sys)$/i;

/** May a file of this path, relative to the top of a bundle, be of use? In doubt it is. */
export function mayBeEvidence(path: string): boolean {
  return !NO_EVIDENCE.test(path) && !BY_NAME.test(path);
}
