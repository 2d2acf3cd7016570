/** Archives that are read. */
export type ArchiveFormat = 'tar' | 'zip';
