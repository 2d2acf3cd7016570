import type { ReactElement } from 'react';
import type { StyledLine } from '../styled.ts';
import { cutLine } from '../text/cut.ts';
import type { Look } from './look.ts';
import { Row } from './row.tsx';

/** A line over the whole width of the screen. */
export function Line({ line, width, look }: { readonly line: StyledLine; readonly width: number; readonly look: Look }): ReactElement {
  const text = cutLine(line, width)
    .map(({ text, role }) => look.paint(text, role))
    .join('');
  return <Row text={text} />;
}
