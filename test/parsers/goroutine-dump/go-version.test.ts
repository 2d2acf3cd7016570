import { describe, expect, test } from 'vitest';
import { GoVersionClues } from '../../../parsers/goroutine-dump/go-version.ts';
import { readText } from './read.ts';

/** The range that a dump of this text gets, as `min..max`. */
function rangeOf(text: string): string {
  const range = readText(text).dumps[0]?.goVersions;
  return range === undefined ? 'none' : `${range.min ?? ''}..${range.max ?? ''}`;
}

const stack = (header: string, ...lines: string[]): string => [header, ...lines].join('\n');
const MAIN = ['main.main()', '\t/src/app/main.go:9 +0x1d'];

const dump = (park: number, main: number): string =>
  stack(
    'goroutine 1 [select]:',
    'runtime.gopark()',
    `\t/usr/local/go/src/runtime/proc.go:${park} +0xce`,
    'runtime.main()',
    `\t/usr/local/go/src/runtime/proc.go:${main} +0x29d`,
  );

describe('what tells the release', () => {
  test.each([
    ['nothing', stack('goroutine 1 [running]:', ...MAIN), 'none'],
    ['gp=', stack('goroutine 1 gp=0xc0000061c0 m=0 mp=0x5bce40 [running]:', ...MAIN), '1.22..'],
    ['labels inside', stack('goroutine 1 [select labels:{"k": "v"}]:', ...MAIN), '1.26..'],
    ['labels after', stack('goroutine 1 [select] {k: v}:', ...MAIN), '1.27..'],
    ['leaked', stack('goroutine 1 [select (leaked)]:', ...MAIN), '1.26..'],
    ['synctest group', stack('goroutine 1 [select, synctest group 3]:', ...MAIN), '1.24..1.24'],
    ['synctest bubble', stack('goroutine 1 [select, synctest bubble 3]:', ...MAIN), '1.25..'],
    ['state', stack('goroutine 1 [sync.WaitGroup.Wait]:', ...MAIN), '1.24..'],
    ['state of one release', stack('goroutine 1 [select (synctest)]:', ...MAIN), '1.24..1.24'],
    ['state of a tracer', stack('goroutine 1 [trace proc status]:', ...MAIN), '1.22..'],
    ['old state', stack('goroutine 1 [semacquire]:', 'sync.(*Mutex).Lock(0x1)', '\t/x/mutex.go:1', ...MAIN), '..1.19'],
    ['wait group', stack('goroutine 1 [semacquire]:', 'sync.(*WaitGroup).Wait(0x1)', '\t/x/waitgroup.go:1', ...MAIN), '..1.23'],
    ['creator without a parent', stack('goroutine 5 [select]:', ...MAIN, 'created by main.main', '\t/src/app/main.go:3 +0x1'), '..1.20'],
    [
      'creator with a parent',
      stack('goroutine 5 [select]:', ...MAIN, 'created by main.main in goroutine 1', '\t/src/app/main.go:3 +0x1'),
      '1.21..',
    ],
    [
      'timers never have a parent',
      stack('goroutine 5 [select]:', ...MAIN, 'created by time.goFunc', '\t/x/src/time/sleep.go:3 +0x1'),
      'none',
    ],
    ['flat panic', stack('goroutine 1 [running]:', 'panic(0x7390a0, 0x830ca0)', '\t/x/panic.go:1 +0x2', ...MAIN), '..1.16'],
    ['panic with stale marks', stack('goroutine 1 [running]:', 'panic({0x487040?, 0x4b2e48?})', '\t/x/panic.go:1 +0x2', ...MAIN), '1.21..'],
    [
      'panic without, others with',
      stack('goroutine 1 [running]:', 'panic({0x487040, 0x4b2e48})', '\t/x/panic.go:1 +0x2', 'main.f(0x1?)', '\t/x/a.go:1 +0x2'),
      '1.18..1.20',
    ],
    ['panic without, no others', stack('goroutine 1 [running]:', 'panic({0x487040, 0x4b2e48})', '\t/x/panic.go:1 +0x2', ...MAIN), '1.17..'],
    ['elided, counted', stack('goroutine 1 [running]:', ...MAIN, '...203 frames elided...', ...MAIN), '1.21..'],
    ['elided, not counted', stack('goroutine 1 [running]:', ...MAIN, '...additional frames elided...'), '..1.20'],
    ['glob', stack('goroutine 1 [running]:', 'main.glob..func1()', '\t/x/a.go:1 +0x2', ...MAIN), '..1.21'],
    ['gowrap', stack('goroutine 1 [running]:', 'main.main.gowrap1()', '\t/x/a.go:1 +0x2', ...MAIN), '1.22..'],
    ['internal/sync', stack('goroutine 1 [running]:', 'internal/sync.(*Mutex).lockSlow(0x1)', '\t/x/a.go:1 +0x2', ...MAIN), '1.24..'],
    ['goexit({})', stack('goroutine 1 [running]:', ...MAIN, 'runtime.goexit({})', '\t/x/a.s:1 +0x2'), '1.22..'],
    ['unknown pc, oldest', stack('goroutine 1 [running]:', 'runtime: unknown pc 0x7f0000001234', ...MAIN), '..1.18'],
    ['unknown pc, older', stack('goroutine 1 [running]:', 'runtime: g 1: unknown pc 0x7f0000001234', ...MAIN), '1.19..1.21'],
    ['unknown pc', stack('goroutine 1 [running]:', 'runtime: g 1 gp=0xc0000061c0: unknown pc 0x7f0000001234', ...MAIN), '1.22..'],
    [
      'memory in words',
      stack(
        'goroutine 1 [running]:',
        ...MAIN,
        'stack: frame={sp:0xc00008bd28, fp:0x0} stack=[0xc00008b000,0xc00008c000)',
        '0x000000c00008bd20:  0x0000000000000001  0x0000000000000002',
      ),
      '..1.25',
    ],
    [
      'memory below a ruler',
      stack(
        'goroutine 1 [running]:',
        ...MAIN,
        '                   7 6 5 4  3 2 1 0   f e d c  b a 9 8  0123456789abcdef',
        '00000175d538ecc0: 00000175 d538ed20  00000000 00000001',
      ),
      '1.26..',
    ],
    ['contradiction', stack('goroutine 1 gp=0xc0000061c0 m=nil [running]:', 'main.glob..func1()', '\t/x/a.go:1 +0x2'), 'none'],
  ])('%s', (_, text, expected) => {
    expect(rangeOf(text)).toBe(expected);
  });

  test.each([
    ['/usr/lib/go-1.19/src/net/http/server.go', '1.19..1.19'],
    ['/root/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.22.3.linux-amd64/src/net/http/server.go', '1.22..1.22'],
    ['/opt/homebrew/Cellar/go/1.21.5/libexec/src/net/http/server.go', '1.21..1.21'],
    ['/nix/store/abc-go-1.20.4/share/go/src/net/http/server.go', '1.20..1.20'],
    ['/opt/hostedtoolcache/go/1.18.1/x64/src/net/http/server.go', '1.18..1.18'],
    ['C:\\sdk\\go1.17.13\\src\\net\\http\\server.go', '1.17..1.17'],
    ['/usr/local/go/src/net/http/server.go', 'none'],
  ])('the path of the library: %s', (file, expected) => {
    expect(rangeOf(stack('goroutine 1 [running]:', 'net/http.Serve()', `\t${file}:9999 +0x2`))).toBe(expected);
  });
});

test('the reasons are those that draw the line', () => {
  const text = stack('goroutine 1 gp=0xc0000061c0 m=nil [select]:', 'main.f(0x1?)', '\t/x/a.go:1 +0x2');
  expect(readText(text).dumps[0]?.goVersions).toStrictEqual({ min: '1.22', reasons: ['`gp=` in headers (Go ≥ 1.22)'] });
});

describe('lines of the runtime', () => {
  test('two that agree tell the release', () => {
    expect(rangeOf(dump(402, 271))).toBe('1.22..1.22');
  });

  test('two that disagree tell nothing, nor does one', () => {
    expect(rangeOf(dump(402, 285))).toBe('none');
    expect(rangeOf(dump(402, 9999))).toBe('none');
  });

  test('they narrow what is stated, and yield to it', () => {
    const clues = new GoVersionClues();
    clues.atLeast(25, 'a stated thing');
    const [first] = readText(dump(402, 271)).goroutines;
    if (first === undefined) throw new Error('no goroutine');
    clues.goroutine(first);
    expect(clues.range()).toStrictEqual({ min: '1.25', reasons: ['a stated thing (Go ≥ 1.25)'] });
  });
});
