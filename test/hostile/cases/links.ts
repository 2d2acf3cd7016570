import { spawnSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { tar } from '../../bundle/archive/make-tar.ts';
import { zip } from '../../bundle/archive/make-zip.ts';
import { CRASH, type HostileCase, put } from '../hostile-case.ts';

const OUTSIDE = 'panic: what-stands-outside\n\ngoroutine 1 [running]:\nmain.main()\n\t/build/app/main.go:12 +0x1d\n';
const links = (folder: string, pairs: Readonly<Record<string, string>>): void => {
  for (const [name, target] of Object.entries(pairs)) symlinkSync(target, join(folder, name));
};

/** Links and special files. */
export const LINKS: readonly HostileCase[] = [
  {
    name: 'links/out-of-a-directory',
    inspect: true,
    never: /what-stands-outside|root:x:0/,
    paths: (folder) => [join(folder, 'in')],
    write: (folder) => {
      put(folder, 'outside.log', OUTSIDE);
      put(folder, 'in-beside/a.log', OUTSIDE);
      put(folder, 'in/a.log', CRASH);
      links(join(folder, 'in'), {
        up: '../outside.log',
        beside: '../in-beside/a.log',
        'beside-dir': '../in-beside',
        passwd: '/etc/passwd',
        zero: '/dev/zero',
        random: '/dev/urandom',
        tty: '/dev/tty',
        mem: '/proc/self/mem',
        kmsg: '/proc/kmsg',
        stdin: '/dev/stdin',
        root: '/',
        'root-dir': '/proc',
      });
    },
  },
  {
    name: 'links/rings-and-chains-in-a-directory',
    inspect: true,
    write: (folder) => {
      put(folder, 'a.log', CRASH);
      links(folder, {
        self: 'self',
        ping: 'pong',
        pong: 'ping',
        here: '.',
        up: '..',
        l0: 'a.log',
        missing: 'nowhere',
        long: 'x/'.repeat(2000),
        escape: '\u001b]0;owned\u0007',
      });
      for (let i = 1; i < 60; i++) symlinkSync(`l${i - 1}`, join(folder, `l${i}`));
      mkdirSync(join(folder, 'd'));
      links(join(folder, 'd'), { back: '../d', out: '../../' });
      linkSync(join(folder, 'a.log'), join(folder, 'hard.log'));
    },
  },
  {
    name: 'links/out-of-archives',
    inspect: true,
    never: /root:x:0/,
    write: (folder) => {
      const away = ['/etc/passwd', '../../../../../../etc/passwd', '..', '/', '.', '', 'a.log/../../x', 'C:\\x', '\\\\host\\x'];
      put(
        folder,
        'x.tar',
        tar(
          ...away.flatMap((link, i) => [
            { name: `s${i}`, type: '2', link },
            { name: `h${i}`, type: '1', link },
          ]),
          { name: 'a.log', data: CRASH },
        ),
      );
      put(folder, 'x.zip', zip([...away.map((data, i) => ({ name: `s${i}`, data, mode: 0o120777 })), { name: 'a.log', data: CRASH }]));
      // A link to a directory outside, and then a file behind it.
      put(folder, 'y.tar', tar({ name: 'd', type: '2', link: '/tmp' }, { name: 'd/evil.log', data: CRASH }));
    },
  },
  {
    name: 'links/1000-in-a-chain-in-an-archive',
    inspect: true,
    write: (folder) =>
      put(
        folder,
        'x.tar',
        tar(...Array.from({ length: 1000 }, (_, i) => ({ name: `l${i}`, type: '2', link: `l${(i + 1) % 1000}` })), {
          name: 'a.log',
          data: CRASH,
        }),
      ),
  },
  {
    name: 'special/fifo-socket-and-devices',
    inspect: true,
    says: /never opened/,
    write: (folder) => {
      put(folder, 'a.log', CRASH);
      if (spawnSync('mkfifo', [join(folder, 'fifo.log')]).status !== 0) return 'there is no mkfifo';
      // Who is killed leaves the name of the socket behind.
      spawnSync(process.execPath, [
        '-e',
        `require('node:net').createServer().listen(${JSON.stringify(join(folder, 's.sock'))}, () => process.kill(process.pid, 'SIGKILL'))`,
      ]);
      // Only the superuser may.
      spawnSync('mknod', [join(folder, 'zero.log'), 'c', '1', '5']);
      links(folder, { 'to-fifo.log': 'fifo.log' });
      return undefined;
    },
  },
  {
    name: 'special/unreadable',
    inspect: true,
    write: (folder) => {
      put(folder, 'a.log', CRASH);
      put(folder, 'd/b.log', CRASH);
      put(folder, 'c.log', CRASH);
      chmodSync(join(folder, 'c.log'), 0);
    },
  },
  {
    name: 'special/devices-and-unknown-types-in-a-tar',
    inspect: true,
    write: (folder) =>
      put(
        folder,
        'x.tar',
        tar(
          ...'123456789gxLKNSVMADEI\u0001\u00ff'
            .split('')
            .map((type, i) => ({ name: `t${i}`, type, data: CRASH, device: [1, 5] as const })),
          {
            name: 'a.log',
            data: CRASH,
          },
        ),
      ),
  },
  {
    name: 'special/a-file-that-is-a-device',
    paths: () => ['/dev/zero'],
    refused: /a socket or device cannot be read/,
    write: () => undefined,
  },
  {
    name: 'special/what-the-kernel-makes-up',
    paths: () => ['/proc/self/fdinfo'],
    write: () => (process.platform === 'linux' ? undefined : 'only Linux has /proc'),
  },
];
