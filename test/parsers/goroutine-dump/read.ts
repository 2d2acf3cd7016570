import { CaseFile } from '../../../src/evidence/case-file.ts';
import type { DumpFact, DumpKind, GoroutinesFact } from '../../../src/evidence/facts/dump.ts';
import { sanitize } from '../../../src/text/safe-text.ts';
import type { ArtefactKind, ParserContext } from '../../../parsers/parser.ts';
import type { Goroutine } from '../../../parsers/goroutine-dump/goroutine.ts';
import { createDumpReader } from '../../../parsers/goroutine-dump/reader.ts';
import type { InspectableReader } from '../../../parsers/goroutine-dump/reader.ts';

export interface Result {
  readonly dumps: readonly DumpFact[];
  readonly groups: readonly GoroutinesFact[];
  readonly goroutines: readonly Goroutine[];
  readonly indexes: readonly number[];
  readonly closed: readonly string[];
  /** Numbers of the lines that the reader took. */
  readonly accepted: readonly number[];
}

/** A context that files facts in a case file. */
export function fakeContext(caseFile = new CaseFile(), found: ArtefactKind[] = []): ParserContext {
  return {
    source: { path: sanitize('dump.txt'), scope: {}, salvaged: false },
    emit: (draft) => caseFile.add(draft),
    found: (kind) => void found.push(kind),
    skipped: () => {},
  };
}

/** Reads lines; `reports` begins a report of that kind before the line with that number. */
export function readLines(lines: readonly string[], reports: Readonly<Record<number, DumpKind>> = {}): Result {
  const caseFile = new CaseFile();
  const goroutines: Goroutine[] = [];
  const indexes: number[] = [];
  const closed: string[] = [];
  const accepted: number[] = [];
  const reader: InspectableReader = createDumpReader(fakeContext(caseFile), {
    goroutine: (goroutine, index) => {
      goroutines.push(goroutine);
      indexes.push(index);
    },
    dump: (id) => void closed.push(id),
  });
  lines.forEach((text, at) => {
    const kind = reports[at + 1];
    if (kind !== undefined) reader.beginReport(kind);
    if (reader.accept({ text, number: at + 1 })) accepted.push(at + 1);
  });
  reader.end();
  return { dumps: caseFile.of('dump'), groups: caseFile.of('goroutines'), goroutines, indexes, closed, accepted };
}

/** Reads a text. */
export function readText(text: string, reports: Readonly<Record<number, DumpKind>> = {}): Result {
  return readLines(text.split('\n'), reports);
}
