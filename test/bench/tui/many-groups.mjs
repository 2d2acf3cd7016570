import { analyze } from '../../../dist/src/index.js';

/**
 * The report of a dump, with as many groups as are wanted: those that were read and, behind them, copies of these with functions and counts of their own. A dump
 * with so many distinct stacks takes a minute to read, and it is not the reading that is measured.
 */
export async function manyGroups(folder, wanted) {
  const report = await analyze([folder]);
  const [dump] = report.facts.dumps;
  const groups = Array.from({ length: wanted }, (_, i) => {
    const read = dump.groups[i % dump.groups.length];
    if (i < dump.groups.length) return { ...read, count: wanted - i };
    const renamed = (frame) => (frame === undefined ? undefined : { ...frame, function: `${frame.function}${i}` });
    const frames = read.frames.map(renamed);
    return {
      ...read,
      id: `goroutines:${i + 1}`,
      key: `${read.key}-${i}`,
      count: wanted - i,
      frames,
      owner: renamed(read.owner),
      functions: read.functions.map((name) => `${name}${i}`),
    };
  });
  const goroutines = groups.reduce((sum, { count }) => sum + count, 0);
  return { ...report, facts: { ...report.facts, dumps: [{ ...dump, goroutines, groups }] } };
}
