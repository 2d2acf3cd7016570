import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { analyze } from '../src/analyze.ts';

const MIB = 1024 * 1024;

describe('reading a large text', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'goroner-reading-'));
    writeFileSync(join(folder, 'app.log'), 'nothing of interest in this line\n'.repeat((16 * MIB) / 33));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['alone', {}],
    ['with somebody who watches', { onProgress: () => undefined }],
  ])('uses the memory of its chunks again, %s', async (_, options) => {
    const allocate = vi.spyOn(Buffer, 'allocUnsafe');
    try {
      await analyze([folder], { signatures: [], ...options });
      const chunks = allocate.mock.calls.filter(([bytes]) => bytes === MIB).length;
      expect(chunks).toBeGreaterThan(0);
      expect(chunks).toBeLessThan(6);
    } finally {
      allocate.mockRestore();
    }
  });
});
