import { InvalidArgumentError } from 'commander';
import { list } from '../report/count.ts';
import { oneLine } from '../text/safe-text.ts';

/** Formats of the report. */
export const FORMATS = ['text', 'json', 'markdown'] as const;

/** The same as a sentence has them. */
export const FORMAT_NAMES = list(FORMATS, 'or');

export type Format = (typeof FORMATS)[number];

/** Formats that are promised but not there yet: to take them for a spelling mistake would mislead. */
const PLANNED: ReadonlySet<string> = new Set(['html', 'sarif']);

/** Reads the value of `--format`. */
export function parseFormat(text: string): Format {
  const known = FORMATS.find((one) => one === text);
  if (known !== undefined) return known;
  const what = PLANNED.has(text) ? `${text} is planned, but this version cannot write it yet` : `there is no format "${oneLine(text)}"`;
  throw new InvalidArgumentError(`${what}; use ${FORMAT_NAMES}`);
}
