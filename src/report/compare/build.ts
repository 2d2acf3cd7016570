import type { CaseFile } from '../../evidence/case-file.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { Report } from '../report.ts';
import { COMPARISON_VERSION, type Comparison } from './comparison.ts';
import { compareFindings } from './findings.ts';
import { compareGoroutines, type GoroutineOptions } from './goroutines.ts';
import { compareHeaps } from './heap.ts';
import { compareNumbers } from './numbers.ts';

/** One side, analysed. */
export interface SideInput {
  /** As the user named it. */
  readonly name: SafeText;
  readonly report: Report;
  readonly caseFile: CaseFile;
}

/** What grew, what is new and what went, from the first side to the last. Pure. */
export function buildComparison(version: string, sides: readonly SideInput[], options: GoroutineOptions): Comparison {
  const caseFiles = sides.map(({ caseFile }) => caseFile);
  const goroutines = compareGoroutines(caseFiles, options);
  const heap = compareHeaps(caseFiles);
  return {
    schemaVersion: COMPARISON_VERSION,
    tool: { name: 'goroner', version },
    by: options.by,
    sides: sides.map(({ name, report: { bundle, verdict, warnings, errors } }) => ({
      name,
      files: bundle.artifacts.length,
      verdict: verdict.summary,
      limits: bundle.limits,
      warnings,
      errors,
    })),
    findings: compareFindings(sides.map(({ report }) => report.findings)),
    goroutines: goroutines.changes,
    heap: heap.changes,
    numbers: compareNumbers(caseFiles),
    apart: [...goroutines.apart, ...heap.apart],
  };
}
