import type { FactDraft } from '../../../src/evidence/facts/index.ts';
import { Parts } from '../../../src/evidence/parts.ts';
import { sanitize } from '../../../src/text/safe-text.ts';
import type { NamedFileModule, Skipped } from '../../../parsers/parser.ts';

/** What readers of named files make of files, given as path and content. */
export function readFiles(
  module: NamedFileModule,
  files: Readonly<Record<string, string>>,
): { facts: readonly FactDraft[]; skipped: readonly Skipped[]; refused: readonly string[] } {
  const parts = new Parts();
  const emitted: FactDraft[] = [];
  const skipped: Skipped[] = [];
  const refused: string[] = [];
  for (const [path, content] of Object.entries(files)) {
    const lines = content.split('\n').map((text, i) => ({ text: text.replace(/\r$/, ''), number: i + 1 }));
    const taken =
      module.takes(sanitize(path)) &&
      module.parse(lines, {
        source: { path: sanitize(path), scope: {}, salvaged: false },
        emit: (draft) => String(emitted.push(draft)),
        found: () => undefined,
        skipped: (what) => skipped.push(what),
        part: (key, draft) => parts.add(key, draft),
      });
    if (!taken) refused.push(path);
  }
  return { facts: [...emitted, ...parts.all], skipped, refused };
}
