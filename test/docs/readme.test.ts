import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { picture, withPicture } from '../../src/build/picture.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

function goroner(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/goroner.js', ...args], { cwd: ROOT, input, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** Lines of the shell blocks. */
const shell = [...readme.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) => block.trim().split('\n'));

describe('README.md', () => {
  test('shows what the command prints', () => {
    const { stdout, stderr, status } = goroner(['samples/incidents/clonebot']);
    expect(stderr).toBe('');
    expect(status).toBe(1);
    const lines = picture(stdout);
    expect(withPicture(readme, lines), 'run npm run docs').toBe(readme);
    // Every line but the marks of what is left out is a line of the output, in its order.
    const printed = stdout.split('\n');
    let at = 0;
    for (const line of lines.filter((one) => one.trim() !== '…')) {
      at = printed.indexOf(line, at) + 1;
      expect(at, line).toBeGreaterThan(0);
    }
  });

  test('the report that it shows goes from the cause to the end', () => {
    const { stdout } = goroner(['samples/incidents/clonebot']);
    expect(stdout.split('\n')[0]).toBe('VERDICT: Goroutine leak: receivers without a sender');
    expect(stdout).toMatch(/^Chain, root cause first\n {2}Goroutine leak.*\n(?: {2,}.*\n)*? +└→ .*go-mmap-enomem#1/m);
    expect(stdout).toContain('main.(*bot).filePage');
  });

  test('the JSON command gives a report', () => {
    expect(shell).toContain('npx goroner --json samples/incidents/clonebot > report.json');
    const { stdout, status } = goroner(['--json', 'samples/incidents/clonebot']);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: { finding: 'goroutine-leak-chan-receive#1', confidence: 'strong' } });
  });

  test('the pipe works', () => {
    expect(shell).toContain('kubectl logs --previous my-pod | npx goroner -');
    const log = readFileSync(join(ROOT, 'samples/incidents/send-on-closed-channel/stderr.log'), 'utf8');
    expect(goroner(['-'], log)).toMatchObject({ status: 1, stderr: '' });
  });

  test.each([...readme.matchAll(/`goroner ([a-z]+)/g)].map(([, command = '']) => command))('the command %s exists', (command) => {
    expect(goroner([command, '--help'])).toMatchObject({ status: 0, stderr: '' });
  });

  test('exit codes are what it says', () => {
    expect(readme).toContain('Exit codes: 0 no cause found, 1 a cause found, 2 could not run.');
    expect(goroner(['samples/incidents/healthy-load']).status).toBe(0);
    expect(goroner(['samples/incidents/clonebot']).status).toBe(1);
    expect(goroner(['samples/no-such-incident']).status).toBe(2);
  });

  test('links lead somewhere', () => {
    const targets = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, target = '']) => target);
    expect(targets.length).toBeGreaterThan(5);
    expect(targets.filter((target) => !existsSync(join(ROOT, target)))).toEqual([]);
  });
});

describe('the picture of a report', () => {
  const report = [
    'VERDICT: it',
    '',
    '  Words.',
    '',
    'Evidence',
    '  +5 a',
    '     app.log:1',
    '  +1 b',
    '  -1 c',
    '     more',
    '  +1 d',
    '',
    'Warnings',
    '  - w',
    '',
  ];

  test('keeps whole lines and marks what is left out', () => {
    expect(picture(report.join('\n'))).toEqual([
      'VERDICT: it',
      '',
      '  Words.',
      '',
      'Evidence',
      '  +5 a',
      '     app.log:1',
      '  +1 b',
      '  -1 c',
      '     more',
      '  …',
    ]);
  });

  test('marks sections that are left out where nothing else is', () => {
    expect(picture(report.filter((line) => line !== '  +1 d').join('\n')).at(-1)).toBe('  …');
    expect(picture('VERDICT: it\n\n  Words.\n')).toEqual(['VERDICT: it', '', '  Words.']);
  });

  test('a README without markers is refused', () => {
    expect(() => withPicture('# Goroner\n', [])).toThrow('README.md lacks the lines');
  });
});
