import type { CallFrame, Creator } from '../../src/evidence/frame.ts';
import type { GoVersionRange } from '../../src/evidence/facts/dump.ts';
import type { SharedFrame } from './frames.ts';
import type { Goroutine } from './goroutine.ts';
import type { Header } from './header.ts';
import { FINGERPRINT_FUNCTIONS, minorsByLine } from './go-version-lines.ts';

/** Go 1.x as a number: 22 for Go 1.22. */
export type GoMinor = number;

/** States that only some releases have (waitReasonStrings in runtime/runtime2.go). */
const BY_STATE: Readonly<Record<string, { readonly min?: GoMinor; readonly max?: GoMinor }>> = {
  preempted: { min: 14 },
  'debug call': { min: 15 },
  'sync.Mutex.Lock': { min: 20 },
  'sync.RWMutex.RLock': { min: 20 },
  'sync.RWMutex.Lock': { min: 20 },
  'sync.WaitGroup.Wait': { min: 24 },
  'GC worker (active)': { min: 20 },
  'GC mark termination': { min: 20 },
  'stopping the world': { min: 20 },
  'flushing proc caches': { min: 22 },
  'trace goroutine status': { min: 22 },
  'trace proc status': { min: 22 },
  'page trace flush': { min: 22 },
  coroutine: { min: 22 },
  'GC weak to strong wait': { min: 23 },
  'chan receive (synctest)': { min: 24, max: 24 },
  'chan send (synctest)': { min: 24, max: 24 },
  'select (synctest)': { min: 24, max: 24 },
  'synctest.Run': { min: 24 },
  'synctest.Wait': { min: 24 },
  'cleanup wait': { min: 25 },
  'GOMAXPROCS updater (idle)': { min: 25 },
  'waiting for cgo callback': { min: 26 },
  'timer goroutine (idle)': { max: 13 },
};

