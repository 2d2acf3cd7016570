import type { ContainerFact, Resources } from '../../src/evidence/facts/kubernetes.ts';
import { parseExact } from '../../src/text/exact.ts';
import { type Data, type Document, at, flagAt, listAt, textAt, timeAt, wholeAt } from '../kubernetes/documents/data.ts';
import { environmentOfList } from '../kubernetes/objects/environment.ts';
import { messageOf, nameOf, type ObjectContext, present } from '../kubernetes/objects/source.ts';
import { emitRun, known } from './emit.ts';
import { containerName, scopeOfLabels } from './names.ts';

/** Period of a quota where none is set (kernel/sched/core.c). */
const USUAL_PERIOD = 100_000;

/** What a container is called of which only the state is there. */
const UNNAMED = '(unnamed)';

/** Words of Docker and Podman for the state of a container (container/state.go; libpod/define/containerstate.go). */
export const STATES: Readonly<Record<string, ContainerFact['state']>> = {
  running: 'running',
  paused: 'running',
  stopping: 'running',
  created: 'waiting',
  configured: 'waiting',
  initialized: 'waiting',
  restarting: 'waiting',
  exited: 'terminated',
  stopped: 'terminated',
  dead: 'terminated',
  removing: 'terminated',
};

/** Whether an object is a container as `docker inspect` and `podman inspect` show it. */
export function isInspected(data: Data): boolean {
  const state = at(data, 'State');
  return textAt(data, 'Id') !== undefined && state?.kind === 'map' && (state.entries.has('ExitCode') || state.entries.has('OOMKilled'));
}

/** Whether an object is the state of a container alone, as `docker inspect --format '{{json .State}}'` prints it. */
export function isState(data: Data): boolean {
  return data.kind === 'map' && ['Status', 'OOMKilled', 'ExitCode', 'StartedAt'].every((field) => data.entries.has(field));
}

/**
 * Reads a container of `docker inspect` or `podman inspect` (api/types/container of Docker; libpod/define/container_inspect.go). A container that
 * waits to be started again has ended before: that end is a fact of its own.
 */
export function readInspected(document: Document, data: Data, context: ObjectContext): void {
  const state = at(data, 'State') ?? data;
  const title = textAt(data, 'Name') ?? textAt(data, 'Id')?.slice(0, 12);
  const own = title === undefined ? { name: UNNAMED, scope: {} } : containerName(title);
  const status = textAt(state, 'Status')?.toLowerCase();
  const now = STATES[status ?? ''] ?? (flagAt(state, 'Running') === true ? 'running' : 'unknown');
  const exitCode = wholeAt(state, 'ExitCode');
  const oomKilled = flagAt(state, 'OOMKilled');
  const limits = limitsOf(at(data, 'HostConfig'));
  const health = textAt(state, 'Health', 'Status') ?? textAt(state, 'Healthcheck', 'Status');
  const restarts = wholeAt(data, 'RestartCount') ?? own.attempt;
  const finishedUnixMs = known(timeAt(state, 'FinishedAt'));
  const more = present({
    image: nameOf(textAt(data, 'Config', 'Image') ?? textAt(data, 'ImageName')),
    message: messageOf(textAt(state, 'Error')),
    oomKilled,
    pidsLimit: positive(wholeAt(data, 'HostConfig', 'PidsLimit')),
    restartPolicy: nameOf(textAt(data, 'HostConfig', 'RestartPolicy', 'Name')),
    openFilesLimit: openFilesOf(data),
    oomScoreAdj: wholeAt(data, 'HostConfig', 'OomScoreAdj'),
    hostPorts: hostPortsOf(data),
  });
  const run = {
    name: own.name,
    scope: { ...own.scope, ...scopeOfLabels(at(data, 'Config', 'Labels')) },
    cited: state,
    startedUnixMs: known(timeAt(state, 'StartedAt')),
    finishedUnixMs,
    limits,
  };
  // That of the kernel counts for a container that has ended by it; one that goes on, or ended well, has lost another process.
  const reason = oomKilled === true && exitCode !== 0 ? { reason: nameOf('OOMKilled') } : {};
  const environment = environmentOfList(listAt(data, 'Config', 'Env'), limits);
  const hasRun = now === 'terminated' && run.startedUnixMs === undefined && exitCode === 0 ? {} : { exitCode };
  emitRun(
    document,
    {
      ...run,
      ...hasRun,
      state: now,
      restarts,
      environment,
      more: {
        ...more,
        ...present({ health: nameOf(health), ready: readyOf(now, health, finishedUnixMs) }),
        ...(now === 'terminated' ? present(reason) : {}),
      },
    },
    context,
  );
  if (status !== 'restarting' || run.startedUnixMs === undefined) return;
  emitRun(
    document,
    {
      ...run,
      exitCode,
      state: 'terminated',
      restarts: restarts === undefined || restarts < 1 ? undefined : restarts - 1,
      more: { ...more, ...present(reason), previous: true },
    },
    context,
  );
}

/** Whether it serves: by its health check; without one a container is ready that runs and never ended before. */
function readyOf(state: ContainerFact['state'], health: string | undefined, finished: number | undefined): boolean | undefined {
  if (state !== 'running') return undefined;
  if (health !== undefined && health !== '' && health !== 'none') return health === 'healthy';
  return finished === undefined ? true : undefined;
}

/** Bytes and CPUs of HostConfig; 0 is none. */
function limitsOf(host: Data | undefined): Resources | undefined {
  const memory = textAt(host, 'Memory');
  const nano = wholeAt(host, 'NanoCpus');
  const quota = wholeAt(host, 'CpuQuota');
  const period = positive(wholeAt(host, 'CpuPeriod')) ?? USUAL_PERIOD;
  const limits = present({
    cpus: nano !== undefined && nano > 0 ? nano / 1e9 : quota !== undefined && quota > 0 ? quota / period : undefined,
    memoryBytes: memory !== undefined && /^[1-9]\d{0,18}$/.test(memory) ? parseExact(memory) : undefined,
  });
  return Object.keys(limits).length === 0 ? undefined : limits;
}

/** The soft limit `nofile`: Docker has `nofile`, Podman `RLIMIT_NOFILE`. */
function openFilesOf(data: Data): number | undefined {
  const limit = listAt(data, 'HostConfig', 'Ulimits').find((one) => /^(?:nofile|RLIMIT_NOFILE)$/.test(textAt(one, 'Name') ?? ''));
  return positive(wholeAt(limit, 'Soft'));
}

function hostPortsOf(data: Data): readonly number[] {
  const bindings = at(data, 'HostConfig', 'PortBindings');
  if (bindings?.kind !== 'map') return [];
  return [...bindings.entries.values()].flatMap((list) =>
    list.kind === 'list' ? list.items.flatMap((one) => positive(wholeAt(one, 'HostPort')) ?? []) : [],
  );
}

function positive(value: number | undefined): number | undefined {
  return value === undefined || value <= 0 ? undefined : value;
}
