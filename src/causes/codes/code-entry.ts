/** A result code of Windows Update, servicing or Win32, as the files of this folder say. */
export interface CodeEntry {
  /** The HRESULT, as `0x80072EE2`; of a whole group of codes with `x` for what differs: `0x80246xxx`. */
  readonly code: string;
  /** Its constant in Microsoft's headers; in brackets where none is public. */
  readonly name: string;
  /** The cause that it points to; null when it says nothing by itself. */
  readonly cause: string | null;
  readonly meaning: string;
  readonly remedy: string;
}
