import { EventEmitter } from 'node:events';
import xterm from '@xterm/headless';

/** What a cell looks like beside its character. */
export interface CellStyle {
  readonly inverse: boolean;
  readonly bold: boolean;
  /** Number of the foreground in the palette; undefined for the terminal's own. */
  readonly colour?: number;
}

/** A terminal without a window: what a user would see of what is written to `stream`. */
export class TerminalScreen {
  readonly #terminal: xterm.Terminal;
  /** Looks like the standard output of a terminal. */
  readonly stream: NodeJS.WriteStream;
  /** Bytes that were written. */
  bytes = 0;
  /** All that was written. */
  written = '';

  constructor(columns: number, rows: number) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000, convertEol: true });
    const events = new EventEmitter();
    const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      this.bytes += Buffer.byteLength(text);
      this.written += text;
      this.#terminal.write(text);
      for (const one of rest) if (typeof one === 'function') (one as () => void)();
      return true;
    };
    this.stream = Object.assign(events, { columns, rows, isTTY: true, writable: true, write }) as unknown as NodeJS.WriteStream;
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    Object.assign(this.stream, { columns, rows });
    this.stream.emit('resize');
  }

  /** The rows on the screen, without the spaces at their ends. */
  async rows(): Promise<readonly string[]> {
    await this.#flushed();
    const { active } = this.#terminal.buffer;
    return Array.from({ length: this.#terminal.rows }, (_, at) =>
      (active.getLine(active.viewportY + at)?.translateToString() ?? '').trimEnd(),
    );
  }

  async style(row: number, column: number): Promise<CellStyle> {
    await this.#flushed();
    const { active } = this.#terminal.buffer;
    const cell = active.getLine(active.viewportY + row)?.getCell(column);
    if (cell === undefined) throw new Error(`there is no cell ${row}, ${column}`);
    const colour = cell.isFgDefault() ? {} : { colour: cell.getFgColor() };
    return { inverse: cell.isInverse() !== 0, bold: cell.isBold() !== 0, ...colour };
  }

  /** Lines that have left the screen at its top: a full-screen program has none. */
  async scrolledAway(): Promise<number> {
    await this.#flushed();
    return this.#terminal.buffer.active.baseY;
  }

  /** Until something is on the screen, or the time is up. */
  async until(seen: (rows: readonly string[]) => boolean, ms = 3000): Promise<readonly string[]> {
    const end = performance.now() + ms;
    for (;;) {
      const rows = await this.rows();
      if (seen(rows)) return rows;
      if (performance.now() > end) throw new Error(`never on the screen:\n${rows.join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  #flushed(): Promise<void> {
    return new Promise((resolve) => this.#terminal.write('', resolve));
  }
}
