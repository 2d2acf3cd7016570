/** One sample of the text exposition format of Prometheus or OpenMetrics. */
export interface Sample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  /** As printed: a float, `NaN`, `+Inf`. */
  readonly value: string;
  /** Unix time in milliseconds, where the sample has a time. */
  readonly atUnixMs?: number;
}

/** Labels of one sample that are read at most: no exporter has more. */
const MOST_LABELS = 64;
const COMMENT =
  /^# (?:HELP [A-Za-z_:][\w:]*(?: |$)|UNIT [A-Za-z_:][\w:]* |TYPE [A-Za-z_:][\w:]* (?:counter|gauge|histogram|gaugehistogram|summary|untyped|unknown|info|stateset)\s*$)/;
const VALUE = /^(?:[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|NaN|[+-]?Inf)$/;
const TIME = /^-?\d+(?:\.\d+)?$/;

/**
 * Reads a sample: `go_gc_duration_seconds{quantile="0.25"} 3.1e-05 1700000000000`
 * (github.com/prometheus/docs, instrumenting/exposition_formats). Undefined for every other line.
 */
export function readSample(text: string): Sample | undefined {
  const nameEnd = endOfName(text);
  if (nameEnd === 0) return undefined;
  const labels = new Map<string, string>();
  let at = nameEnd;
  if (text[at] === '{') {
    const end = readLabels(text, at + 1, labels);
    if (end === undefined) return undefined;
    at = end;
  }
  if (text[at] !== ' ' && text[at] !== '\t') return undefined;
  // OpenMetrics may add an example behind ` # `.
  const example = text.indexOf(' # {', at);
  const rest = (example < 0 ? text.slice(at) : text.slice(at, example)).trim();
  if (rest.length > 80) return undefined;
  const [value = '', time, ...more] = rest.split(/[ \t]+/);
  if (more.length > 0 || !VALUE.test(value) || (time !== undefined && !TIME.test(time))) return undefined;
  return { name: text.slice(0, nameEnd), labels, value, ...(time === undefined ? {} : { atUnixMs: milliseconds(time) }) };
}

/** Whether it is a comment of an exposition: `# HELP name text`, `# TYPE name gauge`, `# UNIT name bytes`. */
export function isComment(text: string): boolean {
  return COMMENT.test(text);
}

/** Prometheus has whole milliseconds, OpenMetrics seconds, with a fraction or without. */
function milliseconds(time: string): number {
  const value = Number(time);
  return Math.abs(value) < 1e11 ? Math.round(value * 1000) : Math.round(value);
}

/** The end of the name of a metric at the start of a text; 0 where there is none. */
function endOfName(text: string): number {
  let at = 0;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const letter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 58;
    if (!letter && (at === 0 || code < 48 || code > 57)) break;
  }
  return at;
}

/** Reads labels up to their `}`; gives the place behind it. */
function readLabels(text: string, from: number, labels: Map<string, string>): number | undefined {
  let at = from;
  while (text[at] !== '}') {
    const equals = text.indexOf('="', at);
    if (equals < 0 || labels.size >= MOST_LABELS) return undefined;
    const name = text.slice(at, equals).trim();
    if (!/^[A-Za-z_]\w{0,99}$/.test(name)) return undefined;
    let value = '';
    at = equals + 2;
    for (; text[at] !== '"'; at++) {
      if (at >= text.length) return undefined;
      if (text[at] === '\\') at++;
      value += text[at] ?? '';
    }
    labels.set(name, value);
    at++;
    while (text[at] === ',' || text[at] === ' ') at++;
  }
  return at + 1;
}
