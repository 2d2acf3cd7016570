import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startReal } from './real.ts';

it('says the name of what was exported in the narrowest terminal, and writes the finding or the whole', async () => {
  const before = process.cwd();
  const bundle = join(before, 'samples', 'incidents', 'clonebot');
  const folder = mkdtempSync(join(tmpdir(), 'goroner-export-'));
  const user = startReal([bundle], { columns: 40, rows: 8 });
  try {
    await user.screen.until((rows) => rows[0]?.includes('findings (') === true, 30_000);
    process.chdir(folder);
    await user.type('xj');
    await user.screen.until((rows) => rows[6]?.startsWith('goroutine-leak-chan-receive-1.json writ') === true);
    await user.type('xa');
    await user.screen.until((rows) => rows[6]?.startsWith('goroner-report.md written to ') === true);
    expect(readdirSync(folder).toSorted()).toEqual(['goroner-report.md', 'goroutine-leak-chan-receive-1.json']);
  } finally {
    process.chdir(before);
    await user.quit();
    rmSync(folder, { recursive: true, force: true });
  }
});
