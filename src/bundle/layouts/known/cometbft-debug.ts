import type { Layout } from '../layout.ts';

/**
 * `cometbft debug kill` and `debug dump`, and Tendermint before it. `goroutine.out` and `heap.out` are both text.
 * https://github.com/cometbft/cometbft/blob/cd9263ced10ef214c1bd17ce23205eb54293c752/cmd/cometbft/commands/debug/kill.go
 */
export const cometbftDebug: Layout = {
  id: 'cometbft-debug',
  title: 'CometBFT debug',
  markers: [
    { path: 'stacktrace.out', weight: 3 },
    { path: 'consensus_state.json', weight: 3 },
    { path: 'net_info.json', weight: 2 },
    { path: 'status.json', weight: 1 },
    { path: 'goroutine.out', weight: 1 },
    { path: 'cs.wal/**', weight: 2 },
  ],
  files: [
    { path: 'stacktrace.out', role: 'goroutines of the node when it was ended' },
    { path: 'goroutine.out', role: 'goroutines of the node' },
    { path: 'heap.out', role: 'heap profile of the node' },
    { path: 'config.toml', role: 'configuration of the node' },
    { path: 'cs.wal/**', role: 'log of the consensus' },
    { path: '*.json', role: 'state of the node' },
  ],
  verifiedAt: '2026-11-26',
};
