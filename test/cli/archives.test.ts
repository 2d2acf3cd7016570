import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnalysisMessage } from '../../src/cli/analysis-message.ts';
import { PANIC, ZSTD_PANICS } from '../bundle/archive/blobs.ts';
import { xz, zstd } from '../bundle/archive/make-compressed.ts';
import { tar } from '../bundle/archive/make-tar.ts';
import { zip } from '../bundle/archive/make-zip.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The command as it is installed, but without any package beside it: what it needs has to be in its own files. */
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goroner-packed-'));
  for (const part of ['bin', 'package.json', 'dist/signatures.json', 'dist/src/command'])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LOG = { name: 'a.log', data: PANIC };
const FORMS: readonly (readonly [form: string, bytes: Buffer])[] = [
  ['tar', tar(LOG)],
  ['tar.gz', gzipSync(tar(LOG))],
  ['tar.xz', xz(tar(LOG))],
  ['tar.zst', zstd(tar(LOG))],
  ['zip', zip([LOG])],
  ['log.zst', ZSTD_PANICS],
  ['tar.xz in zip', zip([{ name: 'in', data: xz(tar(LOG)) }])],
];

describe('the command as it is built', () => {
  test.each(FORMS)('reads %s', (_, bytes) => {
    const path = join(folder, 'input');
    writeFileSync(path, bytes);
    for (const [args, input] of [
      [[path], ''],
      [['-'], bytes],
    ] as const) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'bin/goroner.js'), 'inspect', ...args], {
        input,
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      expect(stdout).toContain(': crash');
      expect(status).toBe(0);
    }
  });

  test.each(FORMS)('reads %s in the thread of the terminal UI', async (_, bytes) => {
    const path = join(folder, 'input');
    writeFileSync(path, bytes);
    const worker = new Worker(pathToFileURL(join(folder, 'dist/src/command/analysis-worker.js')), {
      workerData: { request: { paths: [path], limits: {}, own: new Set() }, exact: false },
    });
    const last = await new Promise<AnalysisMessage>((resolve, reject) => {
      worker.on('message', (message: AnalysisMessage) => {
        if (message.kind === 'report' || message.kind === 'failed') resolve(message);
      });
      worker.on('error', reject);
    });
    await worker.terminate();
    expect(last.kind === 'report' ? last.report.facts.crashes.length : last).toBeGreaterThan(0);
  });
});