/** Function names that only some releases have. */
const BY_FUNCTION: readonly { readonly name: RegExp; readonly min?: GoMinor; readonly max?: GoMinor; readonly what: string }[] = [
  { name: /\.glob\.\.func\d/, max: 21, what: '`glob..func` in a function name' },
  { name: /\.func·\d+$/, max: 4, what: '`func·` in a function name' },
  { name: /\.(?:gowrap|deferwrap)\d+$/, min: 22, what: '`gowrap` or `deferwrap` in a function name' },
  { name: /·dwrap·\d+$/, min: 17, max: 17, what: '`·dwrap·` in a function name' },
  { name: /-range\d+$/, min: 23, what: '`-range` in a function name' },
  { name: /\[\.\.\.\]/, min: 18, what: 'type parameters in a function name' },
  { name: /^internal\/sync\./, min: 24, what: 'functions of internal/sync' },
  { name: /^internal\/runtime\/maps\./, min: 24, what: 'functions of internal/runtime/maps' },
  { name: /^internal\/runtime\//, min: 23, what: 'functions of internal/runtime' },
  { name: /^runtime\/internal\//, max: 23, what: 'functions of runtime/internal' },
  { name: /^type\.\.eq\./, max: 19, what: '`type..eq` in a function name' },
  { name: /^type:\.eq\./, min: 20, what: '`type:.eq` in a function name' },
];

/** Where installers put a release: `/usr/lib/go-1.19/src`, `toolchain@v0.0.1-go1.22.3.linux-amd64/src`, `Cellar/go/1.22.3/…`. */
const GOROOT_VERSION = /(?:^|[/\\@-])(?:go|golang)[-/\\]?v?1\.(\d{1,2})(?=$|[./\\_-])/g;

const NO_RELEASES: readonly GoMinor[] = [];

/**
 * Gathers what a report says of the Go release that printed it. What contradicts itself says nothing: two processes, or
 * damage. Pure; also for the reports around the stacks.
 */
export class GoVersionClues {
  #min: GoMinor | undefined;
  #max: GoMinor | undefined;
  readonly #lower = new Map<string, GoMinor>();
  readonly #upper = new Map<string, GoMinor>();
  readonly #fingerprints = new Map<string, readonly GoMinor[]>();
  #lastFlags = '';
  #flatPanic = false;
  #bracedPanic = false;
  #staleMarks = false;

  /** The release is `minor` or later. `what` says why, in words. */
  atLeast(minor: GoMinor, what: string): void {
    if (this.#min === undefined || minor > this.#min) this.#min = minor;
    this.#lower.set(what, minor);
  }

  /** The release is `minor` or earlier. */
  atMost(minor: GoMinor, what: string): void {
    if (this.#max === undefined || minor < this.#max) this.#max = minor;
    this.#upper.set(what, minor);
  }

  /** What a goroutine's header tells. */
  header(header: Header): void {
    const flags = `${header.pointers}${header.synctest}${header.durable}${header.leaked}${header.labels}`;
    if (flags === this.#lastFlags) return; // the same in most headers of a dump
    this.#lastFlags = flags;
    if (header.pointers) this.atLeast(22, '`gp=` in headers');
    if (header.synctest === 'bubble') this.atLeast(25, '`synctest bubble` in headers');
    if (header.synctest === 'group') {
      this.atLeast(24, '`synctest group` in headers');
      this.atMost(24, '`synctest group` in headers');
    }
    if (header.durable) this.atLeast(25, '`(durable)` in headers');
    if (header.leaked) this.atLeast(26, '`(leaked)` in headers');
    if (header.labels !== undefined) this.atLeast(26, 'labels in headers');
    if (header.labels === 'after') this.atLeast(27, 'labels after the brackets of headers');
  }

  /** What a goroutine's state, frames and creator tell. `shared`: its frames, where they have no arguments. */
  goroutine(goroutine: Goroutine, shared?: readonly SharedFrame[]): void {
    const { state } = goroutine;
    const known = Object.hasOwn(BY_STATE, state) ? BY_STATE[state] : undefined;
    if (known?.min !== undefined) this.atLeast(known.min, `the state \`${state}\``);
    if (known?.max !== undefined) this.atMost(known.max, `the state \`${state}\``);
    if (state === 'semacquire') this.#semacquire(goroutine.frames);
    if (shared === undefined) for (const frame of goroutine.frames) this.frame(frame);
    else for (const frame of shared) this.#sharedFrame(frame);
    if (goroutine.creator !== undefined) this.#creator(goroutine.creator, goroutine.parent !== undefined);
  }

  /** What one frame tells. */
  frame(frame: CallFrame): void {
    this.#line(frame, this.#look(frame));
  }

  /** The same for one that many goroutines share: it is looked at once. */
  #sharedFrame(shared: SharedFrame): void {
    if (shared.seenBy !== this) {
      shared.minors = this.#look(shared.frame);
      shared.seenBy = this;
    }
    this.#line(shared.frame, shared.minors ?? NO_RELEASES);
  }

  /** Of several lines of one function the last one counts. */
  #line({ function: name }: CallFrame, minors: readonly GoMinor[]): void {
    if (minors.length > 0) this.#fingerprints.set(name, minors);
  }

  /** Takes what a frame tells by itself; returns the releases that have its line, none where that tells nothing. */
  #look({ function: name, args, file, line, origin }: CallFrame): readonly GoMinor[] {
    for (const clue of BY_FUNCTION) {
      if (!clue.name.test(name)) continue;
      if (clue.min !== undefined) this.atLeast(clue.min, clue.what);
      if (clue.max !== undefined) this.atMost(clue.max, clue.what);
    }
    if (args !== undefined) this.#arguments(name, args);
    if (file === undefined) return NO_RELEASES;
    if (origin === 'stdlib' || origin === 'runtime') this.#goroot(file);
    return line !== undefined && FINGERPRINT_FUNCTIONS.has(name) ? minorsByLine(name, file, line) : NO_RELEASES;
  }

  /** What the runtime notes inside a stack: that it lost its way, and what it saw there (traceback.go, hexdump.go). */
  note(text: string): void {
    if (/^runtime: g ?\d+ gp=0x[0-9a-f]+: unknown pc /.test(text)) this.atLeast(22, '`gp=` before `unknown pc`');
    else if (/^runtime: g ?\d+: unknown pc /.test(text)) {
      this.atLeast(19, '`g N:` before `unknown pc`');
      this.atMost(21, '`g N:` before `unknown pc`');
    } else if (text.startsWith('runtime: unknown pc ')) this.atMost(18, '`runtime: unknown pc`');
    else if (text.trimStart().startsWith('7 6 5 4  3 2 1 0 ')) this.atLeast(26, 'the ruler above the memory of a stack');
    else if (/^0x[0-9a-f]{8,16}: [ <>!]?0x/.test(text)) this.atMost(25, 'the memory of a stack in words with `0x`');
  }

  /** Frames that the runtime left out: with a count since Go 1.21. */
  elided(counted: boolean): void {
    if (counted) this.atLeast(21, '`...N frames elided...`');
    else this.atMost(20, '`...additional frames elided...`');
  }

  /** The releases that fit everything; undefined where nothing tells, or where what tells contradicts itself. */
  range(): GoVersionRange | undefined {
    // Without register arguments (32-bit machines) no argument is ever marked stale: there the lack of marks tells nothing.
    if (this.#flatPanic && !this.#bracedPanic) this.atMost(16, 'flat argument words of panic');
    else if (this.#bracedPanic && this.#staleMarks) this.atMost(20, 'arguments of panic without `?`');
    let min = this.#min;
    let max = this.#max;
    if (min !== undefined && max !== undefined && min > max) return undefined;
    // Only what draws the line: weaker clues of the same kind say nothing more.
    const reasons = [
      ...[...this.#lower].filter(([, minor]) => minor === min).map(([what, minor]) => `${what} (Go ≥ 1.${minor})`),
      ...[...this.#upper].filter(([, minor]) => minor === max).map(([what, minor]) => `${what} (Go ≤ 1.${minor})`),
    ];
    const exact = this.#byLines(min, max);
    if (exact !== undefined) {
      min = exact[0];
      max = exact.at(-1);
      reasons.push(`line numbers in Go's own files, of ${this.#fingerprints.size} functions`);
    }
    if (min === undefined && max === undefined) return undefined;
    return {
      ...(min === undefined ? {} : { min: `1.${min}` }),
      ...(max === undefined ? {} : { max: `1.${max}` }),
      reasons: reasons.toSorted(),
    };
  }

  /** The releases, ascending, that have every known line; at least two functions must agree. */
  #byLines(min: GoMinor | undefined, max: GoMinor | undefined): readonly GoMinor[] | undefined {
    if (this.#fingerprints.size < 2) return undefined;
    const [first = [], ...rest] = [...this.#fingerprints.values()];
    const common = first.filter((minor) => rest.every((minors) => minors.includes(minor)));
    const fitting = common.filter((minor) => minor >= (min ?? 0) && minor <= (max ?? Infinity));
    return fitting.length > 0 ? fitting : undefined;
  }

  #arguments(name: string, args: string): void {
    const stale = args.includes('?');
    if (stale) {
      this.#staleMarks = true;
      this.atLeast(18, '`?` after argument words');
    }
    if (args.includes('{')) this.atLeast(17, '`{…}` in argument lists');
    if (name === 'runtime.goexit' && args === '{}') this.atLeast(22, '`runtime.goexit({})`');
    if (name !== 'panic') return;
    if (/^\{0x[0-9a-f]+\?/.test(args)) this.atLeast(21, '`?` in the arguments of panic');
    else if (/^\{0x[0-9a-f]+, 0x[0-9a-f]+\}$/.test(args)) this.#bracedPanic = true;
    else if (/^0x[0-9a-f]+, 0x[0-9a-f]+$/.test(args)) this.#flatPanic = true;
  }

  #semacquire(frames: readonly CallFrame[]): void {
    const names = frames.slice(0, 12).map((frame): string => frame.function);
    if (names.some((name) => name.startsWith('sync.(*Mutex).') || name.startsWith('sync.(*RWMutex).'))) {
      this.atMost(19, '`semacquire` under a mutex');
    } else if (names.includes('sync.(*WaitGroup).Wait')) this.atMost(23, '`semacquire` under WaitGroup.Wait');
  }

  /** Timers and the runtime start goroutines without a parent in every release. */
  #creator(creator: Creator, hasParent: boolean): void {
    if (hasParent) this.atLeast(21, '`in goroutine N` after `created by`');
    else if (creator.origin !== 'runtime' && creator.origin !== 'cgo' && creator.function !== 'time.goFunc') {
      this.atMost(20, '`created by` without `in goroutine N`');
    }
  }

  #goroot(file: string): void {
    const source = Math.max(file.lastIndexOf('/src/'), file.lastIndexOf('\\src\\'));
    const version = source < 0 ? undefined : [...file.slice(0, source).matchAll(GOROOT_VERSION)].at(-1);
    if (version === undefined) return;
    const minor = Number(version[1]);
    this.atLeast(minor, "the path of Go's library");
    this.atMost(minor, "the path of Go's library");
  }
}
