import type { GoroutinesFact } from '../../facts/dump.ts';
import type { HolderWork } from '../../facts/wait-edge.ts';
import { remembered } from '../../../text/remembered.ts';

/** Calls that end at the disk. */
const FSYNC =
  /^(?:internal\/poll\.\(\*FD\)\.Fsync|os\.\(\*File\)\.Sync|syscall\.(?:Fsync|Fdatasync)|golang\.org\/x\/sys\/unix\.(?:Fsync|Fdatasync|Msync))$/;
/** Calls that wait for a peer in whatever way they wait: their own goroutines do the reading. */
const NETWORK =
  /^(?:net\/http\.\(\*(?:Client|Transport|persistConn|http2ClientConn|http2Transport)\)|net\.\(\*(?:Dialer|Resolver)\)|database\/sql\.|google\.golang\.org\/grpc\.\(\*(?:ClientConn|clientStream)\)|net\/rpc\.\(\*Client\)|golang\.org\/x\/net\/http2\.\(\*(?:ClientConn|Transport)\)|(?:net\/http\.http2|golang\.org\/x\/net\/http2\.)transportResponseBody\.)/;
const PROCESS = /^(?:os\.\(\*Process\)\.[Ww]ait|os\.\(\*Process\)\.blockUntilWaitable|os\/exec\.\(\*Cmd\)\.Wait)$/;

const BY_STATE: Readonly<Partial<Record<NonNullable<GoroutinesFact['stateClass']>, HolderWork>>> = {
  'io-wait': 'network',
  syscall: 'syscall',
  sleep: 'sleep',
  mutex: 'lock',
  'rwmutex-read': 'lock',
  'rwmutex-write': 'lock',
  'chan-send': 'send',
  'chan-receive': 'receive',
  'chan-nil': 'receive',
  select: 'select',
  'select-forever': 'select',
  waitgroup: 'wait',
  cond: 'wait',
  semaphore: 'wait',
  running: 'running',
  runnable: 'running',
  'gc-assist': 'running',
  'stop-the-world': 'running',
};

const callOf = remembered((name): 'fsync' | 'process' | 'network' | undefined =>
  FSYNC.test(name) ? 'fsync' : PROCESS.test(name) ? 'process' : NETWORK.test(name) ? 'network' : undefined,
);

/** What the goroutines of a group do, as far as their state and their frames tell. */
export function workOf({ stateClass, functions }: GoroutinesFact): HolderWork {
  // A profile has no states: whose frames show no wait was at work.
  const work = stateClass === undefined ? 'running' : (BY_STATE[stateClass] ?? 'other');
  let process = false;
  let network = false;
  for (const name of functions) {
    const call = callOf(name);
    if (call === 'fsync') return 'fsync';
    if (call === 'process') process = true;
    else if (call === 'network') network = true;
  }
  if (work === 'lock' || work === 'running') return work;
  if (process) return 'process';
  return network && work !== 'sleep' ? 'network' : work;
}
