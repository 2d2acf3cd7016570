import type { Topic } from '../topic.ts';
import { ETCD_TOPICS } from './etcd.ts';
import { FILE_TOPICS } from './files.ts';
import { HTTP_TOPICS } from './http.ts';
import { KUBERNETES_TOPICS } from './kubernetes.ts';
import { NETWORK_TOPICS } from './network.ts';
import { POOL_TOPICS } from './pools.ts';
import { PROCESS_TOPICS } from './processes.ts';
import { RUNTIME_TOPICS } from './runtime.ts';

/** Every topic. A line may be of several. */
export const TOPICS: readonly Topic[] = [
  ...HTTP_TOPICS,
  ...NETWORK_TOPICS,
  ...FILE_TOPICS,
  ...PROCESS_TOPICS,
  ...ETCD_TOPICS,
  ...KUBERNETES_TOPICS,
  ...POOL_TOPICS,
  ...RUNTIME_TOPICS,
];
