import type { SafeText } from '../text/safe-text.ts';

/**
 * What a piece of a line means; the theme decides how that looks. Meaning is never in the colour alone: the text says it as well.
 * `title`: a heading. `strong`: what matters in a line. `muted`: what may be overlooked. `critical`, `high`, `medium`, `low`: severities.
 * `good`: nothing wrong. `cited`: a line of the bundle. `hit`: what a filter or a search found. `key`: a key to press. `link`: a place to go to.
 */
export type Role = 'title' | 'strong' | 'muted' | 'critical' | 'high' | 'medium' | 'low' | 'good' | 'cited' | 'hit' | 'key' | 'link';

/** A piece of a line. Text from the bundle is `SafeText`; plain strings are our own words. */
export interface Span {
  readonly text: SafeText | string;
  readonly role?: Role;
}

/** One row of the screen, before it is cut to the width of its pane. */
export type StyledLine = readonly Span[];
