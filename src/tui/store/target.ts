import type { Target } from '../view.ts';

/** A target as a key of maps: equal for equal targets. */
export function targetKey(target: Target): string {
  const { view, id, dump, path, line, of } = { id: '', dump: '', path: '', line: '', of: '', ...target };
  return [view, id, dump, path, line, of].join('\u0000');
}

/** What the keys of a file begin with, whatever the line. */
export function fileKey(path: string): string {
  return ['file', '', '', path, ''].join('\u0000');
}

/** Whether two targets are the same place. */
export function sameTarget(a: Target | undefined, b: Target | undefined): boolean {
  if (a === b) return true;
  return a !== undefined && b !== undefined && a.view === b.view && targetKey(a) === targetKey(b);
}
