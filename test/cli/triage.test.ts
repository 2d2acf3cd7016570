import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Report } from '../../src/report/report.ts';

const PANIC = 'panic: send on closed channel\n\ngoroutine 7 [running]:\nmain.produce(...)\n\t/src/app/main.go:12\n';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'goroner-triage-'));
  writeFileSync(join(folder, 'panic.log'), PANIC);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]) {
  let stdout = '';
  let stderr = '';
  const code = await main(args, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    stdin: async function* () {
      yield Buffer.from(PANIC);
    },
    stdinHasData: () => false,
    env: {},
  });
  return { code, stdout, stderr: stderr.replaceAll(folder, '{}') };
}

const json = async (...args: string[]) => JSON.parse((await run('--json', ...args)).stdout) as Report;

async function mark(note: string, kind = 'dismissed'): Promise<void> {
  const [finding] = (await json(folder)).findings;
  const entries = [{ fingerprint: finding?.key, mark: kind, note }];
  writeFileSync(join(folder, 'goroner-triage.json'), JSON.stringify({ schemaVersion: '1.0', entries }));
}

/** What the report says but for the file itself and the marks. */
function found({ bundle, findings, ...rest }: Report) {
  return {
    ...rest,
    artifacts: bundle.artifacts.filter(({ path }) => !path.endsWith('goroner-triage.json')),
    findings: findings.map((one) => ({ ...one, triage: undefined })),
  };
}

describe('marks beside the bundle', () => {
  test('are in every format, for the directory and for a file in it', async () => {
    await mark('a test bench, by ann@example.com');
    for (const path of [folder, join(folder, 'panic.log')]) {
      const report = await json(path);
      expect(report.findings[0]?.triage).toEqual({ mark: 'dismissed', note: 'a test bench, by <email-1>' });
      expect((await run(path)).stdout).toContain('\n         Triage: dismissed: a test bench, by <email-1>\n');
      const markdown = (await run('--format', 'markdown', path)).stdout;
      expect(markdown).toMatch(/^# Postmortem: no root cause found\n/);
      expect(markdown).toContain('## Dismissed in triage');
    }
  });

  test('change neither what is found nor the exit code, whatever the notes say', async () => {
    const before = await json(folder);
    await mark(PANIC);
    expect(found(await json(folder))).toEqual(found(before));
    expect((await run(folder)).code).toBe(1);
  });

  test('are left out with --no-triage; the file is passed over all the same', async () => {
    await mark(PANIC);
    const report = await json('--no-triage', folder);
    expect(report.findings.map(({ triage }) => triage)).toEqual([undefined]);
    expect(report.bundle.artifacts.find(({ path }) => path === 'goroner-triage.json')).toMatchObject({
      kinds: [],
      status: 'passed-over',
      reason: 'what people have said of the findings: no part of the bundle',
    });
  });

  test('of another run, of a deeper directory, under a link, or named by a pattern of the shell are no evidence', async () => {
    mkdirSync(join(folder, 'deep'));
    for (const name of ['goroner-triage.json', '.goroner-triage.json.0a1b.tmp', 'deep/goroner-triage.json'])
      writeFileSync(join(folder, name), PANIC.replace('send on', 'close of'));
    symlinkSync('goroner-triage.json', join(folder, 'a-link'));
    const { stdout } = await run('--json', '--no-triage', folder);
    expect((JSON.parse(stdout) as Report).findings.map(({ signature }) => signature)).toEqual(['send-on-closed-channel']);
    const given = await json('--no-triage', join(folder, 'panic.log'), join(folder, 'goroner-triage.json'));
    expect(given.findings.map(({ signature }) => signature)).toEqual(['send-on-closed-channel']);
    expect((await run('inspect', folder)).stdout).toMatch(/goroner-triage\.json: passed-over\n {2}what people have said/);
  });

  test('that cannot be used are a line; the report comes without them', async () => {
    const before = await json(folder);
    writeFileSync(join(folder, 'goroner-triage.json'), '{');
    const { code, stdout, stderr } = await run('--json', folder);
    expect(stderr).toMatch(
      /^goroner: \{\}\/goroner-triage\.json: is no triage file: .*; correct it or move it away; the report is without it\n$/,
    );
    expect([code, found(JSON.parse(stdout) as Report)]).toEqual([1, found(before)]);
    expect((await run('--no-triage', folder)).stderr).toBe('');
  });

  test('have no place for standard input', async () => {
    await mark('x');
    expect((await json('-')).findings[0]?.triage).toBeUndefined();
  });
});
