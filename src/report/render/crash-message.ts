import type { CrashFact } from '../../evidence/facts/crash.ts';

/** The message of a crash. Of a panic that a program recovered and logged by itself it may be unknown. */
export function crashMessage({ class: caught, message, blame }: CrashFact): string {
  if (caught === 'head-missing') return '(its message stood before what was kept of the log)';
  return caught === 'recovered-panic' && message === '' && blame === 'unknown' ? '(what it was is not said near its stack)' : message;
}
