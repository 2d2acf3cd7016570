import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** Every source file with the modules that it imports, as paths from the root or names of packages. */
function importsOf(folder: string): { file: string; imports: string[] }[] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  return files.map((name) => {
    const file = join(folder, name);
    const source = readFileSync(join(ROOT, file), 'utf8');
    const specifiers = [...source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, specifier = '']) => specifier);
    return {
      file,
      imports: specifiers.map((one) => (one.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), one)) : one)),
    };
  });
}

const all = [...importsOf('src'), ...importsOf('parsers')];
const startsWithAny = (path: string, prefixes: readonly string[]) => prefixes.some((prefix) => path.startsWith(prefix));

/** Who may import whom: the parts of the pipeline, and the parts of the project that each may know. */
const RULES: readonly { part: string; may: readonly string[] }[] = [
  { part: 'src/text/', may: ['src/text/'] },
  { part: 'src/kernel/', may: ['src/kernel/'] },
  { part: 'src/evidence/', may: ['src/evidence/', 'src/text/'] },
  { part: 'parsers/', may: ['parsers/', 'src/evidence/', 'src/kernel/', 'src/text/'] },
  { part: 'src/fingerprint/', may: ['src/fingerprint/', 'src/evidence/', 'src/text/'] },
  { part: 'src/matcher/', may: ['src/matcher/', 'src/fingerprint/', 'src/evidence/', 'src/text/'] },
  { part: 'src/report/', may: ['src/report/', 'src/matcher/', 'src/fingerprint/', 'src/evidence/', 'src/text/', 'parsers/parser.ts'] },
  { part: 'src/bundle/', may: ['src/bundle/', 'src/evidence/', 'src/kernel/', 'src/text/', 'src/report/report.ts'] },
  {
    part: 'src/tui/',
    may: ['src/tui/', 'src/report/', 'src/matcher/', 'src/evidence/', 'src/bundle/', 'src/text/', 'src/environment.ts', 'src/analyze.ts'],
  },
];

/** Parts that may touch the outside; everything else in src/ and parsers/ is pure. */
const IMPURE = ['src/bundle/', 'src/cli/', 'src/build/', 'src/tui/', 'src/analyze.ts', 'src/matcher/store.ts'];
const OUTSIDE = ['node:fs', 'node:fs/promises', 'node:process', 'node:child_process', 'node:os', 'node:net', 'node:http', 'fast-glob'];

describe('the import rule', () => {
  test.each(RULES)('$part imports only what it may know', ({ part, may }) => {
    const wrong = all
      .filter(({ file }) => file.startsWith(part))
      .flatMap(({ file, imports }) =>
        imports
          .filter((one) => one.startsWith('src/') || one.startsWith('parsers/'))
          .filter((one) => !startsWithAny(one, may))
          .map((one) => `${file} imports ${one}`),
      );
    expect(wrong).toEqual([]);
  });

  test('nothing imports cli or tui but themselves', () => {
    const wrong = all.filter(
      ({ file, imports }) =>
        !startsWithAny(file, ['src/cli/', 'src/tui/', 'src/build/']) && imports.some((one) => startsWithAny(one, ['src/cli/', 'src/tui/'])),
    );
    expect(wrong.map(({ file }) => file)).toEqual([]);
    expect(all.filter(({ file }) => file.endsWith('.tsx')).length).toBeGreaterThan(0);
  });

  test('pure parts touch nothing outside', () => {
    const wrong = all
      .filter(({ file }) => !startsWithAny(file, IMPURE))
      .flatMap(({ file, imports }) => {
        const source = readFileSync(join(ROOT, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
        const used = /\b(?:process|console)\.(?!ts')|\bDate\.now\b|new Date\(\)|Math\.random/.exec(source);
        return [...imports.filter((one) => OUTSIDE.includes(one)), ...(used === null ? [] : [used[0]])].map((one) => `${file} uses ${one}`);
      });
    expect(wrong).toEqual([]);
  });

  test('only what sanitises gives text the brand of being safe', () => {
    const wrong = all
      .filter(({ file }) => file !== 'src/text/safe-text.ts')
      .flatMap(({ file }) => {
        const source = readFileSync(join(ROOT, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
        // Any cast by which a text could become safe: to the type itself, to lists or objects of it, or to anything at all.
        const casts = [
          ...source.matchAll(
            /\bas\s+(?:unknown\s+as\s+|readonly\s+)?[^;,)]*\bSafeText\b|<SafeText>\w|\bas\s+(?:any|never)\b|@ts-(?:ignore|expect-error|nocheck)/g,
          ),
        ];
        return casts.map(([cast]) => `${file}: ${cast}`);
      });
    expect(wrong).toEqual([]);
  });

  test('a plain run loads neither the schema library nor YAML', () => {
    // What is loaded where there is YAML only: nothing may import it but when it is needed.
    const lazy = 'parsers/kubernetes/documents/yaml-value.ts';
    const importing = all.filter(({ file }) => readFileSync(join(ROOT, file), 'utf8').match(/^import .*yaml-value/m) !== null);
    expect(importing.map(({ file }) => file)).toEqual([]);
    const eager = all.filter(({ file }) => file !== lazy && !file.startsWith('src/build/') && !file.startsWith('src/matcher/check/'));
    const wrong = eager.filter(({ file }) => /^import (?!type).*'(?:zod|yaml)'/m.test(readFileSync(join(ROOT, file), 'utf8')));
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });
});
