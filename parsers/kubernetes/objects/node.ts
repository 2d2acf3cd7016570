import type { NodeFact } from '../../../src/evidence/facts/kubernetes.ts';
import { type Document, at, textAt } from '../documents/data.ts';
import { conditionsOf } from './conditions.ts';
import { parseQuantity, wholeOf } from './quantity.ts';
import { resourcesOf } from './resources.ts';
import { citePart, nameOf, type ObjectContext, present } from './source.ts';

/** Reads a Node of core/v1. */
export function readNode(document: Document, context: ObjectContext): void {
  const { data } = document;
  const conditions = conditionsOf(data);
  const ready = conditions.find(({ type }) => type === 'Ready');
  const pods = parseQuantity(textAt(data, 'status', 'allocatable', 'pods') ?? '');
  context.emit({
    type: 'node',
    certainty: 'stated',
    citations: [citePart(context.path, document, at(data, 'status', 'conditions') ?? at(data, 'metadata', 'name') ?? data)],
    scope: { ...context.scope, ...present({ node: nameOf(textAt(data, 'metadata', 'name')) }) },
    conditions,
    pressures: conditions.filter(({ type, status }) => type.endsWith('Pressure') && status === 'True').map(({ type }) => type),
    ...present({
      ready: ready === undefined ? undefined : ready.status === 'True',
      allocatable: resourcesOf(at(data, 'status', 'allocatable')),
      capacity: resourcesOf(at(data, 'status', 'capacity')),
      pods: pods === undefined ? undefined : Number(wholeOf(pods)),
      kubelet: nameOf(textAt(data, 'status', 'nodeInfo', 'kubeletVersion')),
      kernel: nameOf(textAt(data, 'status', 'nodeInfo', 'kernelVersion')),
      runtime: nameOf(textAt(data, 'status', 'nodeInfo', 'containerRuntimeVersion')),
    }),
  } satisfies Omit<NodeFact, 'id'>);
}
