import type { Signature } from '../signature.ts';
import { KNOWN_IDS } from './known-ids.ts';
import type { ParsedFile } from './parse.ts';
import type { Problem, ValuePath } from './problem.ts';

/**
 * What is wrong between the signatures of a set: an id twice, ids that do not exist, circles of explanations.
 *
 * @param others Signatures that are there already and may be named (the built-in ones, for a directory of one's own).
 */
export function checkSet(files: readonly ParsedFile[], others: readonly Signature[] = []): readonly Problem[] {
  const problems: Problem[] = [];
  const builtIn = new Set(others.map(({ id }) => id));
  const fileOf = new Map<string, ParsedFile>();
  const problem = (file: ParsedFile, at: ValuePath, message: string) => problems.push({ path: file.path, ...file.positionOf(at), message });
  for (const file of files) {
    const { id } = file.signature;
    const twin = fileOf.get(id);
    if (builtIn.has(id)) problem(file, ['id'], `"${id}" is the id of a built-in signature; give yours another id`);
    else if (twin === undefined) fileOf.set(id, file);
    else problem(file, ['id'], `"${id}" is the id of ${twin.path} too; give one of them another id`);
  }
  const exists = (id: string) => builtIn.has(id) || fileOf.has(id) || KNOWN_IDS.has(id);
  for (const file of files) {
    const { id, explains, tests } = file.signature;
    const lists = [
      { at: ['explains'], ids: explains },
      { at: ['tests', 'mayAlsoMatch'], ids: tests.mayAlsoMatch },
    ];
    for (const { at, ids } of lists)
      for (const [i, one] of ids.entries())
        if (one === id) problem(file, [...at, i], `names the signature itself; take it out`);
        else if (!exists(one)) problem(file, [...at, i], `there is no signature "${one}"; correct the id`);
    const circle = circleFrom(id, (one) => fileOf.get(one)?.signature.explains ?? []);
    // Each circle is said once, at its first id in the order of the alphabet.
    if (circle !== undefined && circle.every((one) => id <= one))
      problem(file, ['explains'], `explains itself by a circle: ${[...circle, id].join(' explains ')}; take one step out`);
  }
  return problems;
}

/** The shortest way from a signature back to itself, itself first. */
function circleFrom(start: string, next: (id: string) => readonly string[]): readonly string[] | undefined {
  const queue: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  for (let way = queue.shift(); way !== undefined; way = queue.shift())
    for (const id of next(way.at(-1) ?? start)) {
      if (id === start && way.length > 1) return way;
      if (id === start || seen.has(id)) continue;
      seen.add(id);
      queue.push([...way, id]);
    }
  return undefined;
}
