import { describe, expect, test } from 'vitest';
import { bulletList, cell, codeBlock, escapeMarkdown } from '../../src/build/markdown.ts';
import { rootCauseDocs } from '../../src/build/root-cause-docs.ts';
import { page, signature } from '../matcher/fixture.ts';

describe('rootCauseDocs', () => {
  const bait = signature({ id: 'gc-sweep-wait', family: 'gc', role: 'refuted', title: 'GC sweep wait', symptoms: ['a | b', 'c'] });
  const docs = rootCauseDocs([bait, signature({ explains: ['gc-sweep-wait', 'oom-kill-memcg'] })]);
  const text = (path: string) => docs.find((file) => file.path === path)?.text ?? '';

  test('one table, and a page for each', () => {
    expect(docs.map(({ path }) => path)).toEqual([
      'root-causes.md',
      'root-causes/send-on-closed-channel.md',
      'root-causes/gc-sweep-wait.md',
    ]);
  });

  test('what is asked first is answered on top, in the words of those who ask', () => {
    const questions = text('root-causes.md').match(/^### .*$/gm);
    expect(questions).toEqual([
      '### Goroutines in chan receive with no sender',
      '### Negative WaitGroup counter',
      '### Send on closed channel',
      '### SIGSEGV / nil pointer inside RoundTrip',
      '### Stall in GC sweep wait',
      '### channels',
      '### gc',
    ]);
    expect(text('root-causes.md')).toContain(
      '**Send on a closed channel** ([send-on-closed-channel](root-causes/send-on-closed-channel.md)). A send on a closed channel panics.\n\nFirst: Let one owner close it.',
    );
    expect(text('root-causes.md')).toContain('**GC sweep wait** ([gc-sweep-wait](root-causes/gc-sweep-wait.md), not a cause).');
  });

  test('symptom, root cause, page', () => {
    expect(text('root-causes.md')).toContain('| a \\| b<br>c | GC sweep wait | refuted | [gc-sweep-wait](root-causes/gc-sweep-wait.md) |');
  });

  test('links only where there is a page', () => {
    expect(text('root-causes/send-on-closed-channel.md')).toContain('- [gc-sweep-wait](gc-sweep-wait.md)\n- `oom-kill-memcg`');
  });

  test('evidence with its points', () => {
    expect(text('root-causes/send-on-closed-channel.md')).toContain('| panic | required | +5 | the runtime panicked: "\\<message\\>" |');
  });

  test('what it has to match, and the near misses that it must not, by their names', () => {
    expect(text('root-causes/send-on-closed-channel.md')).toContain(
      '## What it is tested with\n\nIt has to match:\n\n- a trace\n- an incident (sample `send-on-closed-channel`)\n\nIt must not match:\n\n- a quotation\n- another panic\n\n## References',
    );
  });

  test('a page without a rule says why no report names it, in the place of its evidence', () => {
    const files = rootCauseDocs([page()]);
    expect(files[0]?.text).toContain('| refuted, page only | [a-recipe](root-causes/a-recipe.md) |');
    expect(files[1]?.text).toContain('## Why no report names it\n\nNo bundle shows how it was collected.\n');
    expect(files[1]?.text).not.toContain('## Evidence');
    expect(files[1]?.text).not.toContain('## What it is tested with');
  });

  test('the same signatures in another order give the same bytes', () => {
    expect(rootCauseDocs([signature({ explains: ['gc-sweep-wait', 'oom-kill-memcg'] }), bait])).toEqual(docs);
  });
});

describe('markdown', () => {
  test('escapes what would act, but not in code', () => {
    expect(escapeMarkdown('(*DB).conn <b> [x] `a*b` snake_case _it_')).toBe(
      String.raw`(\*DB).conn \<b\> \[x\] ` + '`a*b`' + String.raw` snake_case \_it\_`,
    );
    expect(escapeMarkdown('# no title\n- no list\n1. no list')).toBe('\\# no title\n\\- no list\n\\1. no list');
  });

  test('a cell is one line', () => expect(cell(' a\nb | c ')).toBe('a b \\| c'));

  test('an item keeps its lines together', () => expect(bulletList(['a\n\nb'])).toEqual(['- a\n  b']));

  test('a block of code cannot be ended from within', () => expect(codeBlock('echo ```', 'sh')).toEqual(['````sh', 'echo ```', '````']));
});
