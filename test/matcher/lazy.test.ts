import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/** Packages that are loaded with a file, before any code of it runs. Types and `import()` load nothing. */
function packagesLoadedWith(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file) || !existsSync(file)) return packages;
  seen.add(file);
  for (const [, clause = '', specifier = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export)\s+([^;'"]*?from\s+)?'([^']+)'/gm)) {
    if (/^type\s/.test(clause)) continue;
    if (specifier.startsWith('.')) for (const one of packagesLoadedWith(resolve(dirname(file), specifier), seen)) packages.add(one);
    else packages.add(specifier);
  }
  return packages;
}

test('an analysis does not load the libraries that only own signatures need', () => {
  for (const entry of ['src/cli/analyze.ts', 'src/index.ts']) {
    const packages = packagesLoadedWith(resolve(ROOT, entry));
    expect([...packages], entry).toContain('re2js');
    expect([...packages], entry).not.toContain('yaml');
    expect([...packages], entry).not.toContain('zod');
  }
});

test('the command line loads a library when it is used: the version and the help answer at once', () => {
  const packages = packagesLoadedWith(resolve(ROOT, 'src/cli/main.ts'));
  expect([...packages].filter((one) => !one.startsWith('node:'))).toEqual(['commander']);
  const analysis = [...packagesLoadedWith(resolve(ROOT, 'src/cli/analyze.ts'))].filter((one) => !one.startsWith('node:'));
  expect(analysis).toEqual(['re2js']);
});
