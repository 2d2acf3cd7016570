import type { Line } from '../../../src/text/line.ts';
import type { Data, Document } from '../documents/data.ts';
import { type Entry, iso, listOf, mapOf, placed, scalar, scalarText, textData, treeOf } from './describe-tree.ts';

const KINDS = ['Containers', 'Init Containers', 'Ephemeral Containers'] as const;
const FIELDS = {
  Containers: ['containers', 'containerStatuses'],
  'Init Containers': ['initContainers', 'initContainerStatuses'],
  'Ephemeral Containers': ['ephemeralContainers', 'ephemeralContainerStatuses'],
} as const;

/**
 * A pod as `kubectl describe` prints it (kubectl, pkg/describe), as the object that it was made from, as far as that is printed: one
 * reader then makes the facts of both. `isPod`: it describes a pod at all.
 */
export function podOfDescription(lines: readonly Line[]): { readonly document: Document; readonly isPod: boolean } {
  const text = lines.map((line) => line.text).join('\n');
  const root = treeOf(lines);
  const top = (key: string) => root.find((entry) => entry.key === key);
  const value = (key: string) => scalar(top(key));
  const build = (fields: Readonly<Record<string, Data | undefined>>, at: Entry | undefined = root[0]) => mapOf(fields, at);
  const [owner] = [top('Controlled By')];
  const [ownerKind, ownerName] = owner?.value.split('/') ?? [];
  const spec: Record<string, Data | undefined> = {
    nodeName: scalar(top('Node'), (text) => (text.startsWith('<none>') ? '' : (text.split('/', 1)[0] ?? ''))),
    terminationGracePeriodSeconds: undefined,
  };
  const status: Record<string, Data | undefined> = {
    phase: scalar(top('Status'), (text) => text.split(' ', 1)[0] ?? ''),
    reason: value('Reason'),
    message: value('Message'),
    qosClass: value('QoS Class'),
    startTime: scalar(top('Start Time'), iso),
    conditions: listOf(
      (top('Conditions')?.below ?? []).flatMap((row) => {
        const [type = '', state = ''] = row.value.split(/\s+/);
        return type === 'Type' ? [] : [build({ type: textData(type, row), status: textData(state, row) }, row)];
      }),
      top('Conditions'),
    ),
  };
  for (const section of KINDS) {
    const found = top(section);
    if (found === undefined) continue;
    const containers = found.below.filter(({ value }) => value === '');
    const [specs, statuses] = FIELDS[section];
    spec[specs] = listOf(containers.map(specOf), found);
    status[statuses] = listOf(containers.map(statusOf), found);
  }
  const data = build({
    metadata: build({
      name: value('Name'),
      namespace: value('Namespace'),
      ownerReferences:
        ownerName === undefined
          ? undefined
          : listOf([build({ kind: textData(ownerKind ?? '', owner), name: textData(ownerName, owner) }, owner)], owner),
    }),
    spec: build(spec),
    status: build(status),
  });
  return { document: { data, text, cut: false }, isPod: top('Containers') !== undefined && top('Node') !== undefined };
}

function specOf(container: Entry): Data {
  const field = (key: string) => container.below.find((entry) => entry.key === key);
  const quantities = (key: string) => {
    const entry = field(key);
    return entry === undefined ? undefined : mapOf(Object.fromEntries(entry.below.map((one) => [one.key, scalar(one)])), entry);
  };
  const environment = field('Environment');
  return mapOf(
    {
      name: textData(container.key, container),
      image: scalar(field('Image')),
      resources: mapOf({ limits: quantities('Limits'), requests: quantities('Requests') }, container),
      env: environment === undefined ? undefined : listOf(environment.below.map(variableOf), environment),
      envFrom: field('Environment Variables from') === undefined ? undefined : listOf([mapOf({}, container)], container),
      livenessProbe: probeOf(field('Liveness')),
      readinessProbe: probeOf(field('Readiness')),
      startupProbe: probeOf(field('Startup')),
    },
    container,
  );
}

