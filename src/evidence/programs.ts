import { naturalOrder } from '../text/natural-order.ts';
import { sanitize } from '../text/safe-text.ts';
import type { CaseFile } from './case-file.ts';
import type { Fact } from './facts/index.ts';
import type { Frame } from './frame.ts';
import type { Scope } from './scope.ts';

/** What a file shows of the program that it is of. */
interface Marks {
  /** Files of package main, by the function in them: one binary has each function in one file. */
  readonly mains: Map<string, string>;
  /** Directories of these files: all of package main lie in one. */
  readonly folders: Set<string>;
  /** Names of binaries, as profiles state them. */
  readonly binaries: Set<string>;
}

/** Functions of package main, and no package with a longer name; `main.` in a closure's name stands at its beginning too. */
const OF_MAIN = /^main\./;
/** A path as a build without -trimpath (`/src/app/main.go`, `C:/app/main.go`) or with it (`example.org/app/main.go`) leaves it, and no generated name. */
const SOURCE = /^(?<folder>.*[^/\\])[/\\](?<name>[^/\\]+\.go)$/;

/**
 * Tells loose files of different programs apart, where they contradict each other: package main of one lies in another directory, or has a function in another file, than
 * that of the other one, or the profiles name different binaries. Files that show no program, or that show several, stay as they are, and so does everything where
 * the bundle itself says whose a file is.
 *
 * @returns the scope of a fact of such a file, with the program as its process.
 */
export function programsOfFiles(caseFile: CaseFile): (scope: Scope, path: string) => Scope {
  const marks = marksOf(caseFile);
  const names = new Map<string, string>();
  const known = [...marks].filter(([, { folders }]) => folders.size === 1);
  const programs = apart(known);
  if (programs.length > 1) for (const [i, { paths }] of programs.entries()) for (const path of paths) names.set(path, nameOf(programs, i));
  // A binary of which only the name is known is none of those whose sources are known, as far as can be told, and no other one either.
  const named = [...marks].filter(([path, { folders, binaries }]) => !names.has(path) && folders.size === 0 && binaries.size === 1);
  const binaries = new Set(named.flatMap(([, one]) => [...one.binaries]));
  if (binaries.size > 1) for (const [path, one] of named) for (const binary of one.binaries) names.set(path, binary);
  return (scope, path) => {
    const name = isLoose(scope) ? names.get(path) : undefined;
    return name === undefined ? scope : { ...scope, process: sanitize(name) };
  };
}

/** Whether nothing says whose a fact is, but perhaps for its node. */
function isLoose({ namespace, pod, container, process, incarnation }: Scope): boolean {
  return namespace === undefined && pod === undefined && container === undefined && process === undefined && incarnation === undefined;
}

function marksOf(caseFile: CaseFile): ReadonlyMap<string, Marks> {
  const marks = new Map<string, Marks>();
  for (const fact of caseFile.all) {
    if (!isLoose(fact.scope)) continue;
    const { frames, binary } = shownBy(fact);
    if (frames.length === 0 && binary === undefined) continue;
    const [{ path }] = fact.citations;
    const of = marks.get(path) ?? { mains: new Map(), folders: new Set(), binaries: new Set() };
    marks.set(path, of);
    if (binary !== undefined) of.binaries.add(binary);
    for (const { function: name, file } of frames) {
      const folder = file === undefined || !OF_MAIN.test(name) ? undefined : SOURCE.exec(file)?.groups?.['folder'];
      if (file === undefined || folder === undefined) continue;
      of.mains.set(name, file);
      of.folders.add(folder);
    }
  }
  return marks;
}

/** What a fact shows of its program. A report of races or of sanitizers is of the same binary as the log around it. */
function shownBy(fact: Fact): { readonly frames: readonly Frame[]; readonly binary?: string } {
  if (fact.type === 'goroutines') return { frames: fact.frames };
  if (fact.type === 'crash') return { frames: fact.goroutine?.frames ?? [] };
  if (fact.type === 'dump' && fact.program !== undefined) return { frames: [], binary: fact.program };
  return { frames: [] };
}

/** Files of one program, as far as they do not contradict each other. */
interface Program {
  readonly folder: string;
  readonly mains: Map<string, string>;
  readonly paths: string[];
}

function apart(files: readonly (readonly [string, Marks])[]): readonly Program[] {
  const programs: Program[] = [];
  for (const [path, { folders, mains }] of files.toSorted(([a], [b]) => naturalOrder(a, b))) {
    const [folder = ''] = folders;
    const own = programs.find((one) => one.folder === folder && agree(one.mains, mains));
    if (own === undefined) programs.push({ folder, mains: new Map(mains), paths: [path] });
    else {
      own.paths.push(path);
      for (const [name, file] of mains) own.mains.set(name, file);
    }
  }
  return programs;
}

function agree(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  for (const [name, file] of b) if ((a.get(name) ?? file) !== file) return false;
  return true;
}

/** The last part of a program's directory; as much more of it as tells it from the others, and a number where nothing does. */
function nameOf(programs: readonly Program[], at: number): string {
  const parts = programs.map(({ folder }) => folder.split(/[/\\]/));
  const own = parts[at] ?? [];
  for (let length = 1; length <= own.length; length++) {
    const name = own.slice(-length).join('/');
    if (parts.every((other, i) => i === at || other.slice(-length).join('/') !== name)) return name;
  }
  return `${own.at(-1) ?? ''}#${at + 1}`;
}
