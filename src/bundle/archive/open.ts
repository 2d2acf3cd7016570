import { posix } from 'node:path';
import { type SafeText, sanitize } from '../../text/safe-text.ts';
import type { Content } from '../content.ts';
import { whileTaken } from '../while-taken.ts';
import type { Entry, Found } from '../entry.ts';
import type { Budget } from '../limits.ts';
import { fromBytes, shownPath } from '../raw-name.ts';
import { TRIAGE, isTriageName } from '../../text/triage-name.ts';
import { systemReason } from '../system-reason.ts';
import { Links } from './links.ts';
import type { Names } from './names.ts';
import { type RandomAccess, overPieces } from './random-access.ts';
import type { ArchiveState, RawMember } from './raw-member.ts';
import { readTar } from './tar.ts';
import { virtualName } from './virtual-name.ts';

type ArchiveContent = Extract<Content, { kind: 'archive' }>;

/** An archive whose members are being given. */
export interface OpenArchive {
  /** Its members, each as a file of the bundle. One has to be read before the next one is asked for. */
  readonly members: AsyncGenerator<Found>;
  /** What is wrong with it as a whole; complete once all members have been given. */
  readonly damage: () => SafeText | undefined;
  /** A limit has ended it early; complete likewise. */
  readonly stopped: () => boolean;
}

/**
 * Opens an archive: what is in it is given as if it stood in a directory of the archive's name (`bundle.tar.gz/logs/app.log`). Nothing is
 * written to disk. Gives the reason where it is not read at all.
 *
 * @param names Over the whole run.
 */
export async function openArchive(entry: Entry, content: ArchiveContent, budget: Budget, names: Names): Promise<OpenArchive | SafeText> {
  const nesting = (entry.member?.nesting ?? 0) + 1;
  const { nesting: most } = budget.limits;
  if (nesting > most) {
    await content.bytes.return(undefined);
    budget.hit('nesting', entry.path, most, 'archives stand inside one another more often than that: not read', { read: most });
    return sanitize(`an archive inside ${most} others: not read`);
  }
  const state: ArchiveState = {};
  let raw: AsyncGenerator<RawMember>;
  let close = () => Promise.resolve();
  if (content.format === 'tar') raw = readTar(content.bytes, state);
  else {
    const access = await randomAccess(entry, content, budget);
    if (access === undefined) {
      const { heldArchiveBytes: limit } = budget.limits;
      budget.hit('archive-memory', entry.path, limit, 'a zip archive that has to be held in memory is larger than that: not read', {
        read: 0,
        total: entry.bytes,
      });
      return sanitize(
        'a zip archive that is too large to be held in memory: its directory stands at its end, so give it as a file by itself',
      );
    }
    const { readZip } = await import('./zip.ts');
    raw = readZip(access, budget.limits.entries, () => budget.takeTime(entry.path), state);
    close = access.close;
  }
  let cut = false;
  const stopped = () => cut || content.stopped() || budget.stopped !== undefined;
  const members = async function* (): AsyncGenerator<Found> {
    try {
      yield* give(raw, { archive: entry.path, nesting, budget, names, stopped, stop: () => (cut = true) });
    } catch (error) {
      const internal = (error as NodeJS.ErrnoException).code === undefined;
      state.damage = `it cannot be read on: ${internal ? `internal error: ${systemReason(error)}; please report it` : systemReason(error)}`;
    } finally {
      await close();
    }
  };
  return {
    members: members(),
    stopped,
    damage: () => {
      const said = content.damage() ?? (stopped() ? undefined : state.damage);
      return said === undefined ? undefined : sanitize(said);
    },
  };
}

/** A zip archive is read from its end: where it cannot be, it is held in memory. Undefined where it is too large for that. */
async function randomAccess(entry: Entry, content: ArchiveContent, budget: Budget): Promise<RandomAccess | undefined> {
  if (content.stored && entry.openRandom !== undefined) {
    await content.bytes.return(undefined);
    return entry.openRandom();
  }
  const pieces: Uint8Array[] = [];
  let held = 0;
  const release = () => budget.releaseHeld(held);
  try {
    // Leaving the loop closes the source.
    for await (const piece of content.bytes) {
      if (!budget.takeHeld(piece.length)) {
        release();
        return undefined;
      }
      held += piece.length;
      pieces.push(piece);
    }
  } catch (error) {
    release();
    throw error;
  }
  return overPieces(pieces, release);
}

interface Around {
  readonly archive: SafeText;
  readonly nesting: number;
  readonly budget: Budget;
  readonly names: Names;
  readonly stopped: () => boolean;
  /** A limit ends the archive. */
  readonly stop: () => void;
}

/** Members with the names and under the limits that files have in a bundle. */
async function* give(raw: AsyncIterable<RawMember>, { archive, nesting, budget, names, stopped, stop }: Around): AsyncGenerator<Found> {
  const links = new Links();
  const passedOver = (path: SafeText, reason: string): Found => ({
    kind: 'passed-over',
    passedOver: { path, status: 'passed-over', reason: sanitize(reason) },
  });
  for await (const member of raw) {
    if (!budget.takeTime(archive)) return;
    const name = virtualName(member.name);
    if (member.kind === 'directory') {
      if (name.kind === 'path') links.directory(name.path);
      continue;
    }
    const below = (shown: SafeText) => sanitize(`${archive}/${shown}`);
    if (name.kind !== 'path') {
      const shown = name.kind === 'refused' ? name.shown : shownPath(fromBytes(member.name));
      if (!budget.takeEntry(below(shown))) return stop();
      yield passedOver(below(shown), name.kind === 'refused' ? name.reason : 'it has no name');
      continue;
    }
    const { path, note } = names.take(below(shownPath(name.path)));
    if (!budget.takeEntry(path)) return stop();
    if (isTriageName(posix.basename(name.path))) {
      yield passedOver(path, TRIAGE);
      continue;
    }
    switch (member.kind) {
      case 'refused':
        yield passedOver(path, member.reason);
        break;
      case 'link': {
        const refused = links.add({ shown: path, path: name.path, target: member.target, hard: member.hard });
        if (refused !== undefined) yield passedOver(path, refused);
        break;
      }
      case 'file': {
        links.file(name.path, path);
        const { bytes, reopenable, packed, damage } = member;
        let cut = false;
        const takeInflated = (some: number) => budget.takeInflated(some, path);
        const open = () => (packed ? whileTaken(member.open(), takeInflated, () => (cut = true)) : member.open());
        yield {
          kind: 'entry',
          entry: {
            path,
            ...(bytes === undefined ? {} : { bytes }),
            open,
            reopenable,
            member: {
              nesting,
              damage: () => (stopped() ? undefined : damage()),
              stopped: () => cut || (damage() !== undefined && stopped()),
            },
            ...(note === undefined ? {} : { note }),
          },
        };
      }
    }
  }
  for (const { path, reason } of links.resolved()) yield passedOver(path, reason);
}
