import { remembered } from '../text/remembered.ts';
import { normalName } from '../text/normal-name.ts';

/** Where vendored packages lie, as the names of their functions had it with GOPATH, and have it in Go's own library. */
const VENDORED = /^(?:.*\/)?vendor\//;
/** `func1`, `func1.2`, `func1-range3`, `func1.G.func2`: what a closure's name has behind that of its function. */
const CLOSURE = /\.func\d+(?:[.-].*)?$/;
/** The body of a loop over a function (Go ≥ 1.23) is a closure, too. */
const RANGE = /-range\d+$/;
/** Entry points of the two calling conventions, where the linker keeps both. */
const ABI = /\.abi(?:0|internal)$/;

/**
 * A function's name as a fingerprint has it, or '' for a frame that is left out. It is the name by which goroutines are grouped, without what
 * differs between builds: the numbers of closures and of init functions, vendor directories, the hash in the name of an exported cgo function, and the
 * functions that a closure was inlined into (`main.main.newPool.func1` is `main.newPool.func1` where nothing is inlined; closureName in
 * cmd/compile/internal/ir/func.go). With the latter goes the type of a value receiver: both look the same.
 */
export const fingerprintName = remembered((name: string): string => {
  const normal = normalName(name.replace(ABI, ''));
  if (normal === '') return '';
  const known = normal
    .replace(VENDORED, '')
    .replace(/_cgoexp_[0-9a-f]+_/, '_cgoexp_')
    .replace(/\.init\.\d+(?=$|\.)/, '.init');
  const closure = CLOSURE.exec(known);
  if (closure !== null) return `${innermost(known)}.func`;
  return RANGE.test(known) ? `${innermost(known.replace(RANGE, ''))}.func` : known;
});

/** The end of a package's path that has a dot in it by custom: `yaml.v3`, `nats.go`. */
const DOTTED = /^[^.]+\.(?:v\d+|go)(?=\.)/;

/** The function that a closure is written in: the last part of its name that is none of the compiler's. */
function innermost(name: string): string {
  const from = name.lastIndexOf('/') + 1;
  const dotted = DOTTED.exec(name.slice(from))?.[0].length ?? 0;
  const dot = name.indexOf('.', from + dotted);
  if (dot < 0) return name;
  // A receiver in parentheses belongs to the method behind it.
  const parts = name.slice(dot + 1).match(/\(\*?[^()]*\)\.[^.]+|[^.]+/g) ?? [];
  const named = parts.filter((part) => !/^(?:func)?\d+(?:-range\d+)?$|^-range\d+$/.test(part)).map((part) => part.replace(RANGE, ''));
  return `${name.slice(0, dot)}.${named.at(-1) ?? 'init'}`;
}
