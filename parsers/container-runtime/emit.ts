import type { ContainerFact, Resources } from '../../src/evidence/facts/kubernetes.ts';
import type { Scope } from '../../src/evidence/scope.ts';
import type { Data, Document } from '../kubernetes/documents/data.ts';
import type { Environment } from '../kubernetes/objects/environment.ts';
import { exitWords } from '../../src/evidence/exit-codes.ts';
import { citePart, name, type ObjectContext, present } from '../kubernetes/objects/source.ts';

/** One run of a container, as its runtime tells of it. */
export interface Run {
  readonly name: string;
  /** Of the container: its name, and its pod where that is known. */
  readonly scope: Scope;
  /** Where how it ran and ended stands. */
  readonly cited: Data;
  readonly state: ContainerFact['state'];
  readonly exitCode?: number | undefined;
  readonly startedUnixMs?: number | undefined;
  readonly finishedUnixMs?: number | undefined;
  /** How often it was started again, which numbers the run. */
  readonly restarts?: number | undefined;
  readonly limits?: Resources | undefined;
  readonly environment?: Environment | undefined;
  readonly more?: Partial<ContainerFact>;
}

/** Hands over a run as a `container` fact, and what its environment sets of the Go runtime. */
export function emitRun(document: Document, run: Run, context: ObjectContext): void {
  const { environment, exitCode, startedUnixMs, finishedUnixMs, restarts } = run;
  const scope = { ...context.scope, ...run.scope };
  const ended = run.state === 'terminated';
  context.emit({
    type: 'container',
    certainty: 'stated',
    citations: [citePart(context.path, document, run.cited)],
    scope: restarts === undefined ? scope : { ...scope, incarnation: restarts },
    name: name(run.name),
    kind: 'container',
    previous: false,
    state: run.state,
    environment: environment?.names ?? [],
    memoryLimitVariables: [],
    hostPorts: [],
    ...present({
      // A container that runs, or was never started, has a zero there that says nothing.
      exitCode: ended ? exitCode : undefined,
      exitWords: ended ? exitWords(exitCode) : undefined,
      startedUnixMs,
      finishedUnixMs: ended ? finishedUnixMs : undefined,
      ranSeconds:
        ended && startedUnixMs !== undefined && finishedUnixMs !== undefined
          ? Math.max(0, (finishedUnixMs - startedUnixMs) / 1000)
          : undefined,
      restartCount: restarts,
      limits: run.limits,
      goMemoryLimit: environment?.goMemoryLimit,
      ...run.more,
    }),
  });
  const [first, ...rest] = environment?.cited ?? [];
  if (environment?.settings === undefined || first === undefined) return;
  context.emit({
    type: 'runtime-settings',
    certainty: 'stated',
    citations: [citePart(context.path, document, first), ...rest.map((one) => citePart(context.path, document, one))],
    scope,
    ...environment.settings,
  });
}

/** Unix milliseconds of a time that is one: runtimes write the year 1 or 1970 where there is none. */
export function known(time: number | undefined): number | undefined {
  return time === undefined || time <= 0 ? undefined : time;
}
