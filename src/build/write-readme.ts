import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signatureSources } from '../matcher/store.ts';
import { picture, withPicture } from './picture.ts';

// Part of `npm run docs`: the picture in the README is what the command prints.
const root = join(signatureSources(), '..');
const run = spawnSync(process.execPath, ['bin/goroner.js', 'samples/incidents/clonebot'], { cwd: root, encoding: 'utf8' });
if (run.status !== 1) throw new Error(`goroner ended with status ${run.status}: ${run.stderr}`);
const readme = join(root, 'README.md');
await writeFile(readme, withPicture(await readFile(readme, 'utf8'), picture(run.stdout)));
console.log('wrote the picture in README.md');
