import type { Certainty, Citation } from '../citation.ts';
import type { Scope } from '../scope.ts';

/** What every fact has. */
export interface FactBase {
  /** `type:n`, in the order of reading: stable for the same bundle. Given by the case file. */
  readonly id: string;
  /** How sure the statement is as a whole. */
  readonly certainty: Certainty;
  /** Where it stands; the first is the one to show. Never empty. */
  readonly citations: readonly [Citation, ...Citation[]];
  /** Whose it is: facts are joined only within one scope. */
  readonly scope: Scope;
}
