import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { reportSchema } from '../../src/build/report-schema.ts';
import { redact } from '../../src/report/redact.ts';
import { renderJson } from '../../src/report/render/json.ts';
import { trusted, sanitize } from '../../src/text/safe-text.ts';
import { citation, crash, dump, frame, group } from '../matcher/fixture.ts';
import { finding, report, result } from './fixture.ts';

const ROOT = join(import.meta.dirname, '../..');
const FILE = join(ROOT, 'docs/report.schema.json');
const generated = `${JSON.stringify(reportSchema(ROOT), undefined, 2)}\n`;
if (process.env['UPDATE'] === '1') writeFileSync(FILE, generated);
const committed = readFileSync(FILE, 'utf8');

const validate = new Ajv2020({ allErrors: true, strict: true }).compile(JSON.parse(committed) as object);

test('the committed schema is the one that the type gives; write it with npm run docs', () => {
  expect(committed).toBe(generated);
});

test('it is a 2020-12 schema, and every definition that it names is there', () => {
  const schema = JSON.parse(committed) as { $schema: string; $id: string; $defs: Record<string, unknown> };
  expect([schema.$schema, schema.$id]).toEqual([
    'https://json-schema.org/draft/2020-12/schema',
    'https://goroner.dev/schema/report-1.0.json',
  ]);
  const named = [...committed.matchAll(/"\$ref": "([^"]*)"/g)].map(([, ref = '']) => ref.replace('#/$defs/', ''));
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((name) => !(name in schema.$defs))).toEqual([]);
  expect(committed).not.toMatch(/"definitions"|@link|unsafe|"additionalProperties": false/);
});

const full = report(
  [
    crash({ fault: frame('main.f'), signal: { name: trusted('SIGSEGV'), code: '18446744073709551610', duringCgo: false } }),
    dump({ goroutines: '9007199254740993', defects: ['no-ages'], goVersions: { min: '1.21', reasons: [] } }),
    group({ owner: frame('main.g'), wait: { minMinutes: 1, maxMinutes: 5, unknown: 0 }, ids: [18] }),
    {
      type: 'heap',
      certainty: 'stated',
      citations: [{ path: trusted('h'), excerpt: trusted('') }],
      scope: { pod: trusted('web-0') },
      timeNanos: '1700000000123456789',
      inuseBytes: -1,
      inuseObjects: 1,
      allocBytes: 1,
      allocObjects: 1,
      siteCount: 0,
      sites: [],
      allocSites: [],
      functionCount: 0,
      functions: [],
      salvaged: true,
    },
  ],
  {
    skipped: [{ reason: 'cut', amount: 1, unit: 'lines', citation: citation(2) }],
    limits: [{ what: 'time', limit: 120, detail: trusted('time is up') }],
    result: result({
      findings: [finding({ culprit: { function: trusted('main.f') }, triage: { mark: 'confirmed', note: trusted('yes') } })],
      cleared: [{ signature: 'a', title: sanitize('A'), reason: trusted('not so') }],
      signatureErrors: [{ signature: 'b', reason: sanitize('broken') }],
    }),
  },
);

/** A mutable copy, as a reader of the JSON has it. */
// oxlint-disable-next-line typescript/no-explicit-any -- the tests below break it on purpose
const parsed = (): any => JSON.parse(renderJson(full, { forTerminal: false }));

describe('a report', () => {
  test.each([
    ['empty', report()],
    ['with facts, findings and warnings', full],
    ['redacted', redact(full)],
  ])('is valid: %s', (_name, one) => {
    validate(JSON.parse(renderJson(one, { forTerminal: false })));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('of a later minor version is valid: readers ignore unknown fields', () => {
    const later = parsed();
    later.later = 1;
    later.facts.dumps[0].groups[0].later = {};
    expect(validate(later)).toBe(true);
  });

  test.each<[string, (broken: ReturnType<typeof parsed>) => void, string]>([
    ['no verdict', (broken) => delete broken.verdict, ''],
    ['an unknown confidence', (broken) => (broken.verdict.confidence = '90%'), '/verdict/confidence'],
    ['an unknown mark', (broken) => (broken.findings[0].triage.mark = 'maybe'), '/findings/0/triage/mark'],
    ['a fact without citations', (broken) => (broken.facts.crashes[0].citations = []), '/facts/crashes/0/citations'],
    ['groups as a number', (broken) => (broken.facts.dumps[0].groups = 1), '/facts/dumps/0/groups'],
    ['a path that is no text', (broken) => (broken.bundle.artifacts[0].path = 1), '/bundle/artifacts/0/path'],
    ['a fraction of a goroutine', (broken) => (broken.facts.dumps[0].goroutines = 1.5), '/facts/dumps/0/goroutines'],
    ['words for a number', (broken) => (broken.facts.dumps[0].goroutines = 'many'), '/facts/dumps/0/goroutines'],
    ['a rounded number', (broken) => (broken.facts.heap[0].timeNanos = 1.7e18), '/facts/heap/0/timeNanos'],
  ])('is invalid with %s', (_name, breakIt, place) => {
    const broken = parsed();
    breakIt(broken);
    expect(validate(broken)).toBe(false);
    expect(validate.errors?.map(({ instancePath }) => instancePath)).toContain(place);
  });
});
