import { type Line, orderOf } from '../../src/text/line.ts';

/** Lines between what a program says of a panic and the stack that it prints of it, and how many of them may have other text. */
const REACH = 10;
const MOST_OTHERS = 3;
/** Lines of a value that begins below the line that announces it, after the request that gin shows first. */
const LONGEST_VALUE = 60;
const MOST = 8;
const LONGEST = 4000;

/** A line in which a program says that something panicked, in its own words. */
export interface Said {
  readonly line: Line;
  /** The value of the panic. */
  readonly message: string;
  /** The line says that the panic was recovered. */
  readonly recovered: boolean;
}

const WORDS = /\b(?:panic|recover)/i;
const RECOVERED = /\brecover/i;
const BOXED = /\[panic[ _-]recover(?:ed|y)?\]:? +(.+)$/i;
/** `panic: X`, `recovered from panic in worker: X`, `panic="X"`; a colon before a digit is one of a time or of a place. */
const AFTER = /\b(?:panic(?:ked|king)?|recover(?:ed|y|ing)?)\b[^:="]{0,60}(:(?!\d)|=)\s*(.*)$/i;
const RUNTIME_ERROR = 'runtime error: ';
/** What introduces the stack at the end of the line. */
const STACK_WORDS = /(?:^|[\s,;|])[[(]?(?:stack ?trace|stack|trace|goroutine)[\])]?\s{0,3}[:=]?$/i;

/** `msg="…"`: a text among others in one line; its end may be missing. */
const FIELD = /(?:^|[\s{,(])[\w.@-]{1,60}="((?:[^"\\]|\\.)*)(?:"|$)/g;

/** The value that a line says was panicked with: empty where it only announces it; undefined where it says none. */
export function panicSaid(text: string): string | undefined {
  // What one field says ends with it.
  for (const [, field = ''] of text.includes('="') ? text.matchAll(FIELD) : []) {
    const value = WORDS.test(field) || field.includes(RUNTIME_ERROR) ? saidIn(field.replaceAll(/\\(["\\])/g, '$1')) : undefined;
    if (value !== undefined && value !== '') return value;
  }
  return saidIn(text);
}

function saidIn(text: string): string | undefined {
  const error = text.indexOf(RUNTIME_ERROR);
  if (error >= 0) return trimmed(upToQuote(text.slice(error), text[error - 1]));
  const boxed = BOXED.exec(text);
  if (boxed !== null) return trimmed(boxed[1] ?? '');
  const after = AFTER.exec(text);
  if (after === null) return undefined;
  const [, separator, rest = ''] = after;
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(rest);
  if (quoted !== null) return whole((quoted[1] ?? '').replaceAll(/\\(["\\])/g, '$1'));
  // Of `key=value` the value ends at the next space, and a quote that is open shows that the words were quoted themselves.
  const value = separator === '=' ? (rest.split(' ', 1)[0] ?? '') : rest;
  return trimmed(value.replace(/^(?:panic: )+/i, ''));
}

/** An error of the runtime as an encoder shows it that does not call its Error method: without the words before it. */
const BARE_ERROR =
  /^(?:invalid memory address or nil pointer dereference|integer divide by zero|integer overflow|floating point error|negative shift amount)$/;

function whole(value: string): string {
  return BARE_ERROR.test(value) ? `${RUNTIME_ERROR}${value}` : value;
}

function upToQuote(text: string, before = ''): string {
  if (before !== '"' && before !== "'" && before !== '`') return text;
  const end = text.indexOf(before);
  return end < 0 ? text : text.slice(0, end);
}

function trimmed(text: string): string {
  const whole = text.trim();
  const value = whole.replace(STACK_WORDS, '');
  return value === whole ? whole : value.trimEnd().replace(/[,;|]$/, '');
}

/** Remembers what was said of panics just before a stack. */
export class SaidPanics {
  #said: Said[] = [];
  /** Lines of other text since the last of these. */
  #others = 0;
  /** A line that announces a value, and what followed it. */
  #announced: { readonly line: Line; readonly recovered: boolean; readonly value: Line[] } | undefined;

  /** A value is due. */
  get waits(): boolean {
    return this.#announced !== undefined;
  }

  /** Looks at a line that is no part of a stack. */
  see(line: Line): void {
    const { text } = line;
    const speaks = text.length < LONGEST && (WORDS.test(text) || text.includes(RUNTIME_ERROR));
    const message = speaks ? panicSaid(text) : undefined;
    if (message === undefined) {
      this.#follow(line);
      return;
    }
    const recovered = RECOVERED.test(text);
    this.#others = 0;
    if (message === '') this.#announced = { line, recovered, value: [] };
    else {
      this.#announced?.value.push(line);
      this.#said.push({ line, message, recovered });
      if (this.#said.length > MOST) this.#said.shift();
    }
  }

  #follow(line: Line): void {
    if (line.text.trim() !== '' && !isStackWord(line.text)) this.#others++;
    const value = this.#announced?.value;
    if (value === undefined) return;
    value.push(line);
    if (value.length > LONGEST_VALUE) this.#announced = undefined;
  }

  /** What was said last before a stack that begins in this line, if it is near; then it is forgotten. */
  take(before: Line): Said | undefined {
    const at = orderOf(before);
    const said = this.#said.findLast(({ line }) => orderOf(line) < at || line.number === before.number);
    const announced = this.#announced !== undefined && orderOf(this.#announced.line) <= at ? this.#announced : undefined;
    this.#said = [];
    this.#announced = undefined;
    const message = announced === undefined ? '' : valueOf(announced.value.filter((line) => orderOf(line) < at));
    if (announced !== undefined && message !== '') return { line: announced.line, message, recovered: announced.recovered };
    return said !== undefined && at - orderOf(said.line) <= REACH && this.#others <= MOST_OTHERS ? said : undefined;
  }
}

/** The value below the line that announced it: after the last empty line, since gin shows the request before it. */
function valueOf(lines: readonly Line[]): string {
  const texts = lines.map(({ text }) => text.replace(/\r$/, ''));
  while (texts.length > 0 && (texts.at(-1)?.trim() === '' || isStackWord(texts.at(-1) ?? ''))) texts.pop();
  return texts
    .slice(texts.findLastIndex((text) => text.trim() === '') + 1)
    .join('\n')
    .trim();
}

function isStackWord(text: string): boolean {
  return text.length < 60 && text.trim().replace(STACK_WORDS, '') === '';
}
