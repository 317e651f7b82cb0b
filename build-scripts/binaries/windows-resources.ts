import { NtExecutable, NtExecutableResource } from 'pe-library';
import { Data, Resource } from 'resedit';
import { ICON_SIZES, iconOf } from './icon.ts';

/** RT_ICON and RT_GROUP_ICON of winuser.h. */
const ICONS: readonly unknown[] = [3, 14];
/** Of a pixel of the icon. */
const BITS = 32;
const ENGLISH = { lang: 1033, codepage: 1200 };

/** What Windows shows of a file under "Details". */
export interface FileDetails {
  readonly product: string;
  readonly description: string;
  /** Three numbers with dots. */
  readonly version: string;
  readonly commit: string;
  readonly licence: string;
  readonly file: string;
}

/**
 * The same Windows executable, without a signature, with these details and an icon in place of its own: what holds Node is
 * not Node.
 *
 * @throws Error for a file that is signed or no such executable
 */
export function withDetails(executable: Buffer, details: FileDetails): Buffer {
  const program = NtExecutable.from(executable);
  const resources = NtExecutableResource.from(program);
  resources.entries = resources.entries.filter(({ type }) => !ICONS.includes(type));
  const icons = ICON_SIZES.map((size) => Data.RawIconItem.from(iconOf(size), size, size, BITS));
  Resource.IconGroupEntry.replaceIconsForResource(resources.entries, 1, ENGLISH.lang, icons);
  const [info] = Resource.VersionInfo.fromEntries(resources.entries);
  if (info === undefined) throw new Error('expected a version in the executable, found none');
  for (const language of info.getAllLanguagesForStringValues()) info.removeAllStringValues(language);
  const [major = 0, minor = 0, patch = 0] = details.version.split('.').map(Number);
  info.setFileVersion(major, minor, patch, 0, ENGLISH.lang);
  info.setProductVersion(major, minor, patch, 0, ENGLISH.lang);
  info.setStringValues(ENGLISH, {
    ProductName: details.product,
    FileDescription: details.description,
    FileVersion: details.version,
    ProductVersion: `${details.version} (${details.commit})`,
    LegalCopyright: details.licence,
    InternalName: details.product,
    OriginalFilename: details.file,
  });
  info.outputToResourceEntries(resources.entries);
  resources.outputResource(program);
  return Buffer.from(program.generate());
}

/** The texts that Windows shows under "Details", by their names; empty for an executable without them. */
export function detailsOf(executable: Buffer): Readonly<Record<string, string>> {
  const resources = NtExecutableResource.from(NtExecutable.from(executable, { ignoreCert: true }));
  const [info] = Resource.VersionInfo.fromEntries(resources.entries);
  const [language] = info?.getAllLanguagesForStringValues() ?? [];
  return language === undefined ? {} : (info?.getStringValues(language) ?? {});
}
