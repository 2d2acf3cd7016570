import { metricsParser } from '../../../parsers/metrics/index.ts';
import type { ArtefactKind, Skipped, TextParserModule } from '../../../parsers/parser.ts';
import { pprofTextParser } from '../../../parsers/pprof-text/index.ts';
import { CaseFile } from '../../../src/evidence/case-file.ts';
import { trusted } from '../../../src/text/safe-text.ts';

/** What a parser makes of lines. */
export interface ReadResult {
  readonly facts: CaseFile;
  readonly skipped: readonly Skipped[];
  readonly found: readonly ArtefactKind[];
  /** Line by line: the parser took it. */
  readonly taken: readonly boolean[];
}

/** Offers every line of a text to the parser of profiles in text form, or to another one. */
export function read(text: string | readonly string[], module: TextParserModule = pprofTextParser): ReadResult {
  const lines = typeof text === 'string' ? text.split('\n') : text;
  const facts = new CaseFile();
  const skipped: Skipped[] = [];
  const found = new Set<ArtefactKind>();
  const parser = module.create({
    source: { path: trusted('saved.txt'), scope: {}, salvaged: false },
    emit: (draft) => facts.add(draft),
    found: (kind) => found.add(kind),
    skipped: (what) => skipped.push(what),
  });
  const taken = lines.map((line, index) => parser.accept({ text: line, number: index + 1 }));
  parser.end();
  return { facts, skipped, found: [...found], taken };
}

/** The same for the parser of metrics. */
export function readMetrics(text: string | readonly string[]): ReadResult {
  return read(text, metricsParser);
}
