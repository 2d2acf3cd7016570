import type { OpenBytes } from '../entry.ts';

/** What a reader of archives gives of one name in it, as it stands there: nothing has been checked of the name. */
export type RawMember =
  | {
      readonly kind: 'file';
      readonly name: Uint8Array;
      /** Bytes that it should have. */
      readonly bytes?: number;
      readonly open: OpenBytes;
      /** It can be opened again, and while others are read. */
      readonly reopenable: boolean;
      /** The archive itself compresses it. */
      readonly packed: boolean;
      /** What is wrong with it; complete once it has been read. */
      readonly damage: () => string | undefined;
    }
  /** `hard`: another name of a file in the archive, which is written from the archive's root. */
  | { readonly kind: 'link'; readonly name: Uint8Array; readonly target: Uint8Array; readonly hard: boolean }
  | { readonly kind: 'directory'; readonly name: Uint8Array }
  /** Something that is not read. */
  | { readonly kind: 'refused'; readonly name: Uint8Array; readonly reason: string };

/** What became of an archive; filled in while it is read. */
export interface ArchiveState {
  /** What is wrong with it as a whole. */
  damage?: string;
}
