import type { Layout } from './layout.ts';
import { clusterInfoDump } from './known/cluster-info-dump.ts';
import { troubleshoot } from './known/troubleshoot.ts';
import { mustGather } from './known/must-gather.ts';
import { kind } from './known/kind.ts';
import { sosreport } from './known/sosreport.ts';
import { supportBundleKit } from './known/support-bundle-kit.ts';
import { ciliumSysdump } from './known/cilium-sysdump.ts';
import { istioBugReport } from './known/istio-bug-report.ts';
import { cockroachDebugZip } from './known/cockroach-debug-zip.ts';
import { nomadDebug } from './known/nomad-debug.ts';
import { consulDebug } from './known/consul-debug.ts';
import { vaultDebug } from './known/vault-debug.ts';
import { hcdiag } from './known/hcdiag.ts';
import { prowArtifacts } from './known/prow-artifacts.ts';
import { promtoolDebug } from './known/promtool-debug.ts';
import { veleroDebug } from './known/velero-debug.ts';
import { calicoDiags } from './known/calico-diags.ts';
import { antreaSupportBundle } from './known/antrea-support-bundle.ts';
import { influxdbPprof } from './known/influxdb-pprof.ts';
import { minioProfile } from './known/minio-profile.ts';
import { dgraphDebuginfo } from './known/dgraph-debuginfo.ts';
import { kuboProfile } from './known/kubo-profile.ts';
import { cometbftDebug } from './known/cometbft-debug.ts';
import { alloySupportBundle } from './known/alloy-support-bundle.ts';
import { elasticAgentDiagnostics } from './known/elastic-agent-diagnostics.ts';
import { datadogFlare } from './known/datadog-flare.ts';
import { syncthing } from './known/syncthing.ts';
import { teleportProfile } from './known/teleport-profile.ts';
import { mattermostSupportPacket } from './known/mattermost-support-packet.ts';
import { criLogs } from './known/cri-logs.ts';
import { runtimeStacks } from './known/runtime-stacks.ts';
import { loose } from './known/loose.ts';

/** Every layout; where two are as likely the first is taken. */
export const LAYOUTS: readonly Layout[] = [
  clusterInfoDump,
  troubleshoot,
  mustGather,
  kind,
  sosreport,
  supportBundleKit,
  ciliumSysdump,
  istioBugReport,
  cockroachDebugZip,
  nomadDebug,
  consulDebug,
  vaultDebug,
  hcdiag,
  prowArtifacts,
  promtoolDebug,
  veleroDebug,
  calicoDiags,
  antreaSupportBundle,
  influxdbPprof,
  minioProfile,
  dgraphDebuginfo,
  kuboProfile,
  cometbftDebug,
  alloySupportBundle,
  elasticAgentDiagnostics,
  datadogFlare,
  syncthing,
  teleportProfile,
  mattermostSupportPacket,
  criLogs,
  runtimeStacks,
  loose,
];
