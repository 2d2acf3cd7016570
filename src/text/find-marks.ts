/** Characters are told apart by their lower bits: what does not fit there only costs a comparison. */
const PAIRS = 1 << 14;

/** A text that was looked for, and where it begins. */
export interface FoundMark {
  /** Its place in the list of texts. */
  readonly mark: number;
  readonly at: number;
}

/**
 * Searches texts for any of several others at once, after Wu and Manber (1994): the last two characters of a window as long as the shortest
 * mark tell how far it can move on. Of lines; what searches the bytes of whole files is `FindAny` of src/bundle.
 */
export class FindMarks {
  readonly #window: number;
  readonly #shift: Uint8Array;
  readonly #ends: readonly (readonly number[] | undefined)[];
  readonly #marks: readonly string[];

  constructor(marks: readonly string[]) {
    this.#marks = marks;
    this.#window = Math.min(...marks.map(({ length }) => length));
    if (!(this.#window >= 2)) throw new Error('a mark has less than two characters');
    const last = this.#window - 1;
    this.#shift = new Uint8Array(PAIRS).fill(Math.min(last, 255));
    const ends: number[][] = [];
    for (const [number, mark] of marks.entries())
      for (let i = 1; i <= last; i += 1) {
        const pair = pairAt(mark, i);
        this.#shift[pair] = Math.min(this.#shift[pair] ?? 0, last - i);
        if (i === last) (ends[pair] ??= []).push(number);
      }
    this.#ends = ends;
  }

  /** Every mark that stands in the text, in the order of their beginnings. */
  find(text: string): readonly FoundMark[] {
    const shifts = this.#shift;
    const last = this.#window - 1;
    let found: FoundMark[] | undefined;
    for (let at = last; at < text.length;) {
      const pair = ((text.charCodeAt(at - 1) & 0x7f) << 7) | (text.charCodeAt(at) & 0x7f);
      const shift = shifts[pair] ?? 1;
      if (shift > 0) {
        at += shift;
        continue;
      }
      for (const mark of this.#ends[pair] ?? [])
        if (text.startsWith(this.#marks[mark] ?? '', at - last)) (found ??= []).push({ mark, at: at - last });
      at += 1;
    }
    return found ?? NONE;
  }
}

const NONE: readonly FoundMark[] = [];

function pairAt(text: string, last: number): number {
  return ((text.charCodeAt(last - 1) & 0x7f) << 7) | (text.charCodeAt(last) & 0x7f);
}
