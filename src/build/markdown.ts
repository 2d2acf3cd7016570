export { codeBlock } from '../report/render/markdown/blocks.ts';

/** Escapes what Markdown would act on in plain prose; code between backticks stays as it is. */
export function escapeMarkdown(text: string): string {
  return text
    .split(/(`[^`\n]+`)/)
    .map((piece, i) => (i % 2 === 1 ? piece : piece.replaceAll(/[\\*<>[\]]|(?<!\w)_|_(?!\w)/g, (character) => `\\${character}`)))
    .join('')
    .replaceAll(/^([#+-]|\d+[.)])(?=\s)/gm, (mark) => `\\${mark}`);
}

/** Text for a cell of a table. */
export function cell(text: string): string {
  return escapeMarkdown(text.trim())
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('|', String.raw`\|`);
}

/** A list, one item a text; empty for none. */
export function bulletList(texts: readonly string[]): string[] {
  return texts.map((text) => `- ${escapeMarkdown(text.trim()).replaceAll(/\n+/g, '\n  ')}`);
}
