import { describe, expect, test } from 'vitest';
import { CaseFile } from '../../src/evidence/case-file.ts';
import { Intake } from '../../src/evidence/intake.ts';
import { weightOf } from '../../src/evidence/weight.ts';
import { crash, dump } from '../matcher/fixture.ts';
import { sanitize } from '../../src/text/safe-text.ts';

const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => crash({ message: sanitize(`panic ${String(i).padStart(6, '0')}`) }));

describe('Intake', () => {
  test('files everything at once where it fits', () => {
    const caseFile = new CaseFile();
    const intake = new Intake(caseFile, 1e9);
    expect([intake.add(crash()), intake.add(dump()), intake.add(crash())]).toEqual(['crash:1', 'dump:1', 'crash:2']);
    expect(caseFile.all.map(({ id }) => id)).toEqual(['crash:1', 'dump:1', 'crash:2']);
    expect(intake.finish()).toBeUndefined();
  });

  test('keeps the first and the last of what is too much, in order, and counts the rest', () => {
    const caseFile = new CaseFile();
    const all = numbered(5000);
    const most = weightOf(all[0]) * 80;
    const intake = new Intake(caseFile, most);
    for (const one of all) intake.add(one);
    const leftOut = intake.finish();
    const ids = caseFile.all.map(({ id }) => Number(id.slice('crash:'.length)));
    expect(ids).toEqual([...Array.from({ length: 70 }, (_, i) => i + 1), ...Array.from({ length: 10 }, (_, i) => 4991 + i)]);
    expect(leftOut).toEqual({ facts: 4920, path: all[0]?.citations[0].path });
  });

  test('a small fact does not slip in before a large one that came first', () => {
    const caseFile = new CaseFile();
    const large = crash({ message: sanitize('x'.repeat(3000)) });
    const intake = new Intake(caseFile, weightOf(large) * 1.05);
    for (const one of [dump(), large, dump()]) intake.add(one);
    intake.finish();
    expect(caseFile.all.map(({ id }) => id)).toEqual(['dump:1', 'dump:2']);
  });

  test('keeps the last fact, however large it is', () => {
    const caseFile = new CaseFile();
    const intake = new Intake(caseFile, 10);
    intake.add(crash());
    intake.add(dump());
    expect(intake.finish()?.facts).toBe(1);
    expect(caseFile.all.map(({ id }) => id)).toEqual(['dump:1']);
  });
});

test('a copy of a case file does not give out ids again', () => {
  const caseFile = new CaseFile();
  caseFile.add(crash());
  const copy = caseFile.without(new Set(['crash:1']));
  expect(copy.add(crash())).toBe('crash:2');
});

test('weight follows the JSON text', () => {
  const fact = crash();
  const json = JSON.stringify(fact).length;
  expect(weightOf(fact)).toBeGreaterThan(json);
  expect(weightOf(fact)).toBeLessThan(json * 4);
  expect(weightOf([fact, fact])).toBeGreaterThan(2 * weightOf(fact));
});
