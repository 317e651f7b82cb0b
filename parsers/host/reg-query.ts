const VALUE = /^ {4}(.{1,255}?) {4}(REG_[A-Z_]{2,20})(?: {4}(.*))?$/;

/** A value of the registry: numbers as numbers, everything else as it is printed. */
export type RegistryValue = string | number;

/** The values of one key by their names in lower case, from what `reg.exe query KEY` prints. */
export function parseRegistryValues(text: string): Map<string, RegistryValue> {
  const values = new Map<string, RegistryValue>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, type, data = ''] = VALUE.exec(line) ?? [];
    if (name === undefined) continue;
    const isNumber = type === 'REG_DWORD' || type === 'REG_QWORD';
    values.set(name.toLowerCase(), isNumber ? Number(data) : data.trim());
  }
  return values;
}
