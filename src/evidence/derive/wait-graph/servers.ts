import type { Certainty } from '../../citation.ts';
import type { GoroutinesFact } from '../../facts/dump.ts';
import type { PossibleHolder } from '../../facts/wait-edge.ts';
import type { Frame } from '../../frame.ts';
import type { SafeText } from '../../../text/safe-text.ts';
import { homeOf } from '../../kin.ts';
import { isSameFrame } from './same-frame.ts';
import { type Awaited, awaitedBy, countOf, isOutermost, type Part, waiterOf } from './awaited.ts';
import { type Candidate, candidate, likeliestFirst } from './candidate.ts';
import { creatorOf, type PartsIndex, watches } from './index-of-parts.ts';
import { isPackage } from './locks.ts';
import { isInit, rootOf, startsForOthers } from './names.ts';
import { poolOf, usesPool } from './pools.ts';

/** Everybody in a dump who may be waited for by those that wait for something other than a lock, likeliest first. */
export function findServers(awaited: Awaited, index: PartsIndex): Candidate[] {
  const found = new Found(awaited);
  switch (awaited.kind) {
    case 'waitgroup':
      forWaitGroup(awaited, index, found);
      break;
    case 'channel':
      forChannel(awaited, index, found);
      break;
    case 'cond':
      forCond(awaited, index, found);
      break;
    case 'semaphore':
      forSemaphore(awaited, index, found);
      break;
    case 'connection':
      forConnection(awaited, index, found);
      break;
    case 'call':
      forCall(awaited, index, found);
      break;
    case 'init':
      for (const part of index.initialising) found.add(part, 'frames', 'derived', isInit);
      break;
    default:
      break;
  }
  return likeliestFirst(found.all);
}

/** Candidates, each part once: what was told first of it is what is surest. */
class Found {
  readonly #awaited: Awaited;
  readonly #of = new Map<Part, Candidate>();

  constructor(awaited: Awaited) {
    this.#awaited = awaited;
  }

