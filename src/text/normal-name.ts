import { remembered } from './remembered.ts';

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
