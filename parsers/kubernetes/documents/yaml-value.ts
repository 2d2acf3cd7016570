import { type Node, type Document as YamlDocument, LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { DEEPEST, type Data, type Document, type DocumentProblem, MOST_NODES, UNREAD_FIELDS } from './data.ts';
import { readYamlLines } from './yaml-lines.ts';

/** Aliases that are followed. What tools write has none. */
const MOST_ALIASES = 100;

/**
 * Reads one YAML document with the places of its parts. Tags are not applied, aliases are followed a hundred times. Pure; never throws.
 *
 * @param firstLine Line of the file in which the text begins.
 */
export function readYaml(text: string, firstLine: number): Document | DocumentProblem {
  return readYamlLines(text, firstLine) ?? readAnyYaml(text, firstLine);
}

/** The same by the library, whatever the form. */
export function readAnyYaml(text: string, firstLine: number): Document | DocumentProblem {
  const counter = new LineCounter();
  const lines = text.split('\n').length;
  const problem = (reason: string, offset = 0): DocumentProblem => {
    const { line, col } = counter.linePos(offset);
    return { reason, line: firstLine + Math.max(line, 1) - 1, column: Math.max(col, 1), lines };
  };
  try {
    const document = parseDocument(text, {
      lineCounter: counter,
      prettyErrors: false,
      strict: false,
      uniqueKeys: false,
      schema: 'core',
      resolveKnownTags: false,
      logLevel: 'silent',
    });
    const [error] = document.errors;
    const root = document.contents;
    if (root === null) return problem(error === undefined ? 'there is nothing in it' : reasonOf(error.message), error?.pos[0]);
    const reader = new Reader(document, counter, firstLine);
    const data = reader.read(root, 0, undefined);
    // What stands before the place that is wrong has been read; where the file is cut that is all there is.
    if (error !== undefined && !isAtEnd(error.pos[0], text)) return problem(reasonOf(error.message), error.pos[0]);
    return { data, text, cut: error !== undefined };
  } catch (error) {
    if (error instanceof YamlError) return problem(error.message, error.offset);
    if (error instanceof RangeError) return problem(`nested more than ${DEEPEST} levels deep`);
    return problem(reasonOf(error instanceof Error ? error.message : String(error)));
  }
}

class YamlError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** The message of the library without what it quotes of the text. */
function reasonOf(message: string): string {
  return message.split(/[:\n]/, 1)[0]?.slice(0, 100) ?? 'not well-formed';
}

function isAtEnd(offset: number, text: string): boolean {
  return text.slice(offset).trim().length < 200 && !text.slice(offset).trim().includes('\n');
}

class Reader {
  readonly #document: YamlDocument.Parsed;
  readonly #counter: LineCounter;
  readonly #firstLine: number;
  #nodes = 0;
  #aliases = 0;

  constructor(document: YamlDocument.Parsed, counter: LineCounter, firstLine: number) {
    this.#document = document;
    this.#counter = counter;
    this.#firstLine = firstLine;
  }

  /** `key`: offset of the key of this value. */
  read(node: unknown, depth: number, key: number | undefined): Data {
    const range = (node as Node | null)?.range ?? undefined;
    const [from, end] = range === undefined || range === null ? [key ?? 0, key ?? 0] : range;
    const start = key ?? from;
    if (depth > DEEPEST) throw new YamlError(`nested more than ${DEEPEST} levels deep`, start);
    if (++this.#nodes > MOST_NODES) throw new YamlError(`more than ${MOST_NODES} parts in one object`, start);
    const line = this.#lineOf(start);
    const placed = { line, lastLine: Math.max(line, this.#lineOf(Math.max(start, end - 1))), start, end };
    if (isMap(node)) {
      const entries = new Map<string, Data>();
      for (const { key: name, value } of node.items) {
        const word = isScalar(name) ? String(name.source ?? name.value) : undefined;
        if (word === undefined || UNREAD_FIELDS.has(word)) continue;
        entries.set(word, this.read(value, depth + 1, (name as Node).range?.[0]));
      }
      return { kind: 'map', entries, ...placed };
    }
    if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => this.read(item, depth + 1, undefined)), ...placed };
    if (isAlias(node)) {
      if (++this.#aliases > MOST_ALIASES) throw new YamlError(`more than ${MOST_ALIASES} aliases`, start);
      const target = node.resolve(this.#document);
      if (target === undefined) throw new YamlError('an alias of nothing', start);
      return this.read(target, depth + 1, key);
    }
    if (!isScalar(node)) return { kind: 'null', text: '', ...placed };
    return { ...scalar(node.value, node.source), ...placed, ...this.#block(node.type, from) };
  }

  #block(type: string | undefined, from: number): { blockLine?: number } {
    return type === 'BLOCK_LITERAL' ? { blockLine: this.#lineOf(from) + 1 } : {};
  }

  #lineOf(offset: number): number {
    return this.#firstLine + Math.max(this.#counter.linePos(offset).line, 1) - 1;
  }
}

function scalar(value: unknown, source: string | undefined): { readonly kind: 'text' | 'number' | 'flag' | 'null'; readonly text: string } {
  if (typeof value === 'string') return { kind: 'text', text: value };
  if (typeof value === 'boolean') return { kind: 'flag', text: String(value) };
  if (value === null || value === undefined) return { kind: 'null', text: '' };
  return { kind: 'number', text: source ?? (typeof value === 'number' || typeof value === 'bigint' ? String(value) : '') };
}
