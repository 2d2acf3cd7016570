import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { NO_COLOUR } from '../../src/report/render/text/palette.ts';
import { renderMarkdown } from '../../src/report/render/markdown.ts';
import { renderText } from '../../src/report/render/text.ts';
import type { Report } from '../../src/report/report.ts';

/** Reads these files as a bundle. */
async function read(files: Readonly<Record<string, string>>): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'goroner-exits-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return await analyze([folder]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Terminated {
  readonly exitCode: number;
  readonly reason?: string;
  readonly message?: string;
}

const STARTED = '2026-03-01T09:00:00Z';
const FINISHED = '2026-03-01T10:00:00Z';

/** A pod whose container has been started again after such an end. */
function pod(terminated: Terminated, over: Readonly<Record<string, unknown>> = {}): string {
  const { spec, status, ...top } = over as { spec?: object; status?: object };
  const last = {
    terminated: { reason: terminated.exitCode === 0 ? 'Completed' : 'Error', startedAt: STARTED, finishedAt: FINISHED, ...terminated },
  };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-0', namespace: 'shop' },
    spec: {
      terminationGracePeriodSeconds: 30,
      containers: [{ name: 'web', image: 'registry.example.org/web:1', resources: { limits: { memory: '256Mi' } } }],
      ...spec,
    },
    status: {
      phase: 'Running',
      containerStatuses: [
        { name: 'web', ready: true, restartCount: 1, state: { running: { startedAt: '2026-03-01T10:00:05Z' } }, lastState: last },
      ],
      ...status,
    },
    ...top,
  });
}

function event(reason: string, message: string, at: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e', namespace: 'shop' },
    involvedObject: { kind: 'Pod', name: 'web-0', namespace: 'shop', fieldPath: 'spec.containers{web}' },
    type: 'Normal',
    reason,
    message,
    count: 1,
    firstTimestamp: at,
    lastTimestamp: at,
  });
}

/** The end that a bundle states; there is one. */
async function exitOf(files: Readonly<Record<string, string>>): Promise<Report['exits'][number]> {
  const { exits } = await read(files);
  expect(exits).toHaveLength(1);
  const [one] = exits;
  if (one === undefined) throw new Error('there is no end');
  return one;
}

const statements = ({ evidence }: Report['exits'][number]) => evidence.map(({ statement }) => statement);

const PANIC = `panic: boom

goroutine 1 [running]:
main.main()
\t/src/app/main.go:12 +0x1d
`;

/** Code, its signal, what it says, and what stays open without any other evidence. */
const CODES: readonly (readonly [code: number, signal: string | undefined, meaning: RegExp, unknown: RegExp])[] = [
  [0, undefined, /^a normal end$/, /why main returned/],
  [1, undefined, /os\.Exit\(1\) or log\.Fatal/, /what it wrote last/],
  [2, undefined, /a panic, a fatal error or SIGQUIT of Go/, /no trace of this run is among what was read/],
  [42, undefined, /a code of the program itself/, /its own choice/],
  [66, undefined, /race detector/, /no report of the race detector/],
  [125, undefined, /could not run the container/, /whether it was started at all/],
  [126, undefined, /could not be executed/, /whether it was started at all/],
  [127, undefined, /was not found/, /whether it was started at all/],
  [128, undefined, /could not be started/, /whether it was started at all/],
  [129, 'SIGHUP', /not handled/, /who sent the signal/],
  [130, 'SIGINT', /not handled/, /who sent the signal/],
  [131, 'SIGQUIT', /without the Go runtime/, /who sent SIGQUIT/],
  [132, 'SIGILL', /did not handle/, /prints a trace and ends with 2/],
  [134, 'SIGABRT', /GOTRACEBACK=crash, or abort\(\) in C code/, /no trace and no SIGABRT line/],
  [135, 'SIGBUS', /did not handle/, /prints a trace and ends with 2/],
  [136, 'SIGFPE', /did not handle/, /prints a trace and ends with 2/],
  [
    137,
    'SIGKILL',
    /the kernel for want of memory, the kubelet after the grace period, or somebody by hand/,
    /nothing here shows that it did/,
  ],
  [138, 'SIGUSR1', /^SIGUSR1$/, /who sent the signal/],
  [139, 'SIGSEGV', /C code, as a rule/, /C code on a thread of its own/],
  [141, 'SIGPIPE', /nobody read standard output/, /who had read its output/],
  [143, 'SIGTERM', /not handled/, /who sent SIGTERM/],
  [159, 'SIGSYS', /seccomp/, /which system call/],
  [168, 'signal 40', /^signal 40$/, /who sent the signal/],
  [255, undefined, /klog\.Fatal/, /what it wrote last/],
];

