import type { Frame } from '../../src/evidence/frame.ts';
import type { FrameTable } from '../goroutine-dump/frames.ts';

/** A frame as a sanitizer's symboliser prints it, taken apart. */
export interface FrameForm {
  /** Its number in the stack; 0 begins a stack. */
  readonly index: number;
  /** Absent where the symboliser found none. */
  readonly name?: string;
  readonly file?: string;
  readonly line?: number;
}

const FRAME = /^\s*#(\d{1,4}) +(?:0x[0-9a-f]{1,16}(?: in)? *)?(.*)$/;
/** `(/app/server+0x4a051f)`, `(libc.so.6+0x2724a) (BuildId: 51657f818beb1ae70372216a99b7412b8a100a20)`. */
const MODULE = / ?\([^()]*\+0x[0-9a-f]{1,16}\)(?: \(BuildId: [0-9a-f]+\))?$/;
const PLACE = /^(.+?):(\d{1,9})(?::\d{1,9})?$/;
/** Beginnings of paths: the name of a C++ function holds spaces, so the first of these ends it. */
const PATH_START = / (?=\/|\.{1,2}\/|[A-Za-z]:[\\/]|<|_cgo_|_testmain\.go)/;
/** Longer lines are no frames. */
const LONGEST = 4000;

/**
 * Reads a frame (sanitizer_stacktrace_printer.cpp), undefined where the line is none:
 *
 *     #0 0x527ed8 in wr /src/main.go:9                   AddressSanitizer, MemorySanitizer, LeakSanitizer
 *     #0 0x7f50a13a76a8 in __interceptor_free (/lib/libasan.so.8+0xb76a8)
 *     #2 0x527ed8  (/src/server+0x527ed8)
 *     #0 writer tiny_race.c:4 (exe+0xa360)               ThreadSanitizer, no program counter
 *     #1 rd <null> (server+0x4a051f)
 */
export function parseFrame(text: string): FrameForm | undefined {
  if (text.length > LONGEST) return undefined;
  const match = FRAME.exec(text);
  if (match === null) return undefined;
  const index = Number(match[1]);
  const rest = (match[2] ?? '').replace(MODULE, '').trim();
  if (rest === '' || rest === '<null>' || rest === '<null> <null>') return { index };
  const space = rest.search(PATH_START);
  const split = space > 0 ? space : rest.lastIndexOf(' ');
  const place = split > 0 ? rest.slice(split + 1) : '';
  if (place === '<null>') return { index, name: rest.slice(0, split) };
  const parts = PLACE.exec(place);
  if (parts !== null) return { index, name: rest.slice(0, split), file: parts[1] ?? '', line: Number(parts[2]) };
  // A file without a line, as symbolisers give for assembly; else all of it is a name.
  return space > 0 ? { index, name: rest.slice(0, split), file: place } : { index, name: rest };
}

/** Suffixes that compilers give to copies of a function: `parse.constprop.0`. */
const CLONE = /\.(?:constprop|part|isra|cold|lto_priv|localalias|clone|llvm)(?:\.[\w.]*)?$/;

/** Whether a symbol is a Go function's: Go names have a package before a dot, C names no dot at all. */
function isGo(name: string): boolean {
  return /^[\w./%~@+-]+\.[^\s:]+$/.test(name.replace(CLONE, '')) && !name.startsWith('_cgo_');
}

/** The frame; of C and C++ code the origin is `cgo`. */
export function frameOf(form: FrameForm, table: FrameTable): Frame {
  const name = form.name ?? '?';
  const shared = isGo(name) ? table.shared(name, form.file, form.line, false) : table.native(name, form.file, form.line);
  return shared.frame;
}

/** The sanitizer's interceptors and its runtime. */
const TOOL = /(?:^|\/)(?:libsanitizer|compiler-rt|sanitizer_common)\//;
const TOOL_NAME =
  /^(?:__interceptor_|___interceptor_|__asan_|__msan_|__lsan_|__tsan_|__hwasan_|__sanitizer|__ubsan_|asan_|wrap_(?:malloc|free|calloc|realloc|memcpy|memmove|memset)$)/;
/** What C code calls to have and to fill memory, and what cgo puts around a call. */
const LIBRARY =
  /^(?:malloc|free|calloc|realloc|reallocarray|memalign|aligned_alloc|posix_memalign|mem(?:cpy|move|set|cmp|chr)|str(?:n?cpy|n?cat|n?cmp|n?casecmp|n?len|n?dup|r?chr|str|tok|tol|toul)|operator (?:new|delete)\b.*|start_thread|clone|clone3|__libc_start_\w+|_start|pthread_create|abort|raise)$/;

/** Where to look in a sanitizer's stack: the first frame of the program's own Go or C code. */
export function ownFrame(frames: readonly Frame[]): Frame | undefined {
  return frames.find(isOwn) ?? frames.find(({ origin }) => origin === 'dependency');
}

function isOwn({ function: name, file, origin }: Frame): boolean {
  if (origin === 'app') return true;
  if (origin !== 'cgo' || name === '?') return false;
  if (TOOL_NAME.test(name) || LIBRARY.test(name) || (file !== undefined && TOOL.test(file))) return false;
  // `_cgo_2d9e52871482_Cfunc_rd` in a file cgo-gcc-prolog: the C half of a call from Go.
  return !/^_?_cgo_|_Cfunc_|^crosscall|^x_cgo_/.test(name) && file?.endsWith('cgo-gcc-prolog') !== true;
}
