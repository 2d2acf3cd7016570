import { ObjectReader } from '../parsers/kubernetes/index.ts';
import { OBJECT_HEAD_BYTES, objectFormat, objectFormatBehindCommand } from '../parsers/kubernetes/documents/sniff.ts';
import type { YamlReader } from '../parsers/kubernetes/documents/splitter.ts';
import type { ParserContext } from '../parsers/parser.ts';
import { peek } from './bundle/peek.ts';

/**
 * Reads the objects of Kubernetes that a text begins with, and those that follow; gives the rest of its bytes, where the lines of objects are
 * empty. A text that begins with none is given back as it is.
 */
export async function readObjects(bytes: AsyncGenerator<Uint8Array>, context: ParserContext): Promise<AsyncGenerator<Uint8Array>> {
  const { head, all } = await peek(kept(bytes), OBJECT_HEAD_BYTES);
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, OBJECT_HEAD_BYTES)).toString('utf8');
  const first = objectFormat(text);
  const format = first ?? objectFormatBehindCommand(text);
  if (format === undefined) return all;
  const readYaml = format === 'yaml' ? (await import('../parsers/kubernetes/documents/yaml-value.ts')).readYaml : notLoaded;
  const reader = new ObjectReader(context, { readYaml, ...(first === undefined ? {} : { format: first }) });
  return rest(all, reader);
}

/** A stream that begins as JSON does not go on in YAML; where one does, that is said. */
const notLoaded: YamlReader = (text, firstLine) => ({
  reason: 'it is YAML in a file that begins with JSON',
  line: firstLine,
  column: 1,
  lines: text.split('\n').length,
});

async function* rest(all: AsyncGenerator<Uint8Array>, reader: ObjectReader): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of all) {
      const left = reader.push(chunk);
      if (left.length > 0) yield left;
    }
  } finally {
    // A source that fails half-way has still told something.
    const left = reader.end();
    if (left.length > 0) yield left;
  }
}

/** While the head is gathered its chunks are held: the memory of all but the last must not be used again. */
async function* kept(bytes: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const chunk of bytes) {
    seen += chunk.length;
    yield seen < OBJECT_HEAD_BYTES ? Uint8Array.from(chunk) : chunk;
  }
}
