#!/usr/bin/env node
/**
 * Builds the programs of the lab, lets them fail and keeps what they print.
 *
 *   node samples/lab/capture.mjs [--out DIR] [name…]
 *
 * A name is an incident or a program; without names every recipe runs. --out writes below DIR instead of
 * samples/incidents. The sources are copied to a neutral directory first (LAB_BUILD, default /build/lab), because
 * the path of the sources stands in every frame of a trace.
 */
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { operate } from './operator.mjs';
import { recipes } from './recipes.mjs';

const LAB = path.dirname(fileURLToPath(import.meta.url));
const MAX_BYTES = 300_000;

/** Reads the command line: names to capture, and where to write. */
function readArguments(argv) {
  const names = [];
  let out = path.join(LAB, '..', 'incidents');
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === '--out') out = path.resolve(argv[++i] ?? '.');
    else names.push(argv[i]);
  }
  const known = new Set(recipes.flatMap((r) => [r.incident, r.program]));
  const unknown = names.filter((n) => !known.has(n));
  if (unknown.length > 0) {
    console.error(`capture: no recipe named ${unknown.join(', ')} (see samples/lab/recipes.mjs)`);
    process.exit(2);
  }
  const chosen = recipes.filter((r) => names.length === 0 || names.includes(r.incident) || names.includes(r.program));
  return { chosen, out };
}

/** A directory whose path may stand in a committed file, and the build flags that go with it. */
function buildRoot() {
  const wanted = process.env.LAB_BUILD ?? '/build/lab';
  try {
    fs.mkdirSync(wanted, { recursive: true });
    fs.accessSync(wanted, fs.constants.W_OK);
    return { root: wanted, shown: wanted, flags: [] };
  } catch {
    // -trimpath writes module paths instead of file paths, so a private directory does no harm.
    return { root: fs.mkdtempSync(path.join(os.tmpdir(), 'lab-')), shown: '.', flags: ['-trimpath'], temporary: true };
  }
}

/** Environment of the go command. GOROOT_FINAL keeps the module cache of a downloaded release out of the frames. */
function goEnv(release, cgo) {
  // Releases before 1.18 refuse -buildvcs, those before 1.14 -mod=mod.
  const minor = Number(/^go1\.(\d+)/.exec(release ?? '')?.[1] ?? Infinity);
  const flags = [...(minor >= 14 ? ['-mod=mod'] : []), ...(minor >= 18 ? ['-buildvcs=false'] : [])].join(' ');
  const env = { ...process.env, GOFLAGS: flags, GOWORK: 'off' };
  // An empty GOFLAGS would let the flags of the user's own configuration through.
  if (flags === '') env.GOENV = 'off';
  env.CGO_ENABLED = cgo ? '1' : '0';
  env.GOTOOLCHAIN = release ?? 'local';
  if (release) env.GOROOT_FINAL = '/usr/local/go';
  return env;
}

/** `go1.26.8` for a usable release, undefined where it is not installed and cannot be fetched. */
const versions = new Map();
function goVersion(release) {
  const key = release ?? 'local';
  if (!versions.has(key)) {
    // `go env GOVERSION` would be shorter, but Go 1.13 does not know it.
    const run = spawnSync('go', ['version'], {
      cwd: LAB,
      env: goEnv(release, false),
      encoding: 'utf8',
      timeout: 60_000,
    });
    versions.set(key, run.status === 0 ? /^go version (\S+)/.exec(run.stdout)?.[1] : undefined);
  }
  return versions.get(key);
}

/** Puts a program's sources where their paths may be shown. */
function copySources(recipe, root) {
  fs.cpSync(path.join(LAB, recipe.program), path.join(root, recipe.program), { recursive: true });
  fs.copyFileSync(path.join(LAB, 'go.mod'), path.join(root, 'go.mod'));
}

/** How a program is started: its binary, compiled now, or `go test` on its package. */
function start(recipe, place) {
  copySources(recipe, place.root);
  if (recipe.test === undefined) return { command: build(recipe, place), args: recipe.args ?? [], cwd: undefined, env: {} };
  return {
    command: 'go',
    args: ['test', ...place.flags, ...recipe.test, `./${recipe.program}`],
    cwd: place.root,
    env: goEnv(recipe.go, recipe.cgo || recipe.test.includes('-race')),
  };
}

