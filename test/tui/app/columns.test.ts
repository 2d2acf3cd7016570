import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startReal } from './real.ts';

const CLONEBOT = join(import.meta.dirname, '..', '..', '..', 'samples', 'incidents', 'clonebot');

let user: ReturnType<typeof startReal> | undefined;
afterEach(() => user?.quit());

it.each([
  [80, 24],
  [100, 24],
  [119, 24],
  [120, 40],
  [160, 45],
  [180, 45],
])('tables have at %i columns what they have at 80', async (columns, rows) => {
  user = startReal([CLONEBOT], { columns, rows });
  const findings = await user.screen.until((shown) => shown[0]?.includes('findings (3)') === true, 30_000);
  expect(findings.join('\n')).toMatch(/^ +severity +evidence .*finding/m);
  expect((await user.type('2')).join('\n')).toMatch(/^ +count +state +wait +growth +function/m);
  expect((await user.type('4')).join('\n')).toMatch(/^ +█+.* +\d+ % .*main\./m);
  expect((await user.type('5')).join('\n')).toMatch(/^ +file +read as +size +cited/m);
});
