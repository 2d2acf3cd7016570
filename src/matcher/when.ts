import type { CaseFile } from '../evidence/case-file.ts';
import type { ContainerFact } from '../evidence/facts/kubernetes.ts';
import type { CrashClass } from '../evidence/facts/crash.ts';
import type { Fact } from '../evidence/facts/index.ts';
import { containerRunKey } from '../evidence/scope.ts';
import type { Candidate } from './candidate.ts';
import type { CompiledSignature } from './compile.ts';

/** When something was, as far as the bundle says it. */
export interface When {
  /** `unix`, or the clock of one file: times of different clocks cannot be compared. */
  readonly clock: string;
  /** Milliseconds of that clock when it was first seen. Absent where it may have been there before. */
  readonly begins?: number;
  /** When it was last seen. Absent where it may have gone on. */
  readonly ends?: number;
}

/**
 * How much later than its effect a cause may be stamped, in milliseconds. Who notices something stamps it when it looks: the kubelet looks at the
 * pressure of its node, and tells the API server of it, every 10 seconds (evictionMonitoringPeriod in pkg/kubelet/kubelet.go,
 * nodeStatusUpdateFrequency), at containers every second; times of Kubernetes are whole seconds, and clocks of two machines differ a little.
 */
const TOLERANCE_MS = 15_000;

/** Whether, by what is known of times, one may have come about by the other. What is not known forbids nothing. */
export function mayFollow(cause: When | undefined, effect: When | undefined): boolean {
  if (cause?.begins === undefined || effect?.ends === undefined || cause.clock !== effect.clock) return true;
  return cause.begins <= effect.ends + TOLERANCE_MS;
}

/**
 * When what a candidate tells of was. The anchor decides whether that is known; other evidence for it may have been seen earlier or later.
 * Evidence without a time (a dump, a profile, a limit) is a picture of a moment and tells no beginning.
 */
export function whenOf(compiled: CompiledSignature, { anchor, bound }: Candidate, caseFile: CaseFile): When | undefined {
  const own = whenSeen(anchor.fact, caseFile);
  if (own === undefined) return undefined;
  let { begins, ends } = own;
  for (const { name, role } of compiled.selections) {
    if (role === 'contradicting') continue;
    for (const { fact } of bound.get(name) ?? []) {
      const other = whenSeen(fact, caseFile);
      if (other?.clock !== own.clock) continue;
      if (other.begins !== undefined && begins !== undefined) begins = Math.min(begins, other.begins);
      if (other.ends !== undefined && ends !== undefined) ends = Math.max(ends, other.ends);
    }
  }
  return written(own.clock, begins, ends);
}

/** Of two places of one finding: from the first to the last. */
export function spanOf(a: When | undefined, b: When | undefined): When | undefined {
  if (a === undefined || b === undefined || a.clock !== b.clock) return undefined;
  return written(
    a.clock,
    a.begins === undefined || b.begins === undefined ? undefined : Math.min(a.begins, b.begins),
    a.ends === undefined || b.ends === undefined ? undefined : Math.max(a.ends, b.ends),
  );
}

/** When what a fact states happened; undefined for what was only looked at, at some time. */
function whenSeen(fact: Fact, caseFile: CaseFile): When | undefined {
  switch (fact.type) {
    case 'log':
    case 'event':
      return unix(fact.firstUnixMs, fact.lastUnixMs ?? (fact.count === 1 ? fact.firstUnixMs : undefined));
    case 'container':
      return whenRan(fact);
    case 'crash': {
      if (fact.atUnixMs !== undefined) return unix(fact.atUnixMs, fact.atUnixMs);
      const container = endsProcess(fact.class) ? containersOf(caseFile).get(containerRunKey(fact.scope)) : undefined;
      return container?.state === 'terminated' && container.exitCode !== 0 ? whenRan(container) : undefined;
    }
    case 'container-stop':
      return unix(fact.askedUnixMs, fact.finishedUnixMs);
    case 'kernel': {
      // The time is that of the first of several.
      const last = (at: number) => (fact.count === 1 ? at : undefined);
      if (fact.atUnixMs !== undefined) return unix(fact.atUnixMs, last(fact.atUnixMs));
      if (fact.atSeconds === undefined) return undefined;
      return written(`boot ${fact.citations[0].path}`, fact.atSeconds * 1000, last(fact.atSeconds * 1000));
    }
    default:
      return undefined;
  }
}

/** What killed a container, or was wrong with it, may have been there from its start. */
function whenRan({ state, startedUnixMs, finishedUnixMs }: ContainerFact): When | undefined {
  return unix(startedUnixMs, state === 'terminated' ? finishedUnixMs : undefined);
}

/** Whether a report of this class is the end of its process. A report of locks or of a sanitizer may have another one behind it. */
export function endsProcess(kind: CrashClass): boolean {
  return kind === 'panic' || kind === 'fatal-error' || kind === 'throw' || kind === 'signal' || kind === 'sigquit';
}

const containers = new WeakMap<CaseFile, ReadonlyMap<string | undefined, ContainerFact>>();

/** The runs of containers, by {@link runOf}. */
function containersOf(caseFile: CaseFile): ReadonlyMap<string | undefined, ContainerFact> {
  let known = containers.get(caseFile);
  if (known === undefined) {
    known = new Map(caseFile.of('container').map((container) => [containerRunKey(container.scope), container]));
    containers.set(caseFile, known);
  }
  return known;
}

function unix(begins: number | undefined, ends: number | undefined): When | undefined {
  return begins === undefined && ends === undefined ? undefined : written('unix', begins, ends);
}

function written(clock: string, begins: number | undefined, ends: number | undefined): When {
  return { clock, ...(begins === undefined ? {} : { begins }), ...(ends === undefined ? {} : { ends }) };
}
