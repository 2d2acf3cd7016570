import type { Frame } from '../../src/evidence/frame.ts';
import { frameOf } from '../pprof/frames.ts';
import { type PrintedValue, readShare, readValue } from './value.ts';

/** A row of a table of functions: `   93.53MB 42.10% 42.10%    93.53MB 42.10%  runtime.malg`. */
export interface Row {
  readonly flat: PrintedValue;
  readonly flatShare: number;
  readonly sumShare: number;
  readonly cumulative: PrintedValue;
  readonly cumulativeShare: number;
  readonly name: string;
}

/** A caller or callee in a tree: `   20   100% |   runtime.selectgo`. */
export interface Edge {
  readonly weight: PrintedValue;
  readonly name: string;
}

const ROW = /^\s*(\S{1,40})\s+(\S{1,12}%)\s+(\S{1,12}%)\s+(\S{1,40})\s+(\S{1,12}%)\s+(\S.*)$/;
const NODE = /^\s*(\S{1,40})\s+(\S{1,12}%)\s+(\S{1,12}%)\s+(\S{1,40})\s+(\S{1,12}%)\s+\|\s+(\S.*)$/;
const EDGE = /^\s*(\S{1,40})\s+(\S{1,12}%)\s+\|\s+(\S.*)$/;

/** Reads a row of a `top` table; undefined for every other line, rows of a tree among them. */
export function readRow(text: string): Row | undefined {
  return text.includes('%') ? rowOf(ROW.exec(text), (name) => !name.startsWith('|')) : undefined;
}

/** Reads the row of a tree that its function has itself; undefined for every other line. */
export function readNode(text: string): Row | undefined {
  return text.includes('|') ? rowOf(NODE.exec(text), () => true) : undefined;
}

/** Reads the row of a caller or a callee; undefined for every other line. */
export function readEdge(text: string): Edge | undefined {
  const match = text.includes('|') ? EDGE.exec(text) : null;
  if (match === null) return undefined;
  const [, amount = '', share = '', name = ''] = match;
  const weight = readValue(amount);
  return weight === undefined || readShare(share) === undefined ? undefined : { weight, name: name.trimEnd() };
}

function rowOf(match: RegExpExecArray | null, takes: (name: string) => boolean): Row | undefined {
  if (match === null) return undefined;
  const [, own = '', ownShare = '', sum = '', all = '', allShare = '', name = ''] = match;
  const flat = readValue(own);
  const cumulative = readValue(all);
  const [flatShare, sumShare, cumulativeShare] = [readShare(ownShare), readShare(sum), readShare(allShare)];
  if (flat === undefined || cumulative === undefined || flatShare === undefined || sumShare === undefined) return undefined;
  if (cumulativeShare === undefined || !takes(name)) return undefined;
  return { flat, flatShare, sumShare, cumulative, cumulativeShare, name: name.trimEnd() };
}

/** A name as `PrintableName` of pprof prints it (internal/graph/graph.go): perhaps an address, the function, perhaps its place, and whether it was inlined. */
export function printedFrame(printed: string): Frame {
  let name = printed.trim();
  const inlined = /\s\((?:partial-)?inline\)$/.test(name);
  if (inlined) name = name.slice(0, name.lastIndexOf(' (')).trimEnd();
  name = name.replace(/^[0-9a-f]{16} /, '');
  // A place without a symbol: `<unknown>`, or the library in brackets.
  if (/^(?:<unknown>|\[[^\]]*\])$/.test(name)) return frameOf({ inlined }, name);
  const blank = name.lastIndexOf(' ');
  const place = /^(\S*[/.]\S*):(\d{1,9})$/.exec(name.slice(blank + 1));
  if (blank <= 0 || place === null) return frameOf({ function: name, inlined }, name);
  const [, file = '', line = ''] = place;
  return frameOf({ function: name.slice(0, blank), file, line: Number(line), inlined }, name);
}
