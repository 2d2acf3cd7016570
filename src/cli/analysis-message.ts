import type { ReadProgress } from '../analyze.ts';
import type { Report, ReportDump } from '../report/report.ts';

import type { ReadRequest } from './read-bundle.ts';

/** What the worker is to do: analyse the bundle, or read its dumps once more with lines kept apart. */
export interface WorkerTask {
  readonly request: ReadRequest;
  readonly exact: boolean;
}

/** What the worker that reads a bundle tells. */
export type AnalysisMessage =
  | { readonly kind: 'progress'; readonly progress: ReadProgress }
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'exact'; readonly dumps: readonly ReportDump[] }
  /** `usage`: the message is for the user, not about a mistake of ours. */
  | { readonly kind: 'failed'; readonly usage: boolean; readonly message: string; readonly stack?: string };
