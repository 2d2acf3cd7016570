import { basename } from 'node:path';

/** A program to start, without a shell. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * The words of a setting such as `EDITOR="code --wait"`, with quotes and backslashes as in a shell, and nothing else of it: no variables, no
 * substitution. None for an empty setting.
 */
export function commandWords(setting: string | undefined): readonly string[] {
  const words: string[] = [];
  for (const [word] of (setting ?? '').matchAll(/(?:\\.|"(?:\\.|[^"\\])*"?|'[^']*'?|[^\s"'\\])+/gs)) {
    words.push(
      word.replaceAll(/\\(.)|"((?:\\.|[^"\\])*)"?|'([^']*)'?/gs, (_, escaped?: string, double?: string, single?: string) => {
        return escaped ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? single ?? '';
      }),
    );
  }
  return words;
}

/** The name of a program without its folder, and without what Windows puts behind it. */
export function programName(command: string): string {
  return basename(command).replace(/\.(?:exe|cmd)$/i, '');
}

/** The name of a file as an argument that is no option (`-x`) and no command (`+x`, which vi and less carry out). */
export function fileArgument(file: string): string {
  return /^[-+]/.test(file) ? `./${file}` : file;
}
