import type { SafeText } from '../text/safe-text.ts';
import type { OpenRandom } from './archive/random-access.ts';

/** How the reader of an entry goes about; it may change while it reads. */
export interface Reading {
  /** It is done with a chunk before it asks for the next one: its memory may be used again. */
  mayReuse: boolean;
}

/** Opens an entry's bytes from the start, in chunks. Throws a Node system error where it cannot. */
export type OpenBytes = (reading?: Reading) => AsyncIterable<Uint8Array>;

/** One file of the bundle, not yet read. */
export interface Entry {
  /** As the user knows it. */
  readonly path: SafeText;
  /** Bytes as stored; absent for streams. */
  readonly bytes?: number;
  readonly open: OpenBytes;
  /** It can be opened again (files can, pipes cannot). */
  readonly reopenable: boolean;
  /** Opens it to be read at any place; absent where it comes as a stream. */
  readonly openRandom?: OpenRandom;
  /** It stands in an archive. */
  readonly member?: MemberOf;
  /** What is to be said of it in the inventory, however it is read. */
  readonly note?: SafeText;
}

/** What a file in an archive knows of its place. */
export interface MemberOf {
  /** Archives around it, from 1. */
  readonly nesting: number;
  /** What turned out to be wrong with it as it is stored; complete once it has been read. */
  readonly damage: () => string | undefined;
  /** A budget ended the archive before its end; complete once it has been read. */
  readonly stopped: () => boolean;
}

/** Something in the bundle that is not read, and why. */
export interface PassedOver {
  readonly path: SafeText;
  readonly status: 'passed-over' | 'unreadable';
  readonly reason: SafeText;
}

export type Found = { readonly kind: 'entry'; readonly entry: Entry } | { readonly kind: 'passed-over'; readonly passedOver: PassedOver };

/** A path that the user gave cannot be used at all: the message is one line for him. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Whether it is one: by its name, since the terminal UI is bundled apart and has a class of its own. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError';
}
