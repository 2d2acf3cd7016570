import { type LineForm, classify } from '../goroutine-dump/line-kind.ts';
import { parseHeader } from '../goroutine-dump/header.ts';
import type { Line } from '../../src/text/line.ts';
import { headLine } from './head-line.ts';
import { fatalKind } from './messages.ts';

/**
 * Two lines that became one, since the runtime writes each operand by itself and others write between: what stood before, and the
 * lines that the runtime meant. It is believed only where the lines after it are those that must follow.
 */
export interface Joint {
  readonly foreign: string;
  readonly own: readonly string[];
  readonly kind: 'header' | 'call' | 'head';
}

const LONGEST = 2000;
const DEADLOCK = 'fatal error: all goroutines are asleep';
/** A text that quotes, or a whole log line that says what follows: no half line. */
const QUOTES =
  /["'`]|\b\w+=$|^\W*(?:\d{4}[-/]\d|\d{1,2}:\d\d|[IWEF]\d{4} |\d{2}\/\w{3}\/|(?:error|warn(?:ing)?|info|debug|fatal|level)\b)/i;

/** The write before it ended within a word: a line that says what follows has a blank before that. */
const GLUED = /[\w)\]}]$/;
/** Lines after a head that may be looked at before the stack must have come. */
const LONGEST_HEAD = 40;

/** Finds where two lines were joined; undefined where a line does not look so. Linear in the line's length. */
export function jointOf(text: string): Joint | undefined {
  if (text.length > LONGEST) return undefined;
  const header = text.lastIndexOf('goroutine ');
  if (header > 0) {
    const own = text.slice(header);
    if (parseHeader(own) !== undefined) return { foreign: text.slice(0, header), own: [own], kind: 'header' };
  } else if (header === 0) return joinedCall(text);
  return joinedHead(text);
}

/** `goroutine 1 [running]:main.main()` */
function joinedCall(text: string): Joint | undefined {
  for (let at = text.indexOf(']:'); at >= 0; at = text.indexOf(']:', at + 1)) {
    const own = [text.slice(0, at + 2), text.slice(at + 2)];
    if (own[1] !== '' && classify(own[1] ?? '').kind === 'function' && parseHeader(own[0] ?? '') !== undefined)
      return { foreign: '', own, kind: 'call' };
  }
  return undefined;
}

/** `Enter a number: panic: runtime error: …` */
function joinedHead(text: string): Joint | undefined {
  const panic = text.indexOf('panic: ');
  const fatal = text.indexOf('fatal error: ');
  const at = panic < 0 ? fatal : fatal < 0 ? panic : Math.min(panic, fatal);
  if (at <= 0) return undefined;
  const foreign = text.slice(0, at);
  const own = text.slice(at);
  if (foreign.trim() === '' || (QUOTES.test(foreign) && !GLUED.test(foreign)) || headLine(text).kind !== 'other') return undefined;
  if (at === fatal && fatalKind(own.slice('fatal error: '.length)) === undefined) return undefined;
  return { foreign, own: [own], kind: 'head' };
}

/** Whether the lines after a joint are what must follow: `more` while that is open. */
export function follows({ kind, own }: Joint, lines: readonly Line[]): 'yes' | 'no' | 'more' {
  const forms = lines.map(({ text }) => classify(text));
  if (kind === 'call') return isFile(forms[0]) ? 'yes' : 'no';
  if (kind === 'header') {
    if (forms[0]?.kind !== 'function') return 'no';
    if (forms.length < 2) return 'more';
    return isFile(forms[1]) ? 'yes' : 'no';
  }
  // Later entries of a panic list and, from Go 1.23, the further lines of a value stand after a tab.
  let after = lines.findIndex(({ text }, at) => !text.startsWith('\t') || isFile(forms[at]));
  if (after < 0 || after > LONGEST_HEAD) return lines.length > LONGEST_HEAD ? 'no' : 'more';
  if (headLine(lines[after]?.text ?? '').kind === 'signal') after++;
  const [blank, stack, call] = forms.slice(after);
  if (blank === undefined) return 'more';
  if (blank.kind !== 'blank') return 'no';
  if (stack === undefined) return 'more';
  // The runtime finds a deadlock where no goroutine runs.
  const isDeadlock = own[0]?.startsWith(DEADLOCK) === true;
  if (!(stack.kind === 'runtime-stack' || (stack.kind === 'header' && (isDeadlock || stack.header.state === 'running')))) return 'no';
  if (call === undefined) return 'more';
  return call.kind === 'function' ? 'yes' : 'no';
}

function isFile(form: LineForm | undefined): boolean {
  return form?.kind === 'file' || form?.kind === 'native-file';
}
