import type { GoroutinesFact } from '../../facts/dump.ts';
import { homeOf } from '../../kin.ts';
import { type Awaited, isOutermost, type Part, waiterOf } from './awaited.ts';
import { poolAwaited } from './pools.ts';
import { workOf } from './work.ts';

const SEMAPHORE = /(?:^golang\.org\/x\/sync\/|\/)semaphore\.\(\*Weighted\)\.Acquire$/;
const FLIGHT = /(?:^|\/)singleflight\.\(\*Group(?:\[.*\])?\)\.Do$/;

/** Waits for something that other goroutines have or do, and that is no lock. */
type Wait = Pick<Awaited, 'kind' | 'operation' | 'pool'>;

/** Finds what the goroutines of a dump wait for that is no lock, and notes it in their parts. */
export function findOthers(parts: readonly Part[]): readonly Awaited[] {
  const found = new Map<string, Awaited>();
  for (const part of parts) {
    if (part.lock !== undefined) continue;
    const wait = waitOf(part.group);
    const waiter = wait === undefined ? undefined : waiterOf(part.group);
    if (wait === undefined || waiter === undefined) continue;
    const { frame } = waiter;
    const [only, ...further] = part.group.addresses?.locks ?? [];
    const address = wait.kind === 'channel' || further.length > 0 || part.group.addresses?.otherLocks !== 0 ? undefined : only?.address;
    const object = objectOf(part.group, wait, frame.function);
    const home = homeOf(homeFrame(part.group, wait) ?? frame.function) ?? frame.function;
    const by = wait.kind === 'connection' ? (wait.pool ?? '') : wait.kind === 'init' ? '' : frame.function;
    const key = `${wait.kind} ${wait.operation ?? ''} ${address ?? `${object ?? ''} ${by}`}`;
    let one = found.get(key);
    if (one === undefined) {
      one = {
        ...wait,
        identity: address !== undefined ? 'address' : object !== undefined ? 'receiver' : 'function',
        home,
        parts: [],
        ...(address === undefined ? {} : { address }),
        ...(object === undefined ? {} : { object }),
      };
      found.set(key, one);
    }
    part.other = one;
    one.parts.push(part);
  }
  return joined([...found.values()]);
}

/** The function of what is waited at, where that is a library's and not the waiter's own. */
function homeFrame({ functions }: GoroutinesFact, { kind, pool }: Wait): string | undefined {
  if (kind === 'connection') return functions.find((name) => poolAwaited([name])?.name === pool);
  return kind === 'semaphore'
    ? functions.find((name) => SEMAPHORE.test(name))
    : kind === 'call'
      ? functions.find((name) => FLIGHT.test(name))
      : undefined;
}

/** A pool without an address is the only pool of its kind, where there is no other. */
function joined(all: readonly Awaited[]): readonly Awaited[] {
  const pools = all.filter(({ kind }) => kind === 'connection');
  return all.filter((one) => {
    if (one.kind !== 'connection' || one.object !== undefined) return true;
    const [only, ...others] = pools.filter(({ pool, object }) => pool === one.pool && object !== undefined);
    if (only === undefined || others.length > 0) return true;
    for (const part of one.parts) {
      part.other = only;
      only.parts.push(part);
    }
    return false;
  });
}

/** What goroutines wait for; undefined where that is nobody who could be named. */
function waitOf(group: GoroutinesFact): Wait | undefined {
  const { stateClass, functions, creator, dumpKind } = group;
  // It waits for main_init_done (runtime/cgocall.go); what has called C stands further out.
  const top = functions.find((name) => !/^runtime\.(?:gopark|chanrecv)/.test(name));
  if (top === 'runtime.cgocallbackg1' && stateClass === 'chan-receive') return { kind: 'init' };
  const work = workOf(group);
  if (work === 'running' || work === 'sleep' || work === 'lock') return undefined;
  const pool = poolAwaited(functions);
  if (pool !== undefined) return { kind: 'connection', pool: pool.name };
  if (stateClass === 'waitgroup') return { kind: functions.some((name) => FLIGHT.test(name)) ? 'call' : 'waitgroup' };
  const waiter = waiterOf(group);
  // A loop that waits for its next task is idle, and nobody keeps it from anything.
  const started = creator !== undefined || (dumpKind === 'profile' && waiter?.frame.function !== 'main.main');
  const loop = waiter === undefined || (started && isOutermost(group, waiter.at));
  if (stateClass === 'cond') return loop ? undefined : { kind: 'cond' };
  const operation =
    stateClass === 'chan-send' ? 'send' : stateClass === 'chan-receive' ? 'receive' : stateClass === 'select' ? 'select' : undefined;
  if (operation === undefined || (work !== 'send' && work !== 'receive' && work !== 'select')) return undefined;
  if (functions.some((name) => SEMAPHORE.test(name))) return { kind: 'semaphore' };
  if (loop && operation !== 'send') return undefined;
  const { origin } = waiter?.frame ?? {};
  return origin === 'app' || origin === 'dependency' ? { kind: 'channel', operation } : undefined;
}

/** The object that is waited at, where its address is printed for all that were read. */
function objectOf({ addresses }: GoroutinesFact, { kind, pool }: Wait, waiter: string): string | undefined {
  const receivers = addresses?.receivers ?? [];
  const own = receivers.filter(({ function: name }) =>
    kind === 'connection'
      ? pool !== undefined && poolAwaited([name])?.name === pool
      : kind === 'semaphore'
        ? SEMAPHORE.test(name)
        : kind === 'call'
          ? FLIGHT.test(name)
          : name === waiter,
  );
  const distinct = new Set(own.map(({ address }) => address));
  return distinct.size === 1 ? own[0]?.address : undefined;
}
