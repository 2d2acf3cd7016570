import { UsageError } from '../bundle/entry.ts';
import type { Signature } from '../matcher/signature.ts';
import { loadSignatureDirectory, loadSignatures } from '../matcher/store.ts';

/**
 * The built-in signatures, and those of one's own where their directory is given.
 *
 * @throws UsageError where these are wrong.
 */
export async function signaturesWith(directory: string | undefined): Promise<readonly Signature[]> {
  const builtIn = await loadSignatures();
  return directory === undefined ? builtIn : [...builtIn, ...(await ownSignatures(directory))];
}

async function ownSignatures(directory: string) {
  const { signatures, problems } = await loadSignatureDirectory(directory);
  const [first] = problems;
  if (first !== undefined) {
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more: see goroner signatures check ${directory})` : '';
    throw new UsageError(`${first}${more}`);
  }
  return signatures;
}
