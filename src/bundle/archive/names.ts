import { type SafeText, sanitize } from '../../text/safe-text.ts';

/**
 * The paths that were given to files in archives, over one whole run, so that no two are the same: a second file of a name becomes
 * `name#2`. Names that differ only in case count as the same: many file systems could not tell them apart.
 */
export class Names {
  readonly #taken = new Map<string, number>();

  /** Takes a path; where it is taken, the next one that is free, with a note for the inventory. */
  take(path: SafeText): { readonly path: SafeText; readonly note?: SafeText } {
    const key = keyOf(path);
    const known = this.#taken.get(key);
    if (known === undefined) {
      this.#taken.set(key, 1);
      return { path };
    }
    for (let number = known + 1; ; number++) {
      const next = sanitize(`${path}#${number}`);
      if (this.#taken.has(keyOf(next))) continue;
      this.#taken.set(key, number);
      this.#taken.set(keyOf(next), 1);
      return { path: next, note: sanitize(`the archive has a file of that name (case aside) before: this is number ${number}`) };
    }
  }
}

function keyOf(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
