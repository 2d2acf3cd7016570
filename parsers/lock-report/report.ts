import type { CrashFact } from '../../src/evidence/facts/crash.ts';
import type { LockReport } from '../../src/evidence/facts/lock-report.ts';
import type { Frame } from '../../src/evidence/frame.ts';
import type { Line } from '../../src/text/line.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { templateOf } from '../crash/template.ts';
import { cite } from '../goroutine-dump/excerpt.ts';
import { FrameTable } from '../goroutine-dump/frames.ts';
import type { SourceInfo } from '../parser.ts';
import type { LockLine } from './line.ts';

const EXCERPT = 14;
const WORDS = { waited: '', recursive: ' Recursive locking', order: ' Inconsistent locking' } as const;

interface Side {
  id: number | undefined;
  readonly frames: Frame[];
}

/** A report while it is read, and in the end the fact. */
export class Report {
  readonly #kind: LockReport['kind'];
  readonly #lines: Line[];
  readonly #table = new FrameTable();
  #limit: string | undefined;
  #holder: Side | undefined;
  #waiter: Side | undefined;
  #open: Side | undefined;
  #holderNow: LockReport['holderNow'];

  constructor(kind: LockReport['kind'], line: Line) {
    this.#kind = kind;
    this.#lines = [line];
    // A recursive lock has the second place first, with no words before it.
    if (kind === 'recursive') this.#open = this.#waiter = { id: undefined, frames: [] };
  }

  /** One more line of it. */
  add(form: Extract<LockLine, { kind: 'section' | 'goroutine' | 'frame' }>, line: Line): void {
    this.#lines.push(line);
    if (form.kind === 'section') this.#section(form.of, form.limit);
    else if (this.#open === undefined) return;
    else if (form.kind === 'goroutine') this.#open.id ??= form.id;
    else this.#open.frames.push(this.#table.shared(form.name, form.file, form.line, false).frame);
  }

  /** What the report is about is over, and this shows what became of the holder; a report of which lines are missing shows nothing. */
  rest(holderNow: 'alive' | 'ended'): void {
    const isWhole = this.#kind === 'waited' && this.#waiter !== undefined && this.#waiter.frames.length > 0;
    if (isWhole && this.#holder?.id !== undefined && this.#holder.id !== 0) this.#holderNow = holderNow;
  }

  #section(of: 'holder' | 'waiter', limit: string | undefined): void {
    this.#limit ??= limit;
    const side: Side = { id: undefined, frames: [] };
    this.#open = side;
    // Of two orders the first `before` and the last `after` count; of the others there is one of each.
    if (of === 'holder') this.#holder ??= side;
    else this.#waiter = side;
  }

  fact(source: SourceInfo): Omit<CrashFact, 'id'> {
    const limit = this.#limit === undefined ? '' : ` Have been trying to lock it again for more than ${this.#limit}`;
    const message = `POTENTIAL DEADLOCK:${WORDS[this.#kind]}${limit}`;
    const holder = ownFrame(this.#holder);
    const waiter = ownFrame(this.#waiter);
    const lockReport: LockReport = {
      kind: this.#kind,
      ...(this.#limit === undefined ? {} : { limit: sanitize(this.#limit) }),
      ...(holder === undefined ? {} : { holder }),
      ...(waiter === undefined ? {} : { waiter }),
      // The library takes the id from a place in memory that is another one in releases that it does not know: then it is 0.
      ...idOf('holderId', this.#holder),
      ...(this.#holderNow === undefined ? {} : { holderNow: this.#holderNow }),
      ...idOf('waiterId', this.#waiter),
    };
    const culprit = holder ?? waiter;
    const first = this.#lines[0]?.number ?? 0;
    const last = this.#lines.at(-1)?.number ?? first;
    return {
      type: 'crash',
      certainty: 'stated',
      citations: [
        cite(
          source.path,
          first,
          last,
          this.#lines.map(({ text }) => text),
          EXCERPT,
        ),
      ],
      scope: source.scope,
      class: 'lock-report',
      message: sanitize(message),
      ...templateOf(message),
      blame: 'user',
      chain: [],
      preceding: [],
      hidesPanic: false,
      ...(waiter === undefined ? {} : { fault: waiter }),
      ...(culprit === undefined ? {} : { culprit }),
      path: (this.#waiter?.frames ?? []).map((frame) => frame.function),
      lockReport,
      truncated: holder === undefined || waiter === undefined,
    };
  }
}

function idOf(key: 'holderId' | 'waiterId', side: Side | undefined): { readonly [K in typeof key]?: number } {
  return side?.id === undefined || side.id === 0 ? {} : { [key]: side.id };
}

/** The library's own frames, and Go's, are passed over. Names stand without their import path, so files tell. */
function ownFrame(side: Side | undefined): Frame | undefined {
  const isLibrary = ({ function: name, file }: Frame): boolean =>
    /^(?:go-deadlock|deadlock|runtime|sync)\./.test(name) || /\/go-deadlock(?:@|\/)|(?:^|\/)go\/src\//.test(file ?? '');
  return side?.frames.find((frame) => !isLibrary(frame));
}
