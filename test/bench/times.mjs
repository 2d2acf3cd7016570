import { median } from './median.mjs';

const MIB = 1024 * 1024;

export const TIMES_HEAD = ['input', 'way', 'size', 'median', 'throughput', 'CPU', 'peak RSS'];

/** The cells of one run: medians of its rounds. What is not known stays empty. */
export function timesCells({ name, size }, { way, results }) {
  const failed = results.find((one) => one.failed !== undefined);
  if (failed !== undefined) return [name, way, `${failed.failed}`, '', '', '', ''];
  const of = (field) => (results.every((one) => one[field] !== undefined) ? median(results.map((one) => one[field])) : undefined);
  const ms = of('ms');
  const cpu = of('cpu');
  const rss = of('rss');
  const stopped = results.some(({ bounded }) => bounded);
  return [
    name,
    way,
    size === 0 ? '' : `${(size / MIB).toFixed(1)} MiB`,
    `${stopped ? '> ' : ''}${ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(2)} s`}`,
    size === 0 ? '' : `${stopped ? '< ' : ''}${(size / MIB / (ms / 1000)).toFixed(0)} MiB/s`,
    cpu === undefined ? '' : `${(cpu / 1000).toFixed(2)} s`,
    rss === undefined ? '' : `${(rss / MIB).toFixed(0)} MiB`,
  ];
}
