import { FindMarks } from '../../src/text/find-marks.ts';
import { durationSeconds } from '../test-output/duration.ts';
import { AFTER_MARK, BEFORE_MARK, type Topic } from './topic.ts';

/** A topic that a line speaks of, and what was taken out of the line. */
export interface Spoken {
  readonly topic: Topic;
  readonly values: readonly (readonly [string, string])[];
  readonly numbers: readonly (readonly [string, number])[];
}

/** Longest value that is taken out of a line. */
const LONGEST_VALUE = 300;
/** Places of marks that are looked at in one line: a hostile line may be made of them. */
const MOST_PLACES = 32;

/** Finds the topics of lines. */
export class TopicSearch {
  readonly #find: FindMarks;
  /** Topics by the number of the mark. */
  readonly #topics: readonly (readonly Topic[])[];

  constructor(topics: readonly Topic[]) {
    const byMark = new Map<string, Topic[]>();
    for (const topic of topics)
      for (const mark of topic.marks) {
        const known = byMark.get(mark);
        if (known === undefined) byMark.set(mark, [topic]);
        else known.push(topic);
      }
    this.#find = new FindMarks([...byMark.keys()]);
    this.#topics = [...byMark.values()];
  }

  /** The topics of a line, each once. */
  search(text: string): readonly Spoken[] {
    const places = this.#find.find(text);
    if (places.length === 0) return NONE;
    const spoken = new Map<string, Spoken>();
    for (const { mark, at } of places.slice(0, MOST_PLACES))
      for (const topic of this.#topics[mark] ?? []) {
        if (spoken.has(topic.id)) continue;
        const found = speaks(topic, text, at);
        if (found !== undefined) spoken.set(topic.id, found);
      }
    return [...spoken.values()];
  }
}

const NONE: readonly Spoken[] = [];

function speaks(topic: Topic, text: string, at: number): Spoken | undefined {
  if (topic.form === undefined) return { topic, values: [], numbers: [] };
  const match = topic.form.exec(text.slice(Math.max(0, at - BEFORE_MARK), at + AFTER_MARK));
  if (match === null) return undefined;
  const values: [string, string][] = [];
  const numbers: [string, number][] = [];
  for (const [name, value] of Object.entries(match.groups ?? {})) {
    if (value === undefined) continue;
    if (name.endsWith('Ms')) {
      const seconds = durationSeconds(value);
      // A form may take a full stop or a letter too many with it; then it is no duration.
      if (seconds !== undefined) numbers.push([name, Math.round(seconds * 1e6) / 1e3]);
    } else if (name.endsWith('Count')) numbers.push([name, Number(value)]);
    else if (value !== '') values.push([name, value.slice(0, LONGEST_VALUE)]);
  }
  return { topic, values, numbers };
}
