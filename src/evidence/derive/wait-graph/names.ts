import { remembered } from '../../../text/remembered.ts';
import type { GoroutinesFact } from '../../facts/dump.ts';

/** What the compiler adds for closures and wrappers: `.func1`, `.2`, `.gowrap1`, `.func1-range1`, `-fm`. */
const CLOSURES = /(?:\.(?:func|gowrap|deferwrap|dwrap)?\d+(?:-range\d+)?)+(?:-fm)?$|-fm$/;
/** `main.init.0` is a function of its own, and no closure. */
const INIT = /^[^()]*\.init\.\d+/;

/** The function that a closure is written in, `main.(*Pool).Start` of `main.(*Pool).Start.func1.2`; any other function itself. */
export const rootOf = remembered((name) => INIT.exec(name)?.[0] ?? name.replace(CLOSURES, ''));

/** Functions that start a goroutine for the function that they are given. */
const STARTERS =
  /(?:^sync\.\(\*WaitGroup\)|(?:^|\/)errgroup\.\(\*Group\)|(?:^|\/)conc(?:\/pool)?\.\(\*\w+\)|(?:^|\/)run\.\(\*Group\))\.(?:Try)?(?:Go|Run)$/;

/** Whether a function starts goroutines for others: then its caller is meant, which the dump does not name. */
export const startsForOthers = remembered((name) => STARTERS.test(rootOf(name)));

/** Whether a function initialises a package: `init`, or what sets its variables. */
export function isInit(name: string): boolean {
  return /^[^()]*\.init(?:\.\d+)?$/.test(name);
}

/** Whether a group is the main goroutine before main.main: it initialises packages still (runtime.main in runtime/proc.go). */
export function initialises({ creator, functions, dumpKind }: GoroutinesFact): boolean {
  return dumpKind !== 'other' && creator === undefined && functions.some(isInit) && !functions.some((name) => name === 'main.main');
}
