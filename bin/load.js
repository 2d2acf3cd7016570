'use strict';
const { readFileSync } = require('node:fs');
const { createRequire, enableCompileCache } = require('node:module');
const { dirname, join } = require('node:path');
const { Script } = require('node:vm');

const FILE = join(__dirname, '../dist/src/command/goroner.cjs');
const CODE = `${FILE}.code`;

/** Loads the terminal UI, which is a module. */
const loadUi = () => import('../dist/src/command/ui.js');

/** The command as a script of V8; `code` is what an earlier compilation of it left. */
function compile(code) {
  const text = `(function (exports, require, module, __filename, __dirname) {${readFileSync(FILE, 'latin1')}\n})`;
  return new Script(text, { filename: FILE, cachedData: code });
}

/** Runs the script of a module; gives what it exports. */
function run(script) {
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(FILE), module, FILE, dirname(FILE));
  return module.exports;
}

/**
 * Loads the command. To compile it takes longer than a small analysis does, so the build leaves the compiled code beside it, for the
 * release of Node that built it. Another release refuses that, and keeps code of its own from Node 22.1 on.
 */
function load() {
  let code;
  try {
    code = readFileSync(CODE);
  } catch {
    // It is not needed.
  }
  if (code !== undefined) {
    const script = compile(code);
    if (script.cachedDataRejected === false) return run(script);
  }
  enableCompileCache?.();
  return require(FILE);
}

module.exports = { CODE, compile, load, loadUi, run };
