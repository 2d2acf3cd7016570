import { type SafeText, sanitize } from '../text/safe-text.ts';

/**
 * A compiled text with `{name.path}` places; `{name.path|filter}` formats: `bytes`, `count`, `percent`, `minutes`, `times`, `one`. `{held.size/listed.size|bytes}` is
 * the first of these that has a value, for signatures that can begin with one of several selections.
 */
export interface Template {
  /** Paths that it uses, such as `panic.culprit.function`. */
  readonly paths: readonly string[];
  /** The same by place: of several at one place the first with a value is printed. */
  readonly places: readonly (readonly string[])[];
  /** Fills it in. A path without a value becomes `unknown`: never a guess, never an empty place. */
  render(bound: (path: string) => unknown): SafeText;
}

// A dot is required, so that the braces of a shell command (`${NS}`) stay what they are.
const PLACE = /\{([A-Za-z][\w-]*(?:\.[\w-]+)+(?:\/[A-Za-z][\w-]*(?:\.[\w-]+)+)*)(?:\|([a-z]+))?\}/g;

const FILTERS: Readonly<Record<string, (value: unknown) => string>> = {
  bytes: formatBytes,
  count: formatCount,
  percent: (value) => (typeof value === 'number' ? `${Math.round(value * 100)} %` : String(value)),
  times: (value) => (value === 1 ? 'once' : value === 2 ? 'twice' : `${formatCount(value)} times`),
  minutes: (value) => (value === 1 ? '1 minute' : `${String(value)} minutes`),
  one: (value) => (typeof value === 'number' ? String(Math.round(value * 10) / 10) : String(value)),
};

function formatCount(value: unknown): string {
  return typeof value === 'number' ? value.toLocaleString('en-US') : String(value);
}

/** Compiles a template. Throws where a filter is not known. */
export function compileTemplate(text: string): Template {
  const places = [...text.matchAll(PLACE)].map(([, path = '', filter]) => ({ paths: path.split('/'), filter }));
  for (const { filter } of places)
    if (filter !== undefined && !Object.hasOwn(FILTERS, filter)) throw new Error(`template has the unknown filter "${filter}": "${text}"`);
  return {
    paths: places.flatMap(({ paths }) => paths),
    places: places.map(({ paths }) => paths),
    render: (bound) =>
      sanitize(
        text.replace(PLACE, (_, path: string, filter: string | undefined) => {
          const value = firstValue(path.split('/'), bound);
          if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return 'unknown';
          return filter === undefined ? String(value) : (FILTERS[filter]?.(value) ?? String(value));
        }),
      ),
  };
}

function firstValue(paths: readonly string[], bound: (path: string) => unknown): unknown {
  for (const path of paths) {
    const value = bound(path);
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

/** Bytes for people: `512 B`, `1.5 KiB`, `23 MiB`. Exact integers of any size are taken. */
export function formatBytes(value: unknown): string {
  let amount = Number(value);
  if (!Number.isFinite(amount)) return String(value);
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let unit = 0;
  while (Math.abs(amount) >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit++;
  }
  const digits = unit === 0 || Math.abs(amount) >= 10 ? 0 : 1;
  return `${amount.toFixed(digits)} ${units[unit] ?? ''}`;
}
