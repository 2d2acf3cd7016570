import { remembered } from '../../src/text/remembered.ts';

/**
 * Undoes the linker's escapes in a function name: `gopkg.in/yaml%2ev3.Do` is `gopkg.in/yaml.v3.Do`
 * (`objabi.PathToPrefix` in the Go source). What is no escape stays.
 */
export function unescapeName(name: string): string {
  if (!name.includes('%')) return name;
  return name.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/**
 * The package path of a function name, unescaped: `net/http` of `net/http.(*conn).serve`. Wants the name as printed, since
 * the escapes tell which dot ends the path. Empty where the name has no package, such as `panic` or C functions.
 */
export function packageOf(name: string): string {
  // Receivers and type arguments may hold slashes and dots of other packages.
  let end = name.length;
  for (const character of ['(', '[', '{']) {
    const at = name.indexOf(character);
    if (at >= 0 && at < end) end = at;
  }
  const slash = name.lastIndexOf('/', end - 1);
  const dot = name.indexOf('.', slash + 1);
  return dot < 0 ? '' : unescapeName(name.slice(0, dot));
}

/** Glue that the compiler or the runtime puts between frames; it differs from release to release. */
const GLUE = [
  /\.(?:gowrap|deferwrap)\d+$/, // go and defer statements, Go ≥ 1.22
  /·dwrap·\d+$/, // the same, Go 1.17
  /-fm$/, // method values
  /^(?:internal\/)?sync\.runtime_/, // the semaphores below the locks of package sync
  /^internal\/sync\./, // where Mutex lives since Go 1.24, below sync.(*Mutex)
  /^sync\.\(\*(?:Mutex|Once)\)\.(?:lockSlow|unlockSlow|doSlow)$/,
  /^(?:internal\/runtime|runtime\/internal)\//,
];

/**
 * A function's name as it is compared between goroutines, dumps and Go releases, or '' for a frame that is left out.
 * Runtime functions that only system-level dumps show are left out; closures keep their numbers, since two closures of one
 * function are different code.
 */
export const normalName = remembered((name) => {
  if (isHiddenRuntime(name) || GLUE.some((pattern) => pattern.test(name))) return '';
  return stripTypeArguments(name).replace('.glob..func', '.init.func');
});

/** Hidden in dumps of `runtime.Stack`: the runtime's functions but the exported ones (`showframe` in runtime/traceback.go). */
export function isHiddenRuntime(name: string): boolean {
  if (!name.startsWith('runtime.')) return false;
  const first = name.charCodeAt('runtime.'.length);
  return !(first >= 65 && first <= 90);
}

/** `main.Map[...].func1` and `main.Map[go.shape.int].func1` are `main.Map.func1`. */
export function stripTypeArguments(name: string): string {
  if (!name.includes('[')) return name;
  let depth = 0;
  let out = '';
  for (const character of name) {
    if (character === '[') depth++;
    else if (character === ']') depth = Math.max(0, depth - 1);
    else if (depth === 0) out += character;
  }
  return out;
}
