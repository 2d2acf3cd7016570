import { sanitize } from '../../../text/safe-text.ts';
import { fenceFor } from './inline.ts';

/** Blocks of the document, each as its lines; {@link document} puts a blank line between them. */
export type Block = readonly string[];

/** A whole document. */
export function document(blocks: readonly Block[]): string {
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** A section: nothing where its content is empty. */
export function section(title: string, content: readonly Block[], level = 2): Block[] {
  return content.every((lines) => lines.length === 0) ? [] : [[`${'#'.repeat(level)} ${title}`], ...content];
}

/** A list of texts that are Markdown already. */
export function bullets(texts: readonly string[]): Block {
  return texts.map((text) => `- ${text}`);
}

/** A list to tick off, of texts that are Markdown already. */
export function tasks(texts: readonly string[]): Block {
  return texts.map((text) => `- [ ] ${text}`);
}

/** A table of cells that are Markdown already; nothing where it has no rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): Block {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

/** A block of code, fenced so that nothing in it can end it. */
export function codeBlock(text: string, language: string): Block {
  const fence = fenceFor(text, 3);
  return [`${fence}${language}`, sanitize(text).trimEnd(), fence];
}
