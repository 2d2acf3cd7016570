/**
 * What stands before the content of a file in a transcript of several: the path that a shell, `tail -n +1`, `head`, `more` or a loop with
 * `echo` has printed. The content below it may be any.
 */
export interface SectionHead {
  /** The path as it was printed: `/sys/fs/cgroup/memory.max`, `memory.max`, `cpu/cpu.stat`. */
  readonly path: string;
  /** The command that the line shows, where it shows one: `cat`, `ls -l`, `ls … | wc -l`. */
  readonly command?: string;
  /** Paths that the command names before this one: `cat` prints all of them without a word in between. */
  readonly before?: readonly string[];
}

/** Longer lines are no heads. */
const LONGEST = 400;

/** `==> path <==`: head and tail (coreutils). */
const TAIL = /^==> (\S+) <==$/;
/** `== path`, `=== path ===`, `--- path`, `### path`, `path:`, an absolute path alone. A version of the hierarchy may stand before it. */
const RULED = /^(?:={2,}|-{2,}|#{1,6}|\*{2,}|>{1,3})\s*(?:v[12]\s+)?([\w./@,+-]+)\s*:?\s*(?:={2,}|-{2,}|#{1,6}|\*{2,})?$/;
const NAMED = /^([\w./@,+-]+):$/;
const ALONE = /^(\/(?:sys|proc|host|dev)\/[\w./@,+-]+)$/;
/**
 * What a shell prints before a command: `$ `, `root@web-0:/# `, `/ # ` (busybox), `[root@node-1 ~]# `, `+ ` (of `set -x`), or a rule. A change of
 * directory may stand before the command.
 */
const PROMPT = /^(?:[^\s#$%>]{0,80} ?[#$%>] ?|\[[^\]]{1,80}\][#$] ?|\+{1,3} |={2,} ?|-{2,} ?|#{2,6} ?)?(?:cd \S{1,200} ?(?:&&|;) ?)?/;
/** What runs a command in a container or on another machine. */
const ELSEWHERE =
  /^(?:sudo )?(?:(?:kubectl|oc|k)(?: \S{1,200}){0,12}? exec(?: \S{1,200}){1,12}? --|(?:docker|podman|nerdctl|crictl|k3s crictl)(?: container)? exec(?: -\S{1,80}| \d{1,10}){0,8} [^\s-]\S{0,199}|ssh(?: -\S{1,80}| \d{1,5}){0,8} [^\s-]\S{0,199}|nsenter(?: -\S{1,80}| \d{1,10}){1,8}(?: --)?|chroot \S{1,200}) /;
/** `sh -c 'command'`. */
const SHELL = /^(?:\/bin\/)?(?:ba|a|da)?sh -l?c (["'])(.*)\1$/;
/** `cat path`, `ls -l path`, and the like after a rule. */
const COMMAND =
  /^((?:sudo )?(?:cat|tail|head|more|ls|tr)\b[^|;&]*?) ?(\/?[\w./@,+-]*[\w]\/?)(?: *\| *((?:wc|tr|sort|grep|head|xargs)\b.*))?(?: *2>.*)?(?: ?={2,}| ?-{2,})?$/;

/** The command that the line of a shell shows, without the prompt, and without what runs it in a container or on another machine. */
export function shownCommand(text: string): string {
  const command = text.replace(PROMPT, '').replace(ELSEWHERE, '');
  return SHELL.exec(command)?.[2] ?? command;
}

/** The head of a section, or undefined. */
export function sectionHead(text: string): SectionHead | undefined {
  if (text.length > LONGEST || text.length < 5) return undefined;
  const plain = TAIL.exec(text) ?? RULED.exec(text) ?? NAMED.exec(text) ?? ALONE.exec(text);
  if (plain?.[1] !== undefined) return { path: plain[1] };
  // The words are looked for before the expression, which every line of a log would have to be tried with.
  if (!/\b(?:cat|tail|head|more|ls|tr) /.test(text)) return undefined;
  const [, command = '', path, pipe] = COMMAND.exec(shownCommand(text)) ?? [];
  if (path === undefined) return severalCats(shownCommand(text));
  const before = /^(?:sudo )?cat /.test(command) ? command.split(/\s+/).filter((word) => word.includes('/') || /\w\.\w/.test(word)) : [];
  return { path, command: pipe === undefined ? command : `${command} | ${pipe}`, ...(before.length === 0 ? {} : { before }) };
}

/** `cat a b; sleep 60; cat a`: the files of all of them, in their order. */
function severalCats(command: string): SectionHead | undefined {
  const parts = command.split(/ *(?:;|&&) */);
  if (parts.length < 2 || !parts.every((part) => /^(?:cat(?: [\w./@,+-]{1,200}){1,40}|sleep [\d.]{1,8}[smh]?|date|echo)$/.test(part)))
    return undefined;
  const paths = parts.flatMap((part) => (part.startsWith('cat ') ? part.split(' ').slice(1) : []));
  const path = paths.pop();
  return path === undefined ? undefined : { path, command: 'cat', before: paths };
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
