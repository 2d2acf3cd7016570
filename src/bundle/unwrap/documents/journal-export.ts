import type { Line } from '../../../text/line.ts';
import { processOf, scopeOfProcess } from '../wrappers/sources.ts';
import type { DocumentFormat, DocumentRecord } from './document.ts';

const FIELD = /^([A-Z_][A-Z0-9_]{0,63})(?:=([^]*))?$/;
/** The length before a binary field: 8 bytes, little endian, of which all but the first few are zero. */
// oxlint-disable-next-line no-control-regex -- the length is binary
const LENGTH = /^[^]{0,4}?\u0000{4,7}/;

/**
 * `journalctl -o export`: a line a field, an empty line between records. A value with line ends is written as its name
 * alone, its length in 8 bytes, and the bytes. Lines are cut and decoded before they come here, so a value ends where the
 * next field or record begins and not by its length. Source: systemd, docs/JOURNAL_EXPORT_FORMATS.md.
 */
export const journalExport: DocumentFormat = {
  name: 'journald-export',
  fits: (sample) => sample.find((line) => line.trim() !== '')?.startsWith('__CURSOR=') === true,
  records: (lines) => {
    const found: DocumentRecord[] = [];
    let record = new JournalRecord();
    for (const line of lines) {
      if (line.text.startsWith('__CURSOR=')) {
        record.finish(found);
        record = new JournalRecord();
      }
      record.add(line);
    }
    record.finish(found);
    return found;
  },
};

class JournalRecord {
  readonly #fields = new Map<string, string>();
  #binary: { name: string; text: string[]; number: number; inLength: boolean } | undefined;
  #number: number | undefined;

  add({ text, number }: Line): void {
    const binary = this.#binary;
    const match = FIELD.exec(text);
    if (
      binary === undefined ||
      (!binary.inLength && match?.[2] !== undefined && /^_|^(?:SYSLOG|PRIORITY|MESSAGE|CODE|UNIT|INVOCATION)/.test(text))
    ) {
      this.#close();
      if (match === null) return;
      const [, name = '', value] = match;
      if (value === undefined) this.#binary = { name, text: [], number, inLength: true };
      else this.#set(name, value, number);
      return;
    }
    if (binary.inLength) {
      // A length of 10 holds the byte of a line end: what stands before the zeros is a line of its own then.
      if (!LENGTH.test(text)) return;
      binary.inLength = false;
      binary.number = number;
      binary.text.push(text.replace(LENGTH, ''));
    } else binary.text.push(text);
  }

  finish(found: DocumentRecord[]): void {
    this.#close();
    const text = this.#fields.get('MESSAGE');
    if (text === undefined || this.#number === undefined) return;
    const host = this.#fields.get('_HOSTNAME') ?? '';
    const unit = this.#fields.get('_SYSTEMD_UNIT') ?? this.#fields.get('SYSLOG_IDENTIFIER') ?? '';
    const time = Number(this.#fields.get('__REALTIME_TIMESTAMP'));
    const process = processOf(unit, this.#fields.get('_PID'));
    found.push({
      text,
      stream: `${host} ${process}`,
      number: this.#number,
      scope: scopeOfProcess(host, process),
      ...(Number.isNaN(time) ? {} : { time }),
    });
  }

  #close(): void {
    const binary = this.#binary;
    this.#binary = undefined;
    if (binary === undefined) return;
    while (binary.text.at(-1) === '') binary.text.pop();
    this.#set(binary.name, binary.text.join('\n'), binary.number);
  }

  #set(name: string, value: string, number: number): void {
    this.#fields.set(name, value);
    if (name === 'MESSAGE') this.#number = number;
  }
}
