import type { LimitRangeFact } from '../../../src/evidence/facts/kubernetes.ts';
import { type Document, at, listAt, textAt } from '../documents/data.ts';
import { resourcesOf } from './resources.ts';
import { citePart, name, nameOf, type ObjectContext, present } from './source.ts';

/** Reads a LimitRange of core/v1: what it gives containers that set no limits. Those of pods and volumes give none. */
export function readLimitRange(document: Document, context: ObjectContext): void {
  const { data } = document;
  const title = textAt(data, 'metadata', 'name');
  const limits = listAt(data, 'spec', 'limits').find((one) => textAt(one, 'type') === 'Container');
  if (title === undefined || limits === undefined) return;
  const [defaults, defaultRequests] = [resourcesOf(at(limits, 'default')), resourcesOf(at(limits, 'defaultRequest'))];
  if (defaults === undefined && defaultRequests === undefined) return;
  context.emit({
    type: 'limit-range',
    certainty: 'stated',
    citations: [citePart(context.path, document, at(limits, 'default') ?? limits)],
    scope: { ...context.scope, ...present({ namespace: nameOf(textAt(data, 'metadata', 'namespace')) }) },
    name: name(title),
    ...present({ defaults, defaultRequests }),
  } satisfies Omit<LimitRangeFact, 'id'>);
}
