import { isUsageError } from '../bundle/entry.ts';
import type { Environment } from '../environment.ts';
import { oneLine } from '../text/safe-text.ts';

/** The line (`what, where, what to do`) for whatever ended a command. With GORONER_DEBUG our own mistakes show where. */
export function errorLine(error: unknown, env: Environment): string {
  if (isUsageError(error)) return `goroner: ${shortened(oneLine(error.message))}\n`;
  if (env['GORONER_DEBUG'] !== undefined && error instanceof Error) return `goroner: internal error: ${error.stack ?? error.message}\n`;
  const detail = error instanceof Error ? error.message : String(error);
  return `goroner: internal error: ${shortened(oneLine(detail))}; please report it (GORONER_DEBUG=1 shows where)\n`;
}

/** The line for a command line that commander refuses. It quotes arguments, and those may be names of files. */
export function misuseLine(text: string): string {
  const line = text
    .trim()
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.*)\?\)$/s, '; did you mean $1?')
    .replace(' is invalid. ', ' is invalid: ')
    .replace(/\.$/, '');
  const advice = /; |: /.test(line) ? '' : '; goroner --help shows what there is';
  return `goroner: ${shortened(oneLine(line))}${advice}\n`;
}

/** Characters of a line; what it quotes may be of any length. */
const LONGEST = 1500;

/** A line without its middle where it is too long: what it is about stands at its start, and what to do at its end. */
function shortened(line: string): string {
  if (line.length <= LONGEST) return line;
  const half = LONGEST / 2;
  return `${line.slice(0, half)} … ${line.slice(-half)}`;
}
