import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SOURCES = fileURLToPath(new URL('../../../src/kernel/assembly', import.meta.url));
const OUT = fileURLToPath(new URL('../../../src/kernel/code.ts', import.meta.url));

/** Compiles src/kernel/assembly to WebAssembly with AssemblyScript. Throws what the compiler says. */
export async function compileKernel(sources = SOURCES): Promise<Uint8Array> {
  // The compiler runs as a program: its types, as a library, would change those of strings and arrays everywhere.
  const compiler = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
  const folder = await mkdtemp(join(tmpdir(), 'goroner-kernel-'));
  try {
    const out = join(folder, 'kernel.wasm');
    const options = ['-O3', '--runtime', 'stub', '--noAssert', '--initialMemory', '20', '--enable', 'simd', '--outFile', out];
    await promisify(execFile)(process.execPath, [compiler, join(sources, 'index.ts'), ...options]);
    return await readFile(out);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The module that carries the code: sources and packages then run without a compiler and without reading another file. */
export function kernelModule(code: Uint8Array): string {
  const text =
    Buffer.from(code)
      .toString('base64')
      .match(/.{1,120}/g) ?? [];
  return `// Made from src/kernel/assembly by \`npm run kernel\`.\nexport const KERNEL_CODE =\n${text.map((line) => `  '${line}'`).join(' +\n')};\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(OUT, kernelModule(await compileKernel()));
