import type { CaseFile } from './case-file.ts';
import type { FactDraft } from './facts/index.ts';
import { Parts } from './parts.ts';
import { weightOf } from './weight.ts';

/** How much of the space the last facts get, which are kept in any case: they are nearest to the death. */
const LAST_SHARE = 1 / 8;

/** What did not fit. */
export interface LeftOut {
  /** Facts between the first and the last ones. */
  readonly facts: number;
  /** Where the first of them stands. */
  readonly path: FactDraft['citations'][0]['path'];
}

/**
 * Files facts up to a weight, so that a flood of crashes in a log cannot fill the memory. Of more than that the first
 * and the last ones are kept.
 */
export class Intake {
  readonly #caseFile: CaseFile;
  readonly #most: number;
  #weight = 0;
  #full = false;
  readonly #last: { readonly id: string; readonly draft: FactDraft; readonly weight: number }[] = [];
  /** Index of the oldest that is still kept in `#last`. */
  #oldest = 0;
  #lastWeight = 0;
  #leftOut: LeftOut | undefined;
  readonly #parts = new Parts();

  /** `most`: bytes, as {@link weightOf} counts them. */
  constructor(caseFile: CaseFile, most: number) {
    this.#caseFile = caseFile;
    this.#most = most;
  }

  /** Takes a fact and gives it its id; it is in the case file now, or once {@link finish} was called, or was left out. */
  add(draft: FactDraft): string {
    const id = this.#caseFile.nextId(draft.type);
    const weight = weightOf(draft);
    // Once full, it stays so: a small fact must not slip in before a large one that came first.
    if (!this.#full && this.#weight + weight <= this.#most * (1 - LAST_SHARE)) {
      this.#weight += weight;
      this.#caseFile.file(id, draft);
      return id;
    }
    this.#full = true;
    this.#last.push({ id, draft, weight });
    this.#lastWeight += weight;
    while (this.#lastWeight > this.#most * LAST_SHARE && this.#oldest < this.#last.length - 1) this.#forget();
    return id;
  }

  /** Takes part of a fact, which is taken in as a whole by {@link finish}. */
  part(key: string, draft: FactDraft): void {
    this.#parts.add(key, draft);
  }

  /** There are no more facts. Tells what was left out, if anything was. */
  finish(): LeftOut | undefined {
    for (const draft of this.#parts.all) this.add(draft);
    for (const { id, draft } of this.#last.slice(this.#oldest)) this.#caseFile.file(id, draft);
    this.#last.length = 0;
    return this.#leftOut;
  }

  #forget(): void {
    const first = this.#last[this.#oldest];
    if (first === undefined) return;
    this.#lastWeight -= first.weight;
    this.#leftOut = { path: this.#leftOut?.path ?? first.draft.citations[0].path, facts: (this.#leftOut?.facts ?? 0) + 1 };
    this.#oldest += 1;
    if (this.#oldest < 1000) return;
    this.#last.splice(0, this.#oldest);
    this.#oldest = 0;
  }
}
