import { createRandom } from './random.mjs';
import { QUIT_HEAD, QUIT_REGISTERS } from './sigquit.mjs';

const STATES = ['chan receive', 'select', 'IO wait', 'sync.Mutex.Lock', 'semacquire', 'sleep', 'chan send', 'runnable'];
const PACKAGES = ['main', 'net/http', 'github.com/acme/shop/internal/cart', 'google.golang.org/grpc/internal/transport', 'database/sql'];

/**
 * The text of a debug=2 dump: so many goroutines of so many distinct stacks, of 6 to 24 frames. Ids, arguments, offsets and
 * waits differ in every goroutine, as in a real one. With `sigquit` the same goroutines as SIGQUIT prints them since Go 1.22:
 * `gp= m=` in the headers, `fp= sp= pc=` after the frames, a head with goroutine 0, and registers at the end.
 */
export function* dumpPieces({ goroutines, stacks, sigquit = false }) {
  const random = createRandom(1);
  // Numbers of their own, so that the goroutines are the same in both forms.
  const addresses = createRandom(5);
  const address = () => `0x${(0x39e_0000_0000 + addresses.below(0xffffffff)).toString(16)}`;
  const hex = () => `0x${random.below(0xffffffff).toString(16)}`;
  const owner = () => (sigquit ? ` gp=${address()} m=nil` : '');
  const registers = () => (sigquit ? ` fp=${address()} sp=${address()} pc=0x${addresses.below(0xffffff).toString(16)}` : '');
  const frames = Array.from({ length: Math.max(200, stacks) }, (_, i) => {
    const name = random.pick(PACKAGES);
    const receiver = random.below(2) === 0 ? `(*Server${i % 50}).` : '';
    return { call: `${name}.${receiver}handle${i}(`, file: `)\n\t/go/src/${name}/file${i % 97}.go:${random.below(2000) + 1} +` };
  });
  const shapes = Array.from({ length: stacks }, () => ({
    state: random.pick(STATES),
    frames: Array.from({ length: 6 + random.below(19) }, () => random.pick(frames)),
    creator: random.pick(frames),
  }));
  if (sigquit) yield QUIT_HEAD;
  for (let id = 1; id <= goroutines; id += 1) {
    // The first ones are each of another shape, so that all shapes are there.
    const shape = id <= stacks ? shapes[id - 1] : random.pick(shapes);
    const wait = random.below(3) === 0 ? '' : `, ${random.below(500) + 1} minutes`;
    let text = `goroutine ${id}${owner()} [${shape.state}${shape.state === 'runnable' ? '' : wait}]:\n`;
    for (const { call, file } of shape.frames) text += `${call}${hex()}, {${hex()}, ${hex()}?}${file}${hex()}${registers()}\n`;
    const { call, file } = shape.creator;
    yield `${text}created by ${call.slice(0, -1)} in goroutine ${random.below(goroutines) + 1}${file.slice(1)}${hex()}\n\n`;
  }
  if (sigquit) yield QUIT_REGISTERS;
}
