import { ISO_TIME, isoTime, SYSLOG_TIME, syslogTime } from '../times.ts';
import type { Peeled, Wrapper } from '../wrapper.ts';
import { scopeOfProcess } from './sources.ts';

const TIME = `${SYSLOG_TIME}|${ISO_TIME}|[A-Z][a-z]{2} ${ISO_TIME}(?: [A-Z]{3,5})?|\\[ *\\d+\\.\\d+\\]`;
const JOURNAL = new RegExp(String.raw`^(?:${TIME}) ([\w.%:-]{0,252}[\w.%-]) ([A-Za-z_(][^\s:[\]]{0,127}(?:\[\d{1,10}\])?):(?: ([^]*))?$`);
const RFC3164 = new RegExp(
  String.raw`^<\d{1,3}>(?:${SYSLOG_TIME}|${ISO_TIME}) (\S{1,253}) ([^\s:[\]]{1,128}(?:\[\d{1,10}\])?):(?: ([^]*))?$`,
);
const RFC5424 = new RegExp(
  String.raw`^<\d{1,3}>1 (?:${ISO_TIME}|-) (\S{1,255}) (\S{1,48}) (\S{1,128}) \S{1,32} (?:-|\[(?:[^\]"]|"(?:[^"\\]|\\.)*")*\](?:\[(?:[^\]"]|"(?:[^"\\]|\\.)*")*\])*)(?: \uFEFF?([^]*))?$`,
);
/** rsyslog writes control characters as a number sign, or a backslash, and three octal digits. */
const OCTAL = /[#\\](0[0-3][0-7])/g;
/** journalctl prints the further lines of a message below its text: nothing else is indented that far. */
const CONTINUATION = /^ {20,200}/;

/** journalctl's short forms (short, short-iso, short-precise, short-full, short-monotonic), and files of a syslog daemon. */
export const journal: Wrapper = {
  name: 'journald',
  share: 0.5,
  least: 1,
  peel: (line) => ofUnit(JOURNAL.exec(line)),
  time: (line) => syslogTime(line) ?? isoTime(line.replace(/^[A-Z][a-z]{2} (?=\d{4})/, '')) ?? monotonic(line),
  continuation: (line) => (CONTINUATION.test(line) ? line.replace(CONTINUATION, '') : undefined),
};

/** Syslog messages as they go over the wire: RFC 3164 and RFC 5424. */
export const syslog: Wrapper = {
  name: 'syslog',
  share: 0.5,
  least: 1,
  peel: (line) => {
    if (!line.startsWith('<')) return undefined;
    const match = RFC5424.exec(line);
    if (match === null) return ofUnit(RFC3164.exec(line));
    const [, host, app, process, text = ''] = match;
    return peeled(host, `${app}[${process}]`, text);
  },
  time: (line) => {
    const rest = line.replace(/^<\d{1,3}>(?:1 )?/, '');
    return syslogTime(rest) ?? isoTime(rest);
  },
};

function ofUnit(match: RegExpExecArray | null): Peeled | undefined {
  return match === null ? undefined : peeled(match[1], match[2], match[3]);
}

function peeled(host = '', unit = '', raw = ''): Peeled {
  const text = /[#\\]0[0-3][0-7]/.test(raw)
    ? raw.replace(OCTAL, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
    : raw;
  return { text, stream: `${host} ${unit}`, scope: scopeOfProcess(host, unit) };
}

function monotonic(line: string): number | undefined {
  const match = /^\[ *(\d+\.\d+)\]/.exec(line);
  return match === null ? undefined : Number(match[1]);
}
