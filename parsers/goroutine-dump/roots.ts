/**
 * Functions that nothing calls: where stacks begin that have no creator, or whose creator is not shown. Of goroutines runtime.main and
 * runtime.goexit; of a thread's own stack what assembly code starts it with (runtime/asm_*.s, proc.go) or switches to it by.
 */
const ROOTS = new Set([
  'runtime.main',
  'runtime.goexit',
  'runtime.goexit1',
  'runtime.rt0_go',
  'runtime.mstart',
  'runtime.mstart0',
  'runtime.mstart1',
  'runtime.mcall',
  'runtime.systemstack',
  'runtime.systemstack_switch',
  'runtime.morestack',
  'runtime.morestack_noctxt',
  'runtime.asmcgocall',
  'runtime.asminit',
  'runtime.cgocallback',
  'runtime.cgocallback_gofunc',
  'runtime.sigtramp',
  'runtime.sigtrampgo',
  'runtime.sigreturn',
  'runtime.sigreturn__sigaction',
  'runtime.runfinq',
  'runtime.runFinalizers',
  'runtime.runCleanups',
]);

/** Whether a stack can end with this function, the outermost one. */
export function isRoot(name: string): boolean {
  return ROOTS.has(name) || name.startsWith('runtime.rt0_') || name.startsWith('_rt0_');
}
