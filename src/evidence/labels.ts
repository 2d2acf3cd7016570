import { oneLine, type SafeText } from '../text/safe-text.ts';
import type { Label } from './facts/dump.ts';

/** Characters of a name or a value that are kept: a program may put a whole query into one. */
const LONGEST = 200;
/** Labels of one goroutine that are kept. */
const MOST = 32;

/** Labels as facts hold them: by name, bounded, safe to show. */
export function labelsOf(pairs: readonly (readonly [name: string, value: string])[]): readonly Label[] {
  return pairs
    .slice(0, MOST)
    .map(([name, value]) => ({ name: labelText(name), value: labelText(value) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** A label that is looked for: of any value where none is given. */
export interface WantedLabel {
  readonly name: string;
  readonly value?: string;
}

/** Whether labels are what is looked for: each name with any of the values that are given for it. */
export function matchesLabels(labels: readonly Label[], wanted: readonly WantedLabel[]): boolean {
  return wanted.every(({ name }) => {
    const same = wanted.filter((one) => one.name === name);
    const key = labelText(name);
    return labels.some((one) => one.name === key && same.some(({ value }) => value === undefined || one.value === labelText(value)));
  });
}

function labelText(text: string): SafeText {
  return oneLine(text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
}
