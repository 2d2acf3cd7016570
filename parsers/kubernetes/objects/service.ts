import type { ServiceFact } from '../../../src/evidence/facts/kubernetes.ts';
import type { SafeText } from '../../../src/text/safe-text.ts';
import { type Data, type Document, at, flagAt, listAt, textAt } from '../documents/data.ts';
import { citePart, name, nameOf, type ObjectContext, present } from './source.ts';

/** Pods that are named, at most. */
const MOST_PODS = 100;

/** Reads Endpoints of core/v1. An address that answers at several ports stands in several subsets, and is one. */
export function readEndpoints(document: Document, context: ObjectContext): void {
  const subsets = listAt(document.data, 'subsets');
  const addresses = (field: string) => subsets.flatMap((one) => listAt(one, field));
  const [ready, notReady] = [addresses('addresses'), addresses('notReadyAddresses')];
  emit(document, context, textAt(document.data, 'metadata', 'name'), at(document.data, 'subsets'), {
    ready: distinct(ready, (one) => textAt(one, 'ip')),
    notReady: distinct(notReady, (one) => textAt(one, 'ip')),
    readyPods: podsOf(ready),
    notReadyPods: podsOf(notReady),
  });
}

/** Reads an EndpointSlice. `ready` is true where it is not set (discovery/v1, EndpointConditions). */
export function readEndpointSlice(document: Document, context: ObjectContext): void {
  const endpoints = listAt(document.data, 'endpoints');
  const ready = endpoints.filter((one) => flagAt(one, 'conditions', 'ready') !== false);
  const notReady = endpoints.filter((one) => flagAt(one, 'conditions', 'ready') === false);
  const service = textAt(document.data, 'metadata', 'labels', 'kubernetes.io/service-name');
  emit(document, context, service ?? textAt(document.data, 'metadata', 'name'), at(document.data, 'endpoints'), {
    ready: ready.length,
    notReady: notReady.length,
    readyPods: podsOf(ready),
    notReadyPods: podsOf(notReady),
  });
}

/** Reads what `kubectl describe service` prints, as `text/describe-other.ts` gives it: a line of addresses for each port. */
export function readDescribedService(document: Document, context: ObjectContext): void {
  const lines = listAt(document.data, 'status', 'endpoints');
  const counts = lines.map((line) => {
    const text = textAt(line) ?? '';
    const [, more = '0'] = / \+ (\d{1,6}) more/.exec(text) ?? [];
    return text === '' || text.startsWith('<')
      ? 0
      : text
          .split(' + ', 1)
          .join()
          .split(',')
          .filter((one) => one !== '').length + Number(more);
  });
  emit(document, context, textAt(document.data, 'metadata', 'name'), lines[0], {
    ready: Math.max(0, ...counts),
    readyPods: [],
    notReadyPods: [],
  });
}

function emit(
  document: Document,
  context: ObjectContext,
  title: string | undefined,
  cited: Data | undefined,
  fields: Pick<ServiceFact, 'ready' | 'notReady' | 'readyPods' | 'notReadyPods'>,
): void {
  if (title === undefined) return;
  context.emit({
    type: 'service',
    certainty: 'stated',
    citations: [citePart(context.path, document, cited ?? at(document.data, 'metadata', 'name') ?? document.data)],
    scope: { ...context.scope, ...present({ namespace: nameOf(textAt(document.data, 'metadata', 'namespace')) }) },
    name: name(title),
    ...fields,
  } satisfies Omit<ServiceFact, 'id'>);
}

function podsOf(addresses: readonly Data[]): SafeText[] {
  const names = addresses.flatMap((one) => (textAt(one, 'targetRef', 'kind') === 'Pod' ? (textAt(one, 'targetRef', 'name') ?? []) : []));
  return [...new Set(names)].slice(0, MOST_PODS).map(name);
}

function distinct(addresses: readonly Data[], of: (address: Data) => string | undefined): number {
  return new Set(addresses.map(of)).size;
}
