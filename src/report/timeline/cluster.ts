import type { CaseFile } from '../../evidence/case-file.ts';
import { signalName, signalNumber } from '../../evidence/exit-codes.ts';
import type { ContainerStopFact } from '../../evidence/facts/container-stop.ts';
import type { ContainerFact, EventFact, PodFact } from '../../evidence/facts/kubernetes.ts';
import type { Scope } from '../../evidence/scope.ts';
import { sanitize } from '../../text/safe-text.ts';
import { count as counted } from '../count.ts';
import type { TimelineEntry, TimelineKind } from '../report.ts';
import { MOST_OF_A_KIND as MOST } from './left-out.ts';
import { shortened } from './shortened.ts';

/** Events of the level Normal that belong to the end of a container. */
const ENDING: ReadonlySet<string> = new Set(['Killing', 'Preempting', 'Evicted', 'NodeNotReady', 'NodeShutdown', 'Rebooted']);
/** Those that say what was begun or changed before: starts of containers, rollouts, other sizes. */
const CHANGING: ReadonlySet<string> = new Set(['Scheduled', 'Started', 'ScalingReplicaSet', 'SuccessfulRescale']);
/** Events of the kubelet about probes (pkg/kubelet/events/event.go). */
const PROBES: ReadonlySet<string> = new Set(['Unhealthy', 'ProbeWarning', 'ProbeError']);
/** The status of a container and the event about its start are written a moment apart, in whole seconds. */
const SAME_START_MS = 2000;

/** What happened in the cluster: starts, ends and restarts of containers, deletions of pods, and events that warn, end or change something. */
export function clusterEntries(caseFile: CaseFile): {
  readonly entries: readonly TimelineEntry[];
  /** Entries that there was no room for. */
  readonly leftOut: number;
} {
  const containers = mostTelling(caseFile.of('container'));
  const listed = new Set(containers);
  const events = caseFile.of('event').filter((event) => rank(event) < NOT_TOLD && !isTold(event, containers));
  const deletions = caseFile.of('pod').flatMap(deletionEntry);
  const requests = caseFile.of('container-stop').flatMap(requestEntry);
  // Where there is no room for all, those that warn come before those that only say what was begun.
  const told = [0, 1, 2].flatMap((wanted) => events.filter((event) => rank(event) === wanted));
  return {
    entries: [
      ...containers.flatMap(containerEntries),
      ...deletions.slice(0, MOST),
      ...requests.slice(0, MOST),
      ...told.slice(0, MOST).flatMap(eventEntries),
    ],
    leftOut: [
      ...caseFile
        .of('container')
        .filter((one) => !listed.has(one))
        .flatMap(containerEntries),
      ...deletions.slice(MOST),
      ...requests.slice(MOST),
      ...told.slice(MOST).flatMap(eventEntries),
    ].length,
  };
}

/** Containers that have ended come first: of a large cluster those that run are many, and their starts say little. */
function mostTelling(containers: readonly ContainerFact[]): readonly ContainerFact[] {
  if (containers.length <= MOST) return containers;
  const troubled = containers.filter(({ state, restartCount = 0 }) => state === 'terminated' || restartCount > 0);
  return troubled.slice(0, MOST);
}

function containerEntries(fact: ContainerFact): TimelineEntry[] {
  const { scope, name, startedUnixMs, finishedUnixMs, exitCode, reason, oomKilled, citations } = fact;
  const entry = (atMs: number, what: string): TimelineEntry => ({
    atMs,
    clock: 'unix',
    kind: 'process',
    event: sanitize(`container ${placeOf(scope, name)} ${what}`),
    citation: citations[0],
  });
  const signal = exitCode === undefined ? undefined : signalNumber(exitCode);
  const code = exitCode === undefined ? '' : ` with exit code ${exitCode}${signal === undefined ? '' : ` (${signalName(signal)})`}`;
  const why = reason === undefined ? '' : `, ${reason}`;
  const killed = oomKilled === true ? ', a process of it was killed for want of memory' : '';
  return [
    ...(startedUnixMs === undefined ? [] : [entry(startedUnixMs, `started${restartWords(fact)}`)]),
    ...(finishedUnixMs === undefined ? [] : [entry(finishedUnixMs, `ended${code}${why}${killed}`)]),
  ];
}

