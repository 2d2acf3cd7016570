import type { FactDraft } from '../../src/evidence/facts/index.ts';
import { oneLine } from '../../src/text/safe-text.ts';
import type { TableEnd } from './table.ts';

/** Different paths that are counted of one listing. */
const MOST_PATHS = 5000;

/** Open files of one process, counted by their kinds and paths. */
export class OpenFiles {
  private readonly kinds = new Map<string, number>();
  private readonly paths = new Map<string, number>();
  private total = 0;
  private deleted = 0;

  get count(): number {
    return this.total;
  }

  /** `path`: of files that have one. */
  add(kind: string, path: string | undefined, deleted: boolean): void {
    this.total += 1;
    if (deleted) this.deleted += 1;
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
    if (path !== undefined && (this.paths.has(path) || this.paths.size < MOST_PATHS)) this.paths.set(path, (this.paths.get(path) ?? 0) + 1);
  }

  fact(pid: number | undefined, { citations, scope }: TableEnd): FactDraft[] {
    if (this.total === 0) return [];
    const most = [...this.paths].toSorted(([, a], [, b]) => b - a)[0];
    return [
      {
        type: 'open-files',
        certainty: 'stated',
        citations,
        scope,
        ...(pid === undefined ? {} : { pid }),
        total: this.total,
        byKind: [...this.kinds]
          .map(([kind, count]) => ({ kind: oneLine(kind), count }))
          .toSorted((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1)),
        deleted: this.deleted,
        ...(most === undefined || most[1] < 2 ? {} : { most: { path: oneLine(most[0]), count: most[1] } }),
      },
    ];
  }
}
