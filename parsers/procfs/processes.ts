import type { FactDraft } from '../../src/evidence/facts/index.ts';
import { Parts } from '../../src/evidence/parts.ts';

type ProcessDraft = Extract<FactDraft, { readonly type: 'process' }>;

/** Parts of processes of one text: files of one process, one after the other, are put together. */
export class ProcessParts {
  private readonly parts = new Parts();
  /** The process that a file without a number is of: the one before it. */
  private current: { readonly key: string; pid?: number; readonly seen: Set<string> } | undefined;
  private number = 0;

  /** Adds a file of a process. `path`: the number of the process in the path of the file, where that tells. */
  add(draft: ProcessDraft, file: string, path?: number): void {
    const pid = draft.pid ?? path;
    const { current } = this;
    const other = current === undefined || (pid !== undefined && current.pid !== undefined && current.pid !== pid);
    // The same file again is the next moment.
    if (other || current.seen.has(file)) {
      this.number += 1;
      this.current = { key: String(this.number), ...(pid === undefined ? {} : { pid }), seen: new Set() };
    }
    const now = this.current;
    if (now === undefined) return;
    if (pid !== undefined) now.pid ??= pid;
    now.seen.add(file);
    this.parts.add(now.key, pid === undefined ? draft : { ...draft, pid });
  }

  get all(): readonly FactDraft[] {
    return this.parts.all;
  }
}