/** Compiles one program; returns the path of the binary. */
function build(recipe, { root, flags }) {
  const suffix = recipe.go ? `-${recipe.go}` : '';
  const variant = (recipe.build ?? []).includes('-race') ? '-race' : '';
  const experiment = recipe.experiment ? `-${recipe.experiment}` : '';
  const binary = path.join(root, 'bin', recipe.program + variant + experiment + suffix);
  const run = spawnSync('go', ['build', ...flags, ...(recipe.build ?? []), '-o', binary, `./${recipe.program}`], {
    cwd: root,
    env: { ...goEnv(recipe.go, recipe.cgo || variant !== ''), ...(recipe.experiment ? { GOEXPERIMENT: recipe.experiment } : {}) },
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`go build failed: ${run.stderr.trim()}`);
  return binary;
}

const quote = (text) => (/^[\w./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The command line as a person would type it; without the name of a private build directory. */
function commandLine(recipe, place, started) {
  // A binary is named after its release; of the go command it has to be said.
  const release = recipe.test !== undefined && recipe.go ? { GOTOOLCHAIN: recipe.go } : {};
  const env = Object.entries({ ...release, ...recipe.env }).map(([k, v]) => `${k}=${quote(v)}`);
  const program = [started.command.replace(place.root, place.shown), ...started.args].map(quote).join(' ');
  const line = [...env, program].join(' ');
  const whole = recipe.shell ? `${recipe.shell}; ${line}` : line;
  return recipe.signal ? `${whole}  # ${recipe.signal} after ${recipe.afterMs ?? 500} ms` : whole;
}

/** Runs a program once; resolves when it is gone. All output goes to one file, as under a service manager. */
function runOnce(recipe, started, logFile, labOut) {
  const fd = fs.openSync(logFile, 'w');
  const script = `ulimit -c 0; ${recipe.shell ? `${recipe.shell}; ` : ''}exec "$0" "$@"`;
  const child = spawn('sh', ['-c', script, started.command, ...started.args], {
    cwd: started.cwd ?? labOut,
    env: { PATH: '/usr/bin:/bin', LAB_OUT: labOut, ...started.env, ...recipe.env },
    stdio: ['ignore', fd, fd],
  });
  const timers = [setTimeout(() => child.kill('SIGKILL'), recipe.timeoutMs ?? 15_000)];
  if (recipe.signal) timers.push(setTimeout(() => child.kill(recipe.signal), recipe.afterMs ?? 500));
  const gone = new AbortController();
  const operator = operate({ steps: recipe.operator ?? [], address: recipe.address, labOut, signal: gone.signal });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => {
      timers.forEach(clearTimeout);
      gone.abort();
      fs.closeSync(fd);
      resolve(fs.readFileSync(logFile, 'utf8'));
    });
    operator.catch((error) => {
      child.kill('SIGKILL');
      reject(error);
    });
  });
  // The last step may still wait for an answer of a program that is gone.
  return operator.then(
    () => ended,
    () => ended,
  );
}

/** One level of JSON with arrays on one line, as the formatter of the repository likes short ones. */
function formatExpected(value) {
  const line = ([k, v]) => {
    const items = Array.isArray(v) ? `[${v.map((x) => JSON.stringify(x)).join(', ')}]` : '';
    const flat = `  ${JSON.stringify(k)}: ${items || JSON.stringify(v)}`;
    if (!items || flat.length < 99) return flat;
    return `  ${JSON.stringify(k)}: [\n${v.map((x) => `    ${JSON.stringify(x)}`).join(',\n')}\n  ]`;
  };
  return `{\n${Object.entries(value).map(line).join(',\n')}\n}\n`;
}

/** Updates `go` and `command`; everything else in the file is written by hand and kept. */
function noteExpected(file, version, command) {
  const blank = {
    title: '',
    story: '',
    go: '',
    command: '',
    expect: [],
    also: [],
    mustNot: [],
    refuted: [],
  };
  const old = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  fs.writeFileSync(file, formatExpected({ ...blank, ...old, go: version, command }));
}

/** Makes one incident. The old one is replaced only when the new one is whole. */
async function capture(recipe, place, out) {
  const version = goVersion(recipe.go);
  if (!version) return `skipped: ${recipe.go} is not available`;
  const started = start(recipe, place);
  const labOut = path.join(place.root, 'out', recipe.incident);
  const logFile = path.join(labOut, recipe.log ?? 'stderr.log');
  for (let attempt = 1; ; attempt++) {
    fs.rmSync(labOut, { recursive: true, force: true });
    fs.mkdirSync(labOut, { recursive: true });
    const text = await runOnce(recipe, started, logFile, labOut);
    if (recipe.wants === undefined || text.includes(recipe.wants)) break;
    if (attempt >= (recipe.tries ?? 1)) throw new Error(`output lacks "${recipe.wants}"`);
  }
  if (fs.statSync(logFile).size === 0) fs.rmSync(logFile);
  const big = fs.readdirSync(labOut).filter((f) => fs.statSync(path.join(labOut, f)).size > MAX_BYTES);
  if (big.length > 0) throw new Error(`${big.join(', ')} is over ${MAX_BYTES} bytes`);
  if (recipe.into !== undefined) {
    const kept = path.join(out, '..', recipe.into);
    fs.mkdirSync(path.dirname(kept), { recursive: true });
    fs.copyFileSync(logFile, kept);
    return version;
  }
  const target = path.join(out, recipe.incident);
  fs.rmSync(target, { recursive: true, force: true });
  fs.mkdirSync(out, { recursive: true });
  fs.cpSync(labOut, target, { recursive: true });
  noteExpected(`${target}.expected.json`, version, commandLine(recipe, place, started));
  return version;
}

const { chosen, out } = readArguments(process.argv.slice(2));
if (!goVersion(undefined)) {
  console.log('capture: Go is not installed; nothing was captured and nothing was changed');
  process.exit(0);
}
const place = buildRoot();
for (const recipe of chosen) {
  try {
    console.log(`${recipe.incident}: ${await capture(recipe, place, out)}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`${recipe.incident}: failed: ${error.message}`);
  }
}
if (place.temporary) fs.rmSync(place.root, { recursive: true, force: true });
