import type { Line } from '../../../src/text/line.ts';
import type { Data, Document } from '../documents/data.ts';
import { cellsOf, columnsOf } from './columns.ts';
import { type Entry, iso, listOf, mapOf, scalar, scalarText, textData, treeOf } from './describe-tree.ts';

/** A description of something else than a pod, as the object that it was made from, as far as that is printed, and its kind. */
export interface OtherDescription {
  readonly document: Document;
  readonly kind: 'Node' | 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'ReplicaSet' | 'Service';
}

/** What a description is of, by the keys that only this kind has (kubectl, pkg/describe). */
const KINDS: readonly (readonly [OtherDescription['kind'], readonly string[]])[] = [
  ['Node', ['Roles', 'Conditions', 'Allocatable']],
  ['Deployment', ['Replicas', 'StrategyType']],
  ['StatefulSet', ['Replicas', 'Update Strategy']],
  ['DaemonSet', ['Desired Number of Nodes Scheduled']],
  ['ReplicaSet', ['Replicas', 'Pods Status']],
  ['Service', ['Session Affinity', 'Endpoints']],
];

/** Reads the description of a node or a workload; undefined where it is of anything else. */
export function otherDescription(lines: readonly Line[]): OtherDescription | undefined {
  const root = treeOf(lines);
  const top = (key: string) => root.find((entry) => entry.key === key);
  const kind = KINDS.find(([, keys]) => keys.every((key) => top(key) !== undefined))?.[0];
  if (kind === undefined) return undefined;
  const { spec, status } = kind === 'Node' ? nodeOf(top) : kind === 'Service' ? serviceOf(root) : workloadOf(top);
  const data = mapOf(
    { metadata: mapOf({ name: scalar(top('Name')), namespace: scalar(top('Namespace')) }, root[0]), spec, status },
    root[0],
  );
  return { document: { data, text: lines.map((line) => line.text).join('\n'), cut: false }, kind };
}

type Top = (key: string) => Entry | undefined;
type Parts = { readonly spec: Data; readonly status: Data };

function nodeOf(top: Top): Parts {
  const info = top('System Info');
  const field = (key: string) => scalar(info?.below.find((entry) => entry.key === key));
  const allocated = rows(top('Allocated resources'), 'Resource').map((row) => [row('Resource')?.text, row] as const);
  const percent = (column: string) => {
    const cell = allocated.find(([name]) => name === 'memory')?.[1](column);
    return cell === undefined ? undefined : scalarText(/\((\d{1,6})%\)/.exec(cell.text)?.[1], cell.entry, 'number');
  };
  return {
    spec: mapOf({ unschedulable: flag(top('Unschedulable')), taints: taintsOf(top('Taints')) }, top('Name')),
    status: mapOf(
      {
        conditions: listOf(rows(top('Conditions'), 'Type').map(conditionOf), top('Conditions')),
        capacity: quantities(top('Capacity')),
        allocatable: quantities(top('Allocatable')),
        nodeInfo: mapOf(
          {
            kernelVersion: field('Kernel Version'),
            containerRuntimeVersion: field('Container Runtime Version'),
            kubeletVersion: field('Kubelet Version'),
          },
          info,
        ),
        memoryRequestsPercent: percent('Requests'),
        memoryLimitsPercent: percent('Limits'),
      },
      top('Name'),
    ),
  };
}

