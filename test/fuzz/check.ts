import { DEFAULT_LIMITS } from '../../src/bundle/limits.ts';
import { LineSplitter } from '../../src/bundle/lines.ts';
import { type Examination, examine } from '../../src/analyze.ts';
import { match } from '../../src/matcher/match.ts';
import type { Signature } from '../../src/matcher/signature.ts';
import { buildReport } from '../../src/report/build.ts';
import { redact } from '../../src/report/redact.ts';
import { renderJson } from '../../src/report/render/json.ts';
import { renderMarkdown } from '../../src/report/render/markdown.ts';
import { renderText } from '../../src/report/render/text.ts';
import { NO_COLOUR, TERMINAL_COLOURS } from '../../src/report/render/text/palette.ts';
import { factRules } from './fact-rules.ts';
import { type Case, smallChunk } from './mutate.ts';

/** A rule that does not hold of what came out, and where. */
export interface Failure {
  readonly rule: string;
  readonly detail: string;
}

/** How much of a case is checked. */
export interface Depth {
  /** The report is made of it, too, and rendered. */
  readonly report: boolean;
  /** It is read once more, in chunks of another size. */
  readonly again: boolean;
}

/** What the report is made and checked with. */
export interface Tools {
  readonly signatures: readonly Signature[];
  /** Says what is wrong with a report by its schema. */
  readonly invalid: (report: unknown) => string | undefined;
}

/** Limits that a case may reach: it may be compressed or wrapped that often, and a line of it made that long. */
const REACHED: ReadonlySet<string> = new Set(['depth', 'wrapper-layers', 'line-length']);

/** No case comes near it; one that does is a defect, as those are that never end. */
const SECONDS = 30;

async function* inChunks(bytes: Buffer, chunk: number) {
  for (let start = 0; start < bytes.length; start += chunk) yield bytes.subarray(start, start + chunk);
}

function read({ bytes, limits }: Case, chunk: number): Promise<Examination> {
  return examine(['-'], { stdin: () => inChunks(bytes, chunk), limits: { ...limits, seconds: SECONDS } });
}

/** Runs a case; undefined where everything holds. */
export async function check(one: Case, depth: Depth, tools: Tools): Promise<Failure | undefined> {
  try {
    const examination = await read(one, one.chunk);
    const failure = checkLines(one) ?? checkExamination(one, examination);
    if (failure !== undefined) return failure;
    // Binary data has no marks in it; the account of what was read is kept in chunks.
    const other = depth.again ? await read(one, one.chunk > 4096 ? smallChunk(one.bytes.length, 7) : 1 << 16) : undefined;
    if (other !== undefined && told(other) !== told(examination))
      return { rule: 'chunks make no difference', detail: difference(told(examination), told(other)) };
    return depth.report ? checkReport(examination, tools) : undefined;
  } catch (error) {
    const [first = '', ...stack] = (error instanceof Error ? (error.stack ?? error.message) : String(error)).split('\n');
    return { rule: 'nothing throws', detail: [first, ...stack.slice(0, 4)].join('\n') };
  }
}

/** Cutting into lines loses no byte and no line. */
function checkLines({ bytes, chunk, limits }: Case): Failure | undefined {
  const lines: string[] = [];
  const splitter = new LineSplitter(
    limits.lineBytes ?? DEFAULT_LIMITS.lineBytes,
    ({ text, number }) => (lines[number - 1] = text),
    () => {},
  );
  for (let start = 0; start < bytes.length; start += chunk) splitter.push(bytes.subarray(start, start + chunk));
  splitter.end();
  if (limits.lineBytes !== undefined) return undefined;
  const expected = bytes.toString('latin1').split('\n');
  if (/^\0*$/.test(expected.at(-1) ?? '')) expected.pop();
  const plain = expected.map((line) => Buffer.from(line.replace(/^\0+/, '').replace(/\r$/, ''), 'latin1').toString('utf8'));
  const at = plain.findIndex((line, i) => line !== lines[i]);
  if (at < 0 && lines.length === plain.length) return undefined;
  return { rule: 'every byte is in a line', detail: `line ${at + 1} of ${plain.length}, ${lines.length} given` };
}