/** Codes that only one cause ends with. */
const OWN_CAUSE: Readonly<Record<number, readonly string[]>> = { 141: ['sigpipe-exit'], 159: ['seccomp-sigsys'] };

describe('a code without other evidence', () => {
  test.each(CODES)('%i: what is known, what is not, and what to collect', async (code, signal, meaning, unknown) => {
    const report = await read({ 'pod.json': pod({ exitCode: code }) });
    const [one] = report.exits;
    expect(report.exits).toHaveLength(1);
    expect(one).toMatchObject({ what: 'container web (the run before)', code, explained: false, evidence: [] });
    expect(one?.signal).toBe(signal);
    expect(one?.meaning).toMatch(meaning);
    expect(one?.unknown).toMatch(unknown);
    expect(one?.collect.length).toBeGreaterThan(0);
    const text = renderText(report, { palette: NO_COLOUR });
    expect(text).toContain(`  container web (the run before): exit code ${code}${signal === undefined ? '' : `, ${signal}`}; reason`);
    expect(text).toMatch(/\n {4}- not known: /);
    expect(renderMarkdown(report)).toContain(`exit code ${code}`);
    // A code is no cause by itself, but for SIGPIPE and SIGSYS, which have one origin each.
    expect(report.findings.map(({ signature }) => signature)).toEqual(OWN_CAUSE[code] ?? []);
  });

  test.each(CODES)('%i: the same by kubectl describe', async (code, signal) => {
    const one = await exitOf({
      'describe.txt': `Name:             web-0
Namespace:        shop
Node:             node-1/10.0.0.1
Status:           Running
Containers:
  web:
    Image:          registry.example.org/web:1
    State:          Running
      Started:      Sun, 01 Mar 2026 10:00:05 +0000
    Last State:     Terminated
      Reason:       ${code === 0 ? 'Completed' : 'Error'}
      Exit Code:    ${code}
      Started:      Sun, 01 Mar 2026 09:00:00 +0000
      Finished:     Sun, 01 Mar 2026 10:00:00 +0000
    Ready:          True
    Restart Count:  1
`,
    });
    expect(one).toMatchObject({ code, explained: false });
    expect(one.signal).toBe(signal);
  });
});

describe('an end that is meant to be is none', () => {
  test('a job that is done', async () => {
    const done = pod({ exitCode: 0 }, { spec: { restartPolicy: 'Never' }, status: { phase: 'Succeeded' } });
    expect((await read({ 'pod.json': done })).exits).toEqual([]);
  });

  test('an init container', async () => {
    const state = { terminated: { exitCode: 0, reason: 'Completed', startedAt: STARTED, finishedAt: FINISHED } };
    const status = { containerStatuses: [], initContainerStatuses: [{ name: 'migrate', ready: true, restartCount: 0, state }] };
    const started = pod({ exitCode: 0 }, { spec: { containers: [], initContainers: [{ name: 'migrate', image: 'm:1' }] }, status });
    expect((await read({ 'pod.json': started })).exits).toEqual([]);
  });

  test('a healthy pod', async () => {
    const status = { containerStatuses: [{ name: 'web', ready: true, restartCount: 0, state: { running: { startedAt: STARTED } } }] };
    const report = await read({ 'pod.json': pod({ exitCode: 0 }, { status }) });
    expect(report.exits).toEqual([]);
    expect(renderText(report, { palette: NO_COLOUR })).not.toContain('How it ended');
  });
});

