import { PassThrough } from 'node:stream';
import { Box, type DOMElement, render } from 'ink';
import type { Report } from '../../report/report.ts';
import { Lists } from '../store/lists.ts';
import { Store } from '../store/store.ts';
import { App } from './app.tsx';
import { type EffectContext, doEffect } from './do-effect.ts';
import { followAtRest } from './follow.ts';
import { connectKeyboard } from './keyboard.ts';
import { paintFrames } from './paint.ts';
import type { Parts } from './parts.ts';
import { prepareFilters } from './prepare-filters.ts';

/**
 * Runs the UI until the user quits. It opens at once; the bundle is read meanwhile. Gives the report, or undefined where the user left before there
 * was one.
 *
 * @throws What the analysis failed with, once the screen is given back.
 */
export async function run(parts: Parts): Promise<Report | undefined> {
  const { screen, analysis, outside } = parts;
  return new Promise((resolve, reject) => {
    const lists = new Lists(parts.views);
    const store: Store = new Store(lists, screen.size(), (effect) => doEffect(effect, context));
    let ended = false;
    const end = (settle: () => void): void => {
      if (ended) return;
      ended = true;
      analysis.stop();
      stopFollowing();
      stopPreparing();
      stopPainting();
      ink.unmount();
      // What is said after it belongs on the screen that the user had.
      screen.close().then(settle, settle);
    };
    const quit = () => end(() => resolve(store.get().report));
    const context: EffectContext = { screen, outside, get: store.get, dispatch: store.dispatch, quit };
    screen.enter();
    let stopPainting = (): void => undefined;
    const attach = (box: DOMElement | null): void => {
      if (box !== null) stopPainting = paintFrames(box, screen.frames);
    };
    // An empty tree first: what comes after it is painted by us.
    const ink = render(<Box ref={attach} />, {
      stdout: screen.frames.asStdout,
      // Keys come from our own decoder; Ink only draws.
      stdin: new PassThrough() as unknown as NodeJS.ReadStream,
      exitOnCtrlC: false,
      patchConsole: false,
    });
    ink.rerender(
      <Box ref={attach}>
        <App store={store} look={parts.look} name={parts.name} footer={parts.footer} />
      </Box>,
    );
    // Ends by itself only where drawing failed.
    ink.waitUntilExit().then(
      () => quit(),
      (error: unknown) => end(() => reject(error instanceof Error ? error : new Error(String(error)))),
    );
    const stopFollowing = followAtRest(store);
    const stopPreparing = prepareFilters(store);
    store.subscribe(() => screen.bracketedPaste(store.get().prompt !== undefined));
    screen.onResize(() => store.dispatch({ on: 'resize', size: screen.size() }));
    parts.onLines?.((path) => {
      lists.forgetFile(path);
      store.dispatch({ on: 'lines' });
    });
    screen.onBytes(connectKeyboard(store, parts, quit));
    outside.loadTriage().then(
      (triage) => store.dispatch({ on: 'triage', triage }),
      (error: unknown) =>
        store.dispatch({ on: 'message', message: { text: error instanceof Error ? error.message : String(error), tone: 'bad' } }),
    );
    analysis.start({
      progress: (progress) => store.dispatch({ on: 'progress', progress }),
      comparison: (comparison) => store.dispatch({ on: 'comparison', comparison }),
      report: (report) =>
        store.batch(() => {
          store.dispatch({ on: 'report', report });
          // What was asked for is what changed.
          if (store.get().comparison !== undefined) store.dispatch({ on: 'action', action: { do: 'view', view: 'changes' } });
        }),
      failed: (error) => end(() => reject(error instanceof Error ? error : new Error(String(error)))),
    });
  });
}
