import type { ReadProgress } from '../analyze.ts';
import type { Comparison } from '../report/compare/comparison.ts';
import type { Report, ReportDump } from '../report/report.ts';
import type { ReadRequest } from './read-bundle.ts';
import type { CompareRequest } from './read-comparison.ts';

/** What the worker is to do: analyse the bundle, or read its dumps once more with lines kept apart. */
export interface WorkerTask {
  readonly request: ReadRequest;
  readonly exact: boolean;
  /** The bundle is laid beside others, of which it is the last one; first comes the comparison, then its report. */
  readonly compare?: CompareRequest;
}

/** What the worker that reads a bundle tells. */
export type AnalysisMessage =
  | { readonly kind: 'progress'; readonly progress: ReadProgress }
  | { readonly kind: 'comparison'; readonly comparison: Comparison }
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'exact'; readonly dumps: readonly ReportDump[] }
  /** `usage`: the message is for the user, not about a mistake of ours. */
  | { readonly kind: 'failed'; readonly usage: boolean; readonly message: string; readonly stack?: string };
