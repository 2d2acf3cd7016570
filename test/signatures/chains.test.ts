import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import type { Finding } from '../../src/matcher/finding.ts';

/** Chains over a whole bundle: what follows from what, the root first; and two incidents in one bundle, apart. */
const SAMPLES = resolve(import.meta.dirname, '../../samples/incidents');
const folder = mkdtempSync(join(tmpdir(), 'chains-'));
afterAll(() => rmSync(folder, { recursive: true }));

let number = 0;

/** The findings of a bundle of files; `samples` are folders of files that a sample incident left. */
async function findings(
  files: Readonly<Record<string, string>>,
  samples: Readonly<Record<string, string>> = {},
): Promise<readonly Finding[]> {
  const place = join(folder, String((number += 1)));
  mkdirSync(place);
  for (const [name, sample] of Object.entries(samples)) {
    mkdirSync(join(place, name), { recursive: true });
    for (const file of readdirSync(join(SAMPLES, sample)).filter((one) => one !== 'stderr.log' || sample === 'gc-assist-pressure'))
      cpSync(join(SAMPLES, sample, file), join(place, name, file));
  }
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), content);
  }
  return (await analyze([place])).findings;
}

/** Whether one finding leads to the other, over others or directly. */
function leadsTo(all: readonly Finding[], from: string, to: string): boolean {
  const byId = new Map(all.map((one) => [one.id, one]));
  const open = all.filter(({ signature }) => signature === from);
  const seen = new Set(open);
  for (const one of open) {
    if (one.signature === to) return true;
    for (const id of one.causes) {
      const next = byId.get(id);
      if (next !== undefined && !seen.has(next)) {
        seen.add(next);
        open.push(next);
      }
    }
  }
  return false;
}

function expectChain(all: readonly Finding[], ...signatures: readonly string[]): void {
  const order = all.map(({ signature }) => signature);
  expect(order).toEqual(expect.arrayContaining([...signatures]));
  for (const [i, to] of signatures.entries()) {
    const from = signatures[i - 1];
    if (from === undefined) continue;
    expect(leadsTo(all, from, to), `${from} leads to ${to}`).toBe(true);
    expect(order.indexOf(from), `${from} stands before ${to}`).toBeLessThan(order.indexOf(to));
  }
}

const pod = (name: string, status: object) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop' }, spec: { containers: [{ name: 'api' }] }, status });

const killed = (name: string, terminated: object) =>
  pod(name, {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'False' }],
    containerStatuses: [
      { name: 'api', ready: false, restartCount: 5, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated } },
    ],
  });

