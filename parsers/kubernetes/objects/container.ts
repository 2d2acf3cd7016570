import type { ContainerFact } from '../../../src/evidence/facts/kubernetes.ts';
import { exitWords } from '../../../src/evidence/exit-codes.ts';
import type { Scope } from '../../../src/evidence/scope.ts';
import { type Data, type Document, at, flagAt, listAt, textAt, timeAt, wholeAt } from '../documents/data.ts';
import type { Citation } from '../../../src/evidence/citation.ts';
import { type Environment, environmentOf } from './environment.ts';
import { probeOf } from './probe.ts';
import { resourcesOf } from './resources.ts';
import { citePart, messageOf, name, nameOf, type ObjectContext, present } from './source.ts';

/** The kubelet copies the last 2048 bytes or 80 lines of the log into a termination message (kuberuntime, MaxContainerTerminationMessageLogLength). */
const LOG_BYTES = 2048;
const LOG_LINES = 80;
/** And of all messages of a pod so many, the same for each container: of longer ones the end is cut (kubelet status_manager.go, normalizeStatus). */
const POD_BYTES = 12 * 1024;

/** What the status of a container states of one incarnation. What its spec states has lines of its own. */
const BY_STATUS: readonly string[] = [
  'previous',
  'state',
  'reason',
  'message',
  'exitCode',
  'exitWords',
  'signal',
  'startedUnixMs',
  'finishedUnixMs',
  'ranSeconds',
  'restartCount',
  'ready',
];

/** What is the same for every state of a container, or told of it. */
type StateOf = ContainerSpec & { readonly previous?: boolean };

/** What a spec says of a container: the same for each of its incarnations. */
export type ContainerSpec = Pick<ContainerFact, 'name' | 'kind' | 'environment' | 'memoryLimitVariables' | 'hostPorts'> &
  Partial<ContainerFact>;

/** Reads a container of a pod: its incarnations by `status`, which may be absent. Gives nothing back; all goes to the context. */
export function readContainer(
  document: Document,
  spec: Data | undefined,
  status: Data | undefined,
  kind: ContainerFact['kind'],
  podScope: Scope,
  context: ObjectContext,
): void {
  const containerName = textAt(spec, 'name') ?? textAt(status, 'name');
  if (containerName === undefined) return;
  const scope: Scope = { ...podScope, container: name(containerName) };
  const fixed = specOf(spec, containerName, kind);
  const environment = spec === undefined ? undefined : environmentOf(spec, fixed.limits);
  const restarts = wholeAt(status, 'restartCount');
  const state = at(status, 'state');
  const waiting = at(state, 'waiting') !== undefined;
  const ofSpec = memoryCitations(document, spec, environment, context);
  const common: StateOf = { ...fixed, ...present({ image: nameOf(textAt(status, 'image')), restartCount: restarts }) };
  const incarnation = (number: number | undefined): Scope =>
    number === undefined || number < 0 ? scope : { ...scope, incarnation: number };
  emitState(
    document,
    state ?? status ?? spec,
    state,
    incarnation(restarts),
    { ...common, ...present({ ready: flagAt(status, 'ready') }) },
    ofSpec,
    context,
  );
  const last = at(status, 'lastState', 'terminated');
  if (last !== undefined)
    // While it waits to be started again the last one that ran is the one that the count stands at.
    emitState(
      document,
      last,
      at(status, 'lastState'),
      incarnation(restarts === undefined ? undefined : waiting ? restarts : restarts - 1),
      { ...common, previous: true },
      ofSpec,
      context,
    );
  if (environment?.settings === undefined || environment.cited[0] === undefined) return;
  const [first, ...more] = environment.cited;
  context.emit({
    type: 'runtime-settings',
    certainty: environment.goMemoryLimit?.source === 'limit' ? 'derived' : 'stated',
    citations: [citePart(context.path, document, first), ...more.map((one) => citePart(context.path, document, one))],
    scope,
    ...environment.settings,
  });
}

