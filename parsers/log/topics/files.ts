import type { Topic } from '../topic.ts';

/** File descriptors, disks and permissions. */
export const FILE_TOPICS: readonly Topic[] = [
  {
    id: 'open-emfile',
    says: 'a file, socket or pipe cannot be opened: the process has no file descriptor left',
    marks: ['too many open files'],
    wakes: ['too many open files'],
    form: /(?<what>open \S{1,300}|socket|pipe2?|dup[23]?|epoll_create1?|fork\/exec \S{1,300}|(?:stat|lstat|readdirent|unlinkat|openat) ?\S{0,300}): too many open files(?! in system)/,
    source: 'EMFILE of open(2), socket(2), pipe(2)',
  },
  {
    id: 'enfile',
    says: 'the whole machine has no file descriptor left',
    marks: ['too many open files in system'],
    wakes: ['too many open files'],
    source: 'ENFILE of open(2)',
  },
  {
    id: 'inotify-limit',
    says: 'the limit of inotify watches or instances of the user is reached; it is no lack of disk or of file descriptors',
    marks: ['inotify', 'fsnotify'],
    form: /(?:inotify|fsnotify)[^\n]{0,200}?: (?:no space left on device|too many open files)|user limit on the total number of inotify (?:watches|instances) was reached/,
    source: 'ENOSPC of inotify_add_watch(2), EMFILE of inotify_init(2)',
  },
  {
    id: 'disk-full',
    says: 'there is no room left on a disk, or no inode',
    marks: ['no space left on device'],
    wakes: ['no space left on device'],
    form: /(?<what>(?:write|open|mkdir|sync|rename|copy_file_range|ftruncate|fallocate|link|symlink) ?\S{0,300}): no space left on device/,
    source: 'ENOSPC of write(2), open(2)',
  },
  {
    id: 'disk-quota',
    says: 'the quota of a disk is used up',
    marks: ['disk quota exceeded'],
    source: 'EDQUOT of write(2)',
  },
  {
    id: 'read-only-file-system',
    says: 'a write to a file system that is read-only, by its mount options or after an error of the disk',
    marks: ['read-only file system'],
    source: 'EROFS of open(2)',
  },
  {
    id: 'file-closed',
    says: 'a file or connection is used that has been closed, or a descriptor that is none',
    marks: ['bad file descriptor', 'file already closed', 'use of closed file', 'use of closed network connection'],
    form: /(?:^|[\s"])(?:read|write|close|accept4?|set|fcntl|epoll_ctl|sync|fsync|seek|stat|dup)\b.{0,200}?: (?<error>bad file descriptor|file already closed|use of closed file|use of closed network connection)/,
    source: 'os: ErrClosed; internal/poll: errClosing; EBADF',
  },
  {
    id: 'not-permitted',
    says: 'the kernel refuses a system call: a capability is missing, or a seccomp filter answers with EPERM',
    marks: ['operation not permitted'],
    form: /(?<what>fork\/exec \S{1,300}|[a-z_0-9]{2,24}(?: \/\S{1,300})?): operation not permitted/,
    source: 'EPERM; seccomp(2), SECCOMP_RET_ERRNO',
  },
];
