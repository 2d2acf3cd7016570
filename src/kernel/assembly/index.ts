export { allocate } from './layout';
export { differsAt, run, runAround, setRoots } from './goroutines';
export { find, lineFeeds } from './search';
export { strip, stripped } from './strip';
