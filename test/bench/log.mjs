import { createRandom } from './random.mjs';

const PANIC = `panic: runtime error: index out of range [5] with length 3

goroutine 4711 [running]:
main.(*cart).item(...)
\t/src/shop/cart.go:88
main.handle(0xc0000b2000)
\t/src/shop/handler.go:31 +0x1d
created by main.serve in goroutine 1
\t/src/shop/main.go:20 +0x5a
exit status 2
`;
const PANIC_EVERY = 64 * 1024 * 1024;

/** A service's log of so many bytes: JSON, klog and plain lines, and a panic now and then. */
export function* logPieces({ bytes }) {
  const random = createRandom(2);
  const number = () => random.below(1_000_000);
  const forms = [
    () =>
      `{"time":"2026-01-02T03:04:05.${number()}Z","level":"INFO","msg":"request served","path":"/api/items/${number()}","status":200}\n`,
    () =>
      `I0102 03:04:05.${number()}       1 controller.go:${random.below(900)}] "Reconciled" object="shop/cart-${number()}" took="${number()}us"\n`,
    () => `2026/01/02 03:04:05 http: TLS handshake error from 10.0.${random.below(256)}.${random.below(256)}:${random.below(65536)}: EOF\n`,
    () => `time="2026-01-02T03:04:05Z" level=warning msg="retrying after error" attempt=${random.below(9)} runtime=${number()}\n`,
  ];
  // A block is made once and written often: to make every line anew would take longer than what is measured.
  const block = Array.from({ length: 20_000 }, () => random.pick(forms)()).join('');
  let due = 0;
  for (let written = 0; written < bytes; written += block.length) {
    yield block;
    due -= block.length;
    if (due > 0) continue;
    yield PANIC;
    due = PANIC_EVERY;
  }
}
