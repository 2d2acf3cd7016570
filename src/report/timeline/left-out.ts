import { count } from '../count.ts';

/** Entries of the cluster that the timeline has room for, of each kind: a cluster has thousands of events. */
export const MOST_OF_A_KIND = 500;

/** That the timeline is not whole, in a sentence. */
export function leftOutWords(leftOut: number): string {
  return `${count(leftOut, 'further entry', 'further entries')} of the cluster left out: the timeline has room for ${MOST_OF_A_KIND} of each kind, and those that warn or end something come first.`;
}
