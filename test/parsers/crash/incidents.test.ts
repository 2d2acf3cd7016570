import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createCrashParser } from '../../../parsers/crash/index.ts';
import { CaseFile } from '../../../src/evidence/case-file.ts';
import type { CrashFact } from '../../../src/evidence/facts/crash.ts';
import type { Finding } from '../../../src/matcher/finding.ts';
import { match } from '../../../src/matcher/match.ts';
import type { Signature } from '../../../src/matcher/signature.ts';
import { loadSignatures } from '../../../src/matcher/store.ts';
import { type Result, fakeContext, readLines } from './read.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const INCIDENTS = join(ROOT, 'samples', 'incidents');
const GOLDENS = join(ROOT, 'test', 'goldens', 'crash');

/** What the lab's programs printed, where a report is in it. */
const samples = readdirSync(INCIDENTS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(INCIDENTS, entry.name, 'stderr.log')))
  .map(({ name }) => ({ name, lines: readFileSync(join(INCIDENTS, name, 'stderr.log'), 'utf8').split('\n') }))
  .filter(({ lines }) => readLines(lines).crashes.length > 0);

let signatures: readonly Signature[];
beforeAll(async () => {
  signatures = await loadSignatures();
});

const countGoroutines = ({ dumps }: Result): number => dumps.reduce((sum, { goroutines }) => sum + Number(goroutines), 0);

/** What rules ask of a crash first: none of it may turn into something else where lines are missing. */
const told = ({ class: kind, message, blame, template }: CrashFact): unknown => [kind, message, blame, template];

/** Where a text is cut: after every line of a short one; of a long one after the first lines, the last ones, and some between. */
function cuts(lines: readonly string[], most: number): readonly number[] {
  const third = Math.floor(most / 3);
  const step = Math.max(1, Math.ceil(lines.length / third));
  return lines.map((_, end) => end).filter((end) => lines.length <= most || end < third || lines.length - end <= third || end % step === 0);
}

test('there are samples', () => {
  expect(samples.length).toBeGreaterThan(20);
});

describe.each(samples)('$name', ({ lines }) => {
  const whole = readLines(lines);

  test('is read as it was', async () => {
    const { name } = samples.find((sample) => sample.lines === lines) ?? { name: 'none' };
    const { crashes, dumps, skipped } = whole;
    const summary = dumps.map(({ id, kind, goroutines, groups, unparsedLines, defects }) => ({
      id,
      kind,
      goroutines,
      groups,
      unparsedLines,
      defects,
    }));
    await expect(`${JSON.stringify({ crashes, dumps: summary, skipped }, undefined, 2)}\n`).toMatchFileSnapshot(
      join(GOLDENS, `${name}.json`),
    );
  });

  test('has every goroutine in its dumps, and no line that could not be read', () => {
    const headers = lines.filter((line) => /^goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[/.test(line)).length;
    expect(countGoroutines(whole)).toBe(headers);
    expect(whole.dumps.map(({ unparsedLines }) => unparsedLines)).toStrictEqual(whole.dumps.map(() => 0));
  });

  test('cut after a line it says nothing that the whole does not', () => {
    for (const end of cuts(lines, 300)) {
      const part = readLines(lines.slice(0, end));
      expect(part.crashes.length).toBeLessThanOrEqual(whole.crashes.length);
      expect(countGoroutines(part)).toBeLessThanOrEqual(countGoroutines(whole));
      part.crashes.forEach((crash, at) => {
        const full = whole.crashes[at];
        // Cut between what announces a throw and the throw, it is derived, and of the same words.
        if (crash.certainty === 'derived') expect([crash.class, crash.message]).toStrictEqual([full?.class, full?.message]);
        else expect(crash.certainty).toBe(full?.certainty);
        // A report that says itself that it is cut may lack the end of its message and the frame to blame.
        if (!crash.truncated) {
          expect(told(crash)).toStrictEqual(full === undefined ? undefined : told(full));
          if (crash.culprit !== undefined) expect(crash.culprit.function).toBe(full?.culprit?.function);
          if (crash.fault !== undefined) expect(crash.fault.function).toBe(full?.fault?.function);
        }
        if (crash.goroutine === undefined && full?.goroutine !== undefined) expect(crash.truncated).toBe(true);
        if (crash.signal !== undefined) expect(full?.signal).toMatchObject({ name: crash.signal.name });
      });
    }
  });

  test('cut after a line it gives no strong finding that the whole does not', () => {
    const findings = (some: readonly string[]): readonly Finding[] => {
      const caseFile = new CaseFile();
      const parser = createCrashParser(fakeContext(caseFile));
      some.forEach((text, at) => parser.accept({ text, number: at + 1 }));
      parser.end();
      return match(signatures, caseFile, 0).findings;
    };
    const all = findings(lines).map(({ signature }) => signature);
    for (const end of cuts(lines, 60))
      for (const { signature, confidence } of findings(lines.slice(0, end))) if (confidence === 'strong') expect(all).toContain(signature);
  });
});
