import { type ReadProgress, analyzeWithFacts } from '../analyze.ts';
import type { Limits } from '../bundle/limits.ts';
import { loadSignatures } from '../matcher/store.ts';
import { buildComparison, type SideInput } from '../report/compare/build.ts';
import type { Comparison } from '../report/compare/comparison.ts';
import { apartFor } from '../report/goroutines/build.ts';
import type { Level } from '../report/goroutines/view.ts';
import type { Report } from '../report/report.ts';
import { oneLine, sanitize } from '../text/safe-text.ts';
import { VERSION } from '../version.ts';
import { refuseUnreadable } from './unreadable.ts';

/** What is to be laid side by side. Plain data: it may go to another thread. */
export interface CompareRequest {
  /** Each is a side of its own, in order of time. */
  readonly paths: readonly string[];
  readonly by: Level;
  /** What stayed the same, and what is idle by design, is listed, too. */
  readonly all: boolean;
  readonly limits: Partial<Limits>;
  /** Files that this run writes to, as `dev:ino`. */
  readonly own: ReadonlySet<string>;
}

/**
 * Reads bundles one after the other and lays them side by side. Gives the report of the last one as well.
 *
 * @throws UsageError where a path cannot be used, or nothing of a side could be read.
 */
export async function readComparison(
  { paths, by, all, limits, own }: CompareRequest,
  stdin: () => AsyncIterable<Uint8Array>,
  onProgress: (progress: ReadProgress) => void,
): Promise<{ readonly comparison: Comparison; readonly report: Report | undefined }> {
  const signatures = await loadSignatures();
  const sides: SideInput[] = [];
  for (const path of paths) {
    const { report, caseFile } = await analyzeWithFacts([path], { limits, signatures, stdin, own, onProgress, apart: apartFor(by, {}) });
    refuseUnreadable(report.bundle.artifacts);
    sides.push({ name: sanitize(oneLine(path)), report, caseFile });
  }
  return { comparison: buildComparison(VERSION, sides, { by, all }), report: sides.at(-1)?.report };
}
