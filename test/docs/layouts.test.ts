import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { layoutsPage } from '../../src/build/layouts-page.ts';
import { signatureSources } from '../../src/matcher/store.ts';

test('docs/layouts.md is what npm run docs writes', async () => {
  const page = await readFile(join(signatureSources(), '..', 'docs', 'layouts.md'), 'utf8').catch(() => '(missing)');
  expect(page, 'run npm run docs').toBe(layoutsPage());
});
