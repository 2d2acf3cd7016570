import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

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
    vi.resetModules();
    const { analyze } = await import('../src/analyze.ts');
    const allocate = vi.spyOn(Buffer, 'allocUnsafe');
    const chunks = () => allocate.mock.calls.filter(([bytes]) => bytes === MIB).length;
    try {
      await analyze([folder], { signatures: [], ...options });
      const first = chunks();
      expect(first).toBeGreaterThan(0);
      expect(first).toBeLessThan(6);
      await analyze([folder], { signatures: [], ...options });
      expect(chunks()).toBeLessThanOrEqual(first + 2);
    } finally {
      allocate.mockRestore();
    }
  });
});
