/** Columns of whole numbers below 2^32 that grow. What stands behind `length` is scratch space. */
export class IntColumn {
  /** The numbers; replaced when it grows. */
  data: Uint32Array;
  /** Numbers that count. */
  length = 0;

  constructor(capacity: number) {
    this.data = new Uint32Array(Math.max(capacity, 16));
  }

  /** Makes room for so many numbers in all. */
  reserve(capacity: number): void {
    if (capacity <= this.data.length) return;
    const larger = new Uint32Array(Math.max(capacity, Math.ceil(this.data.length * 1.5)));
    larger.set(this.data);
    this.data = larger;
  }

  /** The numbers that count, without copying. */
  view(): Uint32Array {
    return this.data.subarray(0, this.length);
  }
}
