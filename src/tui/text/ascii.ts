import { ASCII_RAMP, RAMP } from './sparkline.ts';

const SIGNS: ReadonlyMap<string, string> = new Map([
  ...Array.from(RAMP, (sign, i): [string, string] => [sign, ASCII_RAMP[i] ?? '#']),
  // A block that is full is the last step of a sparkline and the body of a bar.
  ['█', '#'],
  ...Array.from('▏▎▍▌▋▊▉', (sign): [string, string] => [sign, '#']),
  ['…', '~'],
  ['│', '|'],
  ['└', '`'],
  ['→', '>'],
  ['·', '-'],
  ['−', '-'],
  ['’', "'"],
]);
const ANY = new RegExp(`[${[...SIGNS.keys()].join('')}]`, 'gu');

/** The signs that views draw with, in ASCII: for a terminal whose locale is not UTF-8. Every sign keeps its one column. */
export function ascii(text: string): string {
  return text.replace(ANY, (sign) => SIGNS.get(sign) ?? sign);
}