const event = (name: string, reason: string, message: string, at: string, count = 1) => ({
  apiVersion: 'v1',
  kind: 'Event',
  involvedObject: { kind: 'Pod', name, namespace: 'shop' },
  metadata: { name: `${name}.${reason}`, namespace: 'shop' },
  type: 'Warning',
  reason,
  message,
  count,
  firstTimestamp: at,
  lastTimestamp: at,
});
const events = (...items: readonly object[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

const OOM = { exitCode: 137, reason: 'OOMKilled', startedAt: '2026-03-01T09:00:00Z', finishedAt: '2026-03-01T09:59:30Z' };

const NIL_RESPONSE = `panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x40 pc=0x6a1f2c]

goroutine 1 [running]:
main.fetch({0x6f1c20, 0x2b})
	/src/app/fetch.go:31 +0x8c
main.main()
	/src/app/main.go:12 +0x1d
exit status 2
`;

describe('chains, the root first', () => {
  test('a leak, the growing heap, pressure of the collector, the CPU quota, probes, the kill at the memory limit, CrashLoopBackOff', async () => {
    const all = await findings(
      {
        'pod.json': killed('api-7f', OOM),
        'events.json': events(
          event('api-7f', 'Unhealthy', 'Readiness probe failed: context deadline exceeded', '2026-03-01T09:40:00Z', 30),
        ),
      },
      { dumps: 'clonebot', heap: 'heap-growth-go1.21', gc: 'gc-assist-pressure', cpu: 'cpu-quota' },
    );
    expectChain(all, 'goroutine-leak-chan-receive', 'heap-growth', 'gc-assist-pressure', 'cpu-quota-throttling', 'readiness-probe-failing');
    expectChain(all, 'heap-growth', 'oom-kill-memcg', 'crashloop-backoff');
    expect(all[0]?.signature).toBe('goroutine-leak-chan-receive');
  });

  test('the CPU quota, the liveness probe, CrashLoopBackOff', async () => {
    const all = await findings(
      {
        'pod.json': killed('api-7f', { ...OOM, reason: 'Error' }),
        'events.json': events(event('api-7f', 'Killing', 'Container api failed liveness probe, will be restarted', '2026-03-01T09:59:00Z')),
      },
      { cpu: 'cpu-quota' },
    );
    expectChain(all, 'cpu-quota-throttling', 'liveness-kill', 'crashloop-backoff');
  });

  test('no descriptors, a nil response, a panic, CrashLoopBackOff', async () => {
    const log = '2026/03/01 09:59:29 fetching: Get "http://10.0.0.7/": dial tcp 10.0.0.7:80: socket: too many open files\n';
    const all = await findings({
      'previous.log': log.repeat(4) + NIL_RESPONSE,
      'pod.json': killed('api-7f', { exitCode: 2, reason: 'Error', finishedAt: '2026-03-01T09:59:30Z' }),
    });
    expectChain(all, 'fd-exhaustion', 'nil-pointer-dereference', 'crashloop-backoff');
    expect(all[0]?.signature).toBe('fd-exhaustion');
  });

  test('a panic whose deferred code panics in its turn is the root of the chain', async () => {
    const all = await findings({
      'app.log': `panic: runtime error: index out of range [3] with length 3
	panic: close of closed channel

goroutine 1 [running]:
main.(*job).close(...)
	/src/job.go:30
main.(*job).run.func1()
	/src/job.go:21 +0x2b
panic({0x4b8a40?, 0xc000012108?})
	/usr/local/go/src/runtime/panic.go:770 +0x132
main.(*job).run(0xc000012060)
	/src/job.go:40 +0x1d
main.main()
	/src/main.go:12 +0x1d
exit status 2
`,
    });
    expect(all.map(({ signature }) => signature)).toEqual(['index-out-of-range', 'panic-chains']);
    expectChain(all, 'index-out-of-range', 'panic-chains');
  });

  test('a panic that a fatal error in deferred code hides comes before it', async () => {
    const all = await findings({
      'app.log': `panic: runtime.plainError("assignment to entry in nil map")
	fatal error: sync: unlock of unlocked mutex

goroutine 1 [running]:
internal/sync.fatal({0x4cd105?, 0x19ba78384d18?})
	/usr/local/go/src/runtime/panic.go:1191 +0x18
internal/sync.(*Mutex).unlockSlow(0x19ba783280a8, 0xffffffff)
	/usr/local/go/src/internal/sync/mutex.go:204 +0x35
sync.(*Mutex).Unlock(...)
	/usr/local/go/src/sync/mutex.go:65
panic({0x4b1620?, 0x5844f0?})
	/usr/local/go/src/runtime/panic.go:860 +0x13a
main.(*job).run(0x19ba783280a8)
	/src/job.go:25 +0x111
main.main()
	/src/main.go:32 +0x65
`,
    });
    expectChain(all, 'nil-map-write', 'panic-chains', 'unlock-of-unlocked-mutex');
  });

  test('a leak, the eviction of the pod for want of memory on its node', async () => {
    const evicted = pod('api-7f', {
      phase: 'Failed',
      reason: 'Evicted',
      message: 'The node was low on resource: memory. Container api was using 3817472Ki, which exceeds its request of 512Mi.',
    });
    const all = await findings({ 'pod.json': evicted }, { dumps: 'clonebot' });
    expectChain(all, 'goroutine-leak-chan-receive', 'node-pressure-eviction');
  });
});

describe('two incidents in one bundle are found, apart', () => {
  const dir = (name: string) => `shop/${name}`;

  test('of two pods: no link from one to the other', async () => {
    const all = await findings({
      [`${dir('api-7f')}/pod.json`]: killed('api-7f', OOM),
      [`${dir('web-0')}/pod.json`]: killed('web-0', {
        exitCode: 2,
        reason: 'Error',
        finishedAt: '2026-03-01T09:59:30Z',
        message:
          'panic: send on closed channel\n\ngoroutine 7 [running]:\nmain.produce(...)\n\t/src/app/main.go:12\nmain.main()\n\t/src/app/main.go:30 +0x1d\n',
      }),
    });
    const scope = (signature: string) => all.filter((one) => one.signature === signature);
    expect(scope('oom-kill-memcg')).toHaveLength(1);
    expect(scope('send-on-closed-channel')).toHaveLength(1);
    expect(scope('crashloop-backoff')).toHaveLength(2);
    expect(scope('oom-kill-memcg')[0]?.causes).toHaveLength(1);
    expect(scope('send-on-closed-channel')[0]?.causes).toHaveLength(1);
    expect(scope('oom-kill-memcg')[0]?.causes).not.toEqual(scope('send-on-closed-channel')[0]?.causes);
  });

  test('of one service at two times: descriptors ran out long after the panic', async () => {
    const starved = (time: string) => `${time}Z http: Accept error: accept tcp [::]:80: accept4: too many open files; retrying in 5ms\n`;
    const bundle = (time: string) =>
      findings({
        'starved.log': starved(time).repeat(3),
        'pod.json': pod('api-7f', {
          phase: 'Running',
          containerStatuses: [
            {
              name: 'api',
              ready: true,
              restartCount: 1,
              state: { running: { startedAt: '2026-03-01T10:00:00Z' } },
              lastState: {
                terminated: {
                  exitCode: 2,
                  reason: 'Error',
                  startedAt: '2026-03-01T09:00:00Z',
                  finishedAt: '2026-03-01T09:59:30Z',
                  message: NIL_RESPONSE,
                },
              },
            },
          ],
        }),
      });
    const before = await bundle('2026-03-01T09:59:20');
    expectChain(before, 'fd-exhaustion', 'nil-pointer-dereference');
    const after = await bundle('2026-03-01T10:20:00');
    expect(after.map(({ signature }) => signature).toSorted()).toEqual(['fd-exhaustion', 'nil-pointer-dereference']);
    expect(leadsTo(after, 'fd-exhaustion', 'nil-pointer-dereference')).toBe(false);
  });

  test('two crashes of one program: a process dies once', async () => {
    const all = await findings({
      'monday.log': NIL_RESPONSE,
      'tuesday.log': `fatal error: sync: unlock of unlocked mutex

goroutine 1 [running]:
sync.fatal({0x4b8a40?, 0x0?})
	/usr/local/go/src/runtime/panic.go:1031 +0x18
sync.(*Mutex).unlockSlow(0xc000012060, 0xffffffff)
	/usr/local/go/src/sync/mutex.go:229 +0x35
sync.(*Mutex).Unlock(...)
	/usr/local/go/src/sync/mutex.go:223
main.(*job).run(0xc000012060)
	/src/app/job.go:40 +0x1d
main.main()
	/src/app/main.go:12 +0x1d
exit status 2
`,
    });
    expect(all.map(({ signature }) => signature).toSorted()).toEqual(['nil-pointer-dereference', 'unlock-of-unlocked-mutex']);
    expect(all.every(({ causes }) => causes.length === 0)).toBe(true);
  });
});
