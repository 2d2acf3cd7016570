import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rootCauseDocs } from '../../src/build/root-cause-docs.ts';
import { loadSignatures, signatureSources } from '../../src/matcher/store.ts';

const docs = join(signatureSources(), '..', 'docs');

test('docs/root-causes is what npm run docs writes', async () => {
  const files = rootCauseDocs(await loadSignatures());
  for (const { path, text } of files)
    expect(await readFile(join(docs, path), 'utf8').catch(() => '(missing)'), `${path}: run npm run docs`).toBe(text);
  const pages = await readdir(join(docs, 'root-causes')).catch(() => []);
  expect(pages.map((name) => `root-causes/${name}`).toSorted()).toEqual(
    files
      .map(({ path }) => path)
      .slice(1)
      .toSorted(),
  );
});
