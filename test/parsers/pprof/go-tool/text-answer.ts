import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseFile } from '../../../../src/evidence/case-file.ts';
import type { Citation } from '../../../../src/evidence/citation.ts';
import type { Frame } from '../../../../src/evidence/frame.ts';
import type { ExactInt } from '../../../../src/text/exact.ts';
import { addUp, bySize, byText, MOST, type Site } from './answer.ts';
import { runPprof } from './go-answer.ts';
import { readRaw } from './read-raw.ts';
import type { TextKind, TextProfile } from './text-profiles.ts';

/** What is compared of a profile in text form. */
export interface TextAnswer {
  readonly kind: string;
  readonly totals: readonly string[];
  /** Sites, or groups of goroutines. */
  readonly count: number;
  /** Stack and values of the largest, as the facts list them: fifty at most, but all groups of goroutines. */
  readonly sites: readonly (readonly string[])[];
}

/** The values that a fact states of each kind, by the names of Go's sample types; sites are in the order of the first, then the next ones. */
const COLUMNS: Readonly<Record<TextKind, readonly string[]>> = {
  heap: ['inuse_space', 'alloc_space', 'inuse_objects', 'alloc_objects'],
  block: ['delay', 'contentions'],
  mutex: ['delay', 'contentions'],
  goroutine: ['goroutine'],
  goroutineleak: ['goroutineleak'],
  threadcreate: ['threadcreate'],
};
/** Up to Go 1.19 pprof takes a heap profile in which as much was allocated as is in use for one of what is in use only. */
const IN_USE_ONLY: Readonly<Record<string, string>> = {
  inuse_space: 'space',
  alloc_space: 'space',
  inuse_objects: 'objects',
  alloc_objects: 'objects',
};

/** What Go says of a profile in text form. Throws where pprof refuses it or reads another number of records. */
export function goTextAnswer(pprof: string, { kind, lines, records }: TextProfile): TextAnswer {
  const raw = readRaw(rawOf(pprof, lines));
  if (raw.samples.length !== records.length) throw new Error(`Go reads ${raw.samples.length} records of ${records.length}`);
  const names = raw.types.map((type) => type.split('/')[0] ?? '');
  const columns = COLUMNS[kind].map((name) => {
    const at = names.indexOf(name);
    return at >= 0 ? at : names.indexOf(IN_USE_ONLY[name] ?? '');
  });
  const samples = records.map(({ counters, calls }, i) => {
    const stack = isGoroutines(kind) ? codeOf(calls) : stackOf(calls);
    // Goroutines at several places of the same functions are one group; a site is a list of places.
    const key = isGoroutines(kind) ? stack : calls.map(({ address }) => address).join(' ');
    return { key: key === '' ? counters : key, stack, values: columns.map((at) => raw.samples[i]?.values[at] ?? 0n) };
  });
  return textAnswer(kind, addUp(samples));
}

function rawOf(pprof: string, lines: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'text-profile-'));
  try {
    const path = join(folder, 'profile.txt');
    // Go prints threads without a stack as `5 @`, up to 1.22, which its own pprof does not read.
    writeFileSync(path, lines.map((line) => (/^\d+ @$/.test(line) ? `${line} 0x0` : line)).join('\n'));
    return runPprof(pprof, ['-raw', path]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What our facts say of the profiles of a file, in their order. */
export function ourTextAnswers(facts: CaseFile): TextAnswer[] {
  const found: [{ readonly citations: readonly [Citation, ...Citation[]] }, TextAnswer][] = [];
  for (const fact of facts.of('heap'))
    found.push([fact, sitesOf('heap', fact, (one) => [one.inuseBytes, one.allocBytes, one.inuseObjects, one.allocObjects])]);
  for (const fact of facts.of('contention')) found.push([fact, sitesOf(fact.kind, fact, (one) => [one.delayNanos ?? -1, one.events])]);
  for (const fact of facts.of('threads')) {
    const { totals, count, sites } = sitesOf('threadcreate', { ...fact, count: fact.total }, (one) => [one.count]);
    const unrecorded = Number(fact.unrecorded) > 0 ? [['', String(fact.unrecorded)]] : [];
    found.push([fact, { kind: 'threadcreate', totals, count: count + unrecorded.length, sites: inOrder([...sites, ...unrecorded]) }]);
  }
  for (const dump of facts.of('dump')) {
    if (dump.kind !== 'profile' && dump.kind !== 'leak-profile') continue;
    const groups = facts.of('goroutines').filter((group) => group.dump === dump.id);
    const sites = groups.map(({ functions, count }) => ({ stack: functions.join(' < '), values: [BigInt(count)] }));
    // A file that was cut states more goroutines than it lists.
    const total = String(dump.counts?.read ?? dump.goroutines);
    found.push([dump, { ...textAnswer(dump.kind === 'profile' ? 'goroutine' : 'goroutineleak', sites), totals: [total] }]);
  }
  return found.toSorted(([a], [b]) => (a.citations[0].firstLine ?? 0) - (b.citations[0].firstLine ?? 0)).map(([, one]) => one);
}

/** What a site has of its own and its profile has not. */
type OfSite = 'frames' | 'functions' | 'share' | 'sizes' | 'sizeCount';

function sitesOf<S extends { readonly frames: readonly Frame[] }>(
  kind: string,
  fact: { readonly siteCount: number; readonly sites: readonly S[] } & Omit<S, OfSite>,
  valuesOf: (of: Omit<S, OfSite>) => readonly ExactInt[],
): TextAnswer {
  const sites = fact.sites.map((site) => [site.frames.map(frameText).join(' < '), ...valuesOf(site).map(String)]);
  return { kind, totals: valuesOf(fact).map(String), count: fact.siteCount, sites: inOrder(sites) };
}

function textAnswer(kind: TextKind, sites: readonly Site[]): TextAnswer {
  const columns = COLUMNS[kind].map((_, i) => i);
  const totals = columns.map((i) => sites.reduce((sum, { values }) => sum + (values[i] ?? 0n), 0n));
  const largest = sites.toSorted((a, b) => bySize(a, b, columns)).slice(0, isGoroutines(kind) ? sites.length : MOST);
  const shown = largest.map(({ stack, values }) => [stack, ...values.map(String)]);
  return { kind, totals: totals.map(String), count: sites.length, sites: inOrder(shown) };
}

function inOrder(sites: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return sites.toSorted((a, b) => byText(a.join(' '), b.join(' ')));
}

function isGoroutines(kind: TextKind): boolean {
  return kind === 'goroutine' || kind === 'goroutineleak';
}

function frameText({ function: name, line }: Frame): string {
  return line === undefined ? name : `${name}:${line}`;
}

type Calls = TextProfile['records'][number]['calls'];

/** Stacks of threads are filled up with calls at address 0, which are none. */
function stackOf(calls: Calls): string {
  const real = calls.filter(({ address }) => address !== '0x0');
  return real.map(({ address, text }) => text ?? address).join(' < ');
}

function codeOf(calls: Calls): string {
  return calls.map(({ address, text }) => text?.slice(0, text.lastIndexOf(':')) ?? address).join(' < ');
}
