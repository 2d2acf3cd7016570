import type { RetentionHint, RetentionKind } from '../../src/evidence/facts/retention.ts';
import type { Frame } from '../../src/evidence/frame.ts';
import { ownerOf } from './frames.ts';

/** What functions allocate, the most telling kind first: a context has a map, and a map of texts is filled by functions of texts. */
const KINDS: readonly (readonly [kind: RetentionKind, functions: RegExp])[] = [
  [
    'context',
    /^context\.(?:[Ww]ith(?:Cancel|Deadline|Timeout|Value)|propagateCancel|newCancelCtx|AfterFunc|\(\*(?:cancel|timer|afterFunc)Ctx\))/,
  ],
  ['timer', /^time\.(?:After|AfterFunc|NewTimer|NewTicker|Tick|newTimer)$/],
  ['goroutine', /^runtime\.(?:malg|newproc1?|allgadd)(?:\.func\d+)?$/],
  ['pool', /^sync\.\(\*Pool\)\./],
  ['io-buffer', /^(?:bufio\.New(?:Reader|Writer|Scanner)|bufio\.\(\*(?:Reader|Writer|Scanner)\)|net\/http\.newBufio)/],
  ['buffer', /^bytes\.(?:\(\*Buffer\)\.|growSlice$|makeSlice$|NewBuffer)/],
  [
    'string',
    /^(?:strings\.(?:\(\*Builder\)\.|Clone|Join|Map|Repeat|Replace|ReplaceAll|To)|fmt\.(?:Sprint|Append)|strconv\.|runtime\.(?:concatstring|slicebytetostring|stringtoslicebyte|rawstring|rawbyteslice))/,
  ],
  [
    'map',
    /^(?:sync\.\(\*Map\)\.|internal\/sync\.\(\*HashTrieMap|internal\/concurrent\.\(\*HashTrieMap|maps\.|internal\/runtime\/maps\.|reflect\.(?:mapassign|MakeMap|Value\.SetMapIndex)|runtime\.(?:mapassign|makemap|hashGrow))/,
  ],
  [
    'append',
    /^(?:slices\.(?:Append|Clone|Concat|Grow|Insert|growslice)|runtime\.growslice|reflect\.(?:Append|growslice|Value\.(?:Grow|extendSlice)))/,
  ],
];

/** What a stack says of what it allocated: the functions between the allocation and the program's own code tell. Undefined where none does. */
export function retentionOf(frames: readonly Frame[]): RetentionHint | undefined {
  const owner = ownerOf(frames);
  const end = owner === undefined ? frames.length : frames.indexOf(owner);
  const inner = frames.slice(0, end);
  for (const [kind, functions] of KINDS) {
    // Functions of a type have the type's parameters in their names: `HashTrieMap[go.shape.string,…]`.
    const by = inner.findLast((frame) => functions.test(frame.function));
    if (by !== undefined) return { kind, by: by.function };
  }
  return owner !== undefined && isRoot(frames, end) ? { kind: 'goroutine-closure', by: owner.function } : undefined;
}

/** Whether a frame is what a goroutine was started with, and a function without a name of its own. */
function isRoot(frames: readonly Frame[], at: number): boolean {
  const name = frames[at]?.function ?? '';
  return /\.(?:func|gowrap)\d+(?:[.-]\w+)*$/.test(name) && frames.slice(at + 1).every((frame) => frame.function === 'runtime.goexit');
}
