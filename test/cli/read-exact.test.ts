import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readExact } from '../../src/cli/read-bundle.ts';
import { workerExact } from '../../src/cli/worker-analysis.ts';
import { KeptInput } from '../../src/tui/app/kept-input.ts';

const ONE = `goroutine 1 [chan receive, 5 minutes]:
main.work(0xc000012345)
	/src/main.go:10 +0x1d
created by main.main in goroutine 9
	/src/main.go:5 +0x25

`;
/** The same functions, at another line. */
const OTHER = ONE.replace('goroutine 1 ', 'goroutine 2 ').replace('main.go:10', 'main.go:20');

async function* bytesOf(text: string) {
  yield Buffer.from(text);
}

describe('the dumps read once more', () => {
  test('tell lines apart that the report has as one group', async () => {
    const [dump] = await readExact({ paths: ['-'], limits: {}, own: new Set() }, () => bytesOf(ONE + OTHER));
    expect(dump?.groups.map(({ count, frames }) => [count, frames[0]?.line])).toEqual([
      [1, 10],
      [1, 20],
    ]);
  });

  test('have the ids that they have in the report', async () => {
    const path = join(import.meta.dirname, '../../samples/incidents/clonebot/goroutines-1.txt');
    const dumps = await readExact({ paths: [path], limits: {}, own: new Set() }, () => bytesOf(''));
    expect(dumps.map(({ id, goroutines }) => [id, goroutines])).toEqual([['dump:1', 89]]);
    expect(readFileSync(path, 'utf8')).toContain('goroutine 314');
  });

  test('cannot be had of standard input of which only the beginning is kept', async () => {
    const kept = new KeptInput(4);
    kept.keep(Buffer.from('more than that'));
    await expect(workerExact({ paths: ['-'], limits: {}, own: new Set() }, kept)).rejects.toThrow('only the beginning is kept');
  });
});
