import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSignatures, signatureSources } from '../matcher/store.ts';
import { changedLines, matrix } from './accuracy/matrix.ts';
import { measure } from './accuracy/measure.ts';
import { accuracyPage } from './accuracy/page.ts';

// `npm run accuracy`: writes test/goldens/matrix.tsv and docs/accuracy.md, and says which lines of the matrix have changed.
const root = join(signatureSources(), '..');
const measured = await measure(await loadSignatures(), join(root, 'samples', 'incidents'));
const path = join(root, 'test', 'goldens', 'matrix.tsv');
const before = await readFile(path, 'utf8').catch(() => '');
const after = matrix(measured.incidents);
for (const line of changedLines(before, after)) console.log(line);
await writeFile(path, after);
await writeFile(join(root, 'docs', 'accuracy.md'), accuracyPage(measured));
console.log(
  `wrote test/goldens/matrix.tsv and docs/accuracy.md: ${measured.incidents.length} incidents, ${measured.texts.length} texts of signatures`,
);
