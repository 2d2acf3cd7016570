import { type Environment, wantsColour } from '../../environment.ts';

/** What the terminal shows. */
export interface Look {
  /** The 16 colours of ANSI; bold, dim, underlined and inverse are always there. */
  readonly colour: boolean;
  /** Characters beyond ASCII. */
  readonly unicode: boolean;
}

/** Decides once what is shown: NO_COLOR, FORCE_COLOR, TERM=dumb and whether it is a terminal, as for the text report. */
export function lookOf(stream: { readonly isTTY?: boolean }, env: Environment): Look {
  return { colour: wantsColour(stream, env), unicode: hasUtf8(env) };
}

/** Whether the locale says that the terminal shows UTF-8. The first of these that is set counts (POSIX). */
export function hasUtf8(env: Environment): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((one) => one !== undefined && one !== '');
  return /utf-?8/i.test(locale ?? '');
}

/** The environment of before {@link prepareForInk}, for programs that are started. */
export interface InkEnvironment {
  readonly before: NodeJS.ProcessEnv;
}

/**
 * Sets what React, Ink and chalk read from the environment while they are loaded; so before that.
 * `NODE_ENV`: otherwise React keeps measurements of every frame for ever. `FORCE_COLOR`: without colours chalk would take bold and inverse away as well,
 * and it does not know NO_COLOR; the theme decides about colours. `CI`: Ink would write no frame but the last. `DEV`: Ink would look for its debugger.
 * `INK_SCREEN_READER`: Ink would write frames of another form.
 */
export function prepareForInk(env: NodeJS.ProcessEnv): InkEnvironment {
  const before = { ...env };
  env['NODE_ENV'] = 'production';
  env['FORCE_COLOR'] = '1';
  // Node warns where both are set.
  delete env['NO_COLOR'];
  for (const name of ['CI', 'CONTINUOUS_INTEGRATION']) if (env[name] !== undefined) env[name] = 'false';
  delete env['DEV'];
  delete env['INK_SCREEN_READER'];
  return { before };
}
