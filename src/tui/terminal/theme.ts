import type { Role } from '../styled.ts';
import type { Look } from './colour.ts';

/** How a piece of text looks; the names are those of the properties of Ink's `Text`. */
export interface TextStyle {
  readonly color?: 'red' | 'yellow' | 'cyan' | 'blue';
  readonly bold?: boolean;
  readonly dimColor?: boolean;
  readonly inverse?: boolean;
  readonly underline?: boolean;
}

/**
 * The 16 colours of ANSI, which the user's own theme defines. No green and no magenta: who confuses red with green tells red, yellow and cyan apart.
 * What only colour would tell apart, bold and underlining do as well, and the words always do.
 */
const IN_COLOUR: Readonly<Record<Role, TextStyle>> = {
  title: { bold: true },
  strong: { bold: true },
  muted: { dimColor: true },
  critical: { color: 'red', bold: true, underline: true },
  high: { color: 'red', bold: true },
  medium: { color: 'yellow' },
  low: { color: 'cyan' },
  good: { color: 'cyan', bold: true },
  cited: { color: 'cyan' },
  // Not inverse: in the row of the cursor, which is, that would not be seen.
  hit: { color: 'yellow', bold: true, underline: true },
  key: { bold: true },
  link: { color: 'cyan', underline: true },
};

/** Looks of the roles. Without colours all else stays. */
export function themeOf(look: Pick<Look, 'colour'>): Readonly<Record<Role, TextStyle>> {
  if (look.colour) return IN_COLOUR;
  return mapped(IN_COLOUR, (style) => {
    const plain: { -readonly [K in keyof TextStyle]: TextStyle[K] } = { ...style };
    delete plain.color;
    return plain;
  });
}

/** The row of the cursor. A mark in front of it says the same. */
export const CURSOR_ROW: TextStyle = { inverse: true };

function mapped<K extends string, V>(table: Readonly<Record<K, V>>, change: (value: V) => V): Record<K, V> {
  const entries = (Object.entries(table) as [K, V][]).map(([key, value]) => [key, change(value)]);
  return Object.fromEntries(entries) as Record<K, V>;
}
