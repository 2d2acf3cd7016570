import { openArchive } from './archive/open.ts';
import { Names } from './archive/names.ts';
import { openContent } from './content.ts';
import type { Entry, Found, PassedOver } from './entry.ts';
import type { Budget } from './limits.ts';

/**
 * Finds one file of a bundle again, in an archive if need be, and hands it on while its archive is open. Files in archives have the names that
 * they were given when all were read, since they are given in the same order.
 *
 * @param use Gets undefined where there is no such file any more.
 */
export async function findEntry<T>(
  found: AsyncIterable<Found>,
  path: string,
  budget: Budget,
  use: (file: Entry | PassedOver | undefined) => Promise<T>,
): Promise<T> {
  const names = new Names();
  const search = async (among: AsyncIterable<Found>): Promise<{ readonly result: T } | undefined> => {
    for await (const one of among) {
      const file = one.kind === 'entry' ? one.entry : one.passedOver;
      if (file.path === path) return { result: await use(file) };
      if (one.kind !== 'entry' || !path.startsWith(`${file.path}/`)) continue;
      const content = await openContent(one.entry, budget);
      if (content.kind === 'text' || content.kind === 'binary') await content.bytes.return(undefined);
      if (content.kind !== 'archive') continue;
      const archive = await openArchive(one.entry, content, budget, names);
      if (typeof archive === 'string') continue;
      const inside = await search(archive.members);
      if (inside !== undefined) return inside;
    }
    return undefined;
  };
  const done = await search(found);
  return done === undefined ? use(undefined) : done.result;
}
