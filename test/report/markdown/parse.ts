import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/** What a parser of GitHub Flavored Markdown makes of a text. */
export interface Tree {
  readonly type: string;
  readonly value?: string;
  readonly depth?: number;
  readonly url?: string;
  readonly children?: readonly Tree[];
}

export function parse(markdown: string): Tree {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/** The text that a reader sees of a node. */
export function shown({ value, children = [] }: Tree): string {
  return value ?? children.map(shown).join('');
}

/** What a document is made of, without its words: code is as good as text. */
export function skeleton({ type, depth, children = [] }: Tree): string {
  const inner = children.filter((one) => one.type !== 'text' && one.type !== 'inlineCode').map(skeleton);
  return `${type}${depth ?? ''}${inner.length === 0 ? '' : `(${inner.join(' ')})`}`;
}

/** Every node of a type. */
export function all(tree: Tree, type: string): Tree[] {
  return [...(tree.type === type ? [tree] : []), ...(tree.children ?? []).flatMap((one) => all(one, type))];
}
