import { count } from '../count.ts';

/** That the timeline is not whole, in a sentence. */
export function leftOutWords(leftOut: number): string {
  return `${count(leftOut, 'further entry', 'further entries')} of the cluster left out: the timeline has room for 500 of each kind, and those that warn or end something come first.`;
}
