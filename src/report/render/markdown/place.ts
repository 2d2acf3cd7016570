import type { Citation } from '../../../evidence/citation.ts';
import type { CodeLocation } from '../../../matcher/finding.ts';
import { placeOf } from '../text/layout.ts';
import { code } from './inline.ts';

/** Further places that are named, at most. */
const MORE_PLACES = 3;

/** Where something stands in the bundle, as code: `path:12-20`. */
export function place(citation: Citation): string {
  return code(placeOf(citation));
}

/** A place, and the others that say the same. */
export function places(first: Citation, more: readonly Citation[]): string {
  const named = more.slice(0, MORE_PLACES).map(place);
  const left = more.length - named.length;
  return `${[place(first), ...named].join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

/** Where to look in the program. */
export function location({ function: name, file, line }: CodeLocation): string {
  return `${code(name)}${file === undefined ? '' : ` (${code(`${file}${line === undefined ? '' : `:${line}`}`)})`}`;
}
