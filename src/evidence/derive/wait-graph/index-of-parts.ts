import type { GoroutineId } from '../../frame.ts';
import { homeOf } from '../../kin.ts';
import { type Awaited, type Part, waiterOf } from './awaited.ts';
import { isPackage } from './locks.ts';
import { initialises, rootOf, startsForOthers } from './names.ts';
import { poolWith, WATCHES_CONNECTION } from './pools.ts';

/** Parts that share an address with more than this share something that everybody has: the program's configuration, a logger. */
const MOST_SHARING = 8;
const NONE: readonly Part[][] = [];

/**
 * The parts of a dump by what joins them with those that wait, made in one pass, of what is asked for only: a dump may have tens of thousands of groups,
 * and each of them is looked at where it may matter.
 */
export class PartsIndex {
  /** By the types and packages of their functions. */
  readonly #homes = new Map<string, Part[]>();
  /** By the package that any of their functions or types is of. */
  readonly #packages = new Map<string, Part[]>();
  /** By the functions that those on their stacks are written in. */
  readonly #roots = new Map<string, Part[]>();
  /** By the function that has started them. */
  readonly #creators = new Map<string, Part[]>();
  /** By the ids of the goroutines that have started them. */
  readonly #starters = new Map<GoroutineId, Part[]>();
  /** By objects that their methods or arguments are of. */
  readonly #addresses = new Map<string, Part[]>();
  /** By the pools that functions on their stacks have to do with. */
  readonly #pools = new Map<string, Part[]>();
  readonly #ids = new Map<GoroutineId, Part[]>();
  /** By function, those of the lists above that it belongs to. */
  readonly #lists = new Map<string, readonly Part[][]>();
  /** Those that still initialise packages, where somebody waits for that. */
  readonly initialising: Part[] = [];
  readonly #asksForInit: boolean;

  constructor(wanted: readonly Awaited[], parts: readonly Part[], idle: readonly Part[]) {
    this.#asksForInit = wanted.some(({ kind }) => kind === 'init');
    let ids = false;
    for (const one of wanted) {
      this.#homes.set(one.home, []);
      this.#packages.set(packageOfHome(one.home), []);
      if (one.address !== undefined) this.#addresses.set(one.address, []);
      if (one.object !== undefined) this.#addresses.set(one.object, []);
      if (one.pool !== undefined) {
        this.#pools.set(one.pool, []);
        if (one.pool === 'database/sql') ids = true;
      }
      for (const { group } of one.parts) {
        const waiter = waiterOf(group)?.frame.function;
        if (waiter === undefined) continue;
        this.#roots.set(rootOf(waiter), []);
        this.#creators.set(rootOf(waiter), []);
        const creator = creatorOf(group);
        if (creator !== undefined) this.#roots.set(creator, []);
        if (one.kind === 'channel') for (const id of group.starters?.ids ?? []) this.#starters.set(id, []);
        if (one.kind === 'waitgroup') for (const id of group.ids) this.#starters.set(id, []);
        for (const { function: name, address } of group.addresses?.arguments ?? []) if (name === waiter) this.#addresses.set(address, []);
      }
    }
    for (const part of parts) this.#add(part, ids);
    for (const part of idle) this.#addIdle(part);
  }

  #add(part: Part, ids: boolean): void {
    const { group } = part;
    if (this.#asksForInit && initialises(group)) this.initialising.push(part);
    for (const { function: name } of group.frames) for (const list of this.#listsOf(name)) pushOnce(list, part);
    for (const address of part.objects) push(this.#addresses, address, part);
    for (const { address } of group.addresses?.arguments ?? []) push(this.#addresses, address, part);
    if (ids) for (const id of group.ids) add(this.#ids, id, part);
    this.#addIdle(part);
  }

  /** The lists that a part with a function belongs to. Mostly none, and functions recur in every stack. */
  #listsOf(name: string): readonly Part[][] {
    const known = this.#lists.get(name);
    if (known !== undefined) return known;
    const home = homeOf(name);
    const pool = this.#pools.size === 0 ? undefined : poolWith(name);
    const lists = [
      home === undefined ? undefined : this.#homes.get(home),
      home === undefined ? undefined : this.#packages.get(packageOfHome(home)),
      this.#roots.get(rootOf(name)),
      pool === undefined ? undefined : this.#pools.get(pool),
    ].filter((list) => list !== undefined);
    const made = lists.length === 0 ? NONE : lists;
    this.#lists.set(name, made);
    return made;
  }

  /** Goroutines that are idle by design hold nothing, but who has started them may wait for their end. */
  #addIdle(part: Part): void {
    const { group } = part;
    const creator = creatorOf(group);
    if (creator !== undefined) push(this.#creators, creator, part);
    for (const id of group.starters?.ids ?? []) push(this.#starters, id, part);
  }

  home(name: string): readonly Part[] {
    return this.#homes.get(name) ?? [];
  }

  package(name: string): readonly Part[] {
    return this.#packages.get(name) ?? [];
  }

  root(name: string): readonly Part[] {
    return this.#roots.get(name) ?? [];
  }

  createdBy(name: string): readonly Part[] {
    return this.#creators.get(name) ?? [];
  }

  startedBy(id: GoroutineId): readonly Part[] {
    return this.#starters.get(id) ?? [];
  }

  /** Parts that have an object; none where so many have it that it tells nothing. */
  sharing(address: string): readonly Part[] {
    const found = this.#addresses.get(address) ?? [];
    return found.length > MOST_SHARING ? [] : found;
  }

  /** Parts with a method of an object on their stacks. */
  methodsOf(object: string): readonly Part[] {
    return (this.#addresses.get(object) ?? []).filter(({ objects }) => objects.has(object));
  }

  using(pool: string): readonly Part[] {
    return this.#pools.get(pool) ?? [];
  }

  /** Where database/sql is waited for: the parts that a goroutine may be of. */
  withId(id: GoroutineId): readonly Part[] {
    return this.#ids.get(id) ?? [];
  }
}

/** The package of a type, and a package itself. main.main starts everything, so that only its package is one. */
export function packageOfHome(home: string): string {
  return isPackage(home) ? home : home.slice(0, home.lastIndexOf('.'));
}

/** Goroutines of database/sql that watch over an open transaction or result. */
export function watches({ group }: Part): boolean {
  return group.functions.some((name) => WATCHES_CONNECTION.test(name));
}

/** The function that has started goroutines, of closures the one that they are written in; for errgroup and its like, that of what they run. */
export function creatorOf({ creator, frames }: Part['group']): string | undefined {
  if (creator === undefined) return undefined;
  if (!startsForOthers(creator.function)) return rootOf(creator.function);
  const run = frames.findLast(({ function: name }) => !startsForOthers(name) && !name.startsWith('runtime.'))?.function;
  // A function that is no closure does not tell who has handed it over.
  return run === undefined || rootOf(run) === run ? undefined : rootOf(run);
}

function push<K>(map: ReadonlyMap<K, Part[]>, key: K, part: Part): void {
  const list = map.get(key);
  if (list !== undefined) pushOnce(list, part);
}

/** The parts come one after the other, so that one which is there already is the last. */
function pushOnce(list: Part[], part: Part): void {
  if (list.at(-1) !== part) list.push(part);
}

function add<K>(map: Map<K, Part[]>, key: K, part: Part): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [part]);
  else list.push(part);
}
