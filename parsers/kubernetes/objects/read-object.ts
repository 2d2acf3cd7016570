import { type Data, type Document, listAt, textAt } from '../documents/data.ts';
import type { ListHead } from '../documents/splitter.ts';
import { readEvent } from './event.ts';
import { readNode } from './node.ts';
import { readPod } from './pod.ts';
import { readLimitRange } from './limit-range.ts';
import { readQuota } from './quota.ts';
import { readEndpoints, readEndpointSlice } from './service.ts';
import type { ObjectContext } from './source.ts';
import { readWorkload } from './workload.ts';

type Reader = (document: Document, context: ObjectContext) => void;

interface Kind {
  readonly groups: readonly string[];
  readonly read: Reader;
}

const workload = (kind: string, groups: readonly string[]): readonly [string, Kind] => [
  kind,
  { groups, read: (document, context) => readWorkload(document, kind, context) },
];
const APPS = ['apps', 'extensions'];

/** Kinds of which facts are read, with their groups. */
const READERS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['Pod', { groups: [''], read: readPod }],
  ['Event', { groups: ['', 'events.k8s.io'], read: readEvent }],
  ['Node', { groups: [''], read: readNode }],
  workload('Deployment', APPS),
  workload('StatefulSet', APPS),
  workload('DaemonSet', APPS),
  workload('ReplicaSet', APPS),
  workload('Job', ['batch']),
  ['Endpoints', { groups: [''], read: readEndpoints }],
  ['EndpointSlice', { groups: ['discovery.k8s.io'], read: readEndpointSlice }],
  ['LimitRange', { groups: [''], read: readLimitRange }],
  ['ResourceQuota', { groups: [''], read: readQuota }],
]);
/** Objects within an object (a `List` in an array, a list of lists). */
const DEEPEST_LISTS = 3;

/** Whether facts are read of objects of a kind. */
export function isReadKind(kind: string): boolean {
  return READERS.has(kind);
}

/** What an object is; undefined where it does not say, and its list does not either. */
export interface ObjectKind {
  readonly kind: string;
  readonly group: string;
}

/** The kind of an object: its own words, or those of the list that it is an item of, which typed clients leave out of the items. */
export function kindOf(data: Data, list: ListHead | undefined): ObjectKind | undefined {
  const kind = textAt(data, 'kind') ?? (list?.kind?.endsWith('List') === true && list.kind !== 'List' ? list.kind.slice(0, -4) : undefined);
  const version = textAt(data, 'apiVersion') ?? list?.apiVersion;
  if (kind === undefined || version === undefined) return undefined;
  return { kind, group: version.includes('/') ? (version.split('/', 1)[0] ?? '') : '' };
}

/** Reads the facts of one object; true where it is of a kind that is read. */
export function readObject(document: Document, { kind, group }: ObjectKind, context: ObjectContext, depth = 0): boolean {
  const { data } = document;
  if (kind.endsWith('List') && depth < DEEPEST_LISTS) {
    const head: ListHead = { kind, apiVersion: group === '' ? 'v1' : `${group}/v1` };
    let any = false;
    for (const item of listAt(data, 'items')) {
      const own = kindOf(item, head);
      if (own !== undefined && readObject({ ...document, data: item }, own, context, depth + 1)) any = true;
    }
    return any;
  }
  const reader = READERS.get(kind);
  if (reader === undefined || !reader.groups.includes(group)) return false;
  reader.read(document, context);
  return true;
}
