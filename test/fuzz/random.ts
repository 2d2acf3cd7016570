/** Random numbers that are the same on every run: a case is known by its seed and its number. */
export interface Random {
  /** A whole number from 0 up to, but not, `below`; 0 where that is less than 1. */
  readonly below: (below: number) => number;
  /** True once in `times`. */
  readonly once: (times: number) => boolean;
  readonly pick: <T>(list: readonly [T, ...T[]]) => T;
}

/** The numbers of one case (mulberry32). */
export function createRandom(seed: number, number: number): Random {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (most: number) => Math.floor(next() * Math.max(1, most));
  return { below, once: (times) => below(times) === 0, pick: (list) => list[below(list.length)] ?? list[0] };
}
