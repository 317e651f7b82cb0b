import { NtExecutable, NtExecutableResource } from 'pe-library';
import { Resource } from 'resedit';
import { describe, expect, it } from 'vitest';
import { ICON_SIZES, iconOf } from '../../../build-scripts/binaries/icon.ts';
import { detailsOf, withDetails } from '../../../build-scripts/binaries/windows-resources.ts';

const DETAILS = {
  product: 'synthetic',
  description: 'Made up.',
  version: '1.20.3',
  commit: '0123456789ab',
  licence: 'Apache-2.0',
  file: 'synthetic.exe',
};
const ICON = 3;

/** An executable of nothing but resources, as another maker would leave it. */
function executable(): Buffer {
  const program = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(program);
  const info = Resource.VersionInfo.createEmpty();
  info.setFileVersion(22, 23, 2, 0, 1033);
  info.setStringValues({ lang: 1033, codepage: 1200 }, { CompanyName: 'Another', ProductName: 'Another' });
  info.outputToResourceEntries(resources.entries);
  resources.entries.push({ type: ICON, id: 1, lang: 1033, codepage: 1200, bin: new ArrayBuffer(40) });
  resources.outputResource(program);
  return Buffer.from(program.generate());
}

describe('the details of a Windows executable', () => {
  it('are those that were given, and none of those that stood there', () => {
    const found = detailsOf(withDetails(executable(), DETAILS));
    expect(found).toEqual({
      ProductName: 'synthetic',
      InternalName: 'synthetic',
      FileDescription: 'Made up.',
      FileVersion: '1.20.3',
      ProductVersion: '1.20.3 (0123456789ab)',
      LegalCopyright: 'Apache-2.0',
      OriginalFilename: 'synthetic.exe',
    });
  });

  it('have the version as numbers too', () => {
    const { entries } = NtExecutableResource.from(NtExecutable.from(withDetails(executable(), DETAILS)));
    const [info] = Resource.VersionInfo.fromEntries(entries);
    expect(info?.fixedInfo).toMatchObject({
      fileVersionMS: 0x0001_0014,
      fileVersionLS: 0x0003_0000,
      productVersionMS: 0x0001_0014,
      productVersionLS: 0x0003_0000,
    });
  });

  it('come with an icon in place of the other one, in each size', () => {
    const resourcesOf = (file: Buffer) => NtExecutableResource.from(NtExecutable.from(file)).entries;
    const entries = resourcesOf(withDetails(executable(), DETAILS));
    expect(resourcesOf(executable()).filter(({ type }) => type === ICON)).toHaveLength(1);
    expect(entries.filter(({ type }) => type === ICON)).toHaveLength(ICON_SIZES.length);
    const groups = Resource.IconGroupEntry.fromEntries(entries);
    expect(groups.map(({ icons }) => icons.map(({ width }) => width || 256))).toEqual([ICON_SIZES]);
    const pictures = groups[0]?.getIconItemsFromEntries(entries) ?? [];
    expect(pictures.map((icon) => icon.isRaw() && Buffer.from(icon.bin))).toEqual(ICON_SIZES.map(iconOf));
  });

  it('are not made up where there are none', () => {
    const bare = Buffer.from(NtExecutable.createEmpty(false, false).generate());
    expect(detailsOf(bare)).toEqual({});
    expect(() => withDetails(bare, DETAILS)).toThrow('expected a version');
  });
});
