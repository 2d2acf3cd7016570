#!/usr/bin/env node
'use strict';
// Nothing is loaded before the version is known to be good enough to run it.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`goroner: needs Node.js 20.19 or newer, and this is ${process.versions.node}; install a newer one\n`);
  process.exit(2);
}

const args = process.argv.slice(2);
// The rest is not needed for that.
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  process.stdout.write(`${require('../package.json').version}\n`);
} else {
  void start();
}

async function start() {
  let main;
  let loadUi;
  try {
    const loader = require('./load.js');
    ({ loadUi } = loader);
    ({ main } = loader.load());
  } catch (error) {
    const missing = error.code === 'MODULE_NOT_FOUND' || error.code === 'ENOENT';
    const advice = missing ? 'run npm ci in a checkout, or install the package again' : 'please report it';
    process.stderr.write(`goroner: cannot start: ${String(error.message).split('\n')[0]}; ${advice}\n`);
    process.exitCode = 2;
    return;
  }
  process.exitCode = await main(args, undefined, loadUi);
}
