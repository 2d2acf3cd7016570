import { type ReadProgress, analyze, examine } from '../analyze.ts';
import type { Limits } from '../bundle/limits.ts';
import { reportDumps } from '../report/build.ts';
import { apartFor } from '../report/goroutines/build.ts';
import type { Report, ReportDump } from '../report/report.ts';
import { signaturesWith } from './signatures-with.ts';
import { refuseUnreadable } from './unreadable.ts';

/** What is to be read, and with what. Plain data: it may go to another thread. */
export interface ReadRequest {
  readonly paths: readonly string[];
  /** Directory of signatures of one's own. */
  readonly signatures?: string;
  readonly limits: Partial<Limits>;
  /** Files that this run writes to, as `dev:ino`. */
  readonly own: ReadonlySet<string>;
}

/**
 * Reads a bundle as the command line says.
 *
 * @throws UsageError where a path cannot be used, nothing could be read, or the user's own signatures are wrong.
 */
export async function readBundle(
  { paths, signatures, limits, own }: ReadRequest,
  stdin: () => AsyncIterable<Uint8Array>,
  onProgress: (progress: ReadProgress) => void,
): Promise<Report> {
  const report = await analyze(paths, { limits, signatures: await signaturesWith(signatures), stdin, own, onProgress });
  refuseUnreadable(report.bundle.artifacts);
  return report;
}

/** The dumps of a bundle with every line of code kept apart, as for `goroner goroutines --by exact`. */
export async function readExact(
  { paths, limits, own }: ReadRequest,
  stdin: () => AsyncIterable<Uint8Array>,
): Promise<readonly ReportDump[]> {
  const { caseFile } = await examine(paths, { limits, stdin, own, apart: apartFor('exact', {}) });
  return reportDumps(caseFile);
}
