const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, y: 31_536_000 };
const AGE = /^(?:\d{1,6}[smhdy]){1,3}$/;

/** How long ago, and how often over how long: `2m`, `3d4h`, `2m (x5 over 10m)`; undefined where a text is none. */
export interface Ago {
  readonly seconds?: number;
  readonly count: number;
  readonly overSeconds?: number;
}

/** Reads an age as kubectl prints it (apimachinery, pkg/util/duration). `<unknown>` and `<invalid>` are ages that it does not know. */
export function parseAgo(text: string): Ago | undefined {
  const [, last = '', count, over = ''] = /^(\S+)(?: \(x(\d{1,9}) over (\S{1,20})\))?$/.exec(text) ?? [];
  if (last === '') return undefined;
  const unknown = last === '<unknown>' || last === '<invalid>' || last === 'Unknown';
  const seconds = secondsOf(last);
  if (seconds === undefined && !unknown) return undefined;
  const overSeconds = secondsOf(over);
  return {
    count: count === undefined ? 1 : Number(count),
    ...(seconds === undefined ? {} : { seconds }),
    ...(overSeconds === undefined ? {} : { overSeconds }),
  };
}

function secondsOf(text: string): number | undefined {
  if (!AGE.test(text)) return undefined;
  return [...text.matchAll(/(\d+)([smhdy])/g)].reduce((sum, [, amount, unit = 's']) => sum + Number(amount) * (UNITS[unit] ?? 1), 0);
}
