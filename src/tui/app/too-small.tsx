import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { clip } from '../../text/width.ts';
import { SMALLEST } from '../store/layout.ts';
import type { Size } from '../store/state.ts';

/** All that is shown on a terminal that has no room for anything else. */
export function TooSmall({ size }: { readonly size: Size }): ReactElement {
  const words = `terminal too small (need ${SMALLEST.columns}x${SMALLEST.rows})`;
  return (
    <Box width={size.columns} height={Math.max(1, size.rows)} flexDirection="column" overflow="hidden">
      <Text wrap="truncate-end">{clip(words, size.columns)}</Text>
    </Box>
  );
}
