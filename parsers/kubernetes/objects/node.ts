import type { NodeFact } from '../../../src/evidence/facts/kubernetes.ts';
import type { SafeText } from '../../../src/text/safe-text.ts';
import { type Data, type Document, at, flagAt, listAt, textAt, wholeAt } from '../documents/data.ts';
import { conditionsOf } from './conditions.ts';
import { parseQuantity, wholeOf } from './quantity.ts';
import { resourcesOf } from './resources.ts';
import { citePart, name, nameOf, type ObjectContext, present } from './source.ts';

const MOST_TAINTS = 50;

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
    taints: listAt(data, 'spec', 'taints').slice(0, MOST_TAINTS).flatMap(taintOf),
    ...present({
      unschedulable: flagAt(data, 'spec', 'unschedulable'),
      // Not of the API: a description prints them.
      memoryRequestsPercent: wholeAt(data, 'status', 'memoryRequestsPercent'),
      memoryLimitsPercent: wholeAt(data, 'status', 'memoryLimitsPercent'),
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

function taintOf(taint: Data): SafeText[] {
  const [key, value, effect] = [textAt(taint, 'key'), textAt(taint, 'value'), textAt(taint, 'effect')];
  return key === undefined ? [] : [name(`${key}${value === undefined ? '' : `=${value}`}:${effect ?? ''}`)];
}
