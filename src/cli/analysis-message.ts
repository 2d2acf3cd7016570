import type { ReadProgress } from '../analyze.ts';
import type { Report } from '../report/report.ts';

/** What the worker that reads a bundle tells. */
export type AnalysisMessage =
  | { readonly kind: 'progress'; readonly progress: ReadProgress }
  | { readonly kind: 'report'; readonly report: Report }
  /** `usage`: the message is for the user, not about a mistake of ours. */
  | { readonly kind: 'failed'; readonly usage: boolean; readonly message: string; readonly stack?: string };
