import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SAMPLE = join(ROOT, 'samples/incidents/clonebot');
const CODE = 'dist/src/command/goroner.cjs.code';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goroner-load-'));
  for (const part of ['bin', 'package.json', 'dist/signatures.json', 'dist/src/command'])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the copy. Node keeps no compiled code of it in the user's cache. */
function run(args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'bin/goroner.js'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' },
  });
  return { status, stdout, stderr };
}

describe('the compiled code of the command', () => {
  test('is what the build leaves, and this Node takes it', () => {
    const { CODE: path, compile } = createRequire(import.meta.url)(join(ROOT, 'bin/load.js'));
    expect(compile(readFileSync(path)).cachedDataRejected).toBe(false);
  });

  // It is read as one byte a character: the name of a closure up to Go 1.4 would not be found by `func·`, nor a time by `µs`.
  test('is of a script in ASCII', () => {
    const script = readFileSync(join(ROOT, 'dist/src/command/goroner.cjs'));
    expect(script.findIndex((byte) => byte > 127)).toBe(-1);
  });

  test('may be damaged or missing: the answer is the same', () => {
    const whole = run(['--json', SAMPLE]);
    expect(whole).toMatchObject({ status: 1, stderr: '' });
    const code = readFileSync(join(folder, CODE));
    for (const broken of [code.subarray(0, code.length / 2), Buffer.from('nothing of V8'), Buffer.alloc(0)]) {
      writeFileSync(join(folder, CODE), broken);
      expect(run(['--json', SAMPLE])).toEqual(whole);
    }
    rmSync(join(folder, CODE));
    expect(run(['--json', SAMPLE])).toEqual(whole);
  });

  test('is of no use without the command: one line says what to do', () => {
    rmSync(join(folder, 'dist/src/command'), { recursive: true });
    const { status, stdout, stderr } = run(['--json', SAMPLE]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^goroner: cannot start: .*; run npm ci in a checkout, or install the package again\n$/);
  });
});
