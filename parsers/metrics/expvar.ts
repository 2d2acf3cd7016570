import type { Line } from '../../src/text/line.ts';
import { type SafeText, sanitize } from '../../src/text/safe-text.ts';
import type { ParserContext } from '../parser.ts';
import { takeMemStat } from './memstats.ts';
import { Moment } from './moment.ts';

/** The variable of package expvar that holds runtime.MemStats (expvar/expvar.go). */
const MEMSTATS = /"memstats"\s*:\s*\{/;
/** A field in one line: a number, a word, or a list of numbers. */
const FIELD = /"([A-Za-z]{1,30})"\s*:\s*(-?\d[\d.eE+-]{0,40}|true|false|\[[\d,\s]*\])/g;
/** A field that stands alone in its line. */
const ALONE = /^"([A-Za-z]{1,30})"\s*:\s*(\[?.*?),?$/;
/** Lines of `memstats` where a tool has laid it out with one number a line: two lists of 256, and 61 sizes. */
const MOST_LINES = 3000;

/** Reads `/debug/vars`: one line a variable as package expvar writes it, all in one line, or laid out by a tool. */
export class ExpvarReader {
  private readonly context: ParserContext;
  private program: SafeText | undefined;
  private open: { readonly moment: Moment; depth: number; lines: number; list: string[] | undefined } | undefined;

  constructor(context: ParserContext) {
    this.context = context;
  }

  /** Offers a line. */
  accept(line: Line, text: string): boolean {
    if (this.open !== undefined) return this.laidOut(line, text.trim());
    const first = firstCharacter(text);
    if (first !== '"' && first !== '{') return false;
    const start = MEMSTATS.exec(text);
    if (start === null) return this.commandLine(text);
    this.commandLine(text);
    const moment = new Moment('expvar');
    const rest = text.slice(start.index + start[0].length);
    if (rest.trim() === '') {
      this.open = { moment, depth: 1, lines: 0, list: undefined };
      moment.cite(line.number, text.trim());
      return true;
    }
    // The list of sizes at the end has braces of its own, and nothing that is used.
    const bySize = rest.indexOf('"BySize"');
    for (const [, name = '', value = ''] of rest.slice(0, bySize < 0 ? rest.indexOf('}') : bySize).matchAll(FIELD))
      if (takeMemStat(moment, name, value) === 'unreadable') moment.unparsedLines += 1;
    // Of some other program that calls a variable so.
    if (moment.empty) return false;
    moment.cite(line.number, text.slice(start.index, start.index + 200));
    this.emit(moment);
    return true;
  }

  /** There are no more lines. */
  end(): void {
    if (this.open !== undefined) this.close();
  }

  /** A line within `memstats` that a tool has laid out. */
  private laidOut(line: Line, text: string): boolean {
    const { open } = this;
    if (open === undefined) return false;
    open.lines += 1;
    if (open.depth === 1) {
      const [, name = '', value = ''] = ALONE.exec(text) ?? [];
      if (value === '[') open.list = name === 'PauseNs' ? [] : undefined;
      else if (name !== '' && takeMemStat(open.moment, name, value) === 'unreadable') open.moment.unparsedLines += 1;
    } else if (open.depth === 2 && open.list !== undefined) {
      const number = /^\d{1,15}/.exec(text)?.[0];
      if (number !== undefined) open.list.push(number);
      else if (text.startsWith(']')) {
        takeMemStat(open.moment, 'PauseNs', `[${open.list.join(',')}]`);
        open.list = undefined;
      }
    }
    for (const character of text)
      open.depth += character === '{' || character === '[' ? 1 : character === '}' || character === ']' ? -1 : 0;
    open.moment.cite(line.number);
    if (open.depth <= 0 || open.lines > MOST_LINES) this.close();
    return true;
  }

  private close(): void {
    const { open } = this;
    this.open = undefined;
    if (open === undefined) return;
    // It ends in the middle: what it had to say is not all there.
    if (open.depth > 0) open.moment.unparsedLines += 1;
    this.emit(open.moment);
  }

  private emit(moment: Moment): void {
    if (moment.empty) return;
    this.context.found('expvar');
    if (this.program !== undefined) moment.settings.program = this.program;
    this.program = undefined;
    moment.emit(this.context);
  }

  /** `"cmdline": ["/app", "-v"]`. Of the arguments nothing is kept. */
  private commandLine(text: string): boolean {
    const match = /"cmdline"\s*:\s*\[\s*("(?:[^"\\]|\\.){1,1000}")\s*[,\]]/.exec(text);
    if (match === null) return false;
    try {
      this.program = sanitize(JSON.parse(match[1] ?? '""') as string);
    } catch {
      // No JSON after all: it says nothing.
      return false;
    }
    return true;
  }
}

function firstCharacter(text: string): string {
  for (const character of text) if (character !== ' ' && character !== '\t') return character;
  return '';
}
