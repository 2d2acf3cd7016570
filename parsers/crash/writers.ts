/** What prints a stack on request, `runtime/debug.Stack` in most programs: a stack of these is printed by the program itself. */
const STACK_WRITERS: ReadonlySet<string> = new Set([
  'runtime/debug.Stack',
  'runtime/debug.PrintStack',
  'runtime.Stack',
  'runtime/pprof.writeGoroutineStacks',
]);

/** Whether a stack whose innermost function this is was printed by the program, not by the runtime when the process died. */
export function isStackWriter(name: string | undefined): boolean {
  return name !== undefined && STACK_WRITERS.has(name);
}
