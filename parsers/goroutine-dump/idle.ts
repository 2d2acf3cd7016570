import type { IdleKind, StateClass } from '../../src/evidence/facts/dump.ts';
import { remembered } from '../../src/text/remembered.ts';

/** What tells whether a goroutine is idle by design. */
export interface IdleInput {
  readonly stateClass: StateClass;
  /** Innermost first. */
  readonly functions: readonly string[];
  /** What {@link idleBits} gives for the functions, together, where that is known already. */
  readonly bits?: number;
  readonly creator?: string;
  /** It is the dump's first goroutine and runs, and the dump was not printed by a crash. */
  readonly writer: boolean;
}

interface IdleRule {
  readonly kind: IdleKind;
  /** All of these are frames of the stack. */
  readonly frames: readonly RegExp[];
  /** None of these is. */
  readonly not?: readonly RegExp[];
  readonly states?: readonly StateClass[];
}

/** net/http's HTTP/2 is its own package since Go 1.27, and golang.org/x/net/http2 where a program brings it. */
const HTTP2_LOOPS =
  /^(?:net\/http\.\(\*http2|(?:golang\.org\/x\/net|vendor\/golang\.org\/x\/net|net\/http\/internal)\/http2\.\(\*)(?:clientConnReadLoop\)\.run|serverConn\)\.(?:serve|readFrames))$/;

/** Frames decide: a connection that reads the next request is idle, one that runs a handler is not. */
const RULES: readonly IdleRule[] = [
  { kind: 'runtime-system', frames: [/^runtime\.ensureSigM/] },
  { kind: 'signal-loop', frames: [/^os\/signal\.(?:loop|signal_recv)$/] },
  {
    kind: 'accept-loop',
    frames: [/^(?:internal\/poll\.\(\*FD\)|net\.\(\*netFD\))\.[aA]ccept$/],
    states: ['io-wait', 'syscall'],
  },
  {
    kind: 'idle-connection',
    frames: [/^net\/http\.\(\*conn\)\.serve$/, /^bufio\.\(\*Reader\)\.Peek$/],
    not: [/ServeHTTP$/, /readRequest$/],
    states: ['io-wait'],
  },
  // In `select` the read loop waits for a body that somebody has not closed: no idleness.
  { kind: 'idle-connection', frames: [/^net\/http\.\(\*persistConn\)\.readLoop$/], states: ['io-wait'] },
  { kind: 'idle-connection', frames: [/^net\/http\.\(\*persistConn\)\.writeLoop$/], states: ['select'] },
  { kind: 'idle-connection', frames: [HTTP2_LOOPS], states: ['io-wait', 'select'] },
  {
    kind: 'idle-connection',
    frames: [/\/transport\.\(\*controlBuffer\)\.get$/, /\/transport\.\(\*loopyWriter\)\.run$/],
    states: ['select'],
  },
  { kind: 'idle-connection', frames: [/\/transport\.\(\*http2Client\)\.reader$/], states: ['io-wait'] },
  { kind: 'idle-connection', frames: [/\/transport\.\(\*http2Server\)\.HandleStreams$/], states: ['io-wait'] },
  {
    kind: 'idle-connection',
    frames: [/\/transport\.\(\*http2(?:Client|Server)\)\.keepalive$/],
    states: ['select', 'sleep', 'cond'],
  },
  {
    kind: 'pool-maintenance',
    frames: [
      /^database\/sql\.\(\*DB\)\.connection(?:Opener|Cleaner|Resetter)$|ccBalancerWrapper\)\.watcher$|grpcsync\.\(\*CallbackSerializer\)\.run$|\(\*ConnPool\)\.reaper$|go-sql-driver\/mysql\.\(\*mysqlConn\)\.startWatcher\.func\d+$|\/go-cache\.\(\*janitor\)\.Run$|[kg]log(?:\/v2)?\.\(\*(?:loggingT|flushDaemon|fileSink)\)\.(?:run\.func\d+|flushDaemon)$|\/stats\/view\.\(\*worker\)\.start$/,
    ],
    states: ['select', 'chan-receive', 'sleep'],
  },
  {
    kind: 'pool-worker',
    // fasthttp, ants, tunny, pond, workerpool; the stream workers of gRPC; the listeners of Kubernetes informers.
    frames: [
      /fasthttp\.\(\*workerPool\)\.workerFunc$|\/ants(?:\/v\d+)?\.\(\*goWorker\w*\)\.run\.func1$|\/tunny\.\(\*workerWrapper\)\.run$|\/pond(?:\/v\d+)?\.(?:worker|\(\*\w*\)\.(?:worker|readTasks))$|\/workerpool\.(?:worker|startWorker|\(\*WorkerPool\)\.worker)$|grpc\.\(\*Server\)\.serverWorker$|\/tools\/cache\.\(\*processorListener\)\.(?:run(?:\.func1)?|pop)$/,
    ],
    // With a task in hand there are frames above that take it further.
    not: [/\.serveConn$/, /\.handleStream$/],
    states: ['chan-receive', 'select'],
  },
];

