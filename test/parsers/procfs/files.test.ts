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
  const LINKS = Array.from({ length: 5 }, (_, i) => `lrwx------ 1 root root 64 Mar  1 10:04 ${i} -> socket:[${i}]`).join('\n');

  test.each([
    ['a listing of descriptors', 'fd.txt', `total 0\n${LINKS}\n`, 5],
    ['one below the line of a shell', 'ls-fd.txt', `$ kubectl exec web-0 -- ls -l /proc/1/fd\ntotal 0\n${LINKS}\n`, 5],
    ['a count', 'fd', '900\n', 900],
    ['a count of ls -l, which has a line more', 'fd_count.txt', '$ ls -l /proc/1/fd | wc -l\n901\n', 900],
  ])('%s comes together with the limits', (_, name, content, openFds) => {
    const { facts, refused } = readFiles(procfsFiles, { 'limits.txt': `$ cat /proc/1/limits\n${LIMITS}`, [name]: content });
    expect(refused).toEqual([]);
    expect(facts.filter(({ type }) => type === 'process')).toMatchObject([{ openFds, fdShare: openFds / 1024 }]);
  });

  test('a file with the lines of two commands is a transcript', () => {
    const content = `$ cat /proc/1/limits\n${LIMITS}\n$ ls /proc/1/fd | wc -l\n1021\n`;
    expect(readFiles(procfsFiles, { 'limits.txt': content })).toMatchObject({ facts: [], refused: ['limits.txt'] });
  });

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

  const links = (count: number) =>
    Array.from({ length: count }, (_, i) => `lrwx------ 1 root root 64 Mar  1 09:00 ${i} -> socket:[${7000 + i}]`).join('\n');

  test.each([
    ['proc/7/fd.txt', 'proc/7/limits'],
    ['web.d/proc-7-fd_list.txt', 'web.d/proc-7-limits.txt'],
    ['proc/7/ls-l_fd.txt', 'proc/7/limits.txt'],
    ['proc/7/fds', 'proc/7/limits'],
  ])('the list of files in %s counts against the limit in %s', (list, limits) => {
    const { facts, refused } = readFiles(procfsFiles, { [list]: `total 0\n${links(1000)}\n`, [limits]: LIMITS });
    expect(refused).toEqual([]);
    expect(facts).toMatchObject([
      { type: 'open-files', pid: 7, byKind: [{ kind: 'socket', count: 1000 }] },
      { type: 'process', pid: 7, openFds: 1000, fdShare: 1000 / 1024 },
    ]);
  });

  test('a list of another directory is none', () => {
    const { facts, refused } = readFiles(procfsFiles, { 'proc/7/fd.txt': 'total 4\n-rw-r--r-- 1 root root 64 Mar  1 09:00 notes\n' });
    expect({ facts, refused }).toEqual({ facts: [], refused: ['proc/7/fd.txt'] });
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
