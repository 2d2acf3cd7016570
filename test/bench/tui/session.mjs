const at = (path) => import(new URL(`../../../dist/src/tui/${path}.js`, import.meta.url).href);

/**
 * The terminal UI over a report that is there, in front of a terminal that only counts: the real views, keys and frames.
 *
 * @param options `paths`: the bundle; `report`: what the analysis gave; `columns`, `lines`: of the terminal.
 */
export async function openSession({ paths, report, columns, lines }) {
  const [{ run }, { FrameWriter }, { makeLook }, { FileSource }, { KeyDecoder }, { actionFor, footerFor }, { views }] = await Promise.all(
    ['app/run', 'terminal/frame-writer', 'app/look', 'app/file-source', 'keys/decoder', 'keys/keymap', 'views/all'].map(at),
  );
  let bytes = 0;
  let frameCount = 0;
  let painted = () => undefined;
  const frames = new FrameWriter({
    size: () => ({ columns, rows: lines }),
    write: (text) => {
      bytes += Buffer.byteLength(text);
      frameCount += 1;
      painted();
    },
  });
  let type;
  let changed = () => undefined;
  const files = new FileSource({ paths, limits: {}, own: new Set() }, () => changed());
  const nothing = async () => '';
  const closed = run({
    screen: {
      size: () => ({ columns, rows: lines }),
      frames,
      enter: () => frames.start(),
      close: nothing,
      redraw: () => undefined,
      suspend: () => undefined,
      bracketedPaste: () => undefined,
      onResize: () => undefined,
      onBytes: (listener) => (type = listener),
    },
    decoder: new KeyDecoder(),
    actionFor,
    footer: footerFor,
    views: views({ linesOf: files.linesOf, help: () => [] }),
    onLines: (listener) => (changed = listener),
    look: makeLook({ colour: true }),
    name: 'bench',
    analysis: { start: (listeners) => listeners.report(report), stop: () => undefined },
    outside: { copy: nothing, editor: nothing, pager: nothing, export: nothing, saveTriage: nothing, loadTriage: async () => new Map() },
  });
  const session = {
    bytes: () => bytes,
    frames: () => frameCount,
    /** Types a key. Gives the milliseconds until its frame was written, undefined where it changes nothing within a second. */
    press: async (key) => {
      const began = performance.now();
      const first = new Promise((resolve) => (painted = () => resolve(performance.now() - began)));
      type(Buffer.from(key));
      const ms = await Promise.race([first, pause(1000)]);
      painted = () => undefined;
      return ms;
    },
    /** Until nothing has been written for so long. */
    rest: async (ms = 400) => {
      for (let before = -1; before !== frameCount;) {
        before = frameCount;
        await pause(ms);
      }
    },
    close: async () => {
      type(Buffer.from('\u0003'));
      await closed;
    },
  };
  await session.rest();
  return session;
}

export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
