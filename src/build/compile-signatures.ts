import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { checkFiles } from '../matcher/check/check-files.ts';
import { formatProblem } from '../matcher/check/problem.ts';
import { readSignatureFiles, signatureSources } from '../matcher/store.ts';

// Last step of `npm run build`: checks signatures/ and writes dist/signatures.json, which is what runs read.
const { signatures, problems } = checkFiles(await readSignatureFiles(signatureSources()));
if (problems.length > 0) {
  for (const problem of problems) console.error(formatProblem({ ...problem, path: `signatures/${problem.path}` }));
  console.error(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} in signatures/; nothing was compiled`);
  process.exitCode = 1;
} else {
  await writeFile(fileURLToPath(new URL('../../signatures.json', import.meta.url)), `${JSON.stringify(signatures)}\n`);
  console.log(`compiled ${signatures.length} ${signatures.length === 1 ? 'signature' : 'signatures'}`);
}
