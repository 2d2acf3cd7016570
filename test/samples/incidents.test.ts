import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { renderJson } from '../../src/report/render/json.ts';
import { renderText } from '../../src/report/render/text.ts';
import { NO_COLOUR } from '../../src/report/render/text/palette.ts';
import type { Report } from '../../src/report/report.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const INCIDENTS = join(ROOT, 'samples', 'incidents');
const GOLDENS = join(ROOT, 'test', 'goldens', 'incidents');

const names = readdirSync(INCIDENTS).filter((name) => statSync(join(INCIDENTS, name)).isDirectory());
const schema = JSON.parse(readFileSync(join(ROOT, 'docs', 'report.schema.json'), 'utf8')) as object;
const validate = new Ajv2020({ allErrors: false, strict: false }).compile(schema);

/**
 * Paths as a user in the project's root gives them. How many root causes were looked for besides is left out: it changes with each
 * new signature, which may not touch the report of any other incident.
 */
function relative(report: string): string {
  return report
    .replaceAll(`${INCIDENTS}/`, 'samples/incidents/')
    .replaceAll(INCIDENTS, 'samples/incidents')
    .replace(/^Other root causes: .*$/m, 'Other root causes: …');
}

async function analyzeIncident(name: string): Promise<Report> {
  return analyze([join(INCIDENTS, name)]);
}

describe.each(names)('%s', (name) => {
  it('is reported as it was', async () => {
    const text = relative(renderText(await analyzeIncident(name), { palette: NO_COLOUR }));
    await expect(text).toMatchFileSnapshot(join(GOLDENS, `${name}.txt`));
  });

  it('gives JSON by the schema, the same bytes each time', async () => {
    const report = await analyzeIncident(name);
    const json = renderJson(report, { forTerminal: false });
    expect(validate(JSON.parse(json)), JSON.stringify(validate.errors)).toBe(true);
    expect(renderJson(await analyzeIncident(name), { forTerminal: false })).toBe(json);
  });

  it('gives the same findings with CRLF', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'goroner-crlf-'));
    try {
      for (const file of readdirSync(join(INCIDENTS, name), { recursive: true, encoding: 'utf8' })) {
        if (statSync(join(INCIDENTS, name, file)).isDirectory()) {
          mkdirSync(join(folder, file), { recursive: true });
          continue;
        }
        const bytes = readFileSync(join(INCIDENTS, name, file));
        const binary = bytes.includes(0);
        writeFileSync(join(folder, file), binary ? bytes : bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
      }
      const findings = ({ findings: all }: Report) => all.map(({ signature, confidence, score }) => `${signature} ${confidence} ${score}`);
      expect(findings(await analyze([folder]))).toEqual(findings(await analyzeIncident(name)));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

it('has incidents', () => {
  expect(names.length).toBeGreaterThan(10);
});
