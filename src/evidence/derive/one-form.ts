import type { Citation } from '../citation.ts';

/** A profile in one of its two forms. */
interface OfForm {
  readonly citations: readonly [Citation, ...Citation[]];
}

/**
 * Of profiles of one process those that are moments of their own: of each moment a bundle may hold the text form beside the binary one, seconds
 * apart, and two readings of one moment show no growth. So one form is compared, the one that there is more of, the binary one of as many.
 * Where there is one of each they are two moments if they stand in different directories.
 */
export function oneForm<T extends OfForm>(profiles: readonly T[]): readonly T[] {
  const texts = profiles.filter(isText);
  const binaries = profiles.filter((profile) => !isText(profile));
  const [text, binary] = [texts[0], binaries[0]];
  if (text === undefined || binary === undefined) return profiles;
  if (texts.length === 1 && binaries.length === 1 && directoryOf(text) !== directoryOf(binary)) return profiles;
  return texts.length > binaries.length ? texts : binaries;
}

/** Only a text has lines. */
export function isText({ citations: [{ firstLine }] }: OfForm): boolean {
  return firstLine !== undefined;
}

function directoryOf({ citations: [{ path }] }: OfForm): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
