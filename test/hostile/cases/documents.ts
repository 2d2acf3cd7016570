import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { PIECES } from '../../tui/hostile/pieces.ts';
import { type HostileCase, MIB, put } from '../hostile-case.ts';

const HEAD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n';
const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { containers: [{ name: 'web', image: 'web:1' }] },
};

/** A list of pods of so many bytes. */
function putList(folder: string, bytes: number): void {
  const file = openSync(join(folder, 'pods.json'), 'w');
  const item = `${JSON.stringify(POD)},`;
  const block = item.repeat(Math.ceil(MIB / item.length));
  writeSync(file, '{"apiVersion":"v1","kind":"PodList","items":[');
  for (let written = 0; written < bytes; written += block.length) writeSync(file, block);
  writeSync(file, `${JSON.stringify(POD)}]}`);
  closeSync(file);
}

function putString(folder: string, bytes: number): void {
  const file = openSync(join(folder, 'pod.json'), 'w');
  writeSync(file, '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},"status":{"message":"');
  const block = 'panic: x\\n'.repeat(100_000);
  for (let written = 0; written < bytes; written += block.length) writeSync(file, block);
  writeSync(file, '"}}');
  closeSync(file);
}

const VALUES: readonly string[] = [
  'null',
  '-1',
  '1e999',
  '9'.repeat(400),
  '"137"',
  '""',
  '[]',
  '{}',
  'true',
  '[[[]]]',
  '{"__proto__":{"polluted":1}}',
  '1.5',
  '"\\u001b]0;x\\u0007"',
  '"\\ud800"',
  '9007199254740993',
];

/** A pod in which every field is of a type that it must not have. */
const wrongTypes = (value: string): string =>
  `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":${value},"labels":${value},"uid":${value},"deletionTimestamp":${value},"ownerReferences":${value}},"spec":{"nodeName":${value},"terminationGracePeriodSeconds":${value},"containers":[{"name":"web","resources":{"limits":{"memory":${value},"cpu":${value}},"requests":${value}},"env":[{"name":"GOMEMLIMIT","value":${value}},{"name":${value},"value":"x"}],"livenessProbe":${value},"args":${value}},${value}]},"status":{"phase":${value},"reason":${value},"message":${value},"conditions":${value},"containerStatuses":[{"name":"web","restartCount":${value},"state":{"terminated":{"exitCode":${value},"reason":${value},"message":${value},"signal":${value},"startedAt":${value},"finishedAt":${value}}},"lastState":${value}},{"name":${value}}]}}`;

