import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signatureSources } from '../matcher/store.ts';
import { reportSchema } from './report-schema.ts';

// Part of `npm run docs`: writes docs/report.schema.json.
const root = join(signatureSources(), '..');
await writeFile(join(root, 'docs', 'report.schema.json'), `${JSON.stringify(reportSchema(root), undefined, 2)}\n`);
console.log('wrote docs/report.schema.json');