function workloadOf(top: Top): Parts {
  const replicas = top('Replicas');
  // `3 desired | 3 updated | 3 total | 1 available | 2 unavailable`, `3 current / 3 desired`.
  const amount = (word: string) =>
    replicas === undefined ? undefined : scalarText(new RegExp(`(\\d{1,9}) ${word}\\b`).exec(replicas.value)?.[1], replicas, 'number');
  const number = (key: string) => {
    const entry = top(key);
    return entry === undefined ? undefined : scalarText(/^\d{1,9}$/.exec(entry.value)?.[0], entry, 'number');
  };
  const update = top('Update Strategy');
  const partition = update?.below.find(({ key }) => key === 'Partition');
  return {
    spec: mapOf(
      {
        replicas: amount('desired'),
        strategy: top('StrategyType') === undefined ? undefined : mapOf({ type: scalar(top('StrategyType')) }, top('StrategyType')),
        updateStrategy:
          update === undefined
            ? undefined
            : mapOf(
                {
                  type: scalar(update),
                  rollingUpdate:
                    partition === undefined ? undefined : mapOf({ partition: scalarText(partition.value, partition, 'number') }, partition),
                },
                update,
              ),
      },
      top('Name'),
    ),
    // How many are ready is not printed; `Pods Status` counts those that run.
    status: mapOf(
      {
        updatedReplicas: amount('updated'),
        availableReplicas: amount('available'),
        desiredNumberScheduled: number('Desired Number of Nodes Scheduled'),
        updatedNumberScheduled: number('Number of Nodes Scheduled with Up-to-date Pods'),
        numberAvailable: number('Number of Nodes Scheduled with Available Pods'),
        conditions: listOf(rows(top('Conditions'), 'Type').map(conditionOf), top('Conditions')),
      },
      replicas ?? top('Desired Number of Nodes Scheduled'),
    ),
  };
}

/** Each port has a line of its own; the first four addresses are printed, and how many more there are. */
function serviceOf(root: readonly Entry[]): Parts {
  const lines = root.filter(({ key }) => key === 'Endpoints');
  const all = lines.map((entry) => scalar(entry) ?? textData('', entry));
  return { spec: mapOf({}, root[0]), status: mapOf({ endpoints: listOf(all, lines[0]) }, lines[0]) };
}

type Row = (column: string) => { readonly text: string; readonly entry: Entry } | undefined;

/** The rows of a table below a key; its header begins with a given title. */
function rows(section: Entry | undefined, first: string): readonly Row[] {
  const below = section?.below ?? [];
  const at = below.findIndex(({ value }) => value.startsWith(`${first} `));
  const header = below[at];
  if (header === undefined) return [];
  const columns = columnsOf(header.value);
  return below.slice(at + 1).flatMap((entry): Row[] => {
    const cells = entry.value.startsWith('--') ? undefined : cellsOf(entry.value, columns);
    if (cells === undefined) return [];
    return [
      (column) => {
        const text = cells.get(column) ?? '';
        return text === '' ? undefined : { text, entry };
      },
    ];
  });
}

function conditionOf(row: Row): Data {
  const text = (column: string, of: (text: string) => string = (one) => one) => {
    const cell = row(column);
    return cell === undefined ? undefined : textData(of(cell.text), cell.entry);
  };
  return mapOf(
    {
      type: text('Type'),
      status: text('Status'),
      reason: text('Reason'),
      message: text('Message'),
      lastTransitionTime: text('LastTransitionTime', iso),
    },
    row('Type')?.entry,
  );
}

function quantities(section: Entry | undefined): Data | undefined {
  return section === undefined ? undefined : mapOf(Object.fromEntries(section.below.map((one) => [one.key, scalar(one)])), section);
}

function flag(entry: Entry | undefined): Data | undefined {
  return entry === undefined ? undefined : scalarText(entry.value.toLowerCase(), entry, 'flag');
}

/** `node.kubernetes.io/memory-pressure:NoSchedule`, one a line; `<none>`. */
function taintsOf(entry: Entry | undefined): Data | undefined {
  if (entry === undefined) return undefined;
  const found = [entry, ...entry.below].flatMap((one) => {
    const [, key, value, effect] = /^([^\s=:]+)(?:=([^\s:]*))?:(NoSchedule|PreferNoSchedule|NoExecute)$/.exec(one.value) ?? [];
    return key === undefined || effect === undefined
      ? []
      : [mapOf({ key: textData(key, one), value: scalarText(value, one), effect: textData(effect, one) }, one)];
  });
  return listOf(found, entry);
}
