import type { Environment } from '../../environment.ts';
import { type Command, commandWords, fileArgument, programName } from './command-words.ts';

const PLUS_LINE = /^(?:less|more|most)$/;

/** The user's pager ($PAGER, else less) at a line of a file, counted from 1. */
export function pagerCommand(env: Environment, file: string, line = 1): Command {
  const words = commandWords(env['PAGER']);
  // `cat` means "no pager", and nothing of what it prints would be seen.
  const [command = 'less', ...args] = words[0] !== undefined && programName(words[0]) === 'cat' ? [] : words;
  const path = fileArgument(file);
  return { command, args: PLUS_LINE.test(programName(command)) ? [...args, `+${line}`, path] : [...args, path] };
}
