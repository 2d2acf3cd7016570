/** A line must hold this before it is worth looking for texts in it. */
const HINT = /goroutine |panic|\.go:\d|\.s:\d|fatal error|SCHED /;
/** What a text must hold to be taken out: a stack, or the head of a crash report. */
const TRACE =
  /(?:^|\n)(?:goroutine \d+ |panic: |fatal error: |SIG[A-Z]{3,6}: |[^\n]*anic serving |[^\n]*Observed a panic: |WARNING: DATA RACE|\t\S*\.go:\d)|\n\t?\S[^\n]*\n\t+\S+:\d/;
const SIMPLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v' };
const ESCAPE = /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([0-7]{3})|([^]))/g;
const LAST_CODE_POINT = 0x10ffff;

/**
 * The lines of a trace that a logger wrote into one line: as a Go-quoted (logrus, slog, logfmt, klog) or JSON string
 * within the line, or bare with its line ends spelt out. What stands before and after it are lines of their own.
 * Undefined where the line holds none.
 */
export function quotedTrace(line: string): readonly string[] | undefined {
  if (!line.includes('\\n') || !HINT.test(line)) return undefined;
  for (const { start, end } of strings(line)) {
    const raw = line.slice(start, end);
    if (!raw.includes('\\n')) continue;
    const text = unescape(raw);
    if (TRACE.test(text)) return parts(line.slice(0, start), text, line.slice(end));
  }
  // No quotes around it: a console writer, or a copy of what stood between them.
  if (line.includes('\\ngoroutine ') || /goroutine \d+ \[[^\]]{1,60}\]:\\n/.test(line)) {
    const text = unescape(line);
    if (TRACE.test(text)) return parts('', text, '');
  }
  return undefined;
}

function parts(before: string, text: string, after: string): string[] {
  return [...(before === '' ? [] : [before]), ...text.replace(/\n$/, '').split('\n'), ...(after.length > 1 ? [after] : [])];
}

/** The places of the strings in double quotes, quotes excluded. An escaped quote opens a string of a string. */
function* strings(line: string): Generator<{ start: number; end: number }> {
  let at = line.indexOf('"');
  while (at >= 0) {
    const end = closing(line, at + 1);
    if (end < 0) return;
    yield { start: at + 1, end };
    at = line.indexOf('"', end + 1);
  }
}

function closing(line: string, from: number): number {
  for (let at = from; ; at++) {
    const quote = line.indexOf('"', at);
    if (quote < 0) return -1;
    let backslashes = 0;
    while (quote - 1 - backslashes >= from && line.charCodeAt(quote - 1 - backslashes) === 0x5c) backslashes++;
    if (backslashes % 2 === 0) return quote;
    at = quote;
  }
}

/** Whether a text of several lines holds a stack or the head of a crash report. */
export function looksLikeTrace(text: string): boolean {
  return text.includes('\n') && TRACE.test(text);
}

/** Reads the escapes of Go (strconv.Quote) and of JSON; what is none stays as it is. */
export function unescape(text: string): string {
  return text.replace(ESCAPE, (whole, braced?: string, four?: string, eight?: string, two?: string, octal?: string, simple?: string) => {
    const hex = braced ?? four ?? eight ?? two;
    if (hex !== undefined) return codePoint(Number.parseInt(hex, 16), whole);
    if (octal !== undefined) return codePoint(Number.parseInt(octal, 8), whole);
    return SIMPLE[simple ?? ''] ?? simple ?? whole;
  });
}

function codePoint(code: number, whole: string): string {
  // Halves of a pair are put together by the two calls; anything beyond Unicode is no escape.
  return code <= LAST_CODE_POINT ? (code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code)) : whole;
}
