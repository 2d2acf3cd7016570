const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2024-01-01T00:00:00.123456789Z`, an offset in the place of `Z`, a blank in the place of `T`. */
export const ISO_TIME = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?`;

/** `Jan  2 15:04:05`, as syslog (RFC 3164) and journalctl print it. */
export const SYSLOG_TIME = String.raw`[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})?`;

const KIBANA = /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}) @ (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?$/;
const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?: ?(?:Z|UTC|([+-])(\d\d):?(\d\d)))?/;
const SYSLOG = /^([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?/;

/** Seconds since 1970, with their fraction, of a time as in {@link ISO_TIME} at the start of the text. */
export function isoTime(text: string): number | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHour, offsetMinute] = match;
  const whole = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) / 1000;
  const offset = sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(offsetHour) * 3600 + Number(offsetMinute) * 60);
  return whole - offset + fractionOf(fraction);
}

/** Seconds since the start of some year of a time as in {@link SYSLOG_TIME}, which has none. */
export function syslogTime(text: string): number | undefined {
  const match = SYSLOG.exec(text);
  if (match === null) return undefined;
  const [, name = '', day, hour, minute, second, fraction] = match;
  const month = MONTHS.indexOf(name);
  if (month < 0) return undefined;
  return Date.UTC(2000, month, Number(day), Number(hour), Number(minute), Number(second)) / 1000 + fractionOf(fraction);
}

/** Seconds since 1970, but for the time zone, of a time as Kibana prints it: `Mar 3, 2026 @ 10:00:00.000`. */
export function kibanaTime(text: string): number | undefined {
  const match = KIBANA.exec(text);
  if (match === null) return undefined;
  const [, name = '', day, year, hour, minute, second, fraction] = match;
  const month = MONTHS.indexOf(name);
  if (month < 0) return undefined;
  return Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second)) / 1000 + fractionOf(fraction);
}

function fractionOf(digits: string | undefined): number {
  return digits === undefined ? 0 : Number(`0.${digits}`);
}
