/** `… "Observed a panic" panic="boom" stacktrace=<`, at the end of a line. */
const OPENS = /(?:^|[\s"])[\w./-]{1,100}=<\r?$/;

/**
 * Takes the tab from the lines of a value that klog spread over several: `stack=<`, then each line behind a tab, then ` >`
 * (k8s.io/klog/v2/internal/serialize/keyvalues.go).
 */
export class KlogValue {
  #open = false;

  /** The line without that tab; undefined where it is none of such a value. */
  peel(text: string): string | undefined {
    if (this.#open && text.startsWith('\t')) return text.slice(1);
    this.#open = text.includes('=<') && OPENS.test(text);
    return undefined;
  }
}
