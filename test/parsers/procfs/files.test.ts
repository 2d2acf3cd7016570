import { describe, expect, test } from 'vitest';
import { procfsFiles } from '../../../parsers/procfs/index.ts';
import { readFiles } from '../cgroup/read.ts';
import { SAMPLE } from './sample.ts';

const lines = SAMPLE.split('\n');
const part = (from: string, to: string) => {
  const start = lines.findIndex((line) => line.startsWith(from));
  return lines
    .slice(
      start,
      lines.findIndex((line, i) => i > start && line.startsWith(to)),
    )
    .join('\n');
};
const STATUS = part('Name:', 'Limit');
const LIMITS = part('Limit', '1 (ser');
const STAT = part('1 (ser', '#');

describe('files of a process', () => {
  test.each([
    ['', ''],
    ['proc/1/', ''],
    ['web.d/proc_self_', '.txt'],
    ['web.d/', '.txt'],
  ])('%sstatus%s and the others come together', (before, after) => {
    const { facts, skipped, refused } = readFiles(procfsFiles, {
      [`${before}status${after}`]: STATUS,
      [`${before}limits${after}`]: LIMITS,
      [`${before}stat${after}`]: STAT,
      [`${before}oom_score_adj${after}`]: '985\n',
      [`${before}cgroup${after}`]: '4:memory:/kubepods/pod1\n3:cpuset:/\n0::/\n',
      [`${before}fd_count${after}`]: '1001\n',
    });
    expect({ skipped, refused }).toEqual({ skipped: [], refused: [] });
    expect(facts).toMatchObject([
      {
        type: 'process',
        pid: 1,
        init: true,
        threads: 17,
        openFds: 1001,
        fdShare: 1001 / 1024,
        oomScoreAdj: 985,
        cgroup: '/kubepods/pod1',
        limits: { openFiles: { soft: 1024, hard: 4096 }, processes: {} },
        sigterm: 'caught',
        seccomp: 'filter',
        cpusAllowed: 5,
      },
    ]);
  });

  test('of two processes stay apart', () => {
    const { facts } = readFiles(procfsFiles, { 'proc/7/oom_score_adj': '1', 'proc/8/oom_score_adj': '2' });
    expect(facts).toMatchObject([
      { pid: 7, oomScoreAdj: 1 },
      { pid: 8, oomScoreAdj: 2 },
    ]);
  });

  test('an environment gives the variables of the runtime and no other', () => {
    const { facts } = readFiles(procfsFiles, { 'proc/1/environ': 'PATH=/bin\0SECRET=x=y\nz\0GOGC=50\0' });
    expect(facts).toMatchObject([{ type: 'runtime-settings', gogc: 50, memoryLimitSet: false }]);
    expect(JSON.stringify(facts)).not.toContain('SECRET');
  });

  test.each([
    ['status', 'HTTP/1.1 200 OK\n'],
    ['app-status.txt', '{"status": "ok"}\n'],
    ['limits', 'cpu: 2\nmemory: 512Mi\n'],
    ['stat', 'cpu  123 456\ncpu0 1 2\n'],
    ['cgroup.txt', '0::/x\n== cpu.stat\nnr_periods 5\n'],
    ['status.txt', `${STATUS}\n${LIMITS}`],
    ['fd_count', 'many\n'],
  ])('%s with something else in it is read as any other text', (path, content) => {
    expect(readFiles(procfsFiles, { [path]: content })).toMatchObject({ facts: [], refused: [path] });
  });

  test('damaged lines are counted and cited', () => {
    const { facts, skipped } = readFiles(procfsFiles, {
      limits: LIMITS.replace('Max processes             unlimited', 'Max processes  \u0007???'),
    });
    expect(facts).toMatchObject([{ limits: { openFiles: { soft: 1024 } }, unparsedLines: 1 }]);
    expect(skipped).toMatchObject([{ amount: 1, citation: { firstLine: 4 } }]);
  });

  test.each(['999999999999999999999999 kB', '-5 kB', '1e9 kB', 'NaN'])('a size of "%s" is none', (size) => {
    const { facts } = readFiles(procfsFiles, { status: STATUS.replace('240000 kB', size) });
    expect(facts).toHaveLength(1);
    expect(facts[0]).not.toHaveProperty('residentBytes');
  });
});
