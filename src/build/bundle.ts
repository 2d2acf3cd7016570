import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Last step of `npm run build`: the command as a few files instead of some hundred, which halves the time until it answers. They stand as deep as
// those that they are made of, since some of them look for files beside them.
// Names of files follow their content: those of another build would stay.
await rm(at('../command'), { recursive: true, force: true });
await build({
  // The worker is a program of its own: the terminal UI reads the bundle beside the keys.
  entryPoints: [at('../cli/main.js'), at('../cli/analysis-worker.js')],
  outdir: at('../command'),
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  // React has two builds and chooses by this; that for development keeps something of every frame.
  define: { 'process.env.NODE_ENV': '"production"' },
  // Ink asks for it where DEV is set, which the UI takes away.
  external: ['react-devtools-core'],
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
});
