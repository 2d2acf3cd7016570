import { describe, expect, test } from 'vitest';
import { FrameTable } from '../../../parsers/goroutine-dump/frames.ts';
import { frameOf, ownFrame, parseFrame } from '../../../parsers/sanitizer-report/frame.ts';
import type { Frame } from '../../../src/evidence/frame.ts';

const table = new FrameTable();
const frame = (text: string): Frame => {
  const form = parseFrame(text);
  if (form === undefined) throw new Error(`no frame: ${text}`);
  return frameOf(form, table);
};

describe('every form of frame', () => {
  test.each([
    ['    #0 0x527ed8 in wr /src/app/glue.c:9', { index: 0, name: 'wr', file: '/src/app/glue.c', line: 9 }],
    ['    #3 0x527ed8 in wr /src/app/glue.c:9:17', { index: 3, name: 'wr', file: '/src/app/glue.c', line: 9 }],
    [
      '    #1 0x4843e3 in runtime.asmcgocall /usr/local/go/src/runtime/asm_amd64.s:995',
      { index: 1, name: 'runtime.asmcgocall', file: '/usr/local/go/src/runtime/asm_amd64.s', line: 995 },
    ],
    [
      '    #1 0x5481d8 in _cgo_ce4d795dbc60_Cfunc_rd /tmp/go-build/cgo-gcc-prolog:67',
      { index: 1, name: '_cgo_ce4d795dbc60_Cfunc_rd', file: '/tmp/go-build/cgo-gcc-prolog', line: 67 },
    ],
    ['    #0 0x7f50 in __interceptor_free (/lib/libasan.so.8+0xb76a8)', { index: 0, name: '__interceptor_free' }],
    ['    #0 0x7f50 in malloc (/lib/libc.so.6+0x9a) (BuildId: 51657f818beb1ae70372216a99b7412b8a100a20)', { index: 0, name: 'malloc' }],
    ['    #2 0x527ed8  (/src/app/server+0x527ed8)', { index: 2 }],
    ['    #0 put race.c:4 (app+0xa360)', { index: 0, name: 'put', file: 'race.c', line: 4 }],
    ['    #1 rd <null> (app+0x4a051f)', { index: 1, name: 'rd' }],
    ['    #1 <null> <null> (app+0x4a051f)', { index: 1 }],
    [
      '    #4 0x52 in std::vector<int, std::allocator<int> >::at(unsigned long) const /src/my app/v.cpp:12',
      { index: 4, name: 'std::vector<int, std::allocator<int> >::at(unsigned long) const', file: '/src/my app/v.cpp', line: 12 },
    ],
    [
      '    #0 0x52 in operator new(unsigned long) ../../../../src/libsanitizer/asan/asan_new_delete.cpp:95',
      { index: 0, name: 'operator new(unsigned long)', file: '../../../../src/libsanitizer/asan/asan_new_delete.cpp', line: 95 },
    ],
    ['    #0 0x52 in f C:\\src\\glue.c:7', { index: 0, name: 'f', file: 'C:\\src\\glue.c', line: 7 }],
  ])('%s', (text, form) => {
    expect(parseFrame(text)).toStrictEqual(form);
  });

  test.each(['#', '# 1 main', '#1main', '    # 0', 'wr /src/app/glue.c:9', '#99999 0x1 in f', `#0 ${'x'.repeat(5000)}`])(
    'not a frame: %s',
    (text) => {
      expect(parseFrame(text)).toBeUndefined();
    },
  );
});

test('Go and C are told apart by the name, whatever the file', () => {
  expect(frame('#0 0x1 in main.main /src/app/main.go:24').origin).toBe('app');
  expect(frame('#0 0x1 in example.com/x.(*T).Do /src/x/x.go:24').origin).toBe('app');
  expect(frame('#0 0x1 in runtime.cgocall /usr/local/go/src/runtime/cgocall.go:185').origin).toBe('runtime');
  // The C code of a preamble has the lines of its Go file.
  expect(frame('#0 0x1 in rd /src/app/main.go:8').origin).toBe('cgo');
  expect(frame('#0 0x1 in parse.constprop.0 /src/app/main.go:8').origin).toBe('cgo');
  expect(frame('#0 0x1 in ns::parse(char const*) /src/app/parse.cpp:8').origin).toBe('cgo');
  expect(frame('#0 0x1 (/app+0x1)')).toStrictEqual({ function: '?', origin: 'cgo' });
});

test('the frame to look at is the first of the program’s own', () => {
  const own = (...texts: string[]) => ownFrame(texts.map(frame))?.function;
  const free = '#0 0x1 in __interceptor_free ../../../../src/libsanitizer/asan/asan_malloc_linux.cpp:52';
  const prolog = '#2 0x1 in _cgo_2d9e_Cfunc_df /tmp/go-build/cgo-gcc-prolog:49';
  expect(own(free, '#1 0x1 in df /src/app/main.go:10', prolog)).toBe('df');
  expect(own('#0 0x1 in main.main /src/app/main.go:24')).toBe('main.main');
  expect(own(free, '#1 0x1 in runtime.asmcgocall /usr/local/go/src/runtime/asm_amd64.s:970')).toBeUndefined();
  expect(own('#0 0x1 in strcpy (/lib/libc.so.6+0x1)', '#1 0x1 in strip_name (/lib/libown.so+0x2)')).toBe('strip_name');
  expect(own(free, prolog, '#3 0x1 in example.com/x.f /root/go/pkg/mod/example.com/x@v1.0.0/x.go:3')).toBe('example.com/x.f');
});
