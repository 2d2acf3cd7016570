import xterm from '@xterm/headless';
import { FrameWriter } from '../../../src/tui/terminal/frame-writer.ts';

/** A terminal in memory, and the writer in front of it. */
export function screen(columns = 80, rows = 24, options: { ascii?: boolean } = {}) {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
  const written: string[] = [];
  const size = { columns, rows };
  const write = (text: string): void => {
    written.push(text);
    terminal.write(text);
  };
  const frames = new FrameWriter({ write, size: () => size, ...options });
  /** All that was written is shown. */
  const settle = () => new Promise<void>((resolve) => terminal.write('', resolve));
  return {
    terminal,
    frames,
    written,
    write,
    settle,
    resize: (columns: number, rows: number) => {
      Object.assign(size, { columns, rows });
      terminal.resize(columns, rows);
      frames.resized();
    },
    /** What the user sees, without blanks at the ends. */
    lines: async (): Promise<string[]> => {
      await settle();
      const buffer = terminal.buffer.active;
      return Array.from({ length: terminal.rows }, (_, row) => buffer.getLine(buffer.baseY + row)?.translateToString(true) ?? '');
    },
  };
}
