/** How the files of one kind of bundle are named. Facts about its producer, as data: nothing here is code. */
export interface Layout {
  /** As the report names it; never changed. */
  readonly id: string;
  /** In words. */
  readonly title: string;
  /**
   * Paths that show it, from the root of the bundle, each with a weight; it is recognised where those that are there come to
   * {@link RECOGNISED}. Several files that fit one marker count once.
   */
  readonly markers: readonly Marker[];
  /** Kinds of files, the more special ones first: the first that fits is taken. */
  readonly files: readonly FileRule[];
  /** Patterns of the root's own name, where that tells whose the whole bundle is; the first that fits is taken. */
  readonly roots?: readonly string[];
  /** The node in the name of the root may have a label behind a dash, which nothing there tells apart from it. */
  readonly labelled?: true;
  /** It stands inside other bundles as well, and is no bundle of its own there. */
  readonly part?: true;
  /** Day on which its paths were last held against what its producer's source or documentation says. */
  readonly verifiedAt: string;
}

/** Weight of markers from which a layout is recognised. */
export const RECOGNISED = 5;

export interface Marker {
  /** Pattern (path-pattern.ts). */
  readonly path: string;
  /** 5: nothing else has such a file. 3: hardly anything else. 2, 1: many bundles have it. */
  readonly weight: 1 | 2 | 3 | 5;
}

/** Names of parts in the patterns of files that make the scope. `restart` is the number of the run. */
export const SCOPE_PARTS = ['node', 'namespace', 'pod', 'container', 'process', 'restart'] as const;

export interface FileRule {
  /** Pattern from the root of the bundle. */
  readonly path: string;
  /** What such a file is, in words; what is in it is decided by its content. */
  readonly role: string;
  /** Whose it is, where the kind of file tells and not its name. */
  readonly whose?: { readonly container?: string; readonly process?: string; readonly run?: 'current' | 'previous' };
  /**
   * Names of a pod and of a container are joined by a dash, which both may have in them. They are told apart where the bundle has that pod. Where it has
   * not, a container that is known by its usual name is taken for it, and else the joined name for that of a process.
   */
  readonly joined?: true;
  /** No other file has such a path: the rule holds also where the layout was not recognised. */
  readonly anywhere?: true;
}
