/** Takes the pieces into which {@link YamlScanner} cuts a document. */
export interface YamlPieces {
  /** An item of the list, as a list of one. */
  readonly item: (text: string, line: number) => void;
  /** What is left of the document without its items. */
  readonly rest: (text: string, line: number, hadItems: boolean) => void;
  readonly tooLarge: (line: number, lines: number) => void;
}

/** Keys at the margin of an object of Kubernetes, and of a list of them. */
const TOP_KEYS =
  /^(?:apiVersion|kind|metadata|spec|status|items|data|stringData|binaryData|type|immutable|involvedObject|regarding|related|reason|message|note|source|first[A-Z]\w*|last[A-Z]\w*|deprecated[A-Z]\w*|count|eventTime|reporting[A-Z]\w*|action|series|subsets|rules|roleRef|subjects|webhooks|secrets|imagePullSecrets|[a-z][A-Za-z]*(?=:\s*$))(?::\s|:$)/;
const ITEM = /^( *)- /;
const SKIPPED_BLOCK = /^(\s*(?:- )?)(?:managedFields|annotations):\s*$/;

/** Whether a line can be of a YAML document that has begun: it is indented, an element, a comment, or a key that objects have. */
export function isYamlLine(line: string): boolean {
  if (line === '') return true;
  const code = line.charCodeAt(0);
  if (code === 0x20 || code === 0x23 || code === 0x0d) return true;
  return line.startsWith('- ') || line === '-' || TOP_KEYS.test(line);
}

/**
 * Cuts one YAML document, line by line, into the items of its list and the rest, so that only a piece is held at a time and read. Blocks that
 * are never read (`managedFields`) are emptied: the reader of YAML is slow.
 */
export class YamlScanner {
  readonly #pieces: YamlPieces;
  readonly #most: number;
  readonly #shell: string[] = [];
  #shellBytes = 0;
  #shellLine = 0;
  #hadItems = false;
  /** Blanks before the dash of the items; undefined until the first one, or where there is no list. */
  #indent: number | undefined;
  #inItems = false;
  #item: string[] = [];
  #itemBytes = 0;
  #itemLine = 0;
  /** Indentation of a block that is left out. */
  #skipping: number | undefined;

  constructor(pieces: YamlPieces, most: number) {
    this.#pieces = pieces;
    this.#most = most;
  }

  push(line: string, number: number): void {
    if (this.#shellLine === 0) this.#shellLine = number;
    const dash = ITEM.exec(line)?.[1]?.length;
    if (this.#inItems) {
      this.#indent ??= dash;
      const indent = indentOf(line);
      if (dash !== undefined && dash === this.#indent) {
        this.#closeItem();
        this.#itemLine = number;
        this.#add(line);
        return;
      }
      if (indent === undefined || indent > (this.#indent ?? 0)) {
        this.#add(line);
        return;
      }
      this.#closeItem();
      this.#inItems = false;
    } else if (dash === 0 && this.#shell.every((one) => one.trim() === '' || one.startsWith('#'))) {
      // A list without anything around it.
      this.#inItems = true;
      this.#hadItems = true;
      this.#indent = 0;
      this.#itemLine = number;
      this.#add(line);
      return;
    } else if (/^items:\s*$/.test(line)) {
      this.#inItems = true;
      this.#hadItems = true;
      this.#indent = undefined;
    }
    this.#shellBytes += line.length + 1;
    if (this.#shellBytes <= this.#most) this.#shell.push(this.#pruned(line));
  }

  end(lastLine: number): void {
    this.#closeItem();
    if (this.#shellLine === 0) return;
    if (this.#shellBytes > this.#most) this.#pieces.tooLarge(this.#shellLine, lastLine - this.#shellLine + 1);
    else this.#pieces.rest(this.#shell.join('\n'), this.#shellLine, this.#hadItems);
  }

  #add(line: string): void {
    this.#itemBytes += line.length + 1;
    if (this.#itemBytes <= this.#most) this.#item.push(this.#pruned(line));
  }

  #closeItem(): void {
    if (this.#item.length > 0) {
      if (this.#itemBytes > this.#most) this.#pieces.tooLarge(this.#itemLine, this.#item.length);
      else this.#pieces.item(this.#item.join('\n'), this.#itemLine);
    }
    this.#item = [];
    this.#itemBytes = 0;
    this.#skipping = undefined;
  }

  /** The line, or an empty one where it is of a block that is left out. */
  #pruned(line: string): string {
    const plain = line.endsWith('\r') ? line.slice(0, -1) : line;
    const indent = indentOf(plain);
    if (this.#skipping !== undefined) {
      if (indent === undefined || indent > this.#skipping || (indent === this.#skipping && plain.startsWith('- ', indent))) return '';
      this.#skipping = undefined;
    }
    const block = SKIPPED_BLOCK.exec(plain)?.[1];
    if (block !== undefined) this.#skipping = block.length;
    return plain;
  }
}

/** Blanks before the text of a line; undefined where it is empty. */
function indentOf(line: string): number | undefined {
  const at = line.search(/\S/);
  return at < 0 ? undefined : at;
}
