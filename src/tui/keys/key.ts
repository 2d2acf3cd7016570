/** One key as the terminal sent it, decoded. */
export type Key =
  /** A character that was typed, with its modifiers: `j`, `G`, ctrl-d. */
  | { readonly kind: 'char'; readonly char: string; readonly ctrl: boolean; readonly alt: boolean }
  | {
      readonly kind: 'named';
      readonly name:
        | 'up'
        | 'down'
        | 'left'
        | 'right'
        | 'home'
        | 'end'
        | 'page-up'
        | 'page-down'
        | 'enter'
        | 'escape'
        | 'tab'
        | 'back-tab'
        | 'backspace'
        | 'delete';
    }
  /** Text that was pasted in brackets (DEC 2004): never a command. */
  | { readonly kind: 'paste'; readonly text: string };
