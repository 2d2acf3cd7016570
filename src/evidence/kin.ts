/** Parts of a name that the compiler adds for closures and wrappers: `func1`, `2`, `gowrap1`, `func1-range1`. */
const CLOSURE = /^(?:(?:func|gowrap|deferwrap|dwrap)?\d+)?(?:-range\d+|-fm)?$/;

/** Names recur in every goroutine of a dump, so what was found out is kept, up to a bound. */
const homes = new Map<string, string | undefined>();
const MOST_HOMES = 100_000;
const homesOfLists = new WeakMap<readonly unknown[], ReadonlySet<unknown>>();

/**
 * Whether a Go function belongs with another one, or with one of a list: methods of one type (`main.(*Pool).Go` and
 * `main.(*Pool).work.func1`), or functions without a receiver of one package. Not main.main and not the runtime's: they
 * start everything, so nothing follows from that.
 */
export function isKin(name: string, others: unknown): boolean {
  const home = homeOf(name);
  if (home === undefined) return false;
  if (!Array.isArray(others)) return home === homeOf(others);
  let known = homesOfLists.get(others);
  if (known === undefined) {
    known = new Set(others.map(homeOf));
    homesOfLists.set(others, known);
  }
  return known.has(home);
}

/**
 * The receiver's type (`main.Pool` for `*Pool` as well) or else the package of a function, its name as facts hold it. Undefined for main.main and
 * the runtime's.
 */
export function homeOf(name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  if (homes.has(name)) return homes.get(name);
  if (homes.size >= MOST_HOMES) homes.clear();
  const home = findHome(name);
  homes.set(name, home);
  return home;
}

function findHome(name: string): string | undefined {
  if (/^main\.main(?:\.|$)/.test(name) || /^runtime[./]/.test(name)) return undefined;
  const plain = withoutTypeArguments(name);
  const pointer = /^(.+)\.\(\*?([^()]+)\)/.exec(plain);
  if (pointer !== null) return `${pointer[1] ?? ''}.${pointer[2] ?? ''}`;
  const dot = plain.indexOf('.', plain.lastIndexOf('/') + 1);
  if (dot < 0) return undefined;
  const [first = '', second = ''] = plain.slice(dot + 1).split('.');
  // `main.Clock.Now` is a method of a value, `main.run.func1` a closure, `main.init.0` and `main.glob..func1` are neither.
  const isMethod = first !== 'init' && first !== 'glob' && !CLOSURE.test(second);
  return isMethod ? `${plain.slice(0, dot)}.${first}` : plain.slice(0, dot);
}

function withoutTypeArguments(name: string): string {
  return name.replaceAll(/\[[^[\]]*\]/g, '');
}
