import type { PrintedFunction, PrintedLine, PrintedWait } from '../../src/evidence/facts/printed-profile.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { frameOf } from '../pprof/frames.ts';
import type { Head } from './head.ts';
import { kindOf } from './kind.ts';
import { MOST_WAITS, type Statement } from './table.ts';
import { type PrintedValue, readShare, readValue, unitOf } from './value.ts';
import { waitOfCode } from './waits.ts';

/** Lines that a fact has. */
const MOST_LINES = 20;

const ROUTINE = /^\s*ROUTINE ={10,} (\S.*)$/;
const SUMS = /^\s*(\S{1,40})\s+(\S{1,40}) \(flat, cum\)\s+(\S{1,12}%) of Total\s*$/;
/** Up to Go 1.10 the sums stood like this as well; a line of source has its number and a colon, code of the machine an address. */
const SOURCE = /^\s*(\S{1,40})\s+(\S{1,40})\s+(\d{1,9}):(.*)$/;
const INSTRUCTION = /^\s*(\S{1,40})\s+(\S{1,40})\s+[0-9a-f]{4,16}: \S/;

/** Whether a line begins the listing of a function: `ROUTINE ======================== main.run in /src/app/main.go`. */
export function readRoutine(text: string): { readonly name: string; readonly file?: string } | undefined {
  const whole = ROUTINE.exec(text)?.[1]?.trimEnd();
  if (whole === undefined) return undefined;
  const at = whole.lastIndexOf(' in ');
  return at < 0 ? { name: whole } : { name: whole.slice(0, at), file: whole.slice(at + 4) };
}

/** Whether a line is the second one of a listing: its sums. */
export function isSums(text: string): boolean {
  return SUMS.test(text);
}

interface SourceLine {
  readonly flat: PrintedValue;
  readonly cumulative: PrintedValue;
  readonly number: number;
  readonly source: string;
}

/** A function line by line, while it is read (`printSource` in internal/report/source.go). */
export class Listing {
  readonly form = 'list';
  readonly #name: string;
  readonly #file: string | undefined;
  readonly #lines: SourceLine[] = [];
  #sums: { readonly flat: PrintedValue; readonly cumulative: PrintedValue; readonly share: number } | undefined;
  /** Instructions, not source: their values are not read. */
  #machine = false;

  constructor({ name, file }: { readonly name: string; readonly file?: string }) {
    this.#name = name;
    this.#file = file;
  }

  get empty(): boolean {
    return this.#sums === undefined && this.#lines.length === 0;
  }

  /** Offers a line of the listing. `weighty`: it has a value. */
  accept(text: string): 'weighty' | 'plain' | undefined {
    const sums = this.#sums === undefined ? SUMS.exec(text) : null;
    if (sums !== null) {
      const [, own = '', all = '', part = ''] = sums;
      const [flat, cumulative, share] = [readValue(own), readValue(all), readShare(part)];
      if (flat === undefined || cumulative === undefined || share === undefined) return undefined;
      this.#sums = { flat, cumulative, share };
      return 'weighty';
    }
    if (/^\s*(?:AKA =+ \S|Error: \S)/.test(text)) return 'plain';
    const [, own = '', all = '', number = '', source = ''] = SOURCE.exec(text) ?? [];
    const [flat, cumulative] = [readValue(own), readValue(all)];
    if (number !== '' && flat !== undefined && cumulative !== undefined && !(this.#file === undefined && source.startsWith(' '))) {
      if (flat.amount === 0 && cumulative.amount === 0) return 'plain';
      this.#lines.push({ flat, cumulative, number: Number(number), source });
      return 'weighty';
    }
    if (this.#file === undefined && (INSTRUCTION.test(text) || /^\s*;\S/.test(text))) {
      this.#machine = true;
      return 'plain';
    }
    return undefined;
  }

  /** What was read. */
  statement(head: Head): Statement {
    const lines = this.#lines;
    const sums = this.#sums;
    const values = [
      ...lines.flatMap(({ flat, cumulative }) => [flat, cumulative]),
      ...(sums === undefined ? [] : [sums.flat, sums.cumulative]),
    ];
    const unit = unitOf(values);
    const waiting = lines.flatMap(({ flat, cumulative, number, source }) => {
      const stateClass = waitOfCode(source);
      // What waits is in the runtime below, not at the line itself.
      return stateClass === undefined || flat.amount !== 0 || cumulative.amount <= 0
        ? []
        : [{ stateClass, count: cumulative.amount, number, source }];
    });
    const { kind, basis } = kindOf(head, unit, undefined, waiting.length > 0);
    const difference = values.some(({ amount }) => amount < 0);
    const frame = (line?: number) =>
      frameOf(
        {
          function: this.#name,
          ...(this.#file === undefined ? {} : { file: this.#file }),
          ...(line === undefined ? {} : { line }),
          inlined: false,
        },
        this.#name,
      );
    const of: PrintedFunction[] =
      sums === undefined
        ? []
        : [
            {
              kind,
              ...(head.measure === undefined ? {} : { measure: sanitize(head.measure) }),
              difference,
              place: 1,
              frame: frame(),
              flat: sums.flat.amount,
              cumulative: sums.cumulative.amount,
              flatShare: sums.cumulative.amount > 0 ? Number(((sums.share * sums.flat.amount) / sums.cumulative.amount).toPrecision(6)) : 0,
              cumulativeShare: sums.share,
              heads: !difference && sums.share > 0.5,
            },
          ];
    const waits: readonly PrintedWait[] =
      kind === 'goroutine' || kind === 'goroutineleak'
        ? waiting
            .toSorted((a, b) => b.count - a.count)
            .slice(0, MOST_WAITS)
            .map(({ stateClass, count, number, source }) => ({ frame: frame(number), stateClass, count, source: sanitize(source.trim()) }))
        : [];
    const read = lines.reduce((sum, { cumulative }) => sum + cumulative.amount, 0);
    return {
      form: 'list',
      kind,
      kindBasis: basis,
      unit,
      difference,
      rowCount: lines.length,
      functions: of,
      lines: lines
        .toSorted((a, b) => b.cumulative.amount - a.cumulative.amount || a.number - b.number)
        .slice(0, MOST_LINES)
        .map(({ flat, cumulative, number, source }): PrintedLine => ({
          function: sanitize(this.#name),
          ...(this.#file === undefined ? {} : { file: sanitize(this.#file) }),
          line: number,
          source: sanitize(source.trim()),
          flat: flat.amount,
          cumulative: cumulative.amount,
        })),
      waits,
      stacks: [],
      // Values of bytes and times are rounded line by line.
      cut: sums === undefined || (!this.#machine && !difference && read < sums.cumulative.amount * (unit === 'count' ? 1 : 0.95)),
    };
  }
}
