/**
 * Undoes the linker's escapes in a function name: `gopkg.in/yaml%2ev3.Do` is `gopkg.in/yaml.v3.Do`
 * (`objabi.PathToPrefix` in the Go source). What is no escape stays.
 */
export function unescapeName(name: string): string {
  if (!name.includes('%')) return name;
  return name.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/**
 * The package path of a function name, unescaped: `net/http` of `net/http.(*conn).serve`. Wants the name as printed, since
 * the escapes tell which dot ends the path. Empty where the name has no package, such as `panic` or C functions.
 */
export function packageOf(name: string): string {
  // Receivers and type arguments may hold slashes and dots of other packages.
  let end = name.length;
  for (const character of ['(', '[', '{']) {
    const at = name.indexOf(character);
    if (at >= 0 && at < end) end = at;
  }
  const slash = name.lastIndexOf('/', end - 1);
  const dot = name.indexOf('.', slash + 1);
  return dot < 0 ? '' : unescapeName(name.slice(0, dot));
}
