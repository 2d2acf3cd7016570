import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kernelLogParser } from '../../../parsers/kernel-log/index.ts';
import { readWith } from '../read-parser.ts';

/** A node's log: a whole report of an OOM kill with its tables, a second one that breaks off, and other events, some of them again and again. */
const NODE = `[  100.000001] usb 1-1: new high-speed USB device number 2 using xhci_hcd
[ 1000.100000] shopd invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=992
[ 1000.100100] CPU: 1 PID: 4711 Comm: shopd Not tainted 6.1.0-13-amd64 #1  Debian 6.1.55-1
[ 1000.100200] Hardware name: QEMU Standard PC (Q35 + ICH9, 2009), BIOS 1.16.2
[ 1000.100300] Call Trace:
[ 1000.100310]  <TASK>
[ 1000.100320]  dump_stack_lvl+0x44/0x5c
[ 1000.100330]  dump_header+0x4a/0x211
[ 1000.100340]  oom_kill_process.cold+0xb/0x10
[ 1000.100350]  </TASK>
[ 1000.100400] memory: usage 262144kB, limit 262144kB, failcnt 913
[ 1000.100410] swap: usage 0kB, limit 0kB, failcnt 0
[ 1000.100420] Memory cgroup stats for /kubepods.slice/kubepods-burstable.slice/pod1:
[ 1000.100430] anon 255000000
[ 1000.100440] file 4096
[ 1000.100500] Tasks state (memory values in pages):
[ 1000.100510] [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
[ 1000.100520] [   4711]     0  4711   333333    65000   700000        0           992 shopd
[ 1000.100530] [   4800]     0  4800     2000      500    50000        0           992 sh
[ 1000.101000] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=cri-1,mems_allowed=0,oom_memcg=/kubepods.slice/kubepods-burstable.slice/pod1,task_memcg=/kubepods.slice/kubepods-burstable.slice/pod1/c1,task=shopd,pid=4711,uid=0
[ 1000.101100] Memory cgroup out of memory: Killed process 4711 (shopd) total-vm:1333332kB, anon-rss:250000kB, file-rss:10000kB, shmem-rss:0kB, UID:0 pgtables:700kB oom_score_adj:992
[ 1000.200000] oom_reaper: reaped process 4711 (shopd), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB
[ 1100.000000] shopd[5100]: segfault at 10 ip 00007f31aa1c2d04 sp 00007ffd3cf5f660 error 4 in libshop.so.1[7f31aa1b0000+20000] likely on CPU 0 (core 0, socket 0)
[ 1100.000010] Code: 48 8b 47 10 c3 0f 1f 44 00 00
[ 1200.000000] INFO: task shopd:5200 blocked for more than 120 seconds.
[ 1200.000010]       Not tainted 6.1.0-13-amd64 #1
[ 1320.000000] INFO: task shopd:5200 blocked for more than 241 seconds.
[ 1400.000000] blk_update_request: I/O error, dev sdb, sector 88 op 0x1:(WRITE) flags 0x800 phys_seg 1 prio class 0
[ 1400.100000] blk_update_request: I/O error, dev sdb, sector 96 op 0x1:(WRITE) flags 0x800 phys_seg 1 prio class 0
[ 1500.000000] cgroup: fork rejected by pids controller in /kubepods.slice/kubepods-burstable.slice/pod1/c1
[ 1600.000000] java invoked oom-killer: gfp_mask=0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), order=0, oom_score_adj=0
[ 1600.000010] Mem-Info:`.split('\n');

test('the log of a node', async () => {
  const { caseFile, skipped, taken } = readWith([kernelLogParser], NODE);
  const seen = { facts: caseFile.all, skipped, taken };
  await expect(`${JSON.stringify(seen, undefined, 2)}\n`).toMatchFileSnapshot(
    join(import.meta.dirname, '../../goldens/kernel-log/node.json'),
  );
});
