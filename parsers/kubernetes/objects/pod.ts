import type { PodFact } from '../../../src/evidence/facts/kubernetes.ts';
import type { Scope } from '../../../src/evidence/scope.ts';
import { type Data, type Document, at, flagAt, listAt, textAt, timeAt, wholeAt } from '../documents/data.ts';
import { conditionsOf } from './conditions.ts';
import { readContainer } from './container.ts';
import { citePart, messageOf, nameOf, type ObjectContext, present } from './source.ts';

const CONTAINERS = [
  ['initContainers', 'initContainerStatuses', 'init'],
  ['containers', 'containerStatuses', 'container'],
  ['ephemeralContainers', 'ephemeralContainerStatuses', 'ephemeral'],
] as const;

/** Reads a Pod of core/v1 with its containers. */
export function readPod(document: Document, context: ObjectContext): void {
  const { data } = document;
  const conditions = conditionsOf(data);
  const ready = conditions.find(({ type }) => type === 'Ready');
  const owner = listAt(data, 'metadata', 'ownerReferences')[0];
  const scope: Scope = {
    ...context.scope,
    ...present({
      node: nameOf(textAt(data, 'spec', 'nodeName')),
      namespace: nameOf(textAt(data, 'metadata', 'namespace')),
      pod: nameOf(textAt(data, 'metadata', 'name')),
    }),
  };
  context.emit({
    type: 'pod',
    certainty: 'stated',
    citations: [citePart(context.path, document, citedOf(data))],
    scope,
    conditions,
    ...present({
      phase: nameOf(textAt(data, 'status', 'phase')),
      reason: nameOf(textAt(data, 'status', 'reason')),
      message: messageOf(textAt(data, 'status', 'message')),
      qosClass: nameOf(textAt(data, 'status', 'qosClass')),
      ready: ready === undefined ? undefined : ready.status === 'True',
      restartPolicy: nameOf(textAt(data, 'spec', 'restartPolicy')),
      ownerKind: nameOf(textAt(owner, 'kind')),
      ownerName: nameOf(textAt(owner, 'name')),
      revision: nameOf(textAt(data, 'metadata', 'labels', 'controller-revision-hash')),
      terminationGracePeriodSeconds: wholeAt(data, 'spec', 'terminationGracePeriodSeconds'),
      deletionUnixMs: timeAt(data, 'metadata', 'deletionTimestamp'),
      deletionGraceSeconds: wholeAt(data, 'metadata', 'deletionGracePeriodSeconds'),
      startedUnixMs: timeAt(data, 'status', 'startTime'),
      hostNetwork: flagAt(data, 'spec', 'hostNetwork'),
      shareProcessNamespace: flagAt(data, 'spec', 'shareProcessNamespace'),
      runAsNonRoot: flagAt(data, 'spec', 'securityContext', 'runAsNonRoot'),
      runAsUser: wholeAt(data, 'spec', 'securityContext', 'runAsUser'),
    }),
  } satisfies Omit<PodFact, 'id'>);
  for (const [specs, statuses, kind] of CONTAINERS) {
    const states = listAt(data, 'status', statuses);
    const read = new Set<string | undefined>();
    for (const spec of listAt(data, 'spec', specs)) {
      const title = textAt(spec, 'name');
      read.add(title);
      readContainer(
        document,
        spec,
        states.find((state) => textAt(state, 'name') === title),
        kind,
        scope,
        context,
      );
    }
    // A file that is cut, or edited, may have a status without its spec.
    for (const state of states) if (!read.has(textAt(state, 'name'))) readContainer(document, undefined, state, kind, scope, context);
  }
}

/** What of the object is shown: why it is in its phase, the phase, or its name. */
function citedOf(data: Data): Data {
  return (
    at(data, 'status', 'message') ??
    at(data, 'status', 'reason') ??
    listAt(data, 'status', 'conditions').find((one) => textAt(one, 'type') === 'Ready') ??
    at(data, 'status', 'phase') ??
    at(data, 'metadata', 'name') ??
    data
  );
}
