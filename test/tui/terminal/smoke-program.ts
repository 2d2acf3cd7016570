import { slipped } from '../../../src/cli/guard-process.ts';
import { prepareForInk } from '../../../src/tui/terminal/colour.ts';
import { openTerminal } from '../../../src/tui/terminal/open-terminal.ts';
import { KeyDecoder } from '../../../src/tui/keys/decoder.ts';
import { keyReader } from '../../../src/tui/terminal/read-keys.ts';

// A program that takes the terminal as the UI does, and ends as it is told by a key; see smoke.test.ts.
const terminal = openTerminal(process, prepareForInk(process.env), slipped(process));
if ('why' in terminal) {
  process.stderr.write(`no terminal: ${terminal.why}\n`);
  process.exit(3);
}
// Not before the environment is set.
const { Text, render } = await import('ink');
const { createElement } = (await import('react')).default;
const view = (text: string) => createElement(Text, { bold: true }, `${text} pid=${process.pid}`);
const ink = render(view('BEGIN'), { stdout: terminal.frames.asStdout, patchConsole: false, exitOnCtrlC: false, maxFps: 60 });
const show = (text: string): void => ink.rerender(view(text));
terminal.enter();
terminal.bracketedPaste(true);
show('READY');
const reader = keyReader(new KeyDecoder(), (keys) => {
  for (const key of keys) {
    if (key.kind === 'paste') show(`PASTE ${key.text}`);
    if (key.kind === 'named') show(`NAMED ${key.name}`);
    if (key.kind !== 'char') continue;
    if (key.ctrl && key.char === 'z') terminal.suspend();
    else if (key.char === 't') throw new Error('thrown on purpose');
    else if (key.char === 'r') void Promise.reject(new Error('rejected on purpose'));
    else if (key.char === 'x') process.exit(7);
    else if (key.char === 'q') {
      ink.unmount();
      void terminal.close();
    } else if (key.char === 'c') {
      void terminal
        .run('sh', ['-c', 'stty -a > "$OUT/child"; echo CHILD$((1 + 1)); read line; echo "GOT $line"'])
        .then((end) => show(`RAN ${JSON.stringify(end)}`));
    } else if (key.char === 'n') {
      void terminal.run('/no/such/program', []).then((end) => show(`RAN ${JSON.stringify(end)}`));
    }
  }
});
terminal.onBytes(reader);
