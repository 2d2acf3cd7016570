import { type Command, InvalidArgumentError, Option } from 'commander';
import { type FilterSettings, LEVELS, type Level } from '../report/goroutines/view.ts';
import { oneLine } from '../text/safe-text.ts';
import { nearest } from './nearest.ts';

/** Adds the options that choose and group goroutines. */
export function addGoroutineOptions(command: Command): Command {
  return command
    .addOption(byOption())
    .addOption(new Option('--state <state>', 'only those in this state, such as chan-receive (may be repeated)').argParser(parseText))
    .addOption(
      new Option('--function <name>', 'only those with this in a function: a part, or /RE2/ (may be repeated)').argParser(parseText),
    )
    .addOption(
      new Option('--package <path>', 'only those in this package; path/... has those below (may be repeated)').argParser(parseText),
    )
    .addOption(new Option('--min-wait <minutes>', 'only those that wait at least so long; an unknown age is none').argParser(parseMinutes))
    .addOption(new Option('--label <label>', 'only those with this label: key, or key=value (may be repeated)').argParser(parseLabel))
    .option('--all', 'list goroutines that are idle by design, too');
}

/** The option that says what is alike. */
export function byOption(): Option {
  return new Option('--by <level>', `what is alike: ${LEVELS.join(', ')}`).argParser(parseLevel).default('functions');
}

/** The filters that were given. */
export function filtersFrom(options: Readonly<Record<string, unknown>>): FilterSettings {
  const { state, function: names, package: packages, minWait, label } = options;
  return {
    ...(state === undefined ? {} : { state: state as readonly string[] }),
    ...(names === undefined ? {} : { function: names as readonly string[] }),
    ...(packages === undefined ? {} : { package: packages as readonly string[] }),
    ...(minWait === undefined ? {} : { minWait: minWait as number }),
    ...(label === undefined ? {} : { label: label as readonly string[] }),
  };
}

function parseLevel(text: string): Level {
  const known = LEVELS.find((one) => one === text);
  if (known !== undefined) return known;
  const [close] = nearest(text, LEVELS);
  throw new InvalidArgumentError(
    `there is no level "${oneLine(text)}"; ${close === undefined ? `use ${LEVELS.join(', ')}` : `did you mean ${close}?`}`,
  );
}

function parseText(text: string, before: readonly string[] | undefined): readonly string[] {
  if (text.trim() === '') throw new InvalidArgumentError('it is empty; give a text, or leave the option out.');
  return [...(before ?? []), text];
}

function parseLabel(text: string, before: readonly string[] | undefined): readonly string[] {
  if (text.startsWith('=') || text.trim() === '') throw new InvalidArgumentError('give key, or key=value.');
  return [...(before ?? []), text];
}

function parseMinutes(text: string): number {
  const minutes = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (minutes < 1) throw new InvalidArgumentError('give whole minutes from 1.');
  return minutes;
}
