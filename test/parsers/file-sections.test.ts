import { describe, expect, test } from 'vitest';
import { sectionHead, shownCommand } from '../../parsers/file-sections.ts';

describe('the line of a shell', () => {
  test.each([
    ['$ cat /proc/1/limits', '/proc/1/limits'],
    ['/ # cat /proc/1/limits', '/proc/1/limits'],
    ['~ $ cat /proc/1/limits', '/proc/1/limits'],
    ['[root@node-1 ~]# cat /proc/1/limits', '/proc/1/limits'],
    ['root@web-0:/# cat /proc/1/limits', '/proc/1/limits'],
    ['/ # cd /sys/fs/cgroup && cat memory.max', 'memory.max'],
    ['$ kubectl exec web-0 -- cat /proc/1/limits', '/proc/1/limits'],
    ['kubectl -n shop exec -it web-0 -c web -- cat /proc/1/limits', '/proc/1/limits'],
    ['$ oc exec web-0 -- cat /proc/1/limits', '/proc/1/limits'],
    ['# docker exec -it web cat /proc/1/limits', '/proc/1/limits'],
    ['# crictl exec 0123abc cat /proc/1/limits', '/proc/1/limits'],
    ['$ ssh -p 22 root@node-1 cat /proc/1/limits', '/proc/1/limits'],
    ['# nsenter -t 4711 -m -p -- cat /proc/1/limits', '/proc/1/limits'],
    [`$ kubectl exec web-0 -- sh -c 'cat /proc/1/limits'`, '/proc/1/limits'],
    ['==> /proc/1/limits <==', '/proc/1/limits'],
  ])('%s', (line, path) => {
    expect(sectionHead(line)).toMatchObject({ path });
  });

  test('names all files that cat prints', () => {
    expect(sectionHead('$ cat /sys/fs/cgroup/cpu.max /sys/fs/cgroup/cpu.stat')).toEqual({
      path: '/sys/fs/cgroup/cpu.stat',
      command: 'cat /sys/fs/cgroup/cpu.max',
      before: ['/sys/fs/cgroup/cpu.max'],
    });
    expect(sectionHead('$ ls -l /proc/1/fd')).not.toHaveProperty('before');
  });

  test.each(['kubectl exec is needed to cat things', 'exec: cat not found', 'the concat /tmp/x', '2026/03/01 10:00:00 copied a to b'])(
    '%s is none',
    (line) => expect(sectionHead(line)).toBeUndefined(),
  );

  test('is taken apart in linear time', () => {
    const begin = performance.now();
    for (const part of ['exec ', '-x ', 'kubectl ', 'a/', '# ', '[', 'cat ']) sectionHead(`$ kubectl ${part.repeat(90)}`.slice(0, 399));
    expect(performance.now() - begin).toBeLessThan(200);
    expect(shownCommand('$ env')).toBe('env');
  });
});
