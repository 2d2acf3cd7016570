// Decompresses and decodes a profile, and nothing more: what our decoder alone costs beside `go tool pprof -raw`.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { decodeProfile } from '../../dist/parsers/pprof/decode.js';

const decoded = decodeProfile(gunzipSync(readFileSync(process.argv[2])));
if (decoded.kind !== 'profile' || decoded.damage !== undefined) throw new Error('the profile was not decoded to its end');
