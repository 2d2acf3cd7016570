/** Parts of a name that the compiler adds for closures and wrappers: `func1`, `2`, `gowrap1`, `func1-range1`. */
const CLOSURE = /^(?:(?:func|gowrap|deferwrap|dwrap)?\d+)?(?:-range\d+|-fm)?$/;

/**
 * Whether two Go functions belong together: methods of one type (`main.(*Pool).Go` and `main.(*Pool).work.func1`), or
 * functions without a receiver of one package. Not main.main and not the runtime's: they start everything, so nothing
 * follows from that.
 */
export function areKin(one: string, other: string): boolean {
  const home = homeOf(one);
  return home !== undefined && home === homeOf(other);
}

/** The receiver's type (`main.Pool` for `*Pool` as well) or else the package of a function, its name as facts hold it. */
function homeOf(name: string): string | undefined {
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
