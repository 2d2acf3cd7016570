#!/usr/bin/env node
// Nothing is imported before the version is known to be good enough to run it.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`goroner: needs Node.js 20.19 or newer, and this is ${process.versions.node}; install a newer one\n`);
  process.exit(2);
}

const args = process.argv.slice(2);
// The rest is not needed for that.
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  const { VERSION } = await import('../dist/src/version.js');
  process.stdout.write(`${VERSION}\n`);
  process.exit(0);
}

const { createRequire } = await import('node:module');
// Packages in the bundle that are CommonJS ask for Node's own modules by `require`.
globalThis.require = createRequire(import.meta.url);

const { main } = await import('../dist/src/command/main.js').catch((error) => {
  const missing = error.code === 'ERR_MODULE_NOT_FOUND';
  const advice = missing ? 'run npm ci in a checkout, or install the package again' : 'please report it';
  process.stderr.write(`goroner: cannot start: ${String(error.message).split('\n')[0]}; ${advice}\n`);
  process.exit(2);
});
process.exitCode = await main(args);