function checkExamination({ bytes, limits }: Case, examination: Examination): Failure | undefined {
  const { artifacts, skipped, caseFile, budget } = examination;
  const [artifact] = artifacts;
  if (artifact === undefined || artifacts.length !== 1) return { rule: 'every file is in the inventory', detail: `${artifacts.length}` };
  const reason: string = artifact.reason ?? '';
  if (reason.includes('internal error')) return { rule: 'nothing throws', detail: reason };
  if (artifact.status === 'unreadable') return { rule: 'a stream that can be read is read', detail: reason };
  if (artifact.status !== 'read' && reason === '') return { rule: 'what was not read has a reason', detail: artifact.status };
  if (artifact.status === 'read' && artifact.kinds.length === 0) return { rule: 'what was read has a kind', detail: '' };
  if (budget.hits.some(({ what }) => what === 'time')) return { rule: 'reading ends', detail: `not within ${SECONDS} s` };
  const unasked = budget.hits.find(({ what }) => Object.keys(limits).length === 0 && !REACHED.has(what));
  if (unasked !== undefined) return { rule: 'no limit is hit by a small file', detail: `${unasked.what}: ${unasked.detail}` };
  // What stands behind a carriage return is read as a line of its own.
  const plain = artifact.wrappers.length === 0 && !bytes.includes(0x0d);
  return factRules({
    facts: caseFile.all,
    skipped,
    lines: linesOf(bytes, artifact.wrappers),
    plain,
    ...(plain && limits.lineBytes === undefined && !EDITED.test(bytes.toString('utf8'))
      ? { texts: bytes.toString('utf8').split('\n') }
      : {}),
  });
}

/** Escape sequences are taken out of lines, byte order marks and NULs from their beginnings: such lines are not shown as they stand. */
// oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
const EDITED = /[\0\u001b\u009b\ufeff]/;

/** Lines of the text as the user sees it; Infinity where only decompression would tell. */
function linesOf(bytes: Buffer, wrappers: readonly string[]): number {
  if (['gzip', 'xz', 'zstd'].some((one) => wrappers.includes(one))) return Infinity;
  const text = wrappers.some((one) => one.startsWith('utf-16'))
    ? `${bytes.toString('utf16le')}${bytes.toString('latin1')}`
    : bytes.toString('latin1');
  return text.split('\n').length;
}

/** What a run came to, as text. */
function told({ artifacts, skipped, caseFile, budget }: Examination): string {
  return JSON.stringify([artifacts, skipped, caseFile.all, budget.hits], undefined, 1);
}

function difference(one: string, other: string): string {
  const [left, right] = [one.split('\n'), other.split('\n')];
  const at = left.findIndex((line, i) => line !== right[i]);
  return `${left.slice(at, at + 3).join('\n')}\n---\n${right.slice(at, at + 3).join('\n')}`;
}

function checkReport(examination: Examination, { signatures, invalid }: Tools): Failure | undefined {
  const { artifacts, skipped, caseFile, budget } = examination;
  const make = () => {
    const result = match(signatures, caseFile, budget.hits.length);
    return buildReport({ version: '0.0.0', artifacts, limits: budget.hits, skipped, caseFile, result });
  };
  const report = make();
  const [broken] = report.signatureErrors;
  if (broken !== undefined) return { rule: 'every signature can be evaluated', detail: `${broken.signature}: ${broken.reason}` };
  const text = renderText(report, { palette: NO_COLOUR });
  const json = renderJson(report, { forTerminal: false });
  const again = make();
  if (renderText(again, { palette: NO_COLOUR }) !== text || renderJson(again, { forTerminal: false }) !== json)
    return { rule: 'the same bundle gives the same bytes', detail: difference(json, renderJson(again, { forTerminal: false })) };
  for (const [name, one] of [
    ['plain', report],
    ['redacted', redact(report)],
  ] as const) {
    const wrong =
      invalid(JSON.parse(renderJson(one, { forTerminal: false }))) ?? invalid(JSON.parse(renderJson(one, { forTerminal: true })));
    if (wrong !== undefined) return { rule: 'the report is valid by its schema', detail: `${name}: ${wrong}` };
    const unsafe = unsafeText(one);
    if (unsafe !== undefined) return { rule: 'no text acts on a terminal', detail: `${name}: ${unsafe}` };
  }
  const shown = /(?![\n\t])\p{Cc}/u;
  const raw =
    shown.exec(text) ??
    shown.exec(renderMarkdown(report)) ??
    /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.exec(renderJson(report, { forTerminal: true }));
  if (raw !== null)
    return {
      rule: 'no control characters are shown',
      detail: JSON.stringify(raw.input.slice(Math.max(0, raw.index - 40), raw.index + 20)),
    };
  // oxlint-disable-next-line no-control-regex -- the palette's own sequences
  if (renderText(report, { palette: TERMINAL_COLOURS }).replaceAll(/\u001b\[\d+m/g, '') !== text)
    return { rule: 'the words are the same in colours', detail: '' };
  return undefined;
}

/** A string below a value that a terminal, an editor or a browser would act on; and where. */
export function unsafeText(value: unknown, where = ''): string | undefined {
  if (typeof value === 'string') return UNSAFE.test(value) ? `${where}: ${JSON.stringify(value)}` : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, one] of Object.entries(value)) {
    const found = unsafeText(one, `${where}/${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Written anew, by what Unicode calls them: a hole in the product's own expression would not show by itself. */
const UNSAFE = /(?![\t\n])\p{Cc}|\p{Cs}|[\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;
