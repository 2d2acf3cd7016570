import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';

const PANIC = 'panic: send on closed channel\n\ngoroutine 7 [running]:\nmain.produce(...)\n\t/src/app/main.go:12\n';
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function inspect(files: Readonly<Record<string, string>>, ...options: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'goroner-inspect-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  let stdout = '';
  await main(['inspect', ...options, folder], {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => undefined },
    stdin: async function* () {},
    stdinHasData: () => false,
    env: {},
  });
  return stdout;
}

const MUST_GATHER = {
  'mg/must-gather.logs': 'gathered\n',
  'mg/image/namespaces/shop/pods/web-0/app/app/logs/previous.log': PANIC,
  'mg/image/namespaces/shop/pods/web-0/app/app/logs/current.log': '',
};

test('says what the bundle is, and of each file what it is, whose, and what came of it', async () => {
  expect(await inspect(MUST_GATHER)).toBe(
    [
      'OpenShift must-gather or oc adm inspect (must-gather) in mg',
      'mg/image/namespaces/shop/pods/web-0/app/app/logs/previous.log (93 B): crash',
      '  by its place: log of the run before; namespace shop, pod web-0, container app,',
      '    run previous',
      '  facts: 1 dump, 1 goroutines, 1 crash',
      '  dump at line 3 (crash, 1 goroutine): not whole',
      '    ! only one goroutine was printed: nothing follows from the absence of others',
      '      (a panic prints its own only, unless GOTRACEBACK=all)',
      'mg/image/namespaces/shop/pods/web-0/app/app/logs/current.log (0 B): passed-over',
      '  empty',
      '  by its place: log of a container; namespace shop, pod web-0, container app,',
      '    run current',
      'mg/must-gather.logs (9 B): passed-over',
      '  text with nothing of Go’s in it',
      '  by its place: log of the collection',
      '3 files',
      '',
    ].join('\n'),
  );
});

test('the same as JSON', async () => {
  const { layouts, artifacts } = JSON.parse(await inspect(MUST_GATHER, '--json')) as Record<string, unknown[]>;
  expect(layouts).toEqual([{ id: 'must-gather', title: 'OpenShift must-gather or oc adm inspect', root: 'mg' }]);
  expect(artifacts?.[0]).toMatchObject({
    role: 'log of the run before',
    scope: { namespace: 'shop', pod: 'web-0', container: 'app', incarnation: 'previous' },
  });
});

test('loose files have neither a layout nor a place', async () => {
  expect(await inspect({ 'stderr.log': PANIC })).not.toContain('place');
});
