import { Unicode11Addon } from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';
import { FrameWriter } from '../../src/tui/terminal/frame-writer.ts';

/** What a cell looks like beside its character. */
export interface CellStyle {
  readonly inverse: boolean;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly underline: boolean;
  /** Number of the foreground in the palette; undefined for the terminal's own. */
  readonly colour?: number;
}

export interface Cell extends CellStyle {
  readonly text: string;
}

export interface ScreenOptions {
  /** The locale is not UTF-8. */
  readonly ascii?: boolean;
  /**
   * How wide the terminal shows characters: as today's do; as those before emoji, to which each of them is one column; or as those that give two columns
   * to all beyond ASCII.
   */
  readonly widths?: 'modern' | 'old' | 'wide';
}

const WIDE: xterm.IUnicodeVersionProvider = {
  version: 'wide',
  wcwidth: (code) => (/^[\p{M}\p{Cf}\p{Cc}]$/u.test(String.fromCodePoint(code)) ? 0 : code < 0x7f ? 1 : 2),
  // The width in the second and third bit, and in the first whether it joins the character before, as xterm.js has it.
  charProperties: (code, preceding) => {
    const width = WIDE.wcwidth(code);
    const before = (preceding >> 1) & 3;
    return width === 0 && preceding !== 0 && before > 0 ? (before << 1) | 1 : width << 1;
  },
};

/** A terminal without a window, and the writer in front of it: what a user would see. */
export class TerminalScreen {
  readonly terminal: xterm.Terminal;
  readonly frames: FrameWriter;
  /** What was written, write by write. */
  readonly writes: string[] = [];

  constructor(columns = 80, rows = 24, { widths = 'modern', ...options }: ScreenOptions = {}) {
    this.terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
    if (widths === 'modern') {
      this.terminal.loadAddon(new Unicode11Addon());
      this.terminal.unicode.activeVersion = '11';
    } else if (widths === 'wide') {
      this.terminal.unicode.register(WIDE);
      this.terminal.unicode.activeVersion = WIDE.version;
    }
    this.frames = new FrameWriter({ write: this.write, size: this.size, ...options });
  }

  /** All that was written. */
  get written(): string {
    return this.writes.join('');
  }

  /** Bytes that were written. */
  get bytes(): number {
    return Buffer.byteLength(this.written);
  }

  readonly write = (text: string): void => {
    this.writes.push(text);
    this.terminal.write(text);
  };

  readonly size = () => ({ columns: this.terminal.cols, rows: this.terminal.rows });

  /** Until all that was written is shown. */
  readonly settle = (): Promise<void> => new Promise((resolve) => this.terminal.write('', resolve));

  /** The user has made the window larger or smaller. */
  readonly resize = (columns: number, rows: number): void => {
    this.terminal.resize(columns, rows);
    this.frames.resized();
  };

  /** The rows on the screen, without the spaces at their ends. */
  readonly rows = async (): Promise<readonly string[]> => {
    await this.settle();
    const { active } = this.terminal.buffer;
    return Array.from({ length: this.terminal.rows }, (_, at) => (active.getLine(active.baseY + at)?.translateToString() ?? '').trimEnd());
  };

  async style(row: number, column: number): Promise<CellStyle> {
    const cell = (await this.cells())[row]?.[column];
    if (cell === undefined) throw new Error(`there is no cell ${row}, ${column}`);
    const { text: _, ...style } = cell;
    return style;
  }

  /** Every cell of the screen, row by row. */
  async cells(): Promise<readonly (readonly Cell[])[]> {
    await this.settle();
    const { active } = this.terminal.buffer;
    const columns = Array.from({ length: this.terminal.cols }, (_, at) => at);
    return Array.from({ length: this.terminal.rows }, (_, row) => {
      const line = active.getLine(active.baseY + row);
      return columns.flatMap((at) => {
        const cell = line?.getCell(at);
        return cell === undefined ? [] : [cellOf(cell)];
      });
    });
  }

  /** The columns in which a character stands, row by row. */
  async columnsOf(character: string): Promise<readonly (readonly number[])[]> {
    await this.settle();
    const { active } = this.terminal.buffer;
    const columns = Array.from({ length: this.terminal.cols }, (_, at) => at);
    return Array.from({ length: this.terminal.rows }, (_, row) => {
      const line = active.getLine(active.baseY + row);
      return columns.filter((at) => line?.getCell(at)?.getChars() === character);
    });
  }

  /** Lines that have left the screen at its top: a full-screen program has none. */
  async scrolledAway(): Promise<number> {
    await this.settle();
    return this.terminal.buffer.active.baseY;
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
}

function cellOf(cell: xterm.IBufferCell): Cell {
  return {
    text: cell.getChars(),
    inverse: cell.isInverse() !== 0,
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    underline: cell.isUnderline() !== 0,
    ...(cell.isFgDefault() ? {} : { colour: cell.getFgColor() }),
  };
}
