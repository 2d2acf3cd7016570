import type { CaseFile } from '../evidence/case-file.ts';
import type { ContainerFact, EventFact, PodFact } from '../evidence/facts/kubernetes.ts';
import type { Scope } from '../evidence/scope.ts';
import { sanitize } from '../text/safe-text.ts';
import type { TimelineEntry } from './report.ts';

/** Entries of one kind, at most: a cluster has thousands of events. */
const MOST = 500;
/** Characters of a message that are shown. */
const LONGEST = 200;
/** Events of the level Normal that belong to the end of a container. */
const TELLING: ReadonlySet<string> = new Set(['Killing', 'Preempting', 'Evicted', 'NodeNotReady']);

/** What happened in the cluster: starts and ends of containers, deletions of pods, and events that warn. */
export function clusterEntries(caseFile: CaseFile): TimelineEntry[] {
  return [
    ...mostTelling(caseFile.of('container')).flatMap(containerEntries),
    ...caseFile.of('pod').flatMap(deletionEntry).slice(0, MOST),
    ...caseFile.of('event').flatMap(eventEntries).slice(0, MOST),
  ];
}

/** Containers that have ended come first: of a large cluster those that run are many, and their starts say little. */
function mostTelling(containers: readonly ContainerFact[]): readonly ContainerFact[] {
  if (containers.length <= MOST) return containers;
  const troubled = containers.filter(({ state, restartCount = 0 }) => state === 'terminated' || restartCount > 0);
  return troubled.slice(0, MOST);
}

function containerEntries({ scope, name, startedUnixMs, finishedUnixMs, exitCode, reason, citations }: ContainerFact): TimelineEntry[] {
  const entry = (atMs: number, what: string): TimelineEntry => ({
    atMs,
    clock: 'unix',
    event: sanitize(`container ${placeOf(scope, name)} ${what}`),
    citation: citations[0],
  });
  const why = reason === undefined ? '' : `, ${reason}`;
  return [
    ...(startedUnixMs === undefined ? [] : [entry(startedUnixMs, 'started')]),
    ...(finishedUnixMs === undefined
      ? []
      : [entry(finishedUnixMs, exitCode === undefined ? `ended${why}` : `ended with exit code ${exitCode}${why}`)]),
  ];
}

function deletionEntry({ scope, deletionUnixMs, citations }: PodFact): TimelineEntry[] {
  if (deletionUnixMs === undefined) return [];
  return [
    {
      atMs: deletionUnixMs,
      clock: 'unix',
      event: sanitize(`the grace of pod ${placeOf(scope)}, which is deleted, is over`),
      citation: citations[0],
    },
  ];
}

function eventEntries({
  scope,
  level,
  reason,
  message,
  count,
  firstUnixMs,
  lastUnixMs,
  aboutKind,
  aboutName,
  citations,
}: EventFact): TimelineEntry[] {
  if (level !== 'Warning' && !TELLING.has(reason)) return [];
  const about = aboutName === undefined ? placeOf(scope) : `${aboutKind ?? 'object'} ${aboutName}`;
  const words = message.replaceAll('\n', ' ');
  const said = `${reason} about ${about}: ${words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words}`;
  const entry = (atMs: number, event: string): TimelineEntry => ({ atMs, clock: 'unix', event: sanitize(event), citation: citations[0] });
  if (lastUnixMs === undefined) return firstUnixMs === undefined ? [] : [entry(firstUnixMs, said)];
  if (firstUnixMs === undefined || firstUnixMs === lastUnixMs) return [entry(lastUnixMs, said)];
  return [entry(firstUnixMs, `${said} (first of ${count})`), entry(lastUnixMs, `${said} (last of ${count})`)];
}

function placeOf({ namespace, pod, container }: Scope, name?: string): string {
  const parts = [namespace, pod, name ?? container].filter((part) => part !== undefined);
  return parts.length === 0 ? 'of no name' : parts.join('/');
}
