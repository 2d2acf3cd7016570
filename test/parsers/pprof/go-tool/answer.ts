/** Sites and functions that are compared of each sample type. */
export const MOST = 50;

/** A stack, `name:line` of each call, and its values. */
export interface Site {
  readonly stack: string;
  readonly values: readonly bigint[];
}

/** A function of one sample type. */
export interface TopFunction {
  readonly name: string;
  readonly flat: bigint;
  readonly cum: bigint;
}

/** Objects in use of one size at a stack. */
export interface SizedObjects {
  readonly stack: string;
  readonly bytes: bigint;
  readonly objects: bigint;
  readonly inuse: bigint;
}

/** What is compared, in the form that is recorded. Whole numbers are texts, since those of JSON are not exact. */
export interface Answer {
  readonly types: readonly string[];
  readonly totals: readonly string[];
  readonly samples: number;
  /** Stack and values of those that are among the largest by any sample type. */
  readonly sites: readonly (readonly string[])[];
  /** By sample type: name, flat and cumulative value of the largest. */
  readonly functions: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** Of heap profiles: stack, size of an object, objects and bytes in use, of those that take most. */
  readonly sizes?: readonly (readonly string[])[];
}

/** All that one reader says of a profile. */
export interface Whole {
  readonly types: readonly string[];
  readonly totals: readonly bigint[];
  readonly samples: number;
  readonly sites: readonly Site[];
  readonly functions: Readonly<Record<string, readonly TopFunction[]>>;
  /** Objects of the same stack and size may stand in several. Empty where the profile is none of a heap. */
  readonly sizes: readonly SizedObjects[];
}

/** Takes out what is compared; the same whatever the order of sites and functions. */
export function answer({ types, totals, samples, sites, functions, sizes }: Whole): Answer {
  return {
    types,
    totals: totals.map(String),
    samples,
    sites: topSites(types, sites).map(({ stack, values }) => [stack, ...values.map(String)]),
    functions: Object.fromEntries(Object.entries(functions).map(([type, all]) => [type, topFunctions(all)])),
    ...(sizes.length === 0 ? {} : { sizes: topSizes(sizes) }),
  };
}

function topSizes(all: readonly SizedObjects[]): string[][] {
  const sums = new Map<string, SizedObjects>();
  for (const one of all) {
    const key = `${one.bytes} ${one.stack}`;
    const known = sums.get(key);
    sums.set(key, known === undefined ? one : { ...one, objects: known.objects + one.objects, inuse: known.inuse + one.inuse });
  }
  return [...sums.values()]
    .toSorted((a, b) => descending(a.inuse, b.inuse) || descending(a.bytes, b.bytes) || byText(a.stack, b.stack))
    .slice(0, MOST)
    .map(({ stack, bytes, objects, inuse }) => [stack, String(bytes), String(objects), String(inuse)]);
}

/** The largest by each type in turn; equal ones by their other values, then by stack. */
function topSites(types: readonly string[], sites: readonly Site[]): readonly Site[] {
  const kept = new Set<Site>();
  for (const column of types.keys())
    for (const site of sites.toSorted((a, b) => bySize(a, b, [column, ...types.keys()])).slice(0, MOST)) kept.add(site);
  return [...kept].toSorted((a, b) => byText(a.stack, b.stack) || byText(a.values.join(), b.values.join()));
}

/** The larger one first, by these values in turn; equal ones by stack. */
export function bySize(a: Site, b: Site, columns: readonly number[]): number {
  for (const column of columns) {
    const difference = descending(a.values[column] ?? 0n, b.values[column] ?? 0n);
    if (difference !== 0) return difference;
  }
  return byText(a.stack, b.stack);
}

function topFunctions(all: readonly TopFunction[]): string[][] {
  // Go prints no function of which nothing is left.
  return all
    .filter(({ flat, cum }) => flat !== 0n || cum !== 0n)
    .toSorted((a, b) => descending(a.flat, b.flat) || descending(a.cum, b.cum) || byText(a.name, b.name))
    .slice(0, MOST)
    .map(({ name, flat, cum }) => [name, String(flat), String(cum)]);
}

/** Sites of one key added up. */
export function addUp(sites: Iterable<Site & { readonly key: string | number }>): Site[] {
  const sums = new Map<string | number, Site>();
  for (const { key, stack, values } of sites) {
    const known = sums.get(key);
    sums.set(key, known === undefined ? { stack, values } : { stack, values: known.values.map((one, i) => one + (values[i] ?? 0n)) });
  }
  return [...sums.values()];
}

/** By code unit, so that every machine agrees. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function descending(a: bigint, b: bigint): number {
  return a > b ? -1 : a < b ? 1 : 0;
}
