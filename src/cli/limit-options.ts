import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { DEFAULT_LIMITS, type Limits } from '../bundle/limits.ts';
import { formatBytes } from '../matcher/template.ts';

const OPTIONS: readonly { readonly flag: string; readonly key: keyof Limits; readonly unit: 'bytes' | 'count'; readonly what: string }[] = [
  { flag: 'bytes', key: 'totalBytes', unit: 'bytes', what: 'bytes read from all files' },
  { flag: 'inflated', key: 'inflatedBytes', unit: 'bytes', what: 'bytes that decompression may produce' },
  { flag: 'entries', key: 'entries', unit: 'count', what: 'files' },
  { flag: 'depth', key: 'depth', unit: 'count', what: 'layers of compression' },
  { flag: 'nesting', key: 'nesting', unit: 'count', what: 'archives inside one another' },
  { flag: 'member', key: 'memberBytes', unit: 'bytes', what: 'bytes of one file in an archive' },
  { flag: 'archive', key: 'heldArchiveBytes', unit: 'bytes', what: 'bytes of archives that have to be held in memory' },
  { flag: 'line', key: 'lineBytes', unit: 'bytes', what: 'bytes of one line' },
  { flag: 'held', key: 'heldBytes', unit: 'bytes', what: 'bytes of a text that has to be held whole' },
  { flag: 'streams', key: 'streams', unit: 'count', what: 'sources of one log that are read apart' },
  { flag: 'binary', key: 'binaryBytes', unit: 'bytes', what: 'bytes of one binary file' },
  { flag: 'evidence', key: 'evidenceBytes', unit: 'bytes', what: 'bytes that what was found may take in memory' },
  { flag: 'seconds', key: 'seconds', unit: 'count', what: 'seconds of reading' },
];

/** Adds `--limit-…` options to a command. */
export function addLimitOptions(command: Command): Command {
  for (const { flag, key, unit, what } of OPTIONS) {
    const shown = unit === 'bytes' ? formatBytes(DEFAULT_LIMITS[key]) : String(DEFAULT_LIMITS[key]);
    command.option(`--limit-${flag} <n>`, `most ${what} (${shown})`, unit === 'bytes' ? parseSize : parseCount);
  }
  return command;
}

/** The limits that were given. */
export function limitsFrom(options: Readonly<Record<string, unknown>>): Partial<Limits> {
  const limits: { -readonly [K in keyof Limits]?: number } = {};
  for (const { flag, key } of OPTIONS) {
    const value = options[`limit${flag[0]?.toUpperCase() ?? ''}${flag.slice(1)}`];
    if (typeof value === 'number') limits[key] = value;
  }
  return limits;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

function parseSize(text: string): number {
  const match = /^(\d{1,15})\s*([kmgt]?)(?:i?b)?$/i.exec(text);
  const unit = UNITS[(match?.[2] ?? '').toLowerCase()];
  const size = match === null || unit === undefined ? 0 : Number(match[1]) * unit;
  if (size < 1 || !Number.isSafeInteger(size)) throw new InvalidArgumentError('give a size such as 512MiB or 4G.');
  return size;
}

function parseCount(text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count < 1) throw new InvalidArgumentError('give a whole number from 1.');
  return count;
}
