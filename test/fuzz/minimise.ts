/** Lines of a failing input, as few as a number of tries gives, while it still fails: halves are left out first, single lines last. */
export async function minimise(bytes: Buffer, fails: (bytes: Buffer) => Promise<boolean>, tries = 2000): Promise<Buffer> {
  let lines = bytes.toString('latin1').split('\n');
  let left = tries;
  const joined = (some: readonly string[]) => Buffer.from(some.join('\n'), 'latin1');
  for (let size = Math.ceil(lines.length / 2); size >= 1;) {
    let dropped = false;
    for (let start = 0; start < lines.length && lines.length > 1 && left > 0;) {
      const fewer = lines.toSpliced(start, size);
      left -= 1;
      if (fewer.length > 0 && (await fails(joined(fewer)))) {
        lines = fewer;
        dropped = true;
      } else start += size;
    }
    if (left === 0) break;
    if (size > 1) size = Math.ceil(size / 2);
    else if (!dropped) break;
  }
  return joined(lines);
}