/** `GOMEMLIMIT:  400MiB`, `LIMIT:  536870912 (limits.memory)`, `KEY:  <set to the key 'a' in secret 'b'>  Optional: false`. */
function variableOf(entry: Entry): Data {
  const [, resource] = / \((limits\.memory|requests\.memory|limits\.cpu|requests\.cpu)\)$/.exec(entry.value) ?? [];
  const isReference = /^<set to |\([\w.:[\]'/-]+\)$/.test(entry.value);
  return mapOf(
    {
      name: textData(entry.key, entry),
      value: isReference ? undefined : textData(entry.value, entry),
      valueFrom: !isReference
        ? undefined
        : mapOf(
            {
              resourceFieldRef:
                resource === undefined
                  ? undefined
                  : mapOf({ resource: textData(resource, entry), printed: textData(entry.value.split(' ', 1)[0] ?? '', entry) }, entry),
            },
            entry,
          ),
    },
    entry,
  );
}

/** `http-get http://:8080/healthz delay=0s timeout=1s period=10s #success=1 #failure=3`. */
function probeOf(entry: Entry | undefined): Data | undefined {
  if (entry === undefined) return undefined;
  const { value } = entry;
  const amount = (name: string) => scalarText(new RegExp(`${name}=(\\d+)`).exec(value)?.[1], entry, 'number');
  const [, port, path] = /^http-get \w+:\/\/[^:/]*:([^/\s]+)(\/\S*)/.exec(value) ?? [];
  const [, command] = /^exec \[(.*)\] delay=/.exec(value) ?? [];
  return mapOf(
    {
      httpGet: value.startsWith('http-get ') ? mapOf({ path: scalarText(path, entry), port: scalarText(port, entry) }, entry) : undefined,
      exec: command === undefined ? undefined : mapOf({ command: listOf([textData(command, entry)], entry) }, entry),
      tcpSocket: value.startsWith('tcp-socket ') ? mapOf({ port: scalarText(/:(\S+)/.exec(value)?.[1], entry) }, entry) : undefined,
      grpc: value.startsWith('grpc ') ? mapOf({ port: scalarText(/:(\d+)/.exec(value)?.[1], entry) }, entry) : undefined,
      initialDelaySeconds: amount('delay'),
      timeoutSeconds: amount('timeout'),
      periodSeconds: amount('period'),
      failureThreshold: amount('#failure'),
    },
    entry,
  );
}

function statusOf(container: Entry): Data {
  const field = (key: string) => container.below.find((entry) => entry.key === key);
  const ready = field('Ready');
  const restarts = field('Restart Count');
  return mapOf(
    {
      name: textData(container.key, container),
      ready: ready === undefined ? undefined : scalarText(ready.value.toLowerCase(), ready, 'flag'),
      restartCount: restarts === undefined ? undefined : scalarText(restarts.value, restarts, 'number'),
      state: stateOf(field('State')),
      lastState: stateOf(field('Last State')),
    },
    container,
  );
}

function stateOf(entry: Entry | undefined): Data | undefined {
  if (entry === undefined) return undefined;
  const field = (key: string) => entry.below.find((one) => one.key === key);
  const state = entry.value.toLowerCase();
  const exit = field('Exit Code');
  const signal = field('Signal');
  const said = field('Message');
  return mapOf(
    {
      [state]: mapOf(
        {
          reason: scalar(field('Reason')),
          message:
            said === undefined
              ? undefined
              : { ...placed(said), kind: 'text', text: said.value, ...(said.value.includes('\n') ? { blockLine: said.line } : {}) },
          exitCode: exit === undefined ? undefined : scalarText(exit.value, exit, 'number'),
          signal: signal === undefined ? undefined : scalarText(signal.value, signal, 'number'),
          startedAt: scalar(field('Started'), iso),
          finishedAt: scalar(field('Finished'), iso),
        },
        entry,
      ),
    },
    entry,
  );
}
