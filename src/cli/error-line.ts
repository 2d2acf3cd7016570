import { isUsageError } from '../bundle/entry.ts';
import type { Environment } from '../environment.ts';
import { oneLine } from '../text/safe-text.ts';

/** The line (`what, where, what to do`) for whatever ended a command. With GORONER_DEBUG our own mistakes show where. */
export function errorLine(error: unknown, env: Environment): string {
  if (isUsageError(error)) return `goroner: ${oneLine(error.message)}\n`;
  if (env['GORONER_DEBUG'] !== undefined && error instanceof Error) return `goroner: internal error: ${error.stack ?? error.message}\n`;
  const detail = error instanceof Error ? error.message : String(error);
  return `goroner: internal error: ${oneLine(detail)}; please report it (GORONER_DEBUG=1 shows where)\n`;
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
  return `goroner: ${oneLine(line)}${advice}\n`;
}
