import type { Skipped } from '../parsers/parser.ts';
import { oneLine } from './text/safe-text.ts';

/** Different reasons that are listed for one file. Parsers have a few each; a limit all the same, for those to come. */
const MOST_REASONS = 1000;

/**
 * What could not be read of one file. The same reason is kept once, at its first place, with how much and how often: a
 * hostile log must not fill the memory with what it is not.
 */
export class SkippedLog {
  readonly #byReason = new Map<string, Skipped>();

  add(what: Skipped): void {
    const wanted = `${what.unit}\n${what.reason}`;
    const key = this.#byReason.has(wanted) || this.#byReason.size < MOST_REASONS ? wanted : `${what.unit}\nother`;
    const known = this.#byReason.get(key);
    this.#byReason.set(
      key,
      known === undefined
        ? { ...what, reason: oneLine(key === wanted ? what.reason : 'further reasons') }
        : { ...known, amount: known.amount + what.amount, places: (known.places ?? 1) + (what.places ?? 1) },
    );
  }

  get all(): readonly Skipped[] {
    return [...this.#byReason.values()];
  }
}
