/** Columns of the number, and then of the label, before the text of a block. */
export const INDENT = 3;
export const HANG = 11;
