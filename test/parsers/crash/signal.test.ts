import { describe, expect, test } from 'vitest';
import { decodeSignal } from '../../../parsers/crash/signal.ts';
import { crashOf, stack } from './read.ts';

const decode = (name: string, code?: string, address?: string) =>
  decodeSignal({ name, ...(code === undefined ? {} : { code }), ...(address === undefined ? {} : { address }) }, false);

describe('codes', () => {
  test.each([
    ['SIGSEGV', '0x1', 1, 'unmapped'],
    ['SIGSEGV', '0x2', 2, 'access-denied'],
    ['SIGSEGV', '0x4', 4, 'other'],
    ['SIGSEGV', '0x80', 128, 'general-protection'],
    ['SIGSEGV', '0x0', 0, 'sent-by-process'],
    ['SIGSEGV', '0xffffffffffffffff', -1, 'queued'],
    ['SIGSEGV', '0xfffffffffffffffa', -6, 'self-raised'],
    ['SIGABRT', '18446744073709551610', -6, 'self-raised'],
    ['SIGABRT', '4294967290', -6, 'self-raised'], // 32-bit systems
    ['SIGABRT', '0xfffffffa', -6, 'self-raised'],
    ['SIGABRT', '65537', 65537, 'sent-by-process'], // Darwin, the BSDs
    ['SIGABRT', '65543', 65543, 'self-raised'],
    ['SIGQUIT', '128', 128, 'other'],
    ['SIGBUS', '1', 1, 'misaligned'],
    ['SIGBUS', '0x2', 2, 'beyond-mapping'],
    ['SIGBUS', '0x3', 3, 'hardware'],
    ['SIGBUS', '0x80', 128, 'general-protection'],
    ['SIGFPE', '1', 1, 'arithmetic'],
    ['SIGILL', '2', 2, 'illegal-opcode'],
    ['SIGTRAP', '128', 128, 'breakpoint'],
    ['SIGSYS', '1', 1, 'seccomp'],
    ['SIGSYS', '0', 0, 'sent-by-process'],
    ['Signal 64', '0', 0, 'sent-by-process'],
    ['0xc0000005', '0x0', 0, 'unmapped'],
    ['0xc0000005', '0x8', 8, 'access-denied'],
    ['0xc000001d', '0x0', 0, 'illegal-opcode'],
    ['0xc0000094', '0x0', 0, 'arithmetic'],
    ['0xc00000fd', '0x1', 1, 'other'],
    ['0x80000003', '0x0', 0, 'breakpoint'],
  ])('%s %s', (name, printed, code, codeMeaning) => {
    expect(decode(name, printed)).toMatchObject({ name, code, codeMeaning });
  });

  test('of which nothing is printed nothing is said', () => {
    expect(decode('SIGSEGV')).toStrictEqual({ name: 'SIGSEGV', duringCgo: false });
  });

  test('numbers by which old releases named signals', () => {
    expect(decode('0xb', '0x1', '0x8')).toMatchObject({ name: 'SIGSEGV', codeMeaning: 'unmapped', nilOffset: 8 });
  });
});

describe('nil pointers', () => {
  test.each([
    ['SIGSEGV', '0x1', '0x0', 0],
    ['SIGSEGV', '0x1', '0x18', 24],
    ['SIGSEGV', '0x1', '0xfff', 4095],
    ['SIGSEGV', '0x2', '0x10', 16], // Darwin
    ['0xc0000005', '0x0', '0x10', 16],
    ['0xc0000005', '0x1', '0x0', 0],
    ['SIGSEGV', '0x1', '0x1000', undefined],
    ['SIGSEGV', '0x1', '0xdeadbeef', undefined],
    // The address is no address: of a non-canonical one, of a process that sent it, of a system call.
    ['SIGSEGV', '0x80', '0x0', undefined],
    ['SIGSEGV', '0x0', '0x9', undefined],
    ['SIGSEGV', '0xfffffffffffffffa', '0xd09', undefined],
    ['SIGBUS', '0x2', '0x0', undefined],
    ['SIGFPE', '0x1', '0x10', undefined],
    ['SIGSEGV', undefined, '0x0', undefined],
    ['SIGSEGV', '0x1', undefined, undefined],
  ])('%s code=%s addr=%s', (name, code, address, offset) => {
    expect(decode(name, code, address).nilOffset).toBe(offset);
  });
});

