// CSI sequences (colours, cursor), OSC, DCS and APC sequences (titles, links, the times of a build server) up to their end, and
// two-character escapes.
const ESCAPES =
  // oxlint-disable-next-line no-control-regex -- finding escape sequences is the purpose
  /\u001b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|[\]PX^_][^\u0007\u001b]{0,4096}(?:\u0007|\u001b\\)|[ -/]{0,2}[0-Z\\^-~])/g;

/** Takes colours and other terminal sequences out of a line. What is no whole sequence stays. */
export function stripEscapes(text: string): string {
  return text.includes('\u001b') ? text.replace(ESCAPES, '') : text;
}