describe('137', () => {
  test('is want of memory where the runtime says so', async () => {
    const one = await exitOf({ 'pod.json': pod({ exitCode: 137, reason: 'OOMKilled' }) });
    expect(one).toMatchObject({ explained: true, reason: 'OOMKilled', collect: [] });
    expect(one.unknown).toBeUndefined();
    expect(statements(one)).toEqual([
      'the container runtime says OOMKilled: the kernel killed it for want of memory, at a limit of 268435456 bytes',
    ]);
  });

  const oom = (name: string) =>
    `[ 1234.567890] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=c,mems_allowed=0,oom_memcg=/kubepods/pod1/c1,task_memcg=/kubepods/pod1/c1,task=${name},pid=4711,uid=0
[ 1234.567900] Memory cgroup out of memory: Killed process 4711 (${name}) total-vm:1000000kB, anon-rss:260000kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:700kB oom_score_adj:900
`;

  test('is want of memory where the kernel names the program', async () => {
    const one = await exitOf({ 'pod.json': pod({ exitCode: 137 }), 'dmesg.txt': oom('web') });
    expect(one.explained).toBe(true);
    expect(statements(one)[0]).toBe('the kernel killed web at the limit of a control group for want of memory');
  });

  test('is not said to be where the kernel names another program', async () => {
    const one = await exitOf({ 'pod.json': pod({ exitCode: 137 }), 'dmesg.txt': oom('mysqld') });
    expect(one.explained).toBe(false);
    expect(statements(one)[0]).toContain('the kernel killed mysqld');
    expect(statements(one)[0]).toContain('whether it was this one its log does not say');
    expect(one.unknown).toContain('who sent SIGKILL');
  });

  const unhealthy = 'Container web failed liveness probe, will be restarted';

  test('is the end of the grace after a liveness probe', async () => {
    const one = await exitOf({ 'pod.json': pod({ exitCode: 137 }), 'event.json': event('Killing', unhealthy, '2026-03-01T09:59:30Z') });
    expect(one.explained).toBe(true);
    expect(statements(one)[0]).toBe(
      'the kubelet asked it to end, since its liveness probe failed, 30 s before, and the grace of 30 s was over: SIGKILL follows then',
    );
  });

  test('stays open where the grace was not over', async () => {
    const one = await exitOf({ 'pod.json': pod({ exitCode: 137 }), 'event.json': event('Killing', unhealthy, '2026-03-01T09:59:50Z') });
    expect(one.explained).toBe(false);
    expect(statements(one)[0]).toContain('the grace of 30 s was not over');
  });

  test('is no end of the grace where a request is of another day', async () => {
    const one = await exitOf({ 'pod.json': pod({ exitCode: 137 }), 'event.json': event('Killing', unhealthy, '2026-02-01T09:59:50Z') });
    expect(one.explained).toBe(false);
    expect(statements(one)[0]).toContain('if it was this run');
  });

  test('is an eviction', async () => {
    const status = { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' };
    const one = await exitOf({ 'pod.json': withStatus(pod({ exitCode: 137 }), status) });
    expect(one.explained).toBe(true);
    expect(statements(one)).toEqual(['its pod was ended: Evicted, The node was low on resource: memory.']);
  });

  test('is the shutdown of a node', async () => {
    const status = { phase: 'Failed', reason: 'Terminated', message: 'Pod was terminated in response to imminent node shutdown.' };
    const one = await exitOf({ 'pod.json': withStatus(pod({ exitCode: 137 }), status) });
    expect(one.explained).toBe(true);
    expect(statements(one)[0]).toContain('imminent node shutdown');
  });

  test('is a disruption, by the condition of the pod', async () => {
    const conditions = [
      { type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler', message: 'preempting to accommodate' },
    ];
    const one = await exitOf({ 'pod.json': withStatus(pod({ exitCode: 137 }), { conditions }) });
    expect(statements(one)).toEqual(['its pod had to go: PreemptionByScheduler, preempting to accommodate']);
    expect(one.explained).toBe(true);
  });

  test('says nothing where the kubelet has lost the container', async () => {
    const one = await exitOf({ 'pod.json': pod({ exitCode: 137, reason: 'ContainerStatusUnknown' }) });
    expect(one.explained).toBe(false);
    expect(one.unknown).toContain('no sign of SIGKILL, nor of want of memory');
  });

  test('is what systemd says', async () => {
    const one = await exitOf({
      'unit.log': `shop.service: Main process exited, code=killed, status=9/KILL
shop.service: Failed with result 'oom-kill'.
`,
    });
    expect(one).toMatchObject({ what: 'the unit shop.service', code: 137, signal: 'SIGKILL', explained: true });
    expect(statements(one)[0]).toContain('systemd says that it was killed for want of memory');
  });

  test('OOMKilled beside another code is a child, as a rule', async () => {
    const one = await exitOf({ 'pod.json': pod({ exitCode: 1, reason: 'OOMKilled' }) });
    expect(one.explained).toBe(false);
    expect(statements(one)[0]).toContain('a child was killed, as a rule');
  });
});

/** The status of a pod with further fields. */
function withStatus(text: string, more: object): string {
  const object: { status: object } = JSON.parse(text);
  return JSON.stringify({ ...object, status: { ...object.status, ...more } });
}

describe('2', () => {
  test('is the panic in the log of the run', async () => {
    const one = await exitOf({ 'pod.json': pod({ exitCode: 2 }), 'previous.log': PANIC });
    expect(one.explained).toBe(true);
    expect(statements(one)).toEqual(['there is a trace, panic: boom']);
  });

  test('is not that of a log which may be of either of two containers', async () => {
    const terminated = { terminated: { exitCode: 2, reason: 'Error', startedAt: STARTED, finishedAt: FINISHED } };
    const both = ['web', 'side'].map((name) => ({ name, ready: false, restartCount: 1, state: { running: {} }, lastState: terminated }));
    const containers = [
      { name: 'web', image: 'w:1' },
      { name: 'side', image: 's:1' },
    ];
    const { exits } = await read({
      'pod.json': pod({ exitCode: 2 }, { spec: { containers }, status: { containerStatuses: both } }),
      'previous.log': PANIC,
    });
    expect(exits.map(({ explained, unknown }) => [explained, unknown !== undefined])).toEqual([
      [false, true],
      [false, true],
    ]);
  });

  test('may be SIGTERM to a program that is PID 1', async () => {
    const one = await exitOf({
      'pod.json': pod({ exitCode: 2 }),
      'event.json': event('Killing', 'Stopping container web', '2026-03-01T09:59:59Z'),
    });
    expect(one.explained).toBe(false);
    expect(statements(one)[0]).toContain('a Go program that is PID 1 and takes no signals ends with 2 by SIGTERM');
  });

  test('is an argument that was refused', async () => {
    const one = await exitOf({
      'pod.json': pod({ exitCode: 2 }),
      'previous.log': 'flag provided but not defined: -cache\nUsage of /web:\n',
    });
    expect(one.explained).toBe(true);
    expect(statements(one)[0]).toContain('it did not accept its arguments');
  });
});

describe('other codes', () => {
  test('134 is the trace of GOTRACEBACK=crash, or stays open', async () => {
    expect((await exitOf({ 'pod.json': pod({ exitCode: 134 }), 'previous.log': PANIC })).explained).toBe(true);
    const env = [{ name: 'GOTRACEBACK', value: 'crash' }];
    const set = await exitOf({ 'pod.json': pod({ exitCode: 134 }, { spec: { containers: [{ name: 'web', image: 'w:1', env }] } }) });
    expect(set.explained).toBe(false);
    expect(statements(set)[0]).toContain('GOTRACEBACK=crash is set');
  });

  test('139 is the fault that the kernel wrote down for the program', async () => {
    const line = (name: string) =>
      `[  321.000001] ${name}[4711]: segfault at 10 ip 00007f0000001234 sp 00007ffc00000000 error 4 in libssl.so.3[7f0000000000+9f000]\n`;
    const own = await exitOf({ 'pod.json': pod({ exitCode: 139 }), 'dmesg.txt': line('web') });
    expect(own.explained).toBe(true);
    expect(statements(own)[0]).toContain('the kernel wrote down a fault of web in libssl.so.3');
    expect((await exitOf({ 'pod.json': pod({ exitCode: 139 }), 'dmesg.txt': line('nginx') })).explained).toBe(false);
  });

  test('139 beside a trace of Go: the trace would have ended it with 2', async () => {
    const one = await exitOf({ 'pod.json': pod({ exitCode: 139 }), 'previous.log': PANIC });
    expect(one.explained).toBe(false);
    expect(statements(one)[0]).toContain('a Go process ends with 2 after it, or with 134');
  });

  test('143 is the SIGTERM that was asked for', async () => {
    const one = await exitOf({
      'pod.json': pod({ exitCode: 143 }),
      'event.json': event('Killing', 'Stopping container web', '2026-03-01T09:59:59Z'),
    });
    expect(one.explained).toBe(true);
    expect(statements(one)[0]).toBe('the kubelet asked it to end, 1 s before: it was ended by that SIGTERM');
  });

  test('159 is the system call that a filter refused', async () => {
    const audit = (name: string) =>
      `type=1326 audit(1772359199.000:42): auid=4294967295 uid=0 gid=0 ses=4294967295 pid=4711 comm="${name}" exe="/web" sig=31 arch=c000003e syscall=425 compat=0 ip=0x46a1ae code=0x80000000\n`;
    const one = await exitOf({ 'pod.json': pod({ exitCode: 159 }), 'audit.log': audit('web') });
    expect(one.explained).toBe(true);
    expect(statements(one)[0]).toMatch(/^a filter did not allow web the system call (?:io_uring_setup|425)$/);
    expect((await exitOf({ 'pod.json': pod({ exitCode: 159 }), 'audit.log': audit('runc') })).explained).toBe(false);
  });

  test('1 and 255 are the fatal line at the end of the log', async () => {
    for (const exitCode of [1, 255]) {
      const log = 'time="2026-03-01T09:59:59Z" level=fatal msg="no database"\n';
      const one = await exitOf({ 'pod.json': pod({ exitCode }), 'previous.log': log });
      expect(one.explained).toBe(true);
      expect(statements(one)[0]).toContain('no database');
    }
  });

  test('0 of a server is Serve that returned, or a deletion', async () => {
    const closed = await exitOf({ 'pod.json': pod({ exitCode: 0 }), 'previous.log': '2026/03/01 09:59:59 http: Server closed\n' });
    expect(closed.explained).toBe(true);
    const asked = await exitOf({
      'pod.json': pod({ exitCode: 0 }),
      'event.json': event('Killing', 'Stopping container web', '2026-03-01T09:59:59Z'),
    });
    expect(asked.explained).toBe(true);
  });

  test('128 says why the container was not started', async () => {
    const message = 'exec: "/app": stat /app: no such file or directory';
    const one = await exitOf({ 'pod.json': pod({ exitCode: 128, reason: 'StartError', message }) });
    expect(one.explained).toBe(true);
    expect(statements(one)[0]).toContain(message);
  });

  test('255 of a runtime that lost the status says nothing', async () => {
    expect((await exitOf({ 'pod.json': pod({ exitCode: 255, reason: 'Unknown' }) })).unknown).toContain('lost sight of it');
  });

  test('what a shell says counts where no trace is beside it', async () => {
    expect(await exitOf({ 'out.txt': 'ready\nexit status 3\n' })).toMatchObject({ what: 'the process', code: 3, explained: false });
    expect((await read({ 'out.txt': `${PANIC}exit status 2\n` })).exits).toEqual([]);
  });
});

test('many ends: a few are written out, open ones first, and a command is said once', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 8 }, (_, i) => [
      `pod-${i}.json`,
      pod({ exitCode: 137, ...(i < 4 ? { reason: 'OOMKilled' } : {}) }).replaceAll('web-0', `web-${i}`),
    ]),
  );
  const report = await read(files);
  expect(report.exits).toHaveLength(8);
  const text = renderText(report, { palette: NO_COLOUR });
  const section = text.split('\nHow it ended\n')[1]?.split('\n\n')[0] ?? '';
  expect(section.split('): exit code 137').length - 1).toBe(5);
  expect(section).toContain('… and 3 more: the JSON report has all');
  expect(section.indexOf('reason Error')).toBeLessThan(section.indexOf('reason OOMKilled'));
  expect(section.split('kubectl get pod -n $NS $POD -o yaml').length - 1).toBe(1);
});
