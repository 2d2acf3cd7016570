import { describe, expect, it } from 'vitest';
import { frameOf } from '../../../parsers/pprof/frames.ts';
import { retentionOf } from '../../../parsers/pprof/retention.ts';

/** A stack from its functions, innermost first. */
function hint(...functions: readonly string[]) {
  const place = (name: string) => (name.startsWith('main.') ? '/src/app/main.go' : undefined);
  const frames = functions.map((name) => {
    const file = place(name);
    return frameOf({ function: name, inlined: false, ...(file === undefined ? {} : { file }) }, '0x0');
  });
  return retentionOf(frames);
}

describe('what memory was allocated for', () => {
  it.each([
    [
      'buffer',
      'bytes.(*Buffer).Write',
      ['bytes.growSlice', 'bytes.(*Buffer).grow', 'bytes.(*Buffer).Write', 'main.(*Page).render', 'main.main'],
    ],
    ['string', 'strings.(*Builder).WriteString', ['strings.(*Builder).WriteString', 'main.join', 'main.main']],
    ['string', 'fmt.Sprintf', ['fmt.Sprintf', 'main.key', 'main.main']],
    ['io-buffer', 'bufio.NewReader', ['bufio.NewReaderSize', 'bufio.NewReader', 'main.dial', 'main.main']],
    [
      'map',
      'sync.(*Map).Store',
      ['internal/sync.(*HashTrieMap[go.shape.interface {}]).Swap', 'sync.(*Map).Store', 'main.remember', 'main.main'],
    ],
    ['map', 'runtime.mapassign_faststr', ['runtime.mapassign_faststr', 'main.put', 'main.main']],
    ['append', 'slices.Insert[...]', ['slices.Insert[...]', 'main.put', 'main.main']],
    ['timer', 'time.After', ['time.NewTimer', 'time.After', 'main.loop', 'main.main']],
    ['timer', 'time.NewTicker', ['time.NewTicker', 'main.poll', 'main.main']],
    [
      'context',
      'context.WithCancel',
      ['context.(*cancelCtx).propagateCancel', 'context.withCancel', 'context.WithCancel', 'main.serve', 'main.main'],
    ],
    ['context', 'context.WithTimeout', ['time.AfterFunc', 'context.WithDeadlineCause', 'context.WithTimeout', 'main.serve', 'main.main']],
    ['pool', 'sync.(*Pool).Get', ['main.init.func1', 'sync.(*Pool).Get', 'main.serve'].slice(1)],
    ['goroutine', 'runtime.newproc.func1', ['runtime.malg', 'runtime.newproc1', 'runtime.newproc.func1', 'runtime.systemstack']],
    ['goroutine-closure', 'main.start.func2', ['main.start.func2']],
    ['goroutine-closure', 'main.start.gowrap1', ['main.start.gowrap1', 'runtime.goexit']],
  ] as const)('%s by %s', (kind, by, functions) => {
    expect(hint(...functions)).toEqual({ kind, by });
  });

  it.each([
    [['main.put', 'main.main']],
    // The program's own code is called by a library: what called it says nothing.
    [['main.less', 'strings.Map', 'main.main']],
    [['main.handler.func1', 'net/http.HandlerFunc.ServeHTTP', 'net/http.(*conn).serve']],
    [['main.start.func2', 'main.start', 'runtime.main']],
    [['net/http.(*conn).readRequest', 'net/http.(*conn).serve']],
    [['time.Now', 'main.loop']],
    [['context.Background', 'main.loop']],
    [[]],
  ])('nothing by %j', (functions) => {
    expect(hint(...functions)).toBeUndefined();
  });
});
