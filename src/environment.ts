/** Variables of the environment, as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether to colour what goes to a stream: https://no-color.org, FORCE_COLOR, and terminals that cannot. */
export function wantsColour(stream: { readonly isTTY?: boolean }, env: Environment): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  if (env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '') return env['FORCE_COLOR'] !== '0';
  return stream.isTTY === true && env['TERM'] !== 'dumb' && !isCi(env);
}

/** Whether this runs under continuous integration: every such service sets CI; `false`, `0` and nothing switch it off. */
export function isCi(env: Environment): boolean {
  const value = env['CI'];
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
