/** Characters of a message that are shown. */
const LONGEST = 200;

/** A message of a bundle on one line of ours. */
export function shortened(message: string): string {
  const words = message.replaceAll('\n', ' ');
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}
