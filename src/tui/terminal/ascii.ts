import { ASCII_RAMP, RAMP } from '../text/sparkline.ts';

/** Marks of our own that a terminal without UTF-8 shows as something else, and what stands for each: as wide, and as good. */
const STAND_INS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Array.from(RAMP, (sign, i) => [sign, ASCII_RAMP[i] ?? '#'])),
  ...Object.fromEntries(Array.from('▏▎▍▌▋▊▉', (sign) => [sign, '#'])),
  '…': '~',
  '›': '>',
  '·': '-',
  '•': '*',
  '—': '-',
  '–': '-',
  '─': '-',
  '│': '|',
  '└': '`',
  '├': '|',
  '┌': '+',
  '┐': '+',
  '┘': '+',
  '█': '#',
  '░': '.',
  '▲': '^',
  '▼': 'v',
  '↑': '^',
  '↓': 'v',
  '→': '>',
  '←': '<',
  '✓': '+',
  '✗': 'x',
  '×': 'x',
  '≥': '>',
  '≤': '<',
  '−': '-',
  '’': "'",
};

const MARKS = new RegExp(`[${Object.keys(STAND_INS).join('')}]`, 'gu');

/** A text with our marks in ASCII, as wide as before. Other characters stay: they are evidence, and a guess about the terminal takes none away. */
export function asciiMarks(text: string): string {
  return text.replaceAll(MARKS, (mark) => STAND_INS[mark] ?? mark);
}
