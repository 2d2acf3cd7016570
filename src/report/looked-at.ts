import type { CaseFile } from '../evidence/case-file.ts';
import { count, list, sum } from './count.ts';
import { ofBundle } from './of-bundle.ts';
import { ARCHIVE, type Artifact, type LimitHit } from './report.ts';

/** What a reader has to know to weigh "nothing was found". */
export interface LookedAt {
  readonly artifacts: readonly Artifact[];
  readonly limits: readonly LimitHit[];
  readonly caseFile: CaseFile;
  /** Suspicions that the bundle could not settle. */
  readonly inconclusive: number;
  /** Signatures that could not be evaluated. */
  readonly brokenSignatures: number;
}

/** The verdict where nothing was found: what was looked at, and what could not be. */
export function nothingFound(looked: LookedAt): string {
  const { caseFile } = looked;
  // An archive is counted by its files.
  const artifacts = ofBundle(looked.artifacts).filter(({ kinds }) => !kinds.includes(ARCHIVE));
  const known = artifacts.filter(({ kinds }) => kinds.length > 0).length;
  const gaps = gapsIn(looked);
  const open =
    looked.inconclusive === 0
      ? ''
      : ` ${count(looked.inconclusive, 'suspicion')} could not be settled: ${looked.inconclusive === 1 ? 'it is' : 'they are'} listed with what is missing.`;
  const but = gaps.length === 0 ? '' : ` A cause may have been missed: ${list(gaps)}.`;
  if (artifacts.length === 0) return `Nothing that Goroner reads was found: there is no file.${but}`;
  if (known === 0 && caseFile.all.length === 0)
    return `Nothing that Goroner reads was found in ${count(artifacts.length, 'file')}${reasons(artifacts)}.${but}`;
  const where = known === artifacts.length ? count(known, 'file') : `${known} of ${count(artifacts.length, 'file')}`;
  const what = [...factsSeen(caseFile), ...profilesSeen(artifacts)];
  return `No known root cause was found in ${where}${what.length === 0 ? '' : `: ${what.join(', ')}`}.${open}${but}`;
}

/** Reasons that are said; the others stand with the files. */
const REASONS = 3;

/** Why files were passed over, most often given reasons first. */
function reasons(artifacts: readonly Artifact[]): string {
  const passed = artifacts.filter(({ status }) => status === 'passed-over');
  const byReason = new Map<string, Artifact[]>();
  for (const one of passed)
    if (one.reason !== undefined) {
      const same = byReason.get(one.reason);
      if (same === undefined) byReason.set(one.reason, [one]);
      else same.push(one);
    }
  const sorted = [...byReason].toSorted(([, a], [, b]) => b.length - a.length);
  const said = sorted
    .slice(0, REASONS)
    .map(([reason, [first, ...more]]) =>
      more.length === 0 ? `${first?.path ?? ''}: ${reason}` : `${count(1 + more.length, 'file')}: ${reason}`,
    );
  return said.length === 0 ? '' : `; ${said.join('; ')}`;
}

