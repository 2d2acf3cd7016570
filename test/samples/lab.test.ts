import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const SAMPLES = join(import.meta.dirname, '..', '..', 'samples');
const LIVE = ['close-of-nil-channel', 'index-out-of-range'];

const go = spawnSync('go', ['env', 'GOVERSION'], {
  encoding: 'utf8',
  timeout: 30_000,
  env: { ...process.env, GOTOOLCHAIN: 'local', GOWORK: 'off' },
});
const hasGo = go.status === 0;
if (!hasGo) console.log(`lab.test: live runs are skipped: ${go.error?.message ?? go.stderr}`);

/** The line that the runtime prints first when it ends a process. */
function crashHead(file: string): string | undefined {
  return readFileSync(file, 'utf8')
    .split('\n')
    .find((line) => /^(panic|fatal error): /.test(line));
}

function capture(args: readonly string[], env: NodeJS.ProcessEnv) {
  return spawnSync(process.execPath, [join(SAMPLES, 'lab', 'capture.mjs'), ...args], { encoding: 'utf8', timeout: 100_000, env });
}

describe.skipIf(!hasGo)('live runs of the lab', () => {
  let directory = '';
  let output = '';

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'goroner-lab-'));
    const run = capture(['--out', join(directory, 'incidents'), ...LIVE], { ...process.env, LAB_BUILD: join(directory, 'build') });
    output = run.stdout + run.stderr;
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test.each(LIVE)('%s dies as the committed capture did', (incident) => {
    const live = join(directory, 'incidents', incident, 'stderr.log');
    expect(existsSync(live), output).toBe(true);
    const committed = crashHead(join(SAMPLES, 'incidents', incident, 'stderr.log'));
    expect(committed).toBeDefined();
    expect(crashHead(live)).toBe(committed);
  });

  test.each(LIVE)('%s is noted with its release and command', (incident) => {
    const note: unknown = JSON.parse(readFileSync(join(directory, 'incidents', `${incident}.expected.json`), 'utf8'));
    expect(note).toMatchObject({ go: go.stdout.trim(), command: expect.stringContaining(directory) });
  });
});

test('without Go the capture says so and changes nothing', () => {
  const directory = mkdtempSync(join(tmpdir(), 'goroner-lab-'));
  const run = capture(['--out', join(directory, 'incidents')], { PATH: directory });
  expect(run.status).toBe(0);
  expect(run.stdout).toBe('capture: Go is not installed; nothing was captured and nothing was changed\n');
  expect(existsSync(join(directory, 'incidents'))).toBe(false);
  rmSync(directory, { recursive: true });
});

test('a name that no recipe has is refused', () => {
  const run = capture(['no-such-incident'], process.env);
  expect(run.status).toBe(2);
  expect(run.stderr).toContain('no recipe named no-such-incident');
});
