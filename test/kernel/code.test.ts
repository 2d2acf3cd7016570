import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileKernel } from '../../src/build/compile-kernel.ts';
import { KERNEL_CODE } from '../../src/kernel/code.ts';

test('the code in the repository is what its sources compile to (else: npm run kernel)', async () => {
  const code = await compileKernel(join(import.meta.dirname, '../../src/kernel/assembly'));
  expect(Buffer.from(code).toString('base64')).toBe(KERNEL_CODE);
}, 30_000);
