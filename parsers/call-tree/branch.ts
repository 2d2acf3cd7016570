/** One line of a drawn tree. */
export interface Branch {
  /** Column in which the name begins: what stands further right belongs to it. */
  readonly column: number;
  /** The function, perhaps with its place, as printed. */
  readonly name: string;
}

/** Longer lines are no names with a tree before them. */
const LONGEST = 400;

/** What stands before a name: bars of the trees around it, and a corner. Box drawing, and the ASCII of `tree --charset=ascii`. */
const CORNER = /^((?:[ \t│┃|])*(?:[├└╰┣┗][─━╴]*[>►▶]?|[|`]-{1,3}>?)[ \t]*)(\S.*)$/;

/** A qualified name: a path, a package, a function or method, perhaps of a type with parameters. */
const NAME = /^[A-Za-z_][\w.\-~%/]*\.(?:\(\*?\w[\w.]*(?:\[[\w.,/*[\]·]*\])?\)\.)?\w[\w.-]*(?:\[[\w.,/*[\]·]*\])?$/;
const CALL = /\((?:\.{3}|0x[0-9a-f?, {}x.]*|)\)$/;
const PLACE = /^\s+(\S{1,400}:\d{1,9})$/;

/** Functions of the runtime by which other packages call them, without the package that pprof prints before them. */
const PACKAGES: ReadonlyMap<string, string> = new Map(
  [
    'sync.runtime_Semacquire',
    'sync.runtime_SemacquireMutex',
    'sync.runtime_SemacquireRWMutex',
    'sync.runtime_SemacquireRWMutexR',
    'sync.runtime_SemacquireWaitGroup',
    'sync.runtime_notifyListWait',
    'internal/poll.runtime_pollWait',
  ].map((name) => [name.slice(name.indexOf('.') + 1), name]),
);

/** The function that a text names, in the form in which profiles have it, with its place behind it if that is printed; undefined where it names none. */
export function functionOf(text: string): string | undefined {
  const trimmed = text.trim();
  // Most lines are of words: that is seen at the first blank.
  const blank = trimmed.search(/\s/);
  const place = blank < 0 ? undefined : PLACE.exec(trimmed.slice(blank))?.[1];
  if (blank >= 0 && place === undefined && !trimmed.endsWith(')')) return undefined;
  const name = (place === undefined ? trimmed : trimmed.slice(0, blank)).replace(CALL, '');
  const full = PACKAGES.get(name) ?? (NAME.test(name) ? name : undefined);
  if (full === undefined) return undefined;
  return place === undefined ? full : `${full} ${place}`;
}

/** The line of a tree below its root; undefined where it is none, or names no function. */
export function readBranch(text: string): Branch | undefined {
  if (text.length > LONGEST) return undefined;
  const [, before = '', rest = ''] = CORNER.exec(text) ?? [];
  const name = rest === '' ? undefined : functionOf(rest);
  return name === undefined ? undefined : { column: before.length, name };
}

/** The root of a tree: a name by itself; undefined where the line is none. */
export function readRoot(text: string): Branch | undefined {
  if (text.length > LONGEST) return undefined;
  const name = functionOf(text);
  return name === undefined ? undefined : { column: text.length - text.trimStart().length, name };
}
