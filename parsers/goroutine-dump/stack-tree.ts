import type { Frame } from '../../src/evidence/frame.ts';
import type { SharedFrame, SharedStack } from './frames.ts';
import { areArguments } from './line-kind.ts';

/** Past this many nodes the tree starts anew: hostile input must not fill the memory. */
const MOST = 100_000;
/** Nodes that are compared with a line one by one; where more follow a node they are looked up. */
const FEW = 8;
const CLOSE = 41;
/** What reports of throws and signals add to a place, different for every goroutine. */
const POINTERS = / fp=0x[0-9a-f]{1,16} sp=0x[0-9a-f]{1,16}(?: pc=0x[0-9a-f]{1,16})?$/y;

/**
 * All stacks of a reader as a tree, from the innermost frame: a node is a stack so far. Goroutines repeat the stacks of others, so most
 * lines are told by comparing them with the text that came after the same frames before.
 */
export class StackTree {
  #root = new StackNode(undefined, undefined, '');
  #size = 0;

  get root(): StackNode {
    return this.#root;
  }

  /** The stack with one more frame. `call` and `place` are the texts that it was read from; empty where it has no such text. */
  step(from: StackNode, shared: SharedFrame, call = '', place = ''): StackNode {
    let node = from.child(shared);
    if (node === undefined) {
      if (++this.#size > MOST) {
        this.#root = new StackNode(undefined, undefined, '');
        this.#size = 0;
      }
      node = from.grow(shared, call);
    }
    node.place = withoutPointers(place);
    return node;
  }
}

/** A stack, from its innermost frame up to one frame. Equal stacks are one node, while the tree is not started anew. */
export class StackNode implements SharedStack {
  /** Its last frame. */
  readonly last: SharedFrame | undefined;
  readonly parent: StackNode | undefined;
  /** The call of its last frame up to the arguments: `main.(*Server).handle(`. */
  readonly call: string;
  /** The line of its last frame's place, as it was the last time. */
  place = '';
  readonly #children: StackNode[] = [];
  #byFrame: Map<SharedFrame, StackNode> | undefined;
  /** What came after it the last time. */
  #next: StackNode | undefined;
  #frames: readonly Frame[] | undefined;

  constructor(parent: StackNode | undefined, last: SharedFrame | undefined, call: string) {
    this.parent = parent;
    this.last = last;
    this.call = call;
  }

  /** Its frames, innermost first, without arguments. */
  get frames(): readonly Frame[] {
    this.#frames ??= this.shared.map(({ frame }) => frame);
    return this.#frames;
  }

  get shared(): readonly SharedFrame[] {
    return sharedTo(this);
  }

  /** The stack that a line leads to, as far as its call tells; undefined where it is none of a few that came after this one before. */
  afterCall(text: string): StackNode | undefined {
    if (this.#next?.isCall(text) === true) return this.#next;
    return this.#children.length > FEW ? undefined : this.#children.find((child) => child.isCall(text));
  }

  /** The stack that this one is by its place too, or one beside it with the same call; undefined where it is none of a few. */
  atPlace(text: string): StackNode | undefined {
    const { parent } = this;
    if (parent === undefined) return undefined;
    // The one that came the last time is looked at first: it is this one, as a rule.
    if (!this.isPlace(text)) {
      if (parent.#children.length > FEW) return undefined;
      parent.#next = parent.#children.find((child) => child.isSameCall(this) && child.isPlace(text));
    } else parent.#next = this;
    return parent.#next;
  }

  /** Whether a line is a call of the last frame. It says what `classify` and a look at the table of frames would. */
  isCall(text: string): boolean {
    const { call, last } = this;
    if (call === '' || !text.startsWith(call) || text.charCodeAt(text.length - 1) !== CLOSE) return false;
    if (last?.frame.inlined === true) return text.length === call.length + 4 && text.endsWith('...)');
    return areArguments(text, call.length, text.length - 1);
  }

  /** Whether the calls of two stacks' last frames are printed the same way. */
  isSameCall(other: StackNode): boolean {
    return this.call === other.call && this.last?.frame.inlined === other.last?.frame.inlined;
  }

  isPlace(text: string): boolean {
    const { place } = this;
    if (place === '') return false;
    if (text.length === place.length) return text === place;
    if (!text.startsWith(place)) return false;
    POINTERS.lastIndex = place.length;
    return POINTERS.test(text);
  }

  child(shared: SharedFrame): StackNode | undefined {
    return this.#byFrame === undefined ? this.#children.find((child) => child.last === shared) : this.#byFrame.get(shared);
  }

  grow(shared: SharedFrame, call: string): StackNode {
    const node = new StackNode(this, shared, call);
    this.#children.push(node);
    if (this.#byFrame !== undefined) this.#byFrame.set(shared, node);
    else if (this.#children.length > FEW) {
      this.#byFrame = new Map();
      for (const child of this.#children) if (child.last !== undefined) this.#byFrame.set(child.last, child);
    }
    return node;
  }
}

function sharedTo(stack: StackNode): readonly SharedFrame[] {
  const frames: SharedFrame[] = [];
  for (let node: StackNode | undefined = stack; node?.last !== undefined; node = node.parent) frames.push(node.last);
  return frames.toReversed();
}

function withoutPointers(place: string): string {
  const at = place.lastIndexOf(' fp=0x');
  if (at < 0) return place;
  POINTERS.lastIndex = at;
  return POINTERS.test(place) ? place.slice(0, at) : place;
}
