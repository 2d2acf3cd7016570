// Reads files and does nothing with them: no analysis can be faster.
import { createReadStream } from 'node:fs';

for (const path of process.argv.slice(2)) for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) void chunk.length;
