import type { Layout } from '../layout.ts';

/**
 * `hcdiag`: the bundles of the products it asked stand inside it, and are recognised in their own place.
 * https://github.com/hashicorp/hcdiag/blob/a531adc755c6b65e68dbd9745bef006662d18088/agent/agent.go
 */
export const hcdiag: Layout = {
  id: 'hcdiag',
  title: 'hcdiag',
  markers: [
    { path: 'manifest.json', weight: 1 },
    { path: 'results.json', weight: 2 },
    { path: 'ConsulDebug*/**', weight: 3 },
    { path: 'VaultDebug*/**', weight: 3 },
    { path: 'NomadDebug*/**', weight: 3 },
  ],
  files: [
    { path: 'manifest.json', role: 'what was collected' },
    { path: 'results.json', role: 'output of its commands' },
    { path: 'ConsulDebug*/**', role: 'part of a bundle of Consul', whose: { process: 'consul' } },
    { path: 'VaultDebug*/**', role: 'part of a bundle of Vault', whose: { process: 'vault' } },
    { path: 'NomadDebug*/**', role: 'part of a bundle of Nomad', whose: { process: 'nomad' } },
  ],
  verifiedAt: '2026-11-26',
};
