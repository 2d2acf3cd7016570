// Reads a bundle through the library, without matching or rendering: what reading and parsing alone cost.
import { examine } from '../../dist/src/index.js';

await examine(process.argv.slice(2));
