import type { FrameOrigin } from './frame.ts';
import { packageOf } from '../text/go-name.ts';

/** First path elements of Go's own packages, up to Go 1.27. A program's module may be called like one of them: see the file. */
const STANDARD = new Set(
  (
    'archive arena bufio builtin bytes cmd cmp compress container context crypto database debug embed encoding errors expvar ' +
    'flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime simd ' +
    'slices sort strconv strings structs sync syscall testing text time unicode unique unsafe uuid weak'
  ).split(' '),
);

/** Files that the toolchain makes: they say nothing about where the package comes from. */
const GENERATED = /^(?:<|_cgo_|_testmain\.go|\?)/;

/**
 * Whose code a frame is, from its function name as printed (escapes included) and its file. Wants no file; without one the
 * name decides.
 */
export function originOf(name: string, file?: string): FrameOrigin {
  if (name === 'panic' || name.startsWith('runtime.')) return 'runtime';
  if (name.includes('_Cfunc_') || name.includes('_cgo') || name.startsWith('runtime/cgo.')) return 'cgo';
  const path = packageOf(name);
  if (path === '') return 'runtime'; // assembly without a package, such as gogo
  if (isRuntime(name, path)) return 'runtime';
  const posix = file?.replaceAll('\\', '/');
  if (path.startsWith('vendor/')) return 'stdlib'; // what Go's own library vendors
  if (isDependencyFile(posix) || path.includes('/vendor/')) return 'dependency';
  const first = path.split('/', 1)[0] ?? path;
  if (first.includes('.')) return first === 'golang.org' && path.startsWith('golang.org/x/') ? 'dependency' : 'app';
  const standard = STANDARD.has(first);
  if (posix === undefined || GENERATED.test(posix)) return standard ? 'stdlib' : 'app';
  // Some functions stand in other packages of the library: time.Sleep in runtime/time.go.
  const inLibrary = [path, first, 'runtime', 'internal'].some((directory) => isInLibrary(posix, directory));
  return standard && inLibrary ? 'stdlib' : 'app';
}

/** Whether a file is in this directory of Go's library; with -trimpath paths begin with it. Up to Go 1.3 it was `src/pkg`. */
function isInLibrary(file: string, directory: string): boolean {
  return file.startsWith(`${directory}/`) || file.includes(`/src/${directory}/`) || file.includes(`/src/pkg/${directory}/`);
}

function isRuntime(name: string, path: string): boolean {
  return (
    path === 'internal/sync' ||
    path.startsWith('internal/runtime/') ||
    path.startsWith('runtime/internal/') ||
    /^(?:sync|internal\/poll|internal\/sync|net|os\/signal|time|syscall|reflect)\.(?:runtime_|signal_recv$)/.test(name)
  );
}

/** Where dependencies lie: the module cache, vendor directories, Debian's library packages, Bazel's external repositories. */
const DEPENDENCY_PLACES = ['/pkg/mod/', '/vendor/', '/Godeps/_workspace/src/', '/usr/share/gocode/src/'];

/** Also where -trimpath left `example.com/x@v1.2.3/y.go`. Go's own toolchain lies in the module cache too. */
function isDependencyFile(file: string | undefined): boolean {
  if (file === undefined || file.includes('golang.org/toolchain@')) return false;
  if (file.startsWith('vendor/') || file.startsWith('external/')) return true;
  return DEPENDENCY_PLACES.some((place) => file.includes(place)) || /@v\d+\./.test(file);
}