/** All expressions of the rules. Which of them a name fits is a set of bits. */
const PATTERNS = RULES.flatMap(({ frames, not = [] }) => [...frames, ...not]);
if (PATTERNS.length > 31) throw new Error('more expressions than bits');

/** The expressions of the rules that a function fits, as bits. */
export function idleBits(name: string): number {
  return PATTERNS.reduce((bits, pattern, i) => (pattern.test(name) ? bits | (1 << i) : bits), 0);
}

const fitting = remembered(idleBits);

function bitsOf(patterns: readonly RegExp[] = []): number {
  return patterns.reduce((bits, pattern) => bits | (1 << PATTERNS.indexOf(pattern)), 0);
}

const COMPILED = RULES.map(({ kind, frames, not, states }) => ({ kind, states, frames: bitsOf(frames), not: bitsOf(not) }));

/** How a goroutine is idle by design; undefined where nothing says that it is. */
export function idleKindOf(input: IdleInput): IdleKind | undefined {
  const { stateClass, functions, creator } = input;
  if (input.writer && isWriter(functions)) return 'dump-writer';
  if (isSystem(stateClass, functions, creator)) return 'runtime-system';
  const bits = input.bits ?? functions.reduce((all, name) => all | fitting(name), 0);
  if (bits === 0) return undefined;
  return COMPILED.find(
    ({ states, frames, not }) => (states?.includes(stateClass) ?? true) && (bits & frames) === frames && (bits & not) === 0,
  )?.kind;
}

/** It wrote the dump; a stack that was logged because of a panic is more than that. */
function isWriter(functions: readonly string[]): boolean {
  return !functions.includes('panic');
}

/** The runtime's own (isSystemGoroutine in runtime/traceback.go), as long as it runs no code of the program. */
function isSystem(stateClass: StateClass, functions: readonly string[], creator: string | undefined): boolean {
  if (functions.length > 0 && !functions.every((name) => name.startsWith('runtime.'))) return false;
  if (stateClass === 'runtime-idle') return true;
  // A thread that waits for C code to call Go shows nothing but runtime.goexit.
  if (functions.length === 1 && functions[0] === 'runtime.goexit') return true;
  return functions.length > 0 && creator !== undefined && creator.startsWith('runtime.');
}

/**
 * Whether the main goroutine waits on purpose: in `select {}`, or right in `main.main` for a channel while the program listens for
 * signals. Needs to know of the rest of the dump, so the dump asks it last.
 */
export function isParkedMain(stateClass: StateClass, functions: readonly string[], listensForSignals: boolean): boolean {
  const own = functions.filter((name) => !name.startsWith('runtime.'));
  if (own.at(-1) !== 'main.main') return false;
  if (stateClass === 'select-forever') return true;
  return listensForSignals && own.length === 1 && (stateClass === 'chan-receive' || stateClass === 'select');
}
