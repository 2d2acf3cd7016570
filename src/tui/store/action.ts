import type { ViewName } from '../view.ts';

/** What a key asks for. The reducer knows what it means where the user is. */
export type Action =
  | { readonly do: 'move'; readonly by: number }
  | { readonly do: 'page'; readonly by: -1 | -0.5 | 0.5 | 1 }
  | { readonly do: 'first' }
  | { readonly do: 'last' }
  | { readonly do: 'open' }
  | { readonly do: 'back' }
  /** Back, and out of the program where there is no way back. */
  | { readonly do: 'leave' }
  | { readonly do: 'next-pane'; readonly by: -1 | 1 }
  /** A view of the number row. */
  | { readonly do: 'view'; readonly view: ViewName }
  | { readonly do: 'sort' }
  /** The next kind of rows alone, or the one before; all of them between the last and the first. */
  | { readonly do: 'kind'; readonly by: -1 | 1 }
  | { readonly do: 'level' }
  | { readonly do: 'idle' }
  | { readonly do: 'filter' }
  | { readonly do: 'next-hit'; readonly by: -1 | 1 }
  | { readonly do: 'next-finding'; readonly by: -1 | 1 }
  | { readonly do: 'copy'; readonly what: 'quote' | 'place' }
  | { readonly do: 'editor' }
  | { readonly do: 'pager' }
  | { readonly do: 'export' }
  | { readonly do: 'mark' }
  | { readonly do: 'note' }
  | { readonly do: 'zoom' }
  | { readonly do: 'help' }
  | { readonly do: 'redraw' }
  | { readonly do: 'suspend' }
  | { readonly do: 'quit' };
