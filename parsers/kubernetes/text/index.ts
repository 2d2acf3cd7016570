import type { Line } from '../../../src/text/line.ts';
import type { ParserContext, TextParser, TextParserModule } from '../../parser.ts';
import { DESCRIBE_BEGINS, Descriptions } from './describe.ts';
import { TABLE_BEGINS, Tables } from './tables.ts';

/** Reads what kubectl prints for people: descriptions of pods, nodes and workloads, tables of events and of pods. Objects (`-o yaml`) are read elsewhere. */
export const kubernetesParser: TextParserModule = {
  name: 'kubernetes',
  begins: [...TABLE_BEGINS, ...DESCRIBE_BEGINS],
  create: (context: ParserContext): TextParser => new Reader(context),
};

class Reader implements TextParser {
  readonly #tables: Tables;
  readonly #descriptions: Descriptions;

  constructor(context: ParserContext) {
    this.#tables = new Tables(context);
    this.#descriptions = new Descriptions(context);
  }

  get waits(): boolean {
    return this.#descriptions.waits;
  }

  accept(line: Line): boolean {
    return this.#descriptions.accept(line) || this.#tables.accept(line);
  }

  end(): void {
    this.#descriptions.end();
  }
}
