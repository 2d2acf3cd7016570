/** A generator that closes its source although nothing was ever asked of it: the `finally` of one that has not begun does not run. */
export function closing(generator: AsyncGenerator<Uint8Array>, close: () => Promise<unknown> | undefined): AsyncGenerator<Uint8Array> {
  const end = generator.return.bind(generator);
  generator.return = async (value: unknown) => {
    const result = await end(value);
    await close();
    return result;
  };
  return generator;
}
