export { allocate } from './layout';
export { run, setRoots, stopped } from './goroutines';
export { find, lineFeeds } from './search';
export { strip, stripped } from './strip';