/** The lines of a spec that state how much memory a container may take, and what it is told of that. */
function memoryCitations(
  document: Document,
  spec: Data | undefined,
  environment: Environment | undefined,
  context: ObjectContext,
): readonly Citation[] {
  const limits = at(spec, 'resources', 'limits');
  const computed = environment?.goMemoryLimit?.source === 'limit' ? ['goMemoryLimit.bytes'] : [];
  const parts = [
    ...(environment?.aboutMemory ?? []),
    ...(at(limits, 'memory') === undefined || limits === undefined
      ? []
      : [{ part: limits, states: ['limits', 'goMemoryLimit.ofLimit', ...computed] }]),
  ];
  return parts.map(({ part, states }) => ({ ...citePart(context.path, document, part), states }));
}

function specOf(spec: Data | undefined, containerName: string, kind: ContainerFact['kind']): ContainerSpec {
  const limits = resourcesOf(at(spec, 'resources', 'limits'));
  const environment = spec === undefined ? undefined : environmentOf(spec, limits);
  return {
    name: name(containerName),
    kind,
    environment: environment?.names ?? [],
    memoryLimitVariables: environment?.memoryLimitVariables ?? [],
    hostPorts: listAt(spec, 'ports').flatMap((port) => wholeAt(port, 'hostPort') ?? []),
    ...present({
      image: nameOf(textAt(spec, 'image')),
      limits,
      requests: resourcesOf(at(spec, 'resources', 'requests')),
      liveness: probeOf(at(spec, 'livenessProbe')),
      readiness: probeOf(at(spec, 'readinessProbe')),
      startup: probeOf(at(spec, 'startupProbe')),
      preStop: at(spec, 'lifecycle', 'preStop') === undefined ? undefined : true,
      moreEnvironment: environment?.hasMore === true ? true : undefined,
      goMemoryLimit: environment?.goMemoryLimit,
      runAsNonRoot: flagAt(spec, 'securityContext', 'runAsNonRoot'),
      runAsUser: wholeAt(spec, 'securityContext', 'runAsUser'),
    }),
  };
}

function emitState(
  document: Document,
  cited: Data | undefined,
  state: Data | undefined,
  scope: Scope,
  fixed: StateOf,
  ofSpec: readonly Citation[],
  context: ObjectContext,
): void {
  if (cited === undefined) return;
  const word = (['running', 'waiting', 'terminated'] as const).find((one) => at(state, one) !== undefined);
  const part = word === undefined ? undefined : at(state, word);
  const message = at(part, 'message');
  const exitCode = wholeAt(part, 'exitCode');
  const own = citePart(context.path, document, part ?? cited);
  // The API writes 1970 where the runtime knows no time.
  const time = (field: string) => positive(timeAt(part, field));
  const started = time('startedAt');
  const finished = time('finishedAt');
  context.emit({
    type: 'container',
    certainty: 'stated',
    citations: [ofSpec.length === 0 ? own : { ...own, states: BY_STATUS }, ...ofSpec],
    scope,
    ...fixed,
    previous: fixed.previous === true,
    state: word ?? 'unknown',
    ...present({
      reason: nameOf(textAt(part, 'reason')),
      message: messageOf(textAt(part, 'message')),
      exitCode,
      exitWords: exitWords(exitCode),
      signal: wholeAt(part, 'signal'),
      startedUnixMs: started,
      finishedUnixMs: finished,
      ranSeconds: started === undefined || finished === undefined ? undefined : Math.max(0, (finished - started) / 1000),
    }),
  });
  if (word !== 'terminated' || message?.kind !== 'text' || message.text.trim() === '') return;
  context.embedded({
    text: message.text,
    scope,
    line: message.blockLine ?? message.line,
    isBlock: message.blockLine !== undefined,
    cutHead: Buffer.byteLength(message.text) >= Math.min(LOG_BYTES, bytesOf(document.data)) || message.text.split('\n').length >= LOG_LINES,
    ...present({ exitCode }),
  });
}

/** Bytes of one message of a pod, at most. */
function bytesOf(pod: Data): number {
  const containers = ['containers', 'initContainers', 'ephemeralContainers'].reduce(
    (sum, kind) => sum + listAt(pod, 'spec', kind).length,
    0,
  );
  return Math.floor(POD_BYTES / Math.max(1, containers));
}

function positive(time: number | undefined): number | undefined {
  return time === undefined || time <= 0 ? undefined : time;
}
