import { mkdtempSync, rmSync, copyFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { POD } from '../parsers/kubernetes/fixture.ts';

const SAMPLES = resolve(import.meta.dirname, '../../samples/incidents');
const folder = mkdtempSync(join(tmpdir(), 'chain-'));
afterAll(() => rmSync(folder, { recursive: true }));

const killed = {
  ...POD,
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'False' }],
    containerStatuses: [
      {
        name: 'api',
        ready: false,
        restartCount: 5,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: '2026-03-01T09:59:30Z' } },
      },
    ],
  },
};

describe('chains, the root first', () => {
  test('a leak, the kill at the memory limit, CrashLoopBackOff', async () => {
    for (const name of ['goroutines-1.txt', 'goroutines-2.txt']) copyFileSync(join(SAMPLES, 'clonebot', name), join(folder, name));
    writeFileSync(join(folder, 'pod.json'), JSON.stringify(killed, undefined, 2));
    const { findings, verdict } = await analyze([folder]);
    const order = findings.map(({ signature }) => signature);
    expect(verdict.finding).toBe('goroutine-leak-chan-receive#1');
    expect(order.indexOf('goroutine-leak-chan-receive')).toBeLessThan(order.indexOf('oom-kill-memcg'));
    expect(order.indexOf('oom-kill-memcg')).toBeLessThan(order.indexOf('crashloop-backoff'));
    expect(findings.find(({ signature }) => signature === 'oom-kill-memcg')?.causedBy).toContain('goroutine-leak-chan-receive#1');
    expect(findings.find(({ signature }) => signature === 'crashloop-backoff')?.causedBy).toContain('oom-kill-memcg#1');
  });

  test('a panic in the termination message, CrashLoopBackOff', async () => {
    const { findings } = await analyze(['-'], { stdin: () => source(JSON.stringify(POD)) });
    expect(findings.map(({ signature }) => signature).slice(0, 2)).toEqual(['send-on-closed-channel', 'crashloop-backoff']);
    expect(findings[1]?.causedBy).toEqual(['send-on-closed-channel#1']);
  });

  test('exit code 137 by itself is no want of memory', async () => {
    const status = {
      ...killed.status.containerStatuses[0],
      lastState: { terminated: { exitCode: 137, reason: 'Error', finishedAt: '2026-03-01T09:59:30Z' } },
    };
    const { findings, inconclusive } = await analyze(['-'], {
      stdin: () => source(JSON.stringify({ ...killed, status: { ...killed.status, containerStatuses: [status] } })),
    });
    expect(findings.map(({ signature }) => signature)).toEqual(['crashloop-backoff']);
    expect(inconclusive.map(({ signature }) => signature)).toContain('oom-kill-memcg');
  });
});

async function* source(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
