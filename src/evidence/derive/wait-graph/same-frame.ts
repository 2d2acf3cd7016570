import type { Frame } from '../../frame.ts';

/** Whether two frames are the same call: they are not always the same objects, since facts are copied where a place of theirs becomes known. */
export function isSameFrame(a: Frame | undefined, b: Frame): boolean {
  return a?.function === b.function && a.file === b.file && a.line === b.line;
}
