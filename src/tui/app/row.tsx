import { Text } from 'ink';
import { memo } from 'react';

/** One row of the screen, or of a pane. It is rendered again only where its text has changed. */
export const Row = memo(function Row({ text }: { readonly text: string }) {
  return <Text wrap="truncate-end">{text === '' ? ' ' : text}</Text>;
});
