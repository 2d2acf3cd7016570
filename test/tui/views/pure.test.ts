import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const TUI = join(import.meta.dirname, '..', '..', '..', 'src', 'tui');

test.each(['views', 'text'])('%s touch nothing outside: no file, no clock, no process, no terminal', (folder) => {
  const files = readdirSync(join(TUI, folder));
  expect(files.length).toBeGreaterThan(5);
  const wrong = files.filter((file) => {
    const source = readFileSync(join(TUI, folder, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    return /from '(?:node:|ink|react)|\/(?:cli|bundle|app|terminal|store)\/|\b(?:process|console)\.|Date\.now|new Date\(\)|Math\.random/.test(
      source,
    );
  });
  expect(wrong).toEqual([]);
});
