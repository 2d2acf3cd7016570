import { LineCounter, type Pair, type YAMLError, isCollection, isMap, isNode, isScalar, parseDocument } from 'yaml';
import type * as z from 'zod';
import { LONGEST_SIGNATURE, type Signature } from '../signature.ts';
import type { Position, Problem, ValuePath } from './problem.ts';
import { signatureSchema } from './schema.ts';

/** A signature file that has the right form, with the places of its values for further complaints. */
export interface ParsedFile {
  readonly path: string;
  readonly signature: Signature;
  /** Keys of the file in the order in which they are written. */
  readonly keys: readonly string[];
  /** Where a value stands; where there is none, the nearest thing around it. */
  readonly positionOf: (at: ValuePath) => Position;
}

export type ParseResult = { readonly ok: true; readonly file: ParsedFile } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads the text of a signature file. Pure; never throws: what is wrong is said with its place. */
export function parseSignature(text: string, path: string): ParseResult {
  if (Buffer.byteLength(text) > LONGEST_SIGNATURE)
    return {
      ok: false,
      problems: [{ path, line: 1, column: 1, message: `has more than ${LONGEST_SIGNATURE / 1024} KiB; make it shorter` }],
    };
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, version: '1.2', merge: false });
  const positionAt = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const syntax = [...document.errors, ...document.warnings];
  if (syntax.length > 0) return { ok: false, problems: syntax.map((error) => syntaxProblem(error, path, positionAt)) };

  const positionOf = (at: ValuePath): Position => positionAt(offsetOf(document.contents, at));
  let value: unknown;
  try {
    // No alias is needed in a signature; without them a short text cannot unfold into a huge one.
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    return { ok: false, problems: [{ path, line: 1, column: 1, message: 'uses an alias (*name); write the value out' }] };
  }
  const checked = signatureSchema.safeParse(value, { reportInput: true });
  if (!checked.success) return { ok: false, problems: checked.error.issues.flatMap((issue) => schemaProblems(issue, path, positionOf)) };
  const keys = isMap(document.contents) ? document.contents.items.map(({ key }) => String(key)) : [];
  return { ok: true, file: { path, signature: checked.data, keys, positionOf } };
}

function syntaxProblem(error: YAMLError, path: string, positionAt: (offset: number) => Position): Problem {
  return { path, ...positionAt(error.pos[0]), message: `is not valid YAML: ${error.message}; correct the line` };
}

function schemaProblems(issue: z.core.$ZodIssue, path: string, positionOf: (at: ValuePath) => Position): Problem[] {
  const at = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  const where = at.length === 0 ? 'the file' : dotted(at);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path,
      ...positionOf([...at, key]),
      message: `${dotted([...at, key])} is not a field of the format; correct its name or take it out`,
    }));
  return [{ path, ...positionOf(at), message: `${where} ${whatIsWrong(issue)}` }];
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function whatIsWrong(issue: z.core.$ZodIssue): string {
  const missing = issue.input === undefined;
  if (issue.code === 'invalid_type') {
    const wanted = TYPE_WORDS[issue.expected] ?? issue.expected;
    return missing ? `is missing; add it (${wanted})` : `has the wrong type; it must be ${wanted}`;
  }
  if (issue.code === 'invalid_value') return `${missing ? 'is missing; it ' : ''}must be one of: ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? 'is not a valid name';
  return issue.message;
}

function dotted(at: ValuePath): string {
  return at.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
}

/** Offset of a value in the text; of its key where the value is missing or a whole block; of what is around it else. */
function offsetOf(root: unknown, at: ValuePath): number {
  let node = root;
  let offset = 0;
  for (const step of at) {
    if (!isCollection(node)) return offset;
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find((item) => (isScalar(item.key) ? item.key.value === step : item.key === step));
      if (pair === undefined) return offset;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
      if (isScalar(node)) offset = node.range?.[0] ?? offset;
    } else {
      node = node.items[Number(step)];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    }
  }
  return offset;
}
