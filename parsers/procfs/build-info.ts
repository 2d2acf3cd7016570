import { oneLine } from '../../src/text/safe-text.ts';
import type { Settings } from './environment.ts';
import type { Table, TableKind } from './table.ts';

/** `./app: go1.23.5`, the first line of `go version -m` for a file (cmd/go/internal/version). */
const HEAD = /^(\S.{0,300}?): (go1(?:\.\d+)+\S*|devel [\w.+-]+)(?: .*)?$/;
/** `go	go1.23.5`, the first line of runtime/debug.BuildInfo as a text. */
const BARE = /^go\t(go1\S{1,40}|devel \S{1,80})$/;

const TABBED = /^\t?(path|mod|dep|=>|build)\t(.*)$/;
/** The same where a terminal has made blanks of the tabs. */
const BLANKED = /^ {1,8}(path|mod|dep|=>|build) {1,8}(\S.*)$/;

/** What `go version -m` prints, or debug.BuildInfo. */
export const buildInfo: TableKind = {
  begin: (text) =>
    (text.startsWith('go\t') ? BARE.test(text) : (text.includes(': go1') || text.includes(': devel ')) && HEAD.test(text))
      ? new BuildInfo()
      : undefined,
};

class BuildInfo implements Table {
  readonly kind = 'build-info';
  private readonly settings: Settings = {};
  private lines = 0;

  read(text: string): 'taken' | 'over' {
    if (this.lines === 0) {
      this.lines = 1;
      const [, program, version] = HEAD.exec(text) ?? [];
      const bare = BARE.exec(text)?.[1];
      if (program !== undefined && bare === undefined) this.settings.program = oneLine(program);
      this.settings.goVersion = oneLine(bare ?? version ?? '');
      return 'taken';
    }
    const [, key = '', value = ''] = TABBED.exec(text) ?? BLANKED.exec(text) ?? [];
    if (key === '') return 'over';
    this.lines += 1;
    if (key !== 'build') return 'taken';
    const [name = '', setting = ''] = value.split('=', 2);
    if (name === 'CGO_ENABLED' && /^[01]$/.test(setting)) this.settings.cgo = setting === '1';
    if (name === 'DefaultGODEBUG') this.settings.defaultGodebug = oneLine(value.slice(value.indexOf('=') + 1).slice(0, 500));
    return 'taken';
  }

  finish({ citations, scope }: Parameters<Table['finish']>[0]): ReturnType<Table['finish']> {
    // One line alone is the answer of `go version`, which says the release as well; a log line may look alike.
    if (this.lines < 2) return [];
    return [{ type: 'runtime-settings', certainty: 'stated', citations, scope, ...this.settings }];
  }
}