describe('where signals are printed', () => {
  const G = stack('goroutine 1 [running]:', 'main.run()', 'main.main()');

  test('after a panic’s message', () => {
    const crash = crashOf(`panic: boom\n[signal SIGSEGV: segmentation violation code=0x80 addr=0x0 pc=0x49a1b2]\n\n${G}`);
    expect(crash.message).toBe('boom');
    expect(crash.signal).toStrictEqual({
      name: 'SIGSEGV',
      code: 128,
      codeMeaning: 'general-protection',
      address: '0x0',
      pc: '0x49a1b2',
      duringCgo: false,
    });
  });

  test('in the second line of a banner', () => {
    const text = `SIGABRT: abort
PC=0x7fba45f9ceec m=0 sigcode=18446744073709551610
signal arrived during cgo execution

${stack('goroutine 0 [idle]:', 'runtime.futex()')}

${stack('goroutine 1 [syscall]:', 'runtime.cgocall(0x1, 0x2)', 'main._Cfunc_release(0x3)', 'main.main()')}

rax    0x0
rip    0x7fba45f9ceec
exit status 2`;
    expect(crashOf(text)).toMatchObject({
      class: 'signal',
      message: 'SIGABRT: abort',
      blame: 'unknown',
      chain: [],
      signal: { name: 'SIGABRT', code: -6, codeMeaning: 'self-raised', pc: '0x7fba45f9ceec', duringCgo: true },
      goroutine: { id: 1, state: 'syscall' },
      culprit: { function: 'main.main' },
      exitStatus: 2,
      truncated: false,
    });
  });

  test('a banner’s end are its registers', () => {
    const head = `SIGQUIT: quit\nPC=0x47c1e1 m=0 sigcode=0\n\n${G}\n`;
    expect(crashOf(head).truncated).toBe(true);
    expect(crashOf(`${head}\nrax    0x0\nrbx    0x1\n`).truncated).toBe(false);
    expect(crashOf(`${head}\nra  0x1046c\tsp  0x3fffb7e5e0\n`).truncated).toBe(false);
    expect(crashOf(`${head}\nexit status 2\n`).truncated).toBe(false);
  });

  test('SIGQUIT is a dump on purpose, of nobody’s fault', () => {
    const crash = crashOf(`SIGQUIT: quit\nPC=0x47c1e1 m=0 sigcode=0\n\n${G}\n\nrax    0x0\n`);
    expect(crash).toMatchObject({ class: 'sigquit', path: [] });
    expect(crash).not.toHaveProperty('goroutine');
    expect(crash).not.toHaveProperty('culprit');
  });

  test('a signal without a name', () => {
    const crash = crashOf(`Signal 64\nPC=0x47c1e1 m=0 sigcode=0\n\n${G}\n\nrax    0x0\n`);
    expect(crash).toMatchObject({ class: 'signal', message: 'Signal 64', signal: { name: 'Signal 64', code: 0 } });
  });

  test('a banner that a log quotes is none', () => {
    expect(() => crashOf('SIGTERM: termination\nstopping')).toThrow('0 crashes');
    expect(() => crashOf('Signal 5\nis fine')).toThrow('0 crashes');
  });

  test('a Windows exception, whose first stack has no header', () => {
    const text = `Exception 0xc0000005 0x1 0x8 0x47c1e1
PC=0x47c1e1
signal arrived during external code execution

runtime.cgocall(0x3a1f40, 0x3c4018)
\tC:/Go/src/runtime/cgocall.go:157 +0x4b
main.load(...)
\tC:/app/main.go:9
main.main()
\tC:/app/main.go:4 +0x1d

${stack('goroutine 6 [syscall]:', 'runtime.cgocall(0x1, 0x2)', 'main.other()')}

rax     0x0
rbx     0x1`;
    const crash = crashOf(text);
    expect(crash).toMatchObject({
      class: 'signal',
      message: 'Exception 0xc0000005 0x1 0x8 0x47c1e1',
      signal: { name: '0xc0000005', code: 1, codeMeaning: 'unmapped', address: '0x8', nilOffset: 8, pc: '0x47c1e1', duringCgo: true },
      goroutine: { functions: ['runtime.cgocall', 'main.load', 'main.main'] },
      culprit: { function: 'main.load', file: 'C:/app/main.go', line: 9, inlined: true },
      truncated: false,
    });
    expect(crash.goroutine).not.toHaveProperty('id');
  });
});