/** The how manieth restart it was, where the status tells; the first start is none. */
function restartWords({ scope: { incarnation }, restartCount, previous }: ContainerFact): string {
  const number = typeof incarnation === 'number' ? incarnation : previous ? undefined : restartCount;
  return number === undefined || number < 1 ? '' : `, restart ${number}`;
}

function deletionEntry({ scope, deletionUnixMs, citations }: PodFact): TimelineEntry[] {
  if (deletionUnixMs === undefined) return [];
  return [
    {
      atMs: deletionUnixMs,
      clock: 'unix',
      kind: 'process',
      event: sanitize(`the grace of pod ${placeOf(scope)}, which is deleted, is over`),
      citation: citations[0],
    },
  ];
}

/** A deletion has no event of its own: who asked, and when, is computed of its end and its grace. */
function requestEntry({ scope, asked, askedUnixMs, graceSeconds, citations }: ContainerStopFact): TimelineEntry[] {
  if (asked !== 'deletion') return [];
  const { container: _, ...pod } = scope;
  return [
    {
      atMs: askedUnixMs,
      clock: 'unix',
      kind: 'process',
      event: sanitize(`the deletion of pod ${placeOf(pod)} was asked for, with a grace of ${graceSeconds} s`),
      citation: citations[0],
    },
  ];
}

/** Of events that are not listed. */
const NOT_TOLD = 3;

/** How much an event tells, the least number most: it warns, it ends something, it changes something. */
function rank({ level, reason }: EventFact): number {
  if (level === 'Warning') return 0;
  if (ENDING.has(reason)) return 1;
  return CHANGING.has(reason) ? 2 : NOT_TOLD;
}

/** The status of the container says the same. */
function isTold({ reason, scope, lastUnixMs, count }: EventFact, containers: readonly ContainerFact[]): boolean {
  if (reason !== 'Started' || count > 1 || lastUnixMs === undefined) return false;
  return containers.some(
    ({ scope: own, startedUnixMs }) =>
      startedUnixMs !== undefined && own.pod === scope.pod && Math.abs(startedUnixMs - lastUnixMs) <= SAME_START_MS,
  );
}

function kindOf({ reason, message }: EventFact): TimelineKind {
  if (PROBES.has(reason)) return 'probe';
  if (reason === 'Started') return 'process';
  if (reason === 'Killing') return /\bprobe\b/.test(message) ? 'probe' : 'process';
  return 'event';
}

function eventEntries(event: EventFact): TimelineEntry[] {
  const { scope, reason, message, count, firstUnixMs, lastUnixMs, firstAgeSeconds, lastAgeSeconds, aboutKind, aboutName, citations } =
    event;
  const about = aboutName === undefined ? placeOf(scope) : `${aboutKind ?? 'object'} ${aboutName}`;
  const said = `${reason} about ${about}: ${shortened(message)}`;
  const at = (clock: TimelineEntry['clock'], first: number | undefined, last: number | undefined): TimelineEntry[] => {
    const entry = (atMs: number, which: string): TimelineEntry => ({
      atMs,
      clock,
      kind: kindOf(event),
      event: sanitize(`${said}${which}`),
      citation: citations[0],
    });
    if (last === undefined) return first === undefined ? [] : [entry(first, '')];
    if (first === undefined || first === last) return [entry(last, count > 1 ? ` (${counted(count, 'time')})` : '')];
    return [entry(first, ` (first of ${count})`), entry(last, ` (last of ${count})`)];
  };
  const dated = at('unix', firstUnixMs, lastUnixMs);
  return dated.length > 0 ? dated : at('listing', before(firstAgeSeconds), before(lastAgeSeconds));
}

/** Milliseconds of an age, counted from when the list was printed. */
function before(ageSeconds: number | undefined): number | undefined {
  // Not -0, which JSON does not have.
  return ageSeconds === undefined ? undefined : 0 - ageSeconds * 1000;
}

function placeOf({ namespace, pod, container }: Scope, name?: string): string {
  const parts = [namespace, pod, name ?? container].filter((part) => part !== undefined);
  return parts.length === 0 ? 'of no name' : parts.join('/');
}
