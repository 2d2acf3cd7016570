import { ISO_TIME, isoTime } from '../times.ts';
import type { Wrapper } from '../wrapper.ts';

const CRI = new RegExp(`^${ISO_TIME} (stdout|stderr) ([FP])(?::[^ ]*)?(?: ([^]*))?$`);

/**
 * Files of a container runtime under /var/log/pods: `2024-01-01T00:00:00.000000000Z stderr F text`. The tag P says that the
 * line was cut at 16 KiB and goes on in the next one of the same stream. An empty line may lack the blank after its tag.
 * Source: k8s.io/kubernetes pkg/kubelet/kuberuntime/logs/logs.go (parseCRILog).
 */
export const cri: Wrapper = {
  name: 'cri',
  share: 0.3,
  least: 1,
  fixed: true,
  peel: (line) => {
    const match = CRI.exec(line);
    if (match === null) return undefined;
    const [, stream = '', tag, text = ''] = match;
    return tag === 'P' ? { text, stream, partial: true } : { text, stream };
  },
  time: isoTime,
};
