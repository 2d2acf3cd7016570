import type { Failure } from './check.ts';

/** What the worker is asked to do. */
export interface Order {
  readonly root: string;
  readonly directories: readonly string[];
  readonly only: string;
  readonly seed: number;
  readonly from: number;
  readonly runs: number;
  /** Every so many cases the report is made and checked, too. */
  readonly reports: number;
  /** The number of the case that is running: what is asked of a worker that does not answer. */
  readonly at: SharedArrayBuffer;
}

/** What it says. */
export type Message =
  | {
      readonly kind: 'failed';
      readonly number: number;
      readonly story: string;
      readonly failure: Failure;
      readonly input: Uint8Array;
      readonly how: string;
    }
  | {
      readonly kind: 'done';
      readonly slowest: { readonly number: number; readonly ms: number; readonly story: string };
      readonly reports: number;
    };
