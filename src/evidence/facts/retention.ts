import type { SafeText } from '../../text/safe-text.ts';

/**
 * What memory was allocated for, by the library functions that allocated it on behalf of the program:
 * `buffer`: a `bytes.Buffer`. `io-buffer`: the buffer of a reader or writer (`bufio`). `string`: a text was put together (`strings.Builder`,
 * `fmt.Sprintf`, `strings.Join`). `map`: a map, `sync.Map` or one that is filled by reflection. `append`: a slice grew. `pool`: an object of a
 * `sync.Pool`. `timer`: a timer or ticker. `context`: a context that can be cancelled. `goroutine`: the runtime's own record of a goroutine.
 * `goroutine-closure`: a goroutine's own function allocated it, so that it may live as long as the goroutine does.
 */
export type RetentionKind =
  | 'buffer'
  | 'io-buffer'
  | 'string'
  | 'map'
  | 'append'
  | 'pool'
  | 'timer'
  | 'context'
  | 'goroutine'
  | 'goroutine-closure';

/**
 * What may hold memory, from how it was allocated: a guess. A profile says who allocated, never who holds. The runtime leaves its own frames on
 * top of a heap profile's stacks out (`writeHeapProto` in runtime/pprof/protomem.go), so that `append` and writes to a map in the program's own
 * functions do not show and have no hint.
 */
export interface RetentionHint {
  readonly kind: RetentionKind;
  /** The function that tells. */
  readonly by: SafeText;
}
