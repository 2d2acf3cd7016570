import { hasUtf8, type InkEnvironment } from './colour.ts';
import { openKeySource } from './key-source.ts';
import { Terminal } from './terminal.ts';

/** Why there can be no terminal UI here, in words for the user. */
export interface NoTerminal {
  readonly why: string;
}

/**
 * The process's own terminal, not yet entered. `environment` is what `prepareForInk` gave.
 *
 * @param slipped Says what slipped through and ends the process.
 */
export function openTerminal(
  process: NodeJS.Process,
  environment: Pick<InkEnvironment, 'before'>,
  slipped: (error: unknown) => void,
): Terminal | NoTerminal {
  const env = environment.before;
  if (!process.stdout.isTTY) return { why: 'standard output is no terminal' };
  if (env['TERM'] === 'dumb') return { why: 'the terminal can do nothing but print (TERM=dumb)' };
  const source = openKeySource(process);
  if (source === undefined) return { why: 'there is no terminal to read keys from' };
  return new Terminal({
    process,
    events: process,
    env,
    slipped,
    keys: source.keys,
    closeKeys: source.ours,
    output: process.stdout,
    ascii: !hasUtf8(env),
  });
}
