/** A time with its zone near the beginning of a line: without the zone it could be any hour. */
const TIME = /(?:^|[\s="[])(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)/;
const WITHIN = 80;

/** Unix milliseconds of the time that a line has in its first characters; undefined where it has none, or one without a zone. */
export function lineTime(text: string): number | undefined {
  const [, day, time, fraction = '0', zone = ''] = TIME.exec(text.slice(0, WITHIN)) ?? [];
  if (day === undefined || time === undefined) return undefined;
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  const whole = Date.parse(`${day}T${time}${offset}`);
  return Number.isNaN(whole) ? undefined : whole + Math.floor(Number(`0.${fraction}`) * 1000);
}
