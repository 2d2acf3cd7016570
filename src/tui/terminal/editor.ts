import type { Environment } from '../../environment.ts';
import { type Command, commandWords, fileArgument, programName } from './command-words.ts';

/** How editors are told where to go. Others are given the file only. */
const PLUS_LINE =
  /^(?:n?vi|[gmr]?vim?|nvim|vim\.(?:basic|tiny|nox|gtk3?)|view|nano|rnano|pico|emacs(?:client)?(?:-\w+)?|mg|jmacs|joe|kak|micro|ne)$/;
const GOTO = /^(?:code|code-insiders|codium|vscodium|cursor|windsurf)$/;
const COLON_LINE = /^(?:subl|sublime_text|hx|helix|zed|zeditor)$/;

/** The user's editor ($VISUAL, $EDITOR, else vi) at a line of a file, counted from 1. */
export function editorCommand(env: Environment, file: string, line = 1): Command {
  const [command = 'vi', ...args] = [env['VISUAL'], env['EDITOR']].map(commandWords).find((words) => words.length > 0) ?? [];
  const name = programName(command);
  const path = fileArgument(file);
  if (PLUS_LINE.test(name)) return { command, args: [...args, `+${line}`, path] };
  if (GOTO.test(name)) return { command, args: [...args, '-g', `${path}:${line}`] };
  if (COLON_LINE.test(name)) return { command, args: [...args, `${path}:${line}`] };
  return { command, args: [...args, path] };
}
