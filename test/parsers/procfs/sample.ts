/** A transcript as it is taken of a container: files of its first process, and the output of tools. */
export const SAMPLE = `# cat /proc/1/status /proc/1/limits /proc/1/stat
Name:\tserver
Umask:\t0022
State:\tS (sleeping)
Tgid:\t1
Ngid:\t0
Pid:\t1
PPid:\t0
TracerPid:\t0
Uid:\t1000\t1000\t1000\t1000
FDSize:\t1024
NSpid:\t1
VmPeak:\t 1248640 kB
VmSize:\t 1248640 kB
VmLck:\t       0 kB
VmHWM:\t  250112 kB
VmRSS:\t  240000 kB
RssAnon:\t  230000 kB
RssFile:\t   10000 kB
RssShmem:\t       0 kB
VmSwap:\t       0 kB
Threads:\t17
SigBlk:\t0000000000000000
SigIgn:\t0000000000000000
SigCgt:\tfffffffd7fc1feff
Seccomp:\t2
Cpus_allowed_list:\t0-3,8
x86_Thread_features:\t
Limit                     Soft Limit           Hard Limit           Units     
Max stack size            8388608              unlimited            bytes     
Max core file size        0                    unlimited            bytes     
Max processes             unlimited            unlimited            processes 
Max open files            1024                 4096                 files     
Max locked memory         65536                65536                bytes     
Max address space         unlimited            unlimited            bytes     
1 (ser ver) x) S 0 1 1 0 -1 4194560 2949 0 0 0 2 0 0 0 20 0 17 0 200281 1261682688 2885 18446744073709551615 4194304 7083267 140723766701696 0 0 0 0 0 2143420159 0 0 0 17 1 0 0 0 0 0 10100736 10324000 772714496 140723766704722 140723766704769 140723766704769 140723766706133 0
# ls /proc/1/fd | wc -l
1001
# ls /proc/1/task | wc -l
17
# cat /proc/1/oom_score_adj
985
# cat /proc/1/cgroup
0::/kubepods.slice/kubepods-burstable.slice/pod1.scope
# cat /proc/1/smaps_rollup
00400000-7ffe1b4b9000 ---p 00000000 00:00 0                          [rollup]
Rss:              240000 kB
Anonymous:        230000 kB
AnonHugePages:    180224 kB
Swap:                  0 kB
# cat /proc/1/net/tcp /proc/1/net/tcp6
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     
   0: 0100007F:1F92 00000000:0000 0A 00000000:00000003 00:00000000 00000000     0        0 1134 1 000000009a412e41 100 0 0 10 0                      
   1: 0201F40A:1F90 0101F40A:9C40 08 00000000:00000001 00:00000000 00000000     0        0 1135 1 000000009a412e41 20 4 30 10 -1                     
  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1136 1 000000009a412e41 100 0 0 10 0
# ls -l /proc/1/fd
total 0
lrwx------ 1 app app 64 Nov 26 05:00 0 -> /dev/null
lrwx------ 1 app app 64 Nov 26 05:00 3 -> socket:[1819743]
lrwx------ 1 app app 64 Nov 26 05:00 4 -> socket:[1819744]
lrwx------ 1 app app 64 Nov 26 05:00 5 -> anon_inode:[eventpoll]
lr-x------ 1 app app 64 Nov 26 05:00 6 -> /tmp/a b (deleted)
# tr '\\0' '\\n' < /proc/1/environ
# env
PATH=/usr/bin:/bin
API_TOKEN=s3cr3t
GOMEMLIMIT=512Mi
GOGC=off
GODEBUG=madvdontneed=1,netdns=go
GOTRACEBACK=all
# ps -eLo pid,ppid,lwp,stat,rss,comm
  PID  PPID   LWP STAT   RSS COMMAND
    1     0     1 Ssl  240000 server
    1     0     8 Ssl  240000 server
   31     1    31 Z        0 sh <defunct>
   32     1    32 Z        0 sh <defunct>
   40     1    40 D     1024 cp
# ss -tlnp
State  Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess
LISTEN 0      4096       127.0.0.1:8082       0.0.0.0:*    users:(("server",pid=1,fd=7))
LISTEN 129    128             *%lo:8080             *:*    users:(("server",pid=1,fd=3))
LISTEN 0      128            [::1]:6060          [::]:*
CLOSE-WAIT 1  0         10.0.0.2:41000     10.0.0.3:443
# netstat -tlnp
Active Internet connections (only servers)
Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name
tcp        0      0 127.0.0.1:8082          0.0.0.0:*               LISTEN      1/server
tcp6       0      0 :::8080                 :::*                    LISTEN      1/server
tcp        1      0 10.0.0.2:41000          10.0.0.3:443            CLOSE_WAIT  1/server
# netstat -s
    7 times the listen queue of a socket overflowed
# lsof -p 1
COMMAND PID USER   FD      TYPE  DEVICE SIZE/OFF    NODE NAME
server    1  app  cwd       DIR   0,120     4096       2 /
server    1  app  txt       REG   0,120  8388608  246999 /server
server    1  app    0u      CHR     1,3      0t0       4 /dev/null
server    1  app    3u     IPv6   12345      0t0     TCP *:8080 (LISTEN)
server    1  app    4u     IPv4   12346      0t0     TCP 10.0.0.2:41000->10.0.0.3:443 (CLOSE_WAIT)
server    1  app    5r      REG   0,120     4096    3563 /data/a
server    1  app    6r      REG   0,120     4096    3563 /data/a
# go version -m /server
/server: go1.24.9
\tpath\texample.org/server
\tmod\texample.org/server\t(devel)\t
\tdep\tgolang.org/x/sys\tv0.30.0\th1:abc=
\tbuild\t-compiler=gc
\tbuild\tCGO_ENABLED=1
\tbuild\tDefaultGODEBUG=httplaxcontentlength=1
done
`;
