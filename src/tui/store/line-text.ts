import type { StyledLine } from '../styled.ts';

/** What a line says, without its roles. */
export function lineText(line: StyledLine): string {
  return line.map(({ text }) => text).join('');
}
