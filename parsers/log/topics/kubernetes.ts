import type { Topic } from '../topic.ts';

/** Clients of the Kubernetes API, the kubelet, and container runtimes. */
export const KUBERNETES_TOPICS: readonly Topic[] = [
  {
    id: 'leader-renew-failed',
    says: 'a leader could not renew its lease',
    marks: ['failed to renew lease ', 'error retrieving resource lock ', 'ailed to update lock', 'ailed to update lease'],
    wakes: ['to renew lease'],
    form: /failed to renew lease (?<lease>\S{1,200})|error retrieving resource lock (?<lock>\S{1,200}):|[Ff]ailed to update (?:lock|lease)/,
    source: 'k8s.io/client-go: tools/leaderelection/leaderelection.go, renew',
  },
  {
    id: 'leader-election-lost',
    says: 'a leader lost its office; controllers end then',
    marks: ['eaderelection lost', 'eader election lost', 'stopped leading', 'ost leadership', 'eader lost'],
    form: /leaderelection lost|leader ?election lost|stopped leading|lost leadership|leader lost(?:$|[:,"\s])/i,
    source: 'k8s.io/client-go: tools/leaderelection; sigs.k8s.io/controller-runtime: pkg/manager/internal.go',
  },
  {
    id: 'client-throttling',
    says: 'a client of the Kubernetes API waited for its own limit of requests',
    marks: ['client-side throttling', 'Throttling request took '],
    form: /Waited for (?<waitedMs>[\d.]{1,14}(?:µs|ms|s|m)[\d.a-zµ]{0,20}) due to client-side throttling|Throttling request took (?<tookMs>[\d.]{1,14}(?:µs|ms|s|m)[\d.a-zµ]{0,20})|client-side throttling/,
    source: 'k8s.io/client-go: rest/request.go, tryThrottleWithInfo',
  },
  {
    id: 'reflector-failed',
    says: 'an informer cannot list or watch its objects',
    marks: ['ailed to list *', 'ailed to watch *'],
    form: /[Ff]ailed to (?:list|watch) \*(?<kind>[\w.]{1,120}): (?<error>.{1,200})/,
    source: 'k8s.io/client-go: tools/cache/reflector.go',
  },
  {
    id: 'watch-too-old',
    says: 'a watch has to start over: what it knew is too old',
    marks: ['too old resource version'],
    source: 'k8s.io/apimachinery: api/errors; client-go: tools/cache/reflector.go',
  },
  {
    id: 'probe-failed',
    says: 'a probe of the kubelet failed',
    marks: ['robe failed'],
    form: /(?<probe>Liveness|Readiness|Startup) probe failed|"Probe failed" probeType="(?<type>Liveness|Readiness|Startup)"/,
    source: 'k8s.io/kubernetes: pkg/kubelet/prober/prober.go',
  },
  {
    id: 'kubelet-eviction',
    says: 'the kubelet evicts pods, since the node runs out of a resource',
    marks: ['ction manager: '],
    form: /[Ee]viction manager: (?:must evict|pods? .{1,200}evicted|attempting to reclaim|eviction criteria)/,
    source: 'k8s.io/kubernetes: pkg/kubelet/eviction/eviction_manager.go',
  },
  {
    id: 'container-oom',
    says: 'a container runtime or the kubelet saw an OOM kill',
    marks: ['TaskOOM event', '/tasks/oom', 'ystem OOM encountered', 'OOM event'],
    form: /TaskOOM event|topic="?\/tasks\/oom|[Ss]ystem OOM encountered(?:, victim process: (?<process>.{1,64}?), pid: (?<pid>\d{1,10}))?|[Oo]bserved OOM event|OOM event received/,
    source: 'containerd: internal/cri; CRI-O; k8s.io/kubernetes: pkg/kubelet/oom',
  },
];
