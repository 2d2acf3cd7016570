import type { WorkloadFact } from '../../../src/evidence/facts/kubernetes.ts';
import { type Document, at, flagAt, textAt, wholeAt } from '../documents/data.ts';
import { conditionsOf } from './conditions.ts';
import { citePart, name, nameOf, type ObjectContext, present } from './source.ts';

/** Reads a Deployment, StatefulSet, DaemonSet, ReplicaSet or Job. */
export function readWorkload(document: Document, kind: string, context: ObjectContext): void {
  const { data } = document;
  const title = textAt(data, 'metadata', 'name');
  if (title === undefined) return;
  const generation = wholeAt(data, 'metadata', 'generation');
  const replicas =
    wholeAt(data, 'spec', 'replicas') ?? wholeAt(data, 'status', 'desiredNumberScheduled') ?? wholeAt(data, 'spec', 'parallelism');
  // A controller leaves out what is zero.
  const ready =
    wholeAt(data, 'status', 'readyReplicas') ??
    wholeAt(data, 'status', 'numberReady') ??
    wholeAt(data, 'status', 'ready') ??
    zeroOf(document);
  const observed = wholeAt(data, 'status', 'observedGeneration');
  context.emit({
    type: 'workload',
    certainty: 'stated',
    citations: [citePart(context.path, document, at(data, 'status') ?? at(data, 'metadata', 'name') ?? data)],
    scope: { ...context.scope, ...present({ namespace: nameOf(textAt(data, 'metadata', 'namespace')) }) },
    kind: name(kind),
    name: name(title),
    conditions: conditionsOf(data),
    ...present({
      replicas,
      ready,
      unready: replicas === undefined || ready === undefined || kind === 'Job' ? undefined : Math.max(0, replicas - ready),
      updated: wholeAt(data, 'status', 'updatedReplicas') ?? wholeAt(data, 'status', 'updatedNumberScheduled'),
      available: wholeAt(data, 'status', 'availableReplicas') ?? wholeAt(data, 'status', 'numberAvailable'),
      strategy: nameOf(textAt(data, 'spec', 'strategy', 'type') ?? textAt(data, 'spec', 'updateStrategy', 'type')),
      partition: wholeAt(data, 'spec', 'updateStrategy', 'rollingUpdate', 'partition'),
      podManagement: nameOf(textAt(data, 'spec', 'podManagementPolicy')),
      paused: flagAt(data, 'spec', 'paused'),
      currentRevision: nameOf(textAt(data, 'status', 'currentRevision')),
      updateRevision: nameOf(textAt(data, 'status', 'updateRevision')),
      stale: generation === undefined || observed === undefined ? undefined : observed < generation,
    }),
  } satisfies Omit<WorkloadFact, 'id'>);
}

function zeroOf({ data }: Document): number | undefined {
  return at(data, 'status', 'replicas') === undefined ? undefined : 0;
}
