const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  ELOOP: 'too many links',
  EMFILE: 'too many open files',
  EIO: 'input/output error',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  ETXTBSY: 'a program is being run from it',
  EBUSY: 'it is in use',
  EBADF: 'it is closed',
  ESTALE: 'the file is gone from its server',
  ENXIO: 'no such device, or nobody reads it',
  ENAMETOOLONG: 'the name is too long',
};

/** A system error in plain words, without the stack and the call that Node adds. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? error.message : (WORDS[code] ?? code);
}
