import type { CallFrame, Creator } from '../../src/evidence/frame.ts';
import type { Line } from '../../src/text/line.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { cite } from '../goroutine-dump/excerpt.ts';
import { FrameTable, callFrame, creatorOf } from '../goroutine-dump/frames.ts';
import { type FunctionForm, classify } from '../goroutine-dump/line-kind.ts';
import type { ParserContext } from '../parser.ts';

/** Exit codes of a Go program that crashed: of its own accord, and by SIGABRT with GOTRACEBACK=crash. */
const CRASHED: ReadonlySet<number> = new Set([2, 134]);
/** Fewer calls may be any text. */
const LEAST_CALLS = 2;
const MOST_CALLS = 200;
const EXCERPT = 8;
const EXIT = /^exit status (\d{1,3})\s*$/;
const NOTHING = sanitize('');

/**
 * Reads the rest of a stack at the beginning of a text that is the end of a longer one: a termination message, of which the kubelet keeps the last
 * bytes. Its head, with the message of the panic, is missing; that there was a crash follows from the exit code. Whose stack it is stays open where
 * those of other goroutines follow.
 *
 * @returns the lines that belong to it, from the first one on; 0 where the text does not begin within a stack.
 */
export function readCutHead(lines: readonly Line[], exitCode: number | undefined, context: ParserContext): number {
  if (exitCode === undefined || !CRASHED.has(exitCode)) return 0;
  const table = new FrameTable();
  const frames: CallFrame[] = [];
  let creator: Creator | undefined;
  let call: FunctionForm | undefined;
  let creating: string | undefined;
  let end = 0;
  for (const [i, { text }] of lines.entries()) {
    const form = classify(text);
    if (form.kind === 'function') call = form;
    else if (form.kind === 'created') creating = form.name;
    else if (form.kind === 'file' && creating !== undefined) {
      creator = creatorOf(table.shared(creating, form.file, form.line, false));
      end = i + 1;
      break;
    } else if (form.kind === 'file' && call !== undefined) {
      const { frame } = table.shared(call.name, form.file, form.line, call.args === undefined);
      if (frames.length < MOST_CALLS) frames.push(callFrame(frame, call.args));
      call = undefined;
    } else if (form.kind !== 'elided' && i > 0 && !(form.kind === 'file' && frames.length === 0)) break;
    // The first line may be cut anywhere.
    end = i + 1;
  }
  if (frames.length < LEAST_CALLS) return 0;
  const own = lines.slice(0, end);
  const status = lines.slice(end).map(({ text }) => EXIT.exec(text)?.[1]);
  const exitStatus = status.find((one) => one !== undefined);
  const { path, scope } = context.source;
  const [first] = own;
  const texts = own.map(({ text }) => text);
  const citation = cite(path, first?.number ?? 1, own.at(-1)?.number ?? 1, texts, EXCERPT);
  const alone = lines.slice(end).every(({ text }) => text.trim() === '' || EXIT.test(text));
  context.found('crash');
  context.emit({
    type: 'crash',
    certainty: 'derived',
    citations: [citation],
    scope,
    class: 'head-missing',
    message: NOTHING,
    template: NOTHING,
    values: [],
    blame: 'unknown',
    chain: [],
    preceding: [],
    hidesPanic: false,
    path: [],
    truncated: false,
    ...(exitStatus === undefined ? {} : { exitStatus: Number(exitStatus) }),
    ...(alone
      ? {
          goroutine: {
            state: NOTHING,
            frames,
            functions: frames.map((frame) => frame.function),
            citation,
            ...(creator === undefined ? {} : { creator }),
          },
        }
      : {}),
  });
  return end;
}
