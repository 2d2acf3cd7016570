import { hasRuntimeJson } from '../parsers/container-runtime/sniff.ts';
import { ObjectReader } from '../parsers/kubernetes/index.ts';
import { OBJECT_HEAD_BYTES, objectFormat } from '../parsers/kubernetes/documents/sniff.ts';
import type { YamlReader } from '../parsers/kubernetes/documents/splitter.ts';
import type { ParserContext } from '../parsers/parser.ts';
import { peek } from './bundle/peek.ts';

/** What every object has near its beginning: lines without it are handed on as they come. */
const MARK = 'apiVersion';
/** No object in YAML is without this. */
const YAML_MARK = 'apiVersion:';
/** Bytes before the mark in which the object begins. */
const BEFORE = 512;
/** Smaller pieces are put together with what was held back of those before them. */
const SMALL = 8192;
const FEED = 0x0a;
const NOTHING = Buffer.alloc(0);

/**
 * Reads the objects of Kubernetes in a text: those that it begins with, and those that stand further down between other lines, as in a ticket or a
 * copy of a terminal. Gives the rest of its bytes, where the lines of objects are empty.
 *
 * @param linesRead How many lines of that rest have ended: whoever reads it counts them anyhow, and to count them twice takes time.
 */
export async function readObjects(
  bytes: AsyncGenerator<Uint8Array>,
  context: ParserContext,
  linesRead: () => number,
): Promise<AsyncGenerator<Uint8Array>> {
  const { head, all } = await peek(kept(bytes), OBJECT_HEAD_BYTES);
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, OBJECT_HEAD_BYTES)).toString('utf8');
  const format = objectFormat(text);
  // The containers of a runtime have no such mark; they may stand behind the command that printed them.
  return rest(all, new Reading(context, format, linesRead), format !== undefined || hasRuntimeJson(text));
}

/** Gives bytes to a reader of objects, and loads the reader of YAML before there is any: its library takes time to load. */
class Reading {
  readonly #reader: ObjectReader;
  readonly #linesRead: () => number;
  #yaml: YamlReader | undefined;
  #tail = '';
  /** What has gone by since the last object ends a line; undefined where nothing has. */
  #endsLine: boolean | undefined;

  constructor(context: ParserContext, format: ReturnType<typeof objectFormat>, linesRead: () => number) {
    this.#linesRead = linesRead;
    const readYaml: YamlReader = (text, firstLine) =>
      this.#yaml?.(text, firstLine) ?? { reason: 'it is no YAML', line: firstLine, column: 1, lines: text.split('\n').length };
    this.#reader = new ObjectReader(context, { readYaml, ...(format === undefined ? {} : { format }) });
  }

  /** Nothing is open that the next bytes could belong to. */
  get isIdle(): boolean {
    return this.#reader.isIdle;
  }

  /** Bytes without an object have gone by. */
  passed(bytes: Buffer): void {
    if (bytes.length > 0) this.#endsLine = bytes[bytes.length - 1] === FEED;
    this.#tail = '';
  }

  /** Takes the next bytes. All that came before them has been read by whoever reads the rest. */
  async push(bytes: Buffer): Promise<Buffer> {
    if (this.#endsLine !== undefined) {
      this.#reader.resume(this.#linesRead() + 1, this.#endsLine);
      this.#endsLine = undefined;
    }
    if (this.#yaml === undefined) {
      const edge = this.#tail + bytes.toString('latin1', 0, YAML_MARK.length);
      if (edge.includes(YAML_MARK) || bytes.includes(YAML_MARK))
        this.#yaml = (await import('../parsers/kubernetes/documents/yaml-value.ts')).readYaml;
      this.#tail = (edge + bytes.toString('latin1', Math.max(YAML_MARK.length, bytes.length - YAML_MARK.length))).slice(-YAML_MARK.length);
    }
    return this.#reader.push(bytes);
  }

  end(): Buffer {
    return this.#reader.end();
  }
}

/** `awake`: the text begins with an object. Else bytes are handed on up to a line shortly before the next mark. */
async function* rest(all: AsyncGenerator<Uint8Array>, reading: Reading, awake: boolean): AsyncGenerator<Uint8Array> {
  /** The last bytes, where nothing was found so far: an object may have begun in them. */
  let held: Buffer = NOTHING;
  const pass = (bytes: Buffer) => {
    reading.passed(bytes);
    return bytes;
  };
  try {
    for await (const chunk of all) {
      let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (!awake) {
        awake = hasMark(bytes) || hasMark(Buffer.concat([held, bytes.subarray(0, MARK.length)]));
        if (awake || bytes.length < SMALL) {
          bytes = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
          held = NOTHING;
        }
      }
      if (awake) {
        const left = await reading.push(bytes);
        if (left.length > 0) yield left;
        awake = !reading.isIdle;
        continue;
      }
      // Whole lines are handed on; within a line no object begins.
      const feed = bytes.lastIndexOf(FEED, Math.max(0, bytes.length - BEFORE));
      const cut = feed >= 0 ? feed + 1 : bytes.length < SMALL ? 0 : bytes.length;
      const before = held;
      held = Buffer.from(bytes.subarray(cut));
      if (before.length > 0) yield pass(before);
      if (cut > 0) yield pass(bytes.subarray(0, cut));
    }
  } finally {
    if (held.length > 0) yield pass(held);
    // A source that fails half-way has still told something.
    const left = reading.end();
    if (left.length > 0) yield left;
  }
}

/** A letter of the mark that few texts have, where it stands in it, and how many of them a text may have. */
const RARE = 'V'.codePointAt(0) as number;
const RARE_AT = MARK.indexOf('V');
const RARE_BYTES = 256;

/** Whether the mark stands in these bytes: to look for one letter that is rare takes a tenth of the time. */
function hasMark(bytes: Buffer): boolean {
  let left = bytes.length / RARE_BYTES;
  for (let at = bytes.indexOf(RARE); at >= 0; at = bytes.indexOf(RARE, at + 1)) {
    if (at >= RARE_AT && bytes.toString('latin1', at - RARE_AT, at - RARE_AT + MARK.length) === MARK) return true;
    left -= 1;
    if (left < 0) return bytes.includes(MARK, at + 1);
  }
  return false;
}

/** While the head is gathered its chunks are held: the memory of all but the last must not be used again. */
async function* kept(bytes: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const chunk of bytes) {
    seen += chunk.length;
    yield seen < OBJECT_HEAD_BYTES ? Uint8Array.from(chunk) : chunk;
  }
}