function factsSeen(caseFile: CaseFile): string[] {
  const seen: string[] = [];
  const crashes = caseFile.of('crash');
  const crashed = crashes.filter((one) => one.class !== 'sigquit' && one.class !== 'recovered-panic').length;
  const recovered = crashes.filter((one) => one.class === 'recovered-panic').length;
  if (crashed > 0) seen.push(count(crashed, 'crash report'));
  if (recovered > 0) seen.push(count(recovered, 'recovered panic'));
  const dumps = caseFile.of('dump');
  const texts = dumps.filter(({ kind }) => kind !== 'profile' && kind !== 'leak-profile');
  const profiles = dumps.filter(({ kind }) => kind === 'profile');
  const leaks = dumps.filter(({ kind }) => kind === 'leak-profile');
  for (const [some, name] of [
    [texts, 'goroutine dump'],
    [profiles, 'goroutine profile'],
    [leaks, 'goroutineleak profile'],
  ] as const)
    if (some.length > 0) seen.push(`${count(some.length, name)} with ${count(sum(some.map(({ goroutines }) => goroutines)), 'goroutine')}`);
  const series = caseFile.of('scheduler').length;
  if (series > 0) seen.push(count(series, 'scheduler trace'));
  const traces = caseFile.of('gc').filter(({ cycleCount }) => cycleCount > 0);
  if (traces.length > 0) {
    const collections = sum(traces.map(({ cycleCount }) => cycleCount));
    seen.push(`${count(traces.length, 'garbage collector trace')} with ${count(collections, 'collection')}`);
  }
  const heaps = caseFile.of('heap').length;
  if (heaps > 0) seen.push(count(heaps, 'heap profile'));
  const contention = caseFile.of('contention');
  for (const [kind, name] of CONTENTION) {
    const profiles = contention.filter((one) => one.kind === kind).length;
    if (profiles > 0) seen.push(count(profiles, name));
  }
  const threads = caseFile.of('threads').length;
  if (threads > 0) seen.push(count(threads, 'threadcreate profile'));
  const moments = caseFile.of('runtime-metrics').filter(({ source }) => source !== 'profile').length;
  if (moments > 0) seen.push(`runtime metrics of ${count(moments, 'moment')}`);
  const races = caseFile.of('race').length;
  if (races > 0) seen.push(count(races, 'race report'));
  const testRuns = caseFile.of('test-run').length;
  if (testRuns > 0) seen.push(count(testRuns, 'failed test run'));
  const left = caseFile.of('leak-check').map((check) => check.count);
  if (left.length > 0) seen.push(`${count(sum(left), 'goroutine')} left over by a test`);
  return [...seen, ...clusterSeen(caseFile)];
}

/** What of a cluster was looked at. A container that has been started again is one container. */
function clusterSeen(caseFile: CaseFile): string[] {
  const containers = caseFile.of('container').filter(({ previous }) => !previous).length;
  return (
    [
      [caseFile.of('pod').length, 'pod'],
      [containers, 'container'],
      [caseFile.of('event').length, 'event'],
      [caseFile.of('node').length, 'node'],
      [caseFile.of('workload').length, 'workload'],
      [caseFile.of('service').length, 'service'],
      [caseFile.of('limit-range').length, 'limit range'],
      [caseFile.of('quota').length, 'quota'],
      [caseFile.of('usage').length, 'row of usage'],
    ] as const
  ).flatMap(([number, noun]) => (number === 0 ? [] : [count(number, noun)]));
}

const CONTENTION = [
  ['block', 'block profile'],
  ['mutex', 'mutex profile'],
  ['unknown', 'contention profile'],
] as const;

/** Kinds that are recognised but say nothing to any signature yet. */
const NOT_ANALYSED: readonly (readonly [kind: string, name: string])[] = [
  ['cpu-profile', 'CPU profile'],
  ['profile', 'other profile'],
];

function profilesSeen(artifacts: readonly Artifact[]): string[] {
  return NOT_ANALYSED.flatMap(([kind, name]) => {
    const files = artifacts.filter(({ kinds }) => kinds.includes(kind)).length;
    return files === 0 ? [] : [`${count(files, name)} (recognised, not analysed)`];
  });
}

function gapsIn({ artifacts, limits, caseFile, brokenSignatures }: LookedAt): string[] {
  const withStatus = (status: Artifact['status']) => artifacts.filter((one) => one.status === status).length;
  const partial = caseFile
    .of('dump')
    .filter(({ integrity, defects }) => integrity === 'partial' && !defects.every((one) => one === 'single-goroutine')).length;
  const cut = caseFile.of('crash').filter(({ truncated }) => truncated).length;
  const gap = (number: number, noun: string, one: string, more: string) =>
    number === 0 ? [] : [`${count(number, noun)} ${number === 1 ? one : more}`];
  return [
    ...gap(withStatus('unreadable'), 'file', 'could not be read', 'could not be read'),
    ...gap(withStatus('damaged'), 'file', 'is damaged', 'are damaged'),
    ...gap(partial, 'goroutine dump', 'is not whole', 'are not whole'),
    ...gap(cut, 'crash report', 'is cut off', 'are cut off'),
    ...gap(limits.length, 'limit', 'was hit', 'were hit'),
    ...gap(brokenSignatures, 'signature', 'could not be evaluated', 'could not be evaluated'),
  ];
}
