import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeBlock, table } from '../../../src/report/render/markdown/blocks.ts';
import { code, prose, withCode } from '../../../src/report/render/markdown/inline.ts';
import { sanitize } from '../../../src/text/safe-text.ts';
import { hostile } from './hostile.ts';
import { all, parse, shown, skeleton } from './parse.ts';

/** Texts that a parser gave back differently once, or that say what the rules are for. */
const KNOWN = [
  // Blanks of another kind are no blanks to Markdown.
  ' \u3000 |# h',
  'a|b',
  '\\|',
  '`|`',
  'http://x.y|z',
  '@a|@b',
  'x\\',
  '\\`|',
  '# x',
  '- x',
  '1. x',
  '1) x',
  '> x',
  '=',
  '+ a',
  ':-',
  '| a |',
  '<b>',
  '&lt;',
  'a_b_ c_',
  '__init__',
  '*x*',
  '~~x~~',
  'www.a.bc',
  'me@ab.cd',
  '[x](y)',
  '![x](y)',
  '[^1]',
  '``',
  '` `',
  '`',
  'a` b',
  '(@me)',
  '"#1"',
  ':+1:',
  'x #',
  '$a$',
  'http://a.b/`x`|`y`',
];
const oneLineOf = (text: string): string =>
  sanitize(text)
    .split(/\s+/)
    .filter((one) => one !== '')
    .join(' ');
/** Runs of blanks as one, as HTML shows them. */
const blanks = (text: string): string => text.replaceAll(/[ \t\n]+/g, ' ');
const property = (check: (text: string) => void) =>
  fc.assert(fc.property(hostile, check), { numRuns: 1000, examples: KNOWN.map((one): [string] => [one]) });

describe('text with code in it', () => {
  test('has what stands between backticks as code, whole, and the rest as prose', () => {
    expect(withCode('The receiver: `select { case v := <-ch: use(v || w) }`, with a deadline.')).toBe(
      'The receiver: `select { case v := <-ch: use(v || w) }`, with a deadline.',
    );
    expect(withCode('`x`')).toBe('`x`');
    expect(withCode('a `b')).toBe('a \\`b');
  });

  test('acts on nothing, whatever stands in it', () => {
    property((text) => {
      const tree = parse(`a ${withCode(`${text}\`${text}\`${text}`)}`);
      expect(skeleton(tree)).toBe('root(paragraph)');
      for (const { value = '' } of all(tree, 'text')) expect(value).not.toMatch(/[@$]\w|\w@|#\d|\bgh-\d|:\/\/|www\.|:\w+:/i);
    });
  });
});

describe('prose', () => {
  test('shows the text, in one paragraph and nothing else', () => {
    property((text) => {
      const tree = parse(prose(text));
      expect(skeleton(tree)).toBe('root(paragraph)');
      expect(shown(tree)).toBe(oneLineOf(text));
    });
  });

  test('leaves nothing outside code that GitHub would act on', () => {
    property((text) => {
      for (const { value = '' } of all(parse(prose(text)), 'text')) expect(value).not.toMatch(/[@$]\w|\w@|#\d|\bgh-\d|:\/\/|www\.|:\w+:/i);
    });
  });

  test('is a heading, an item, a link or a cell where we say so, and no more', () => {
    property((text) => {
      const markdown = `# ${prose(text)}\n\n- **${prose(text)}** x\n- [ ] ${prose(text)}\n\n${prose(text)}: <https://a.b>`;
      const tree = parse(markdown);
      expect(skeleton(tree)).toBe('root(heading1 list(listItem(paragraph(strong)) listItem(paragraph)) paragraph(link))');
      expect(all(tree, 'heading').map(shown)).toEqual([oneLineOf(text)]);
    });
  });

  test('names of code become code, words stay words', () => {
    expect(prose('wait in main.(*bot).filePage, e.g. 1.5 times (see /a/b.go:12).')).toBe(
      'wait in `main.(*bot).filePage`, e.g. 1.5 times (see `/a/b.go:12`).',
    );
    expect(prose('call ctx.Done() (or ctx.Err()).')).toBe('call `ctx.Done()` (or `ctx.Err()`).');
  });

  test('a word of brackets takes no time', () => {
    const started = performance.now();
    prose(`a${')'.repeat(300_000)}`);
    prose(`a.${'_'.repeat(300_000)}!`);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('cells', () => {
  test('a row keeps its cells, whatever is in them', () => {
    property((text) => {
      const tree = parse(table(['a', 'b', 'c'], [[prose(text), code(text), 'end']]).join('\n'));
      expect(skeleton(tree)).toBe('root(table(tableRow(tableCell tableCell tableCell) tableRow(tableCell tableCell tableCell)))');
      const [one, two, three] = all(tree, 'tableCell').slice(3).map(shown);
      expect([one, three]).toEqual([oneLineOf(text), 'end']);
      expect(blanks(two ?? '').trim()).toBe(blanks(sanitize(text)).trim());
    });
  });
});

test('code shows the text, as code', () => {
  property((text) => {
    const tree = parse(`x ${code(text)} y`);
    expect(skeleton(tree)).toBe('root(paragraph)');
    expect(blanks(shown(tree))).toBe(blanks(`x ${sanitize(text)} y`));
    for (const { value = '' } of all(tree, 'text')) expect(value).toMatch(/^(?:x | y|\|+|x \|+|\|+ y|x \|+ y)$/);
  });
});

test('a block of code holds all of it', () => {
  property((text) => {
    const tree = parse(codeBlock(text, 'text').join('\n'));
    expect(skeleton(tree)).toBe('root(code)');
    expect(shown(tree)).toBe(sanitize(text).trimEnd());
  });
});
