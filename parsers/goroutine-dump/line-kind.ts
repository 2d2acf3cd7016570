import { parseExact } from '../../src/text/exact.ts';
import type { GoroutineId } from '../../src/evidence/frame.ts';
import { parseHeader } from './header.ts';
import type { Header } from './header.ts';

/**
 * The forms of line that the runtime prints in goroutine stacks (runtime/traceback.go, runtime/hexdump.go), and the two that
 * end a stack although they belong to the report around it.
 */
export type LineForm =
  | { readonly kind: 'blank' | 'runtime-stack' | 'unavailable' | 'note' | 'register' | 'head' | 'other' }
  /** `tracealloc(0xc000026000, 0x10, *runtime.p)`, before the stack of an allocation (GODEBUG=allocfreetrace, Go ≤ 1.22) */
  | { readonly kind: 'allocation' }
  | { readonly kind: 'header'; readonly header: Header }
  | FunctionForm
  | FileForm
  /** `created by main.main in goroutine 1` */
  | { readonly kind: 'created'; readonly name: string; readonly parent?: GoroutineId }
  /** `[originating from goroutine 7]:`, with GODEBUG=tracebackancestors */
  | { readonly kind: 'ancestor' }
  /** `...203 frames elided...`; without a count up to Go 1.20 */
  | { readonly kind: 'elided'; readonly counted: boolean }
  /** `non-Go function at pc=0x4021f6`, or `non-Go function` with the pc on the next line */
  | { readonly kind: 'native' }
  /** File line of a C frame: `/src/x.c:12 pc=0x4021f6`, or only the pc. */
  | { readonly kind: 'native-file'; readonly file?: string; readonly line?: number };

/** `main.(*Server).handle(0xc00006cc60?, {0x7e4cf8?, 0x8?})` */
export interface FunctionForm {
  readonly kind: 'function';
  /** Still escaped (`yaml%2ev3`): the escapes tell where the package path ends. */
  readonly name: string;
  /** Absent where the runtime printed `(...)`: inlined. */
  readonly args?: string;
}

/** `/src/main.go:12 +0x1d fp=0xc000050eb8 sp=0xc000050e90 pc=0x49d3ba` */
export interface FileForm {
  readonly kind: 'file';
  readonly file: string;
  readonly line: number;
}

export type LineKind = LineForm['kind'];

const BLANK: LineForm = { kind: 'blank' };
const RUNTIME_STACK: LineForm = { kind: 'runtime-stack' };
const UNAVAILABLE: LineForm = { kind: 'unavailable' };
const NOTE: LineForm = { kind: 'note' };
const REGISTER: LineForm = { kind: 'register' };
const HEAD: LineForm = { kind: 'head' };
const OTHER: LineForm = { kind: 'other' };
const NATIVE: LineForm = { kind: 'native' };
const ALLOCATION: LineForm = { kind: 'allocation' };

const CREATED = 'created by ';
const TAB = 9;
const SPACE = 32;
const CLOSE = 41;
const LETTER_T = 0x74;
/** Every number in these tails is short, so a tail of this length holds all of it, and long lines cost no more. */
const LONGEST_TAIL = 140;
const TAIL =
  /:(\d{1,9})(?:( \+0x[0-9a-f]{1,16})?(?: fp=0x[0-9a-f]{1,16} sp=0x[0-9a-f]{1,16}(?: pc=0x[0-9a-f]{1,16})?)?|( pc=0x[0-9a-f]{1,16}))$/;
/** By code: what may stand in an argument list. A table, since dumps have tens of millions of such characters. */
const ARGUMENT_CHARACTERS = new Uint8Array(128);
for (const character of '0123456789abcdefx{}?, ._') ARGUMENT_CHARACTERS[character.charCodeAt(0)] = 1;
const ELIDED = /^\.\.\.(?:additional|(\d{1,19})) frames elided\.\.\.$/;
const ANCESTOR = /^\[originating from goroutine \d{1,20}\]:$/;
const RUNTIME_NOTE = /^runtime: (?:g ?\d+(?: gp=0x[0-9a-f]+)?: |unknown pc |unexpected return pc |traceback stuck|frame )/;
const UNWOUND = /^stack=\[0x[0-9a-f]{1,16}-0x[0-9a-f]{1,16}(?:\] n=-?\d+ max=-?\d+)?$/;
const ALLOCATION_LINE = /^trace(?:(?:alloc|free)\(0x[0-9a-f]{1,16}, 0x[0-9a-f]{1,16}(?:, .+)?\)|gc\(\))$/;
const STACK_ROW = /^(?:0x)?[0-9a-f]{8,16}: [ <>!]?(?:0x)?[0-9a-f]{8}/;
const REGISTER_ROW = /^[a-z][a-z0-9_]{0,7}[ \t]+0x[0-9a-f]{1,16}(?:[ \t]+[a-z][a-z0-9_]{0,7}[ \t]+0x[0-9a-f]{1,16})?$/;
const REPORT_HEAD = /^(?:panic: |fatal error: |SIG[A-Z0-9]{2,8}: |Exception 0x|unexpected fault address |exit status \d)/;

