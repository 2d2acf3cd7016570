import { expect, test } from 'vitest';
import { fingerprintName } from '../../src/fingerprint/frame-name.ts';

test.each([
  ['main.main', 'main.main'],
  ['main.(*T).M', 'main.(*T).M'],
  ['main.T.M', 'main.T.M'],
  ['github.com/acme/api/v2.Serve', 'github.com/acme/api/v2.Serve'],
  ['gopkg.in/yaml.v3.(*D).Do', 'gopkg.in/yaml.v3.(*D).Do'],
  // Closures, however deep and wherever they were inlined.
  ['main.run.func1', 'main.run.func'],
  ['main.run.func12.3', 'main.run.func'],
  ['main.run.func1.2.1', 'main.run.func'],
  ['main.(*T).M.func2', 'main.(*T).M.func'],
  ['main.serve.printer.func1', 'main.printer.func'],
  ['main.printer.func1', 'main.printer.func'],
  ['main.main.(*pool).start.func1', 'main.(*pool).start.func'],
  ['main.serve.func2.printer.func1', 'main.printer.func'],
  ['main.main.start.func1.1', 'main.start.func'],
  ['gopkg.in/x.v3.Do.func1', 'gopkg.in/x.v3.Do.func'],
  ['github.com/acme/a.b/c.Do.func1', 'github.com/acme/a.b/c.Do.func'],
  // Bodies of loops over functions.
  ['main.run-range1', 'main.run.func'],
  ['main.run.func2-range1', 'main.run.func'],
  ['main.(*T).All-range3', 'main.(*T).All.func'],
  // Package variables and init functions.
  ['main.glob..func1', 'main.init.func'],
  ['main.init.func3', 'main.init.func'],
  ['main.init.0.func1', 'main.init.func'],
  ['main.init.0', 'main.init'],
  ['main.init.12', 'main.init'],
  ['main.init', 'main.init'],
  // Generics.
  ['main.(*shelf[...]).row', 'main.(*shelf).row'],
  ['main.(*shelf[go.shape.string,go.shape.int]).row', 'main.(*shelf).row'],
  ['main.Map[...].func1', 'main.Map.func'],
  // Vendored packages.
  ['example.com/app/vendor/github.com/acme/lib.Do', 'github.com/acme/lib.Do'],
  ['vendor/golang.org/x/net/http2/hpack.(*Decoder).Write', 'golang.org/x/net/http2/hpack.(*Decoder).Write'],
  // cgo, and entry points of both calling conventions.
  ['main._cgoexp_6f668e16310a_visit', 'main._cgoexp_visit'],
  ['main._Cfunc_walk', 'main._Cfunc_walk'],
  ['main.sum.abi0', 'main.sum'],
])('%s is %s', (printed, name) => {
  expect(fingerprintName(printed)).toBe(name);
});

test.each([
  'main.T.M-fm',
  'main.main.gowrap1',
  'main.main.deferwrap2',
  'main.main·dwrap·1',
  'runtime.goexit',
  'internal/runtime/maps.fatal',
])('%s is left out', (printed) => {
  expect(fingerprintName(printed)).toBe('');
});