  /** `frame`: the one that tells it, or the functions of which it is the innermost. */
  add(part: Part, by: PossibleHolder['by'], certainty: Certainty, frame?: Frame | ((name: SafeText) => boolean)): void {
    if (this.#of.has(part)) return;
    // Who waits at the same place does not end the wait; but who has one connection and waits for a second one keeps the first.
    if (awaitedBy(part) === this.#awaited && this.#awaited.kind !== 'connection') return;
    const { group } = part;
    const told = frameOf(group, frame);
    if (told === undefined) return;
    const loop =
      group.creator !== undefined &&
      isOutermost(
        group,
        group.frames.findLastIndex((frame) => isSameFrame(frame, told)),
      );
    // Two that do the same at a channel do not serve each other there.
    const alike = this.#awaited.kind === 'channel' && group.stateClass === `chan-${this.#awaited.operation ?? ''}`;
    const one = candidate(part, { by, frame: told, certainty: alike ? 'guessed' : certainty, loop });
    // A loop that waits for its next task, or for a clock, is in every program: without a sign it keeps nobody waiting at a channel.
    const idle = loop && (one.holder.doing === 'receive' || one.holder.doing === 'select');
    if (idle && this.#awaited.kind === 'channel' && one.holder.certainty === 'guessed') return;
    this.#of.set(part, one);
  }

  get all(): readonly Candidate[] {
    return [...this.#of.values()];
  }
}

function frameOf({ frames, owner }: GoroutinesFact, frame: Frame | ((name: SafeText) => boolean) | undefined): Frame | undefined {
  if (frame === undefined) return owner ?? frames[0];
  return typeof frame === 'function' ? frames.find(({ function: name }) => frame(name)) : frame;
}

function waiters({ parts }: Awaited): ReadonlySet<string> {
  return new Set(parts.flatMap(({ group }) => waiterOf(group)?.frame.function ?? []));
}

/** The goroutines that count it down are those that were started for it. */
function forWaitGroup(awaited: Awaited, index: PartsIndex, found: Found): void {
  const names = waiters(awaited);
  if (awaited.address !== undefined)
    for (const part of index.sharing(awaited.address)) found.add(part, 'argument', 'derived', withArgument(part, awaited.address));
  for (const name of names)
    for (const part of index.createdBy(rootOf(name))) {
      if (!mayBeOf(awaited, part)) continue;
      // main.main starts much that it does not wait for.
      const sure = rootOf(name) !== 'main.main' || startsForOthers(part.group.creator?.function ?? '');
      found.add(part, 'creator', sure ? 'derived' : 'guessed');
    }
  for (const { group } of awaited.parts)
    for (const id of group.ids)
      for (const part of index.startedBy(id)) {
        const { creator } = part.group;
        if (creator === undefined) continue;
        if (startsForOthers(creator.function)) found.add(part, 'creator', 'derived');
        // What a caller of the one that waits has started is older than the wait, what a library has started is the library's, and the main
        // goroutine starts much that it does not wait for.
        else if (id !== 1 && creator.origin === 'app' && !group.functions.some((name) => rootOf(name) === rootOf(creator.function)))
          found.add(part, 'creator', 'derived');
      }
  if (found.all.length > 0) return;
  const methods = awaited.object === undefined ? [] : index.methodsOf(awaited.object);
  ofSameObject(awaited, index, found, methods.length === 1 ? 'derived' : 'guessed');
}

/** Whether a group that a function has started can be of the calls of it that wait: the ids tell, where all of them are known. */
function mayBeOf({ parts }: Awaited, { group }: Part): boolean {
  const { starters } = group;
  if (starters === undefined || starters.distinct > starters.ids.length) return true;
  if (parts.some((part) => part.group.ids.length < part.group.count)) return true;
  return starters.ids.some((id) => parts.some((part) => part.group.ids.includes(id)));
}

/** No dump says which channel a goroutine waits at: who may be at its other end shows by arguments, objects and the code that both are of. */
function forChannel(awaited: Awaited, index: PartsIndex, found: Found): void {
  const names = waiters(awaited);
  const inSame = (part: Part) => names.has(waiterOf(part.group)?.frame.function ?? '') && awaitedBy(part)?.operation === awaited.operation;
  for (const { group } of awaited.parts)
    for (const { function: name, address } of group.addresses?.arguments ?? [])
      if (names.has(name))
        for (const part of index.sharing(address)) if (!inSame(part)) found.add(part, 'argument', 'derived', withArgument(part, address));
  // A select has other ways out, which no stack shows.
  const sure: Certainty = awaited.operation === 'select' ? 'guessed' : 'derived';
  const starters = new Set(awaited.parts.flatMap(({ group }) => group.starters?.ids ?? []));
  const ids = new Set(awaited.parts.flatMap(({ group }) => group.ids));
  const siblings = [...starters].some((id) => index.startedBy(id).some((part) => part.group.idle === undefined && !inSame(part)));
  // Who has started those that wait may be at the other end, and so may another one whom he has started: then he who waits elsewhere is not.
  const addParent = (part: Part, certainty: Certainty, frame: Frame | ((name: string) => boolean)) => {
    if (!siblings) found.add(part, 'creator', certainty, frame);
    else if (awaitedBy(part)?.kind === 'channel' || awaitedBy(part) === undefined) found.add(part, 'creator', 'guessed', frame);
  };
  for (const name of names) {
    const root = rootOf(name);
    const certainty = root === 'main.main' ? 'guessed' : sure;
    for (const part of index.createdBy(root)) {
      if (inSame(part) || part.group.idle !== undefined || !mayBeOf(awaited, part)) continue;
      const linked = part.group.starters?.ids.some((id) => ids.has(id)) === true;
      if (linked) found.add(part, 'creator', certainty);
    }
    if (awaited.operation === 'send') past(awaited, name, index, found, 'guessed');
    for (const part of index.root(root)) {
      if (inSame(part) || part.group.idle !== undefined) continue;
      const frame = part.group.frames.find(({ function: one }) => rootOf(one) === root);
      if (frame === undefined || names.has(frame.function)) continue;
      const parent = part.group.ids.some((id) => starters.has(id));
      if (parent && frame.function === root) addParent(part, certainty, frame);
      else if (root !== 'main.main' || part.group.starters?.ids.some((id) => starters.has(id)) === true)
        found.add(part, 'closure', 'guessed', frame);
    }
  }
  for (const { group } of awaited.parts) {
    const creator = creatorOf(group);
    if (creator === undefined) continue;
    for (const part of index.root(creator))
      if (!inSame(part) && part.group.idle === undefined && part.group.ids.some((id) => starters.has(id)))
        addParent(part, creator === 'main.main' ? 'guessed' : sure, (name) => rootOf(name) === creator);
  }
  // Of an object that several work on nothing tells who has the other end of which of its channels.
  const methods =
    awaited.object === undefined ? [] : index.methodsOf(awaited.object).filter((part) => !inSame(part) && part.group.idle === undefined);
  ofSameObject(awaited, index, found, methods.length === 1 ? sure : 'guessed', inSame);
}

/** Who signals has the same Cond, which lies in an object mostly. */
function forCond(awaited: Awaited, index: PartsIndex, found: Found): void {
  const names = waiters(awaited);
  ofSameObject(awaited, index, found, 'guessed', ({ group }) => names.has(waiterOf(group)?.frame.function ?? ''));
}

/** Who has a place has come past the line that takes one, or was started behind it. */
function forSemaphore(awaited: Awaited, index: PartsIndex, found: Found): void {
  for (const name of waiters(awaited)) past(awaited, name, index, found, 'derived');
}

function past(awaited: Awaited, name: string, index: PartsIndex, found: Found, certainty: Certainty): void {
  const lines = awaited.parts.flatMap(({ group }) => {
    const frame = waiterOf(group)?.frame;
    return frame?.function === name && frame.line !== undefined ? [frame.line] : [];
  });
  const line = Math.max(...lines);
  if (lines.length === 0) return;
  for (const part of index.root(rootOf(name))) {
    const frame = part.group.frames.find((one) => one.function === name && one.line !== undefined && one.line > line);
    if (frame !== undefined) found.add(part, 'function', certainty, frame);
  }
  for (const part of index.createdBy(rootOf(name))) {
    const { creator, idle } = part.group;
    if (idle === undefined && creator?.function === name && creator.line !== undefined && creator.line > line)
      found.add(part, 'creator', certainty);
  }
}

/** Who has a connection of the pool: in a query, reading results, in a transaction that is watched over. */
function forConnection(awaited: Awaited, index: PartsIndex, found: Found): void {
  const { pool = '', object } = awaited;
  const { several = false, receiver } = poolOf(pool) ?? {};
  const using = index.using(pool);
  const waiting = awaited.parts.flatMap(({ group }) => group.addresses?.receivers ?? []);
  const ofPool = waiting.filter(({ function: name }) => receiver?.test(name) === true);
  const theirs = new Set(ofPool.map(({ address }) => address));
  const types = new Set(ofPool.map(({ function: name }) => homeOf(name)));
  const watchers: Part[] = [];
  for (const part of using) {
    const { group } = part;
    if (pool === 'database/sql' && watches(part)) {
      watchers.push(part);
      continue;
    }
    const at = usesPool(group.functions, pool);
    if (at === undefined || awaitedBy(part) === awaited) continue;
    const own = (group.addresses?.receivers ?? []).filter(({ function: name }) => receiver?.test(name) === true);
    const same = object !== undefined && own.some(({ address }) => theirs.has(address));
    // Objects of one type tell two pools apart; a pool may consist of several objects, each on the stacks of some.
    const another = !same && object !== undefined && own.some(({ function: name }) => types.has(homeOf(name)));
    if (another && group.addresses?.partial === false) continue;
    found.add(part, 'frames', same && !several ? 'derived' : 'guessed', group.owner ?? group.frames[at]);
  }
  for (const watcher of watchers) {
    const owners = new Set((watcher.group.starters?.ids ?? []).flatMap((id) => index.withId(id)));
    for (const part of owners) found.add(part, 'frames', 'derived');
    // Who began it is not in the dump, or has no id that is known.
    if (owners.size === 0)
      found.add(
        watcher,
        'frames',
        'derived',
        watcher.group.frames.find(({ function: name }) => name.startsWith('database/sql.')),
      );
  }
}

/** Who makes the call: doCall has the call as an argument, and the WaitGroup that the others wait for is what the call begins with. */
function forCall(awaited: Awaited, index: PartsIndex, found: Found): void {
  const calls = /(?:^|\/)singleflight\.\(\*Group(?:\[.*\])?\)\.doCall(?:\.func\d+)*$/;
  const making = index.home(awaited.home).filter(({ group }) => group.functions.some((name) => calls.test(name)));
  const { address, object } = awaited;
  const exact =
    address === undefined ? [] : making.filter((part) => (part.group.addresses?.arguments ?? []).some((one) => one.address === address));
  for (const part of exact) found.add(part, 'argument', 'derived');
  if (exact.length > 0) return;
  const ofObject = making.filter(({ objects }) => object !== undefined && objects.has(object));
  for (const part of ofObject) found.add(part, 'receiver', countOf(ofObject) === 1 ? 'derived' : 'guessed');
  if (ofObject.length > 0) return;
  for (const part of making) found.add(part, 'frames', 'guessed');
}

/** Those in a method of the object that is waited at; of its type, where no object is printed: a guess. */
function ofSameObject(awaited: Awaited, index: PartsIndex, found: Found, certainty: Certainty, but?: (part: Part) => boolean): void {
  const { object, home } = awaited;
  if (isPackage(home) || !home.includes('.') || home === 'main.main') return;
  if (object !== undefined)
    for (const part of index.methodsOf(object))
      if (but?.(part) !== true && part.group.idle === undefined) found.add(part, 'receiver', certainty, (name) => homeOf(name) === home);
  for (const part of index.home(home)) {
    const { addresses, idle } = part.group;
    if (idle !== undefined || but?.(part) === true) continue;
    const known = (addresses?.receivers ?? []).some((one) => homeOf(one.function) === home);
    if (object !== undefined && known && addresses?.partial === false && addresses.otherReceivers === 0) continue;
    found.add(part, 'type', 'guessed', (name) => homeOf(name) === home);
  }
}

function withArgument({ group }: Part, address: string): Frame | undefined {
  const name =
    group.addresses?.arguments?.find((one) => one.address === address)?.function ??
    group.addresses?.receivers.find((one) => one.address === address)?.function;
  return group.frames.find((one) => one.function === name);
}
