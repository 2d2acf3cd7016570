import { rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { asciiOf } from './ascii.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Last step but one of `npm run build`: the command as a few files instead of some hundred, which halves the time until it answers. They stand as deep
// as those that they are made of, since some of them look for files beside them.
// Names of files follow their content: those of another build would stay.
await rm(at('../command'), { recursive: true, force: true });
const common: BuildOptions = {
  outdir: at('../command'),
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
};
// The UI and its worker, which is a program of its own: the bundle is read beside the keys. Ink can only be had as a module.
await build({
  ...common,
  entryPoints: [at('../cli/ui.js'), at('../cli/analysis-worker.js')],
  splitting: true,
  format: 'esm',
  // Packages that are CommonJS ask for Node's own modules by `require`.
  banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  // React has two builds and chooses by this; that for development keeps something of every frame.
  // Yoga would fetch its code out of a data URL, and for that Node loads its client for HTTP: without it Yoga decodes it itself, in half the time.
  define: { 'process.env.NODE_ENV': '"production"', fetch: 'undefined' },
  // Ink asks for it where DEV is set, which the UI takes away.
  external: ['react-devtools-core'],
});
// All else is one script: bin/load.js loads it compiled.
const script = await build({
  write: false,
  ...common,
  entryPoints: { goroner: at('../cli/main.js') },
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  external: ['./ui.js'],
  // V8 does not keep with compiled code how to import: Node's own modules are required, and the UI is loaded by bin/goroner.js.
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': 'MODULE_URL' },
  banner: { js: 'const MODULE_URL=require("node:url").pathToFileURL(__filename).href;' },
});
// A text of one byte a character is read and compiled faster. Of what is not ASCII esbuild leaves what stands in regular expressions.
for (const { path, text } of script.outputFiles ?? []) await writeFile(path, asciiOf(text));
