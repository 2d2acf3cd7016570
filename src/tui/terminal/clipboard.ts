import type { Environment } from '../../environment.ts';

/** Bytes of text that are copied: in base64 they are just under the 100,000 that xterm takes in one sequence. */
export const CLIPBOARD_LIMIT = 74_000;

/** GNU screen cuts longer strings, so it is given them in pieces. */
const SCREEN_PIECE = 240;

export type Copied =
  /** What the terminal has to be sent. It does not say whether it took the text. */
  | { readonly kind: 'sequence'; readonly sequence: string; readonly bytes: number; readonly cut: boolean }
  | { readonly kind: 'unsupported'; readonly why: string };

/**
 * The sequence that makes a terminal put a text on the clipboard of the user's own machine, over SSH too (OSC 52). Text beyond the limit is cut
 * between characters.
 */
export function copySequence(text: string, env: Environment): Copied {
  const term = env['TERM'] ?? '';
  if (term === 'dumb' || term === '') return { kind: 'unsupported', why: 'the terminal has no clipboard (TERM=dumb)' };
  if (term === 'linux') return { kind: 'unsupported', why: 'the console has no clipboard (TERM=linux)' };
  const all = Buffer.from(text, 'utf8');
  const end = characterEnd(all, CLIPBOARD_LIMIT);
  const plain = `\u001b]52;c;${all.subarray(0, end).toString('base64')}\u0007`;
  return { kind: 'sequence', sequence: wrapped(plain, env, term), bytes: end, cut: end < all.length };
}

/** The last place, up to a limit, that is not within a character. */
function characterEnd(bytes: Uint8Array, limit: number): number {
  let end = Math.min(bytes.length, limit);
  while (end > 0 && end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
}

/** Multiplexers keep the sequences of their programs to themselves, but for those in a DCS of their own. */
function wrapped(sequence: string, env: Environment, term: string): string {
  const inTmux = (env['TMUX'] ?? '') !== '';
  // tmux takes the plain one with `set-clipboard on`, the wrapped one with `allow-passthrough on`; either may be off.
  if (inTmux) return `${sequence}\u001bPtmux;${sequence.replaceAll('\u001b', '\u001b\u001b')}\u001b\\`;
  if ((env['STY'] ?? '') === '' && !term.startsWith('screen')) return sequence;
  let pieces = '';
  for (let at = 0; at < sequence.length; at += SCREEN_PIECE) pieces += `\u001bP${sequence.slice(at, at + SCREEN_PIECE)}\u001b\\`;
  return pieces;
}
