import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveCgroupChange } from '../../../src/evidence/derive/cgroup-change.ts';
import { cgroupTranscripts } from '../../../parsers/cgroup/index.ts';
import { readWith } from '../read-parser.ts';

const read = (text: string) => readWith([cgroupTranscripts], text.split('\n'));
const cgroups = (text: string) => read(text).caseFile.of('cgroup');

describe('a transcript', () => {
  test.each([
    ['tail -n +1', '==> /sys/fs/cgroup/memory.max <==\n1000\n\n==> /sys/fs/cgroup/memory.current <==\n900'],
    ['a loop with echo', '== /sys/fs/cgroup/memory.max\n1000\n== /sys/fs/cgroup/memory.current\n900'],
    ['rules on both sides', '--- /sys/fs/cgroup/memory.max ---\n1000\n=== /sys/fs/cgroup/memory.current ===\n900'],
    ['a root shell', '# cat /sys/fs/cgroup/memory.max\n1000\n# cat /sys/fs/cgroup/memory.current\n900\n#'],
    ['a user’s shell', 'me@web-0:~$ cat /sys/fs/cgroup/memory.max\n1000\nme@web-0:~$ cat /sys/fs/cgroup/memory.current\n900'],
    ['the shell of Alpine', '/ # cat /sys/fs/cgroup/memory.max\n1000\n/ # cat /sys/fs/cgroup/memory.current\n900'],
    [
      'kubectl',
      '$ kubectl exec -n shop web-0 -c web -- cat /sys/fs/cgroup/memory.max\n1000\n$ kubectl exec web-0 -- cat /sys/fs/cgroup/memory.current\n900',
    ],
    ['set -x', '+ cat /sys/fs/cgroup/memory.max\n1000\n+ cat /sys/fs/cgroup/memory.current\n900'],
    ['the path and a colon', '/sys/fs/cgroup/memory.max:\n1000\n/sys/fs/cgroup/memory.current:\n900'],
    [
      'more',
      '::::::::::::::\n/sys/fs/cgroup/memory.max\n::::::::::::::\n1000\n::::::::::::::\n/sys/fs/cgroup/memory.current\n::::::::::::::\n900',
    ],
    ['grep -r .', '/sys/fs/cgroup/memory.max:1000\n/sys/fs/cgroup/memory.current:900'],
    ['carriage returns', '== /sys/fs/cgroup/memory.max\r\n1000\r\n== /sys/fs/cgroup/memory.current\r\n900\r'],
  ])('of %s', (_, text) => {
    expect(cgroups(text)).toMatchObject([{ group: '/sys/fs/cgroup', memory: { limitBytes: 1000, currentBytes: 900, limitShare: 0.9 } }]);
  });

  test('without directories is of the file that it stands in; grep alike', () => {
    expect(cgroups('== cpu.stat\nnr_periods 10\nnr_throttled 4\nthrottled_usec 9\n== v1 pids/pids.max\n20')).toMatchObject([
      { group: 'app.log', cpu: { throttledShare: 0.4 }, pids: { limit: 20 } },
    ]);
    expect(cgroups('cpu.stat:nr_periods 10\ncpu.stat:nr_throttled 4\npids.max:20')).toMatchObject([
      { cpu: { throttledShare: 0.4 }, pids: { limit: 20 } },
    ]);
  });

  const CPU = (periods: number, throttled: number) =>
    `usage_usec 9000000\nuser_usec 1\nsystem_usec 1\nnr_periods ${periods}\nnr_throttled ${throttled}\nthrottled_usec 9\n`;

  test('of one command that prints several files, and misses one', () => {
    const text = `$ kubectl exec web-0 -- cat /sys/fs/cgroup/cpu.max /sys/fs/cgroup/cpu.stat /sys/fs/cgroup/memory.peak /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory.events /sys/fs/cgroup/pids.events
50000 100000
${CPU(1000, 600)}cat: /sys/fs/cgroup/memory.peak: No such file or directory
1000
low 0
high 0
max 3
oom 1
oom_kill 1
max 7`;
    expect(cgroups(text)).toMatchObject([
      {
        cpu: { quotaCpus: 0.5, periods: 1000, throttledPeriods: 600 },
        memory: { limitBytes: 1000, limitHits: 3, oomKills: 1 },
        pids: { limitHits: 7 },
      },
    ]);
    expect(cgroups(text)[0]).not.toHaveProperty('memory.peakBytes');
  });

  test('of several commands in one line: two moments', () => {
    const text = `$ cat /sys/fs/cgroup/cpu.max /sys/fs/cgroup/cpu.stat; sleep 60; cat /sys/fs/cgroup/cpu.stat\n50000 100000\n${CPU(1000, 600)}${CPU(1600, 1100)}`;
    expect(cgroups(text)).toMatchObject([{ cpu: { quotaCpus: 0.5, periods: 1000 } }, { cpu: { periods: 1600, throttledPeriods: 1100 } }]);
  });

  test('without any names is known by lines that follow one another', () => {
    const text = `50000 100000\n${CPU(1000, 600)}low 0\nhigh 2\nmax 3\noom 1\noom_kill 1\n${CPU(1600, 1100)}`;
    const facts = cgroups(text);
    expect(facts).toMatchObject([
      { cpu: { quotaCpus: 0.5, periods: 1000, throttledPeriods: 600 }, memory: { highHits: 2, limitHits: 3, oomKills: 1 } },
      { cpu: { periods: 1600, throttledPeriods: 1100 } },
    ]);
    expect(facts[1]?.citations[0]).toMatchObject({ firstLine: 13, lastLine: 18 });
  });

  test.each(['usage_usec 5\nother', 'high 1\nlow 2\nmax 3', 'max 3', 'nr_periods 3 and\nnr_throttled 3', 'anon 5\n\nfile 6'])(
    'lines that could be anything are nobody’s: %j',
    (text) => expect(cgroups(text)).toEqual([]),
  );

  test('cpu.stat is known by its first line, whatever stands above', () => {
    const bare = '200000\n100000\nnr_periods 10\nnr_throttled 4\nthrottled_time 9000\n';
    expect(cgroups(`$ kubectl exec web-0 -- sh -c "cat cpu.stat; date"\n${bare}bye\n`)).toMatchObject([
      { cpu: { periods: 10, throttledPeriods: 4, throttledShare: 0.4 } },
    ]);
    expect(cgroups('usage_usec 10\nuser_usec 4\nsystem_usec 6\nnr_periods 8\nnr_throttled 2\n')).toMatchObject([
      { cpu: { usageSeconds: 0.00001, throttledShare: 0.25 } },
    ]);
    expect(cgroups('nr_periods: 10\nnr_periods is 10\nusage_usec\n')).toEqual([]);
  });

  test('the same file again is another moment, and the difference is made', () => {
    const text = [
      '== cpu.stat',
      'nr_periods 1000',
      'nr_throttled 900',
      'throttled_usec 9000000',
      '== cpu.max',
      '100000 100000',
      '== cpu.stat',
      'nr_periods 1600',
      'nr_throttled 910',
      'throttled_usec 9100000',
      '== cpu.max',
      '100000 100000',
    ].join('\n');
    const facts = cgroups(text);
    expect(facts).toMatchObject([{ cpu: { throttledShare: 0.9 } }, { cpu: { periods: 1600 } }]);
    expect(deriveCgroupChange(facts)).toMatchObject([
      { type: 'cgroup-change', certainty: 'derived', from: 'cgroup:1', to: 'cgroup:2', periods: 600, throttledPeriods: 10, ranSeconds: 60 },
    ]);
  });

  test('cites the line that names the file', () => {
    expect(cgroups('one\n== /sys/fs/cgroup/memory.max\n1000\ntwo')[0]?.citations).toMatchObject([
      { firstLine: 2, lastLine: 3, excerpt: '== /sys/fs/cgroup/memory.max\n1000', states: expect.arrayContaining(['memory.limitBytes']) },
    ]);
  });

  test('takes no line that is not its own', () => {
    const text =
      '== pids.max\n14\nfork/exec /bin/sh: resource temporarily unavailable\n17\npids.max:\nerror\nmemory.max: 12 of them\ncpu.stat is missing\n## memory.md';
    const { taken, caseFile } = read(text);
    expect(taken).toEqual([1, 2, 5]);
    expect(caseFile.of('cgroup')).toMatchObject([{ pids: { limit: 14 } }]);
  });

  test('a line that was damaged inside a file is counted, and what follows belongs to it', () => {
    const { caseFile, skipped } = read('== memory.stat\nanon 5\nxx?\nfile 6');
    expect(caseFile.of('cgroup')).toMatchObject([{ memory: { anonBytes: 5, fileBytes: 6 }, unparsedLines: 1 }]);
    expect(skipped).toMatchObject([{ amount: 1, citation: { firstLine: 3 } }]);
  });

  test('cut anywhere, says no other than the whole', () => {
    const whole =
      '==> a/cpu.stat <==\nnr_periods 10\nnr_throttled 4\n\n==> a/memory.max <==\n1000\n==> a/memory.events <==\nmax 4\noom_kill 1';
    const lines = whole.split('\n');
    for (let end = 0; end < lines.length; end++)
      for (const { cpu, memory } of cgroups(lines.slice(0, end).join('\n'))) {
        expect([10, undefined]).toContain(cpu?.periods);
        expect([1000, undefined]).toContain(memory?.limitBytes);
        expect([1, undefined]).toContain(memory?.oomKills);
      }
  });

  test('a loop of days is bounded, and what is left out is counted', () => {
    const { caseFile, skipped } = read(Array.from({ length: 700 }, (_, i) => `memory.current:${i}`).join('\n'));
    expect(caseFile.of('cgroup')).toHaveLength(500);
    expect(skipped).toMatchObject([{ amount: 200, citation: { firstLine: 501 } }]);
  });

  test('arbitrary lines never throw', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '== memory.stat',
        'memory.max:',
        'cpu.max:50 0',
        'cpu.max:0 0',
        '==> x/io.stat <==',
        '8:0 rbytes=9',
        'anon 99999999999999999999',
      ),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const { caseFile } = readWith([cgroupTranscripts], lines);
        deriveCgroupChange(caseFile.all);
      }),
    );
  });
});
