import { median } from './median.mjs';

const MIB = 1024 * 1024;
const DUMP = 0.35;
const DUMP_RSS = 150;

/**
 * What is compared with what, and the targets: `at most` for the ratio of the times, `rss` for our peak in MiB. They are to be read, not
 * asserted: a busy machine must not fail a build. A ratio is of two runs of one round, and the median of those.
 */
export function ratiosOf(groups) {
  const clean = groups.find(({ kind }) => kind === 'clean');
  return groups.flatMap((group) => {
    const of = (way) => ({ group, run: group.runs.find((one) => one.way === way) });
    const to = (way, where = group) => ({ group: where, run: where?.runs.find((one) => one.way === way) });
    const ROWS = {
      start: () =>
        group.runs
          .slice(1)
          .map((run) => ({ ours: { group, run }, peer: to('node -e 0'), target: run.way === 'command --version' ? 1.5 : 2.5 })),
      clean: () => [
        { ours: of('command'), peer: to('gostackparse'), target: DUMP, rss: DUMP_RSS },
        { ours: of('command'), peer: to('gostackparse, grouped') },
        { ours: of('library'), peer: to('gostackparse') },
      ],
      form: () => [{ ours: of('command'), peer: to('gostackparse', clean), target: DUMP * group.times }],
      distinct: () => [{ ours: of('command'), peer: to('gostackparse') }],
      small: () => [
        { ours: of('command'), peer: to('panicparse') },
        { ours: of('command'), peer: to('gostackparse') },
      ],
      log: () => [
        { ours: of('command'), peer: to('rg -c'), target: 6, rss: 200 },
        { ours: of('command'), peer: to('grep -c -F') },
      ],
      heap: () => [
        { ours: of('command'), peer: to('pprof -top'), target: 0.2, rss: 350 },
        { ours: of('decode'), peer: to('pprof -raw'), target: 0.2, rss: 350 },
      ],
    };
    return ROWS[group.kind]().filter(({ peer }) => peer.run !== undefined);
  });
}

export const RATIO_HEAD = ['input', 'ours', 'peer', 'ours/peer', 'rounds', 'CPU', 'target', 'our peak RSS', 'target'];

/** The cells of a row, as RATIO_HEAD names them: `rounds` is the range of the ratio, `CPU` the ratio of the processor times. */
export function ratioCells({ ours, peer, target, rss }) {
  const where = peer.group === ours.group ? '' : ', clean dump';
  const head = [ours.group.name, ours.run.way, `${peer.run.way}${where}`];
  const tail = [target === undefined ? '' : `≤ ${target.toFixed(2)}`, mebibytes(ours.run.results), rss === undefined ? '' : `≤ ${rss} MiB`];
  const failed = peer.run.results.find((one) => one.failed !== undefined);
  if (failed !== undefined) return [...head, 'none', failed.failed, '', ...tail];
  const times = quotients(ours, peer, 'ms');
  const range = `${Math.min(...times).toFixed(3)} to ${Math.max(...times).toFixed(3)}`;
  const processors = quotients(ours, peer, 'cpu');
  // The peer was stopped: it would have taken longer, and the ratio would be smaller.
  const sign = peer.run.results.some(({ bounded }) => bounded) ? '< ' : '';
  const cpu = processors.every(Number.isFinite) ? `${sign}${median(processors).toFixed(3)}` : '';
  return [...head, `${sign}${median(times).toFixed(3)}`, range, cpu, ...tail];
}

const quotients = (ours, peer, field) => ours.run.results.map((one, i) => one[field] / peer.run.results[i][field]);

function mebibytes(results) {
  const peaks = results.map(({ rss }) => rss).filter((rss) => rss !== undefined);
  return peaks.length === 0 ? '' : `${(median(peaks) / MIB).toFixed(0)} MiB`;
}
