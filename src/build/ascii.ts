/**
 * The same script in ASCII: what is not becomes an escape, which strings, templates and regular expressions read as the character. Names in code have to be
 * ASCII already, as they are everywhere in minified code.
 */
export function asciiOf(script: string): string {
  // oxlint-disable-next-line no-control-regex -- ASCII is what is meant
  return script.replaceAll(/[^\u0000-\u007f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