/** Tells which form a line has. By the first character where that is enough, since dumps have millions of lines. */
export function classify(raw: string): LineForm {
  const text = trimEnd(raw);
  if (text.length === 0) return BLANK;
  const first = text.charCodeAt(0);
  if (first === TAB || first === SPACE) return classifyIndented(text);
  if (text.charCodeAt(text.length - 1) === CLOSE) {
    if (first === LETTER_T && ALLOCATION_LINE.test(text)) return ALLOCATION;
    const call = parseFunction(text);
    if (call !== undefined) return call;
  }
  switch (text.charAt(0)) {
    case 'g': {
      const header = parseHeader(text);
      if (header !== undefined) return { kind: 'header', header };
      if (isUnavailable(text)) return UNAVAILABLE;
      break;
    }
    case 'r':
      if (text === 'runtime stack:') return RUNTIME_STACK;
      if (RUNTIME_NOTE.test(text)) return NOTE;
      break;
    case 'c':
      if (text.startsWith(CREATED)) return parseCreated(text);
      break;
    case 'n':
      if (text === 'non-Go function' || text.startsWith('non-Go function at pc=0x')) return NATIVE;
      break;
    case '.': {
      const elided = ELIDED.exec(text);
      if (elided !== null) return { kind: 'elided', counted: elided[1] !== undefined };
      break;
    }
    case '[':
      if (ANCESTOR.test(text)) return { kind: 'ancestor' };
      break;
    case 's':
      if (text.startsWith('stack: frame={sp:0x')) return NOTE;
      break;
    case 't':
      if (text.startsWith('traceback: unexpected SPWRITE function ')) return NOTE;
      break;
    default:
      break;
  }
  if (STACK_ROW.test(text)) return NOTE;
  if (REPORT_HEAD.test(text)) return HEAD;
  if (REGISTER_ROW.test(text)) return REGISTER;
  return parseFile(text, 0) ?? OTHER;
}

function classifyIndented(text: string): LineForm {
  let start = 1;
  while (start < text.length && (text.charCodeAt(start) === TAB || text.charCodeAt(start) === SPACE)) start++;
  const file = parseFile(text, start);
  if (file !== undefined) return file;
  const first = text[start];
  if (first === 'g' && isUnavailable(text.slice(start))) return UNAVAILABLE;
  if (first === 'p' && /^pc=0x[0-9a-f]{1,16}$/.test(text.slice(start))) return { kind: 'native-file' };
  if (first === 's' && UNWOUND.test(text.slice(start))) return NOTE;
  // The ruler above a stack hex dump, and the arrows under its rows (Go ≥ 1.26).
  if (text.startsWith('7 6 5 4  3 2 1 0 ', start) || text.startsWith('^ ', start)) return NOTE;
  return OTHER;
}

/** `goroutine running on other thread; stack unavailable`, and `goroutine in C code; …` of old releases. */
function isUnavailable(text: string): boolean {
  return text.startsWith('goroutine ') && text.endsWith('; stack unavailable') && text.length < 80;
}

/** A call: a name, and in the last parentheses nothing but what the runtime prints there. */
function parseFunction(text: string): FunctionForm | undefined {
  const open = text.lastIndexOf('(');
  if (open <= 0) return undefined;
  const name = text.slice(0, open);
  if (!isFunctionName(name)) return undefined;
  if (text.length === open + 5 && text.endsWith('...)')) return { kind: 'function', name };
  if (!areArguments(text, open + 1, text.length - 1)) return undefined;
  return { kind: 'function', name, args: text.slice(open + 1, -1) };
}

/** Whether a part of a line is an argument list, as a call that was not inlined has it. */
export function areArguments(text: string, start: number, end: number): boolean {
  if (end - start === 3 && text.startsWith('...', start)) return false;
  for (let at = start; at < end; at++) if (ARGUMENT_CHARACTERS[text.charCodeAt(at)] !== 1) return false;
  return true;
}

/** Only names of generated functions over literal types hold spaces: `type:.eq.struct { F int }`. */
function isFunctionName(name: string): boolean {
  const space = name.indexOf(' ');
  if (space < 0) return !name.includes('"') && (!name.includes(':') || name.startsWith('type:'));
  return name.startsWith('type:.') || name.startsWith('type..');
}

/** A file line. Without its tab (lost in a copy) it must look like Go's own: an offset, or a source file's name. */
function parseFile(text: string, start: number): LineForm | undefined {
  const last = text.charCodeAt(text.length - 1);
  if (!((last >= 48 && last <= 57) || (last >= 97 && last <= 102))) return undefined;
  const tail = TAIL.exec(text.length > LONGEST_TAIL ? text.slice(-LONGEST_TAIL) : text);
  if (tail === null) return undefined;
  const end = text.length - tail[0].length;
  if (end <= start) return undefined;
  if (start === 0 && tail[2] === undefined && !isSourceFile(text, end)) return undefined;
  const file = text.slice(start, end);
  const line = Number(tail[1]);
  return tail[3] === undefined ? { kind: 'file', file, line } : { kind: 'native-file', file, line };
}

function isSourceFile(text: string, end: number): boolean {
  return text.startsWith('.go', end - 3) || text.startsWith('.s', end - 2) || text.startsWith('<autogenerated>', end - 15);
}

function parseCreated(text: string): LineForm {
  const marker = text.lastIndexOf(' in goroutine ');
  if (marker > 0) {
    const digits = text.slice(marker + ' in goroutine '.length);
    if (/^\d{1,20}$/.test(digits)) {
      return { kind: 'created', name: text.slice(CREATED.length, marker), parent: parseExact(digits) };
    }
  }
  const name = text.slice(CREATED.length);
  // "created by" starts plain sentences too; a function has no spaces and a dot.
  return name.includes(' ') || !name.includes('.') ? OTHER : { kind: 'created', name };
}

function trimEnd(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last === SPACE || last === TAB || last === 13 ? text.trimEnd() : text;
}
