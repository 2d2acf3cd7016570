import type { ContainerFact, Resources } from '../../src/evidence/facts/kubernetes.ts';
import { parseExact } from '../../src/text/exact.ts';
import { type Data, type Document, at, listAt, textAt, timeAt, wholeAt } from '../kubernetes/documents/data.ts';
import { environmentOfList } from '../kubernetes/objects/environment.ts';
import { messageOf, name, nameOf, type ObjectContext, present } from '../kubernetes/objects/source.ts';
import { emitRun, known } from './emit.ts';
import { scopeOfLabels } from './names.ts';

/** ContainerState of the CRI (cri-api, api.proto). */
const STATES: Readonly<Record<string, ContainerFact['state']>> = {
  CONTAINER_CREATED: 'waiting',
  CONTAINER_RUNNING: 'running',
  CONTAINER_EXITED: 'terminated',
  CONTAINER_UNKNOWN: 'unknown',
};

/** Whether it is a container of the CRI: the status of `crictl inspect`, or an element of `crictl ps -o json`. */
export function isCri(data: Data | undefined): boolean {
  return (textAt(data, 'state') ?? '') in STATES && at(data, 'metadata')?.kind === 'map';
}

/** Reads the status of a container; `info` is what containerd and CRI-O add: the OCI spec that it was started by. */
export function readCri(document: Document, status: Data, info: Data | undefined, context: ObjectContext): void {
  const state = STATES[textAt(status, 'state') ?? ''] ?? 'unknown';
  const own = textAt(status, 'metadata', 'name') ?? textAt(status, 'id')?.slice(0, 12);
  if (own === undefined) return;
  const spec = at(info, 'runtimeSpec');
  const limits = limitsOf(at(status, 'resources', 'linux'), at(spec, 'linux', 'resources'));
  const ended = state === 'terminated';
  // A list has no end: without one the zero of an exit code is none.
  const finishedUnixMs = known(timeAt(status, 'finishedAt'));
  emitRun(
    document,
    {
      name: own,
      scope: { container: name(own), ...scopeOfLabels(at(status, 'labels')) },
      cited: at(status, 'state') ?? status,
      state,
      exitCode: wholeAt(status, 'exitCode') ?? (ended && finishedUnixMs !== undefined ? 0 : undefined),
      startedUnixMs: known(timeAt(status, 'startedAt')),
      finishedUnixMs,
      restarts: wholeAt(status, 'metadata', 'attempt'),
      limits,
      environment: environmentOfList(listAt(spec, 'process', 'env'), limits),
      more: present({
        image: nameOf(textAt(status, 'image', 'userSpecifiedImage') ?? textAt(status, 'image', 'image')),
        reason: ended ? nameOf(textAt(status, 'reason')) : undefined,
        message: messageOf(textAt(status, 'message')),
        ready: state === 'running' ? true : undefined,
      }),
    },
    context,
  );
}

/** Limits as the runtime has them, or as the OCI spec says. */
function limitsOf(status: Data | undefined, spec: Data | undefined): Resources | undefined {
  const memory = textAt(status, 'memoryLimitInBytes') ?? textAt(spec, 'memory', 'limit');
  const quota = wholeAt(status, 'cpuQuota') ?? wholeAt(spec, 'cpu', 'quota');
  const period = wholeAt(status, 'cpuPeriod') ?? wholeAt(spec, 'cpu', 'period');
  const limits = present({
    cpus: quota !== undefined && quota > 0 && period !== undefined && period > 0 ? quota / period : undefined,
    memoryBytes: memory !== undefined && /^[1-9]\d{0,18}$/.test(memory) ? parseExact(memory) : undefined,
  });
  return Object.keys(limits).length === 0 ? undefined : limits;
}
