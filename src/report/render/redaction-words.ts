import type { Report } from '../report.ts';

/** What was taken out of a report that is shared, as a sentence; undefined where nothing was. */
export function redactionWords({ redaction }: Report): string | undefined {
  if (redaction === undefined) return undefined;
  const { secrets, emails, addresses, places } = redaction;
  const kinds = [
    counted(secrets, 'secret', 'secrets'),
    counted(emails, 'e-mail address', 'e-mail addresses'),
    counted(addresses, 'IP address', 'IP addresses'),
  ].filter((one) => one !== '');
  return `Taken out of this report: ${kinds.join(', ')}, in ${places} ${places === 1 ? 'place' : 'places'}.`;
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? '' : `${count} ${count === 1 ? one : many}`;
}
