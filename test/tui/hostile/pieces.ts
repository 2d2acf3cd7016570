/** Text that somebody wants to break a screen with: what acts on a terminal, what has no column, or of which nobody knows how many it has. */
export const PIECES: readonly string[] = [
  // CSI: colours, erasing, the cursor, modes; in seven bits and in eight.
  '\u001b[31m',
  '\u001b[2J\u001b[H',
  '\u001b[?1049l',
  '\u009b2J',
  // OSC: the title, the clipboard, a link; ended by BEL, by ST, by the ST of eight bits, or not at all.
  '\u001b]0;owned\u0007',
  '\u001b]52;c;ZXZpbA==\u001b\\',
  '\u009d52;c;ZXZpbA==\u009c',
  '\u001b]8;;http://evil.example\u0007link',
  '\u001b]2;no end',
  // DCS, APC, SOS, a reset, single shifts.
  '\u001bP$q"p\u001b\\',
  '\u0090+q544e\u009c',
  '\u001b_Ga=T;AAAA\u001b\\',
  '\u001bXsos\u001b\\',
  '\u001bc',
  '\u001bN\u008e',
  // Control characters.
  '\u0007\b\b\b',
  '\u0000\u007f\u0085',
  '\u000b\f\r',
  '\t',
  // Direction, joiners, invisible characters, line separators, tags.
  '\u202eevil\u202c',
  '\u2066\u2069\u200f\u061c',
  '\u200b\u200d\u2060\ufeff\u00ad',
  '\u2028\u2029',
  '\u{e0041}\u{e007f}',
  '\ufff9\ufffb\u3164\u115f',
  // Marks, wide characters, pictographs in one and in several code points.
  'e\u0301\u0302\u0303\u0304',
  '\u0301\u0302\u0303',
  '漢字한글ＷＩＤＥ',
  'ﷺ ⸻ 𒐫',
  '🎉👩‍👩‍👧‍👦👍🏽',
  '🇩🇪🏴󠁧󠁢󠁥󠁮󠁧󠁿☺️',
  'שלום مرحبا',
  '│─└→▲',
  '\u{100031}\ue000\ufdd0\uffff',
];
