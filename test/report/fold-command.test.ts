import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { loadSignatures } from '../../src/matcher/store.ts';
import { foldCommand } from '../../src/report/render/text/fold-command.ts';

describe('foldCommand', () => {
  test.each([
    ['fits', 'go vet ./...', 20, ['go vet ./...']],
    ['a list goes on after the semicolon', 'sleep 60; cat /a /b; sleep 1', 20, ['sleep 60; cat /a /b;', '  sleep 1']],
    ['a pipe goes on after the bar', 'cat /var/log/app | sort', 20, ['cat /var/log/app |', '  sort']],
    ['else a backslash', 'curl -s http://host/a > b.txt', 20, ['curl -s \\', '  http://host/a > \\', '  b.txt']],
    ['quotes stay whole', "grep -E 'a b|c d; e f' log", 12, ['grep -E \\', "  'a b|c d; e f' \\", '  log']],
    ['a quoted quote', 'echo "a \\" b c" d', 12, ['echo \\', '  "a \\" b c" \\', '  d']],
    ['no blank', 'abcdefghijklmnop', 8, ['abcdefghijklmnop']],
    ['a comment is not broken', 'run it # much later on', 12, ['run it \\', '  # much later on']],
  ])('%s', (_, command, width, expected) => {
    expect(foldCommand(command, width)).toEqual(expected);
  });

  test('every command of a signature means the same to a shell when it is folded', async () => {
    const commands = (await loadSignatures()).flatMap(({ collect }) => collect.flatMap(({ command }) => command.split('\n')));
    for (const width of [30, 50, 74]) expect(parsed(commands.map((one) => foldCommand(one, width).join('\n')))).toEqual(parsed(commands));
  });
});

/** The commands as bash has parsed them. */
function parsed(commands: readonly string[]): readonly string[] {
  const script = commands.map((one, i) => `f${i}() {\n${one}\n}\ndeclare -f f${i}; echo ----`).join('\n');
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('----\n');
}
