/** Bytes of one board. */
const BOARD = 512 * 1024;

/** Takes thousands of small pieces in a few large ones: each by itself would be looked after by the garbage collector. */
export class Shelf {
  #board = Buffer.alloc(0);
  #filled = 0;

  /** A copy of the pieces, one behind the other. */
  put(pieces: readonly Buffer[]): Buffer {
    const size = pieces.reduce((sum, { length }) => sum + length, 0);
    if (this.#filled + size > this.#board.length) {
      this.#board = Buffer.allocUnsafeSlow(Math.max(BOARD, size));
      this.#filled = 0;
    }
    const from = this.#filled;
    for (const piece of pieces) this.#filled += piece.copy(this.#board, this.#filled);
    return this.#board.subarray(from, this.#filled);
  }
}