/** JSON and YAML, of Kubernetes above all. */
export const DOCUMENTS: readonly HostileCase[] = [
  {
    name: 'yaml/billion-laughs',
    write: (folder) => {
      const rows = Array.from(
        { length: 30 },
        (_, i) => `  a${i + 1}: &a${i + 1} [${Array.from({ length: 10 }, () => `*a${i}`).join(', ')}]`,
      );
      put(folder, 'pod.yaml', `${HEAD}bomb:\n  a0: &a0 [x, x]\n${rows.join('\n')}\n`);
      put(
        folder,
        'labels.yaml',
        `${HEAD}  labels: &l\n    a: &x ${'x'.repeat(10_000)}\n${Array.from({ length: 5000 }, (_, i) => `    l${i}: *x`).join('\n')}\n`,
      );
    },
  },
  {
    name: 'yaml/aliases-of-themselves-and-merges',
    write: (folder) => {
      put(folder, 'a.yaml', `${HEAD}spec: &a\n  containers: [*a]\n`);
      put(folder, 'b.yaml', `${HEAD}spec: &a\n  <<: *a\n  containers: &b [*b, *a]\n`);
      put(folder, 'c.yaml', `${HEAD}spec:\n  ${Array.from({ length: 20_000 }, (_, i) => `k${i}: &k${i} ${i}`).join('\n  ')}\n`);
    },
  },
  {
    name: 'yaml/tags-that-would-run-something',
    write: (folder) =>
      put(
        folder,
        'a.yaml',
        `${HEAD}spec:\n  a: !!js/function "function(){process.exit(9)}"\n  b: !!python/object/apply:os.system ["id"]\n  c: !!binary "////"\n  d: !<tag:yaml.org,2002:js/eval> process.exit(9)\n  containers: !!set {a, b}\n`,
      ),
  },
  {
    name: 'yaml/20000-levels',
    write: (folder) => {
      put(folder, 'flow.yaml', `${HEAD}spec: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`);
      put(folder, 'open.yaml', `${HEAD}spec: ${'{a: '.repeat(20_000)}\n`);
      put(folder, 'block.yaml', `${HEAD}spec:\n${Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i + 1)}a:`).join('\n')}\n`);
      put(folder, 'dashes.yaml', `${HEAD}spec:\n  containers:\n  ${'- '.repeat(20_000)}a\n`);
      put(folder, 'anchors.yaml', `${HEAD}spec: ${'&a '.repeat(20_000)}x\n`);
      put(folder, 'question.yaml', `${HEAD}${'? '.repeat(20_000)}x\n`);
    },
  },
  { name: 'yaml/4000-documents', write: (folder) => put(folder, 'a.yaml', `${HEAD}---\n`.repeat(4000)) },
  {
    name: 'yaml/2-mb-of-one-pod',
    write: (folder) =>
      put(
        folder,
        'a.yaml',
        `${HEAD}spec:\n  containers:\n${Array.from({ length: 20_000 }, (_, i) => `  - name: "c${i}"\n    image: 'x'\n    env: [{name: A, value: b}]`).join('\n')}\n`,
      ),
  },
  {
    name: 'yaml/no-yaml-behind-a-head-that-is',
    write: (folder) => {
      for (const [i, tail] of [
        '\tspec: x',
        'spec: "never ends',
        "spec: 'never ends",
        'spec: |\n',
        'spec: >9\n  x',
        '%YAML 9.9',
        '}\n]',
        'a: b: c: d',
        '\u0000',
        '- x',
        ': : :',
        '!!',
        '*x',
        '&',
        '@a',
        '`a`',
      ].entries())
        put(folder, `${i}.yaml`, `${HEAD}${tail}\n${tail.repeat(1000)}\n`);
    },
  },
  {
    name: 'json/20000-levels',
    write: (folder) => {
      put(
        folder,
        'list.json',
        `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},"spec":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      );
      put(
        folder,
        'map.json',
        `{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Pod","metadata":{},"x":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}]}`,
      );
      put(folder, 'lines.json', `{"level":"error","msg":"x","a":${'['.repeat(20_000)}${']'.repeat(20_000)}}\n`.repeat(20));
      put(folder, 'expvar.json', `{"cmdline":["x"],"memstats":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`);
      put(folder, 'open.json', '['.repeat(1_000_000));
    },
  },
  {
    name: 'json/prototype-keys-in-labels',
    inspect: true,
    write: (folder) => {
      const keys = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf', '__defineGetter__'];
      const map = `{${keys.map((key) => `"${key}":"${key}"`).join(',')}}`;
      put(
        folder,
        'pod.json',
        `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"__proto__","namespace":"constructor","labels":${map},"__proto__":${map}},"spec":{"containers":[{"name":"__proto__","env":[{"name":"__proto__","value":"x"}],"resources":{"limits":${map},"requests":${map}}}]},"status":{"phase":"constructor","containerStatuses":[{"name":"__proto__","restartCount":3,"state":{"waiting":{"reason":"constructor"}},"lastState":{"terminated":{"reason":"toString","exitCode":1}}}]}}`,
      );
      put(
        folder,
        'goroutine.txt',
        keys.map((key, i) => `goroutine ${i + 1} [${key}] {"${key}": "${key}"}:\n${key}.${key}()\n\t/${key}.go:1 +0x1\n`).join('\n'),
      );
      put(folder, 'metrics.txt', keys.map((key) => `# TYPE ${key} gauge\n${key}{${key}="${key}"} 1`).join('\n'));
      put(folder, 'a.log', keys.map((key) => `level=error ${key}=${key} msg="${key}"\n{"${key}":"${key}","msg":"x"}`).join('\n'));
    },
  },
  {
    name: 'json/fields-of-the-wrong-type',
    inspect: true,
    write: (folder) => {
      for (const [i, value] of VALUES.entries()) put(folder, `${i}.json`, wrongTypes(value));
    },
  },
  {
    name: 'json/keys-twice-and-no-json',
    write: (folder) => {
      put(
        folder,
        'twice.json',
        '{"apiVersion":"v1","kind":"Secret","kind":"Pod","metadata":{"name":"a","name":"b"},"status":{"phase":"Running"},"status":{"phase":"Failed"}}',
      );
      for (const [i, text] of [
        '{"apiVersion":"v1","kind":"Pod",}',
        '{"apiVersion":"v1","kind":"Pod" /* x */}',
        "{'apiVersion':'v1'}",
        '{"apiVersion":"v1","kind":"Pod","a":NaN}',
        '\ufeff{"apiVersion":"v1","kind":"Pod"}',
        '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"\\u0000\\u001b"}}',
        '{"apiVersion":"v1","kind":"Pod"',
        '{"apiVersion":"v1","kind":"PodList","items":[{"metadata":',
        '{"items":[],"items":[{}],"kind":"PodList","apiVersion":"v1"}',
        '{"apiVersion":"v1","kind":"Pod"}}}}}]]]',
      ].entries())
        put(folder, `${i}.json`, text);
    },
  },
  {
    name: 'json/escape-sequences-in-every-field',
    inspect: true,
    write: (folder) => {
      for (const [i, piece] of PIECES.entries()) {
        const p = `a${piece}b`;
        const pod = {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: p, namespace: p, uid: p, labels: { [p]: p }, ownerReferences: [{ kind: p, name: p }] },
          spec: {
            nodeName: p,
            containers: [
              {
                name: p,
                image: p,
                command: [p],
                args: [p],
                env: [
                  { name: p, value: p },
                  { name: 'GOMEMLIMIT', value: p },
                ],
                resources: { limits: { memory: p, cpu: p } },
                livenessProbe: { exec: { command: [p] } },
              },
            ],
          },
          status: {
            phase: p,
            reason: p,
            message: p,
            conditions: [{ type: p, status: 'False', reason: p, message: p }],
            containerStatuses: [
              {
                name: p,
                restartCount: 9,
                state: { waiting: { reason: 'CrashLoopBackOff', message: p } },
                lastState: {
                  terminated: { exitCode: 2, reason: p, message: `panic: ${p}\n\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n` },
                },
              },
            ],
          },
        };
        put(folder, `${i}.json`, JSON.stringify(pod));
        put(
          folder,
          `${i}-event.json`,
          JSON.stringify({
            apiVersion: 'v1',
            kind: 'EventList',
            items: [
              {
                kind: 'Event',
                metadata: { name: p, namespace: p },
                involvedObject: { kind: 'Pod', name: p, namespace: p },
                reason: p,
                message: p,
                type: 'Warning',
                count: 3,
                source: { component: p, host: p },
              },
            ],
          }),
        );
        put(
          folder,
          `${i}.yaml`,
          `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${JSON.stringify(p)}\n  labels:\n    ${JSON.stringify(p)}: ${JSON.stringify(p)}\nstatus:\n  phase: Failed\n  message: ${JSON.stringify(p)}\n  reason: ${p.replaceAll('\n', ' ')}\n`,
        );
        put(
          folder,
          `${i}-describe.txt`,
          `Name:             ${p}\nNamespace:        ${p}\nNode:             ${p}/10.0.0.1\nStatus:           Running${p}\nContainers:\n  ${p}:\n    Image:          ${p}\n    State:          Waiting\n      Reason:       CrashLoopBackOff${p}\n    Last State:     Terminated\n      Reason:       Error\n      Message:      ${p}\n      Exit Code:    2\n    Restart Count:  9\nEvents:\n  Type     Reason   Age  From     Message\n  ----     ------   ---  ----     -------\n  Warning  BackOff  1m   kubelet  ${p}\n`,
        );
      }
    },
  },
  { name: 'json/a-string-of-4-mb', write: (folder) => putString(folder, 4 * MIB) },
  { name: 'json/a-string-of-100-mb', big: true, write: (folder) => putString(folder, 100 * MIB) },
  { name: 'json/a-list-of-2-mb', write: (folder) => putList(folder, 2 * MIB) },
  { name: 'json/a-list-of-256-mb', big: true, write: (folder) => putList(folder, 256 * MIB) },
  {
    name: 'json/a-million-events',
    big: true,
    write: (folder) =>
      put(
        folder,
        'events.json',
        JSON.stringify({
          apiVersion: 'v1',
          kind: 'EventList',
          items: Array.from({ length: 300_000 }, (_, i) => ({
            metadata: { name: `e${i}` },
            involvedObject: { kind: 'Pod', name: `p${i}` },
            reason: 'BackOff',
            message: `m${i}`,
            type: 'Warning',
          })),
        }),
      ),
  },
  {
    name: 'json/one-item-larger-than-a-piece-may-be',
    big: true,
    write: (folder) =>
      put(
        folder,
        'pods.json',
        `{"apiVersion":"v1","kind":"PodList","items":[{"metadata":{"name":"a"},"x":"${'y'.repeat(100 * MIB)}"},${JSON.stringify(POD)}]}`,
      ),
  },
];
