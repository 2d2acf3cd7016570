export { originOf } from '../../src/evidence/frame-origin.ts';
