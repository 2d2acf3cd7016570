import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { median } from '../median.mjs';
import { pause } from './session.mjs';

const COMMAND = join(import.meta.dirname, '../../../bin/goroner.js');
/** So long it is waited for a frame, in milliseconds. */
const PATIENCE = 60_000;

/**
 * Starts the built command in a pseudo-terminal of 80x24, which `script` of util-linux makes. Gives milliseconds from the start of Node to what was seen; the start
 * of `script` and of its shell is measured apart and taken off. Undefined where there is no such `script`.
 *
 * @param paths What is opened.
 * @param seen What is waited for, by name.
 */
export async function measureStarts(paths, seen, times) {
  if (process.platform !== 'linux' || spawnSync('script', ['--version']).error !== undefined) return undefined;
  const rounds = [];
  for (let i = 0; i < times; i += 1) {
    const empty = await watch('printf ready', { ready: /ready/ });
    const node = await watch(`${quoted(process.execPath)} -e 'console.log("ready")'`, { ready: /ready/ });
    const opened = await watch(`stty cols 80 rows 24; exec ${[process.execPath, COMMAND, ...paths].map(quoted).join(' ')}`, seen);
    const seenAt = Object.entries(opened).map(([name, ms]) => [name, ms - empty.ready]);
    rounds.push({ 'node -e': node.ready - empty.ready, ...Object.fromEntries(seenAt) });
  }
  return Object.fromEntries(Object.keys(rounds[0]).map((name) => [name, median(rounds.map((one) => one[name]))]));
}

async function watch(command, seen) {
  const { CI: _ci, NODE_EXTRA_CA_CERTS: _certs, NODE_OPTIONS: _options, ...env } = process.env;
  const began = performance.now();
  const child = spawn('script', ['-qec', command, '/dev/null'], { env: { ...env, TERM: 'xterm-256color', LANG: 'C.UTF-8' } });
  // It may be gone before it is told to go.
  child.stdin.on('error', () => undefined);
  const found = {};
  let output = '';
  child.stdout.on('data', (bytes) => {
    const now = performance.now() - began;
    output += bytes.toString('latin1');
    for (const [name, what] of Object.entries(seen)) if (found[name] === undefined && what.test(output)) found[name] = now;
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const all = () => Object.keys(seen).every((name) => found[name] !== undefined);
  while (!all() && performance.now() - began < PATIENCE) await pause(2);
  child.stdin.write('\u0003');
  child.stdin.end();
  await Promise.race([ended, pause(3000)]);
  child.kill('SIGKILL');
  if (!all())
    throw new Error(
      `never seen: ${Object.keys(seen)
        .filter((name) => found[name] === undefined)
        .join(', ')}`,
    );
  return found;
}

function quoted(word) {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
