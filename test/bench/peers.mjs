import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { cleanEnvironment } from './measure.mjs';

/** The names that `--peers` takes. */
export const PEERS = ['gostackparse', 'panicparse', 'rg', 'pprof'];

const SOURCE = join(import.meta.dirname, 'peers');
const BUILD_TIME = 180_000;

/**
 * Finds what can be run beside ours. Returns a line for each that was found or why it was not, the `launcher` that measures
 * other programs (where Go is), and per peer what to run over a file (undefined where it cannot be had).
 */
export function findPeers({ peers, rg, folder }) {
  const lines = [];
  const found = { launcher: undefined, lines };
  if (peers.length === 0) return found;
  const go = ask('go', ['env', 'GOVERSION']);
  const built = go.ok ? build(folder) : go;
  if (built.ok) {
    found.launcher = built.out;
    lines.push(...(peers.includes('gostackparse') || peers.includes('panicparse') ? versions(built.out) : []));
    if (peers.includes('gostackparse')) {
      found.gostackparse = (path) => ({ command: built.out, args: ['gostackparse', path] });
      found.gostackparseGrouped = (path) => ({ command: built.out, args: ['gostackparse-grouped', path] });
    }
    if (peers.includes('panicparse')) found.panicparse = (path) => ({ command: built.out, args: ['panicparse', path] });
  } else {
    const lost = peers.filter((name) => name === 'gostackparse' || name === 'panicparse');
    if (lost.length > 0) lines.push(`skipped: ${lost.join(', ')}: ${built.why}`);
    lines.push(`memory and processor time of other programs unknown: ${built.why}`);
  }
  if (peers.includes('pprof')) {
    const tool = go.ok ? ask('go', ['tool', '-n', 'pprof']) : go;
    if (tool.ok) {
      lines.push(`pprof of ${go.out}`);
      // Nothing of the output is kept, and what it takes to write it is no part of the work.
      found.pprof = (form, path) => ({ command: tool.out, args: [form, '-output=/dev/null', path] });
    } else lines.push(`skipped: pprof: ${tool.why}`);
  }
  if (peers.includes('rg')) Object.assign(found, findScanner(rg, lines));
  return found;
}

/** Ripgrep, or else grep under its own name. Both count the lines that contain one of the marks; 1 means that none does. */
function findScanner(path, lines) {
  const rg = ask(path ?? 'rg', ['--version']);
  if (rg.ok) {
    lines.push(rg.out.split('\n', 1)[0]);
    return { scanner: 'rg -c', scan: scanning(path ?? 'rg', ['--no-config', '-c', '-F']) };
  }
  const grep = ask('grep', ['--version']);
  if (!grep.ok) {
    lines.push(`skipped: rg: ${rg.why}; grep: ${grep.why}`);
    return {};
  }
  lines.push(`rg: ${rg.why}; in its place ${grep.out.split('\n', 1)[0]} (LC_ALL=C), which is slower`);
  return { scanner: 'grep -c -F', scan: scanning('grep', ['-c', '-F']) };
}

const scanning = (command, flags) => (file, marks) => ({
  command,
  args: [...flags, ...marks.flatMap((mark) => ['-e', mark]), '--', file],
  env: { LC_ALL: 'C' },
  codes: [0, 1],
});

function build(folder) {
  const program = join(folder, process.platform === 'win32' ? 'peers.exe' : 'peers');
  const result = ask('go', ['build', '-o', program, '.'], { cwd: SOURCE });
  return result.ok ? { ok: true, out: program } : { ok: false, why: `not built: ${result.why}` };
}

/** The Go release and the modules that the peers were built from, as the built program says itself. */
function versions(program) {
  const { out } = ask(program, ['versions']);
  const [go, ...modules] = out.split('\n');
  return modules.map((one) => `${one}, built by ${go}`);
}

/** Runs a command that answers at once: its output, or why there is none. */
function ask(command, args, options = {}) {
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: cleanEnvironment(),
    timeout: BUILD_TIME,
    ...options,
  });
  if (error !== undefined) return { ok: false, why: error.code === 'ENOENT' ? `no ${command}` : error.message };
  if (status !== 0) return { ok: false, why: `${command} ended with ${status}: ${stderr.trim().split('\n').at(-1)}` };
  return { ok: true, out: stdout.trim() };
}
