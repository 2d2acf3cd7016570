import type { Label } from '../../src/evidence/facts/dump.ts';
import type { ProfileLabel } from '../../src/evidence/facts/profile-label.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { labelsOf } from '../../src/evidence/labels.ts';
import type { Profile } from './profile.ts';
import type { Stacks } from './stacks.ts';
import { ExactSums } from './sums.ts';

/** Labels that a fact shows at most. */
const MOST_LABELS = 50;

/** Samples with labels whose value is a text, and these. */
export function* labelledSamples({ samples, strings }: Profile): Generator<{ readonly sample: number; readonly labels: readonly Label[] }> {
  const { labels } = samples;
  for (let at = 0; at < labels.length;) {
    const sample = labels[at] ?? 0;
    const pairs: [string, string][] = [];
    for (; labels[at] === sample && at < labels.length; at += 3)
      pairs.push([strings.get(labels[at + 1] ?? 0) ?? '', strings.get(labels[at + 2] ?? 0) ?? '']);
    yield { sample, labels: labelsOf(pairs) };
  }
}

/** What the samples of each label add up to by one of their values, the largest first. */
export function sumLabels(profile: Profile, stacks: Stacks, column: number): readonly ProfileLabel[] {
  const { labels, values, wideValues, width } = profile.samples;
  const { strings } = profile;
  const numbers = new Map<string, number>();
  const pairs: [key: number, value: number][] = [];
  const sums = new ExactSums(labels.length / 3);
  for (let at = 0; at < labels.length; at += 3) {
    const [sample = 0, key = 0, value = 0] = labels.subarray(at, at + 3);
    const name = `${key} ${value}`;
    let number = numbers.get(name);
    if (number === undefined) {
      number = pairs.push([key, value]) - 1;
      numbers.set(name, number);
    }
    const place = sample * width + column;
    sums.add(number, values[place] ?? 0, wideValues.get(place));
  }
  const whole = stacks.totals.near(column);
  const comparable = whole > 0 && !stacks.negative;
  const texts = pairs.map(([key, value]) => `${strings.get(key) ?? ''}\0${strings.get(value) ?? ''}`);
  return pairs
    .map((_, number) => number)
    .toSorted((a, b) => sums.compare(b, a) || ((texts[a] ?? '') < (texts[b] ?? '') ? -1 : 1))
    .slice(0, MOST_LABELS)
    .map((number) => {
      const [key = 0, value = 0] = pairs[number] ?? [];
      return {
        name: sanitize(strings.get(key) ?? ''),
        value: sanitize(strings.get(value) ?? ''),
        total: sums.get(number),
        share: comparable ? sums.near(number) / whole : 0,
      };
    });
}
