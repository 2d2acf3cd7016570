/**
 * What stands before the content of a file in a transcript of several: the path that a shell, `tail -n +1`, `head`, `more` or a loop with
 * `echo` has printed. The content below it may be any.
 */
export interface SectionHead {
  /** The path as it was printed: `/sys/fs/cgroup/memory.max`, `memory.max`, `cpu/cpu.stat`. */
  readonly path: string;
  /** The command that the line shows, where it shows one: `cat`, `ls -l`, `ls … | wc -l`. */
  readonly command?: string;
}

/** Longer lines are no heads. */
const LONGEST = 400;

/** `==> path <==`: head and tail (coreutils). */
const TAIL = /^==> (\S+) <==$/;
/** `== path`, `=== path ===`, `--- path`, `### path`, `path:`, an absolute path alone. A version of the hierarchy may stand before it. */
const RULED = /^(?:={2,}|-{2,}|#{1,6}|\*{2,}|>{1,3})\s*(?:v[12]\s+)?([\w./@,+-]+)\s*:?\s*(?:={2,}|-{2,}|#{1,6}|\*{2,})?$/;
const NAMED = /^([\w./@,+-]+):$/;
const ALONE = /^(\/(?:sys|proc|host|dev)\/[\w./@,+-]+)$/;
/** `$ cat path`, `# ls -l path`, `root@web-0:/# cat path`, `+ cat path` (of `set -x`), and the like after a rule. */
const COMMAND =
  /^(?:[^\s#$%>]{0,80}[#$%>] ?|\+{1,3} |={2,} ?|-{2,} ?|#{2,6} ?)?((?:sudo )?(?:cat|tail|head|more|ls|tr)\b[^|;&]*?) ?(\/?[\w./@,+-]*[\w]\/?)(?: *\| *((?:wc|tr|sort|grep|head|xargs)\b.*))?(?: *2>.*)?(?: ?={2,}| ?-{2,})?$/;

/** The head of a section, or undefined. */
export function sectionHead(text: string): SectionHead | undefined {
  if (text.length > LONGEST || text.length < 5) return undefined;
  const plain = TAIL.exec(text) ?? RULED.exec(text) ?? NAMED.exec(text) ?? ALONE.exec(text);
  if (plain?.[1] !== undefined) return { path: plain[1] };
  // The words are looked for before the expression, which every line of a log would have to be tried with.
  if (!/\b(?:cat|tail|head|more|ls|tr) /.test(text)) return undefined;
  const [, command = '', path, pipe] = COMMAND.exec(text) ?? [];
  if (path === undefined) return undefined;
  return { path, command: pipe === undefined ? command : `${command} | ${pipe}` };
}

/** A line of `grep -H . files` or `grep -r . directory`: the path, and the content after the colon. */
export interface GrepLine {
  readonly path: string;
  readonly content: string;
}

/** Whether a line is one of grep's, by a path whose last part `isKnown` knows. */
export function grepLine(text: string, isKnown: (name: string) => boolean): GrepLine | undefined {
  const colon = text.indexOf(':');
  if (colon < 3 || colon > 300 || colon === text.length - 1) return undefined;
  const path = text.slice(0, colon);
  if (/\s/.test(path) || !isKnown(path.slice(path.lastIndexOf('/') + 1))) return undefined;
  return { path, content: text.slice(colon + 1) };
}
