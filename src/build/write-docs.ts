import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSignatures, signatureSources } from '../matcher/store.ts';
import { keysPage } from '../tui/keys/keys-page.ts';
import { layoutsPage } from './layouts-page.ts';
import { rootCauseDocs } from './root-cause-docs.ts';

// Part of `npm run docs`: writes docs/root-causes.md and docs/root-causes/, takes pages away that no signature has, and writes docs/keys.md and docs/layouts.md.
const docs = join(signatureSources(), '..', 'docs');
const files = rootCauseDocs(await loadSignatures());
const pages = join(docs, 'root-causes');
await mkdir(pages, { recursive: true });
const kept = new Set(files.map(({ path }) => path));
for (const name of await readdir(pages)) if (!kept.has(`root-causes/${name}`)) await rm(join(pages, name), { recursive: true });
for (const { path, text } of files) await writeFile(join(docs, path), text);
console.log(`wrote ${files.length} files of root causes`);
await writeFile(join(docs, 'keys.md'), keysPage());
console.log('wrote docs/keys.md');
await writeFile(join(docs, 'layouts.md'), layoutsPage());
console.log('wrote docs/layouts.md');
