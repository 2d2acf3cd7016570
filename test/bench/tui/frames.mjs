import { median } from '../median.mjs';
import { openSession, pause } from './session.mjs';

/** Between two keys, in milliseconds: a key that is held comes every 33, and the preview does not follow meanwhile. */
const HELD = 33;
const IDLE = 2000;

/**
 * Measures the frames of one size of the terminal: the cursor goes down a list of all groups, a frame each, first within the screen and then scrolling; then
 * one key at a time, each with the preview that follows it; and then nothing.
 */
export async function measureFrames({ moves, ...options }) {
  const session = await openSession(options);
  // The goroutines.
  await session.press('2');
  await session.rest();
  const hold = async (keys) => {
    const times = [];
    const before = session.bytes();
    const cpu = process.cpuUsage();
    for (const key of keys) {
      times.push(await session.press(key));
      await pause(HELD);
    }
    const { user, system } = process.cpuUsage(cpu);
    const painted = times.filter((one) => one !== undefined);
    return {
      ms: median(painted),
      p95: percentile(painted, 0.95),
      cpu: (user + system) / 1000 / keys.length,
      bytes: Math.round((session.bytes() - before) / keys.length),
    };
  };
  const down = Array(moves).fill('j');
  // Below the screen: everything scrolls.
  for (let i = 0; i < options.lines; i += 1) await session.press('j');
  await session.rest();
  const scrolling = await hold(down);
  // Within the screen, up and down.
  const height = options.lines - 8;
  const moving = await hold(down.map((_, i) => (Math.floor(i / height) % 2 === 0 ? 'k' : 'j')));
  await session.rest();
  const followed = await follow(session, 10);
  await session.rest();
  const before = session.bytes();
  await pause(IDLE);
  const idle = session.bytes() - before;
  const orders = await order(session);
  await session.close();
  return { moving, scrolling, followed, idle, ...orders };
}

/** Bytes of a move within the screen whose preview is waited for. */
async function follow(session, times) {
  const bytes = [];
  for (let i = 0; i < times; i += 1) {
    const before = session.bytes();
    await session.press(i % 2 === 0 ? 'k' : 'j');
    await session.rest(300);
    bytes.push(session.bytes() - before);
  }
  return median(bytes);
}

/** Milliseconds to sort and to filter all groups, from the key to the frame. */
async function order(session) {
  const press = async (key) => {
    const ms = await session.press(key);
    await session.rest(300);
    return ms;
  };
  const all = async (keys) => {
    const times = [];
    for (const key of keys) times.push(await press(key));
    return times;
  };
  // By wait, state, function, and by count again; and then in orders that have been there.
  const sorts = await all(['s', 's', 's', 's']);
  const again = await all(['s', 's', 's', 's']);
  // Typed in one go, and then in another order with a moment after `/`, in which what it looks at is made.
  const [atOnce] = await all(['/h', '\u0015\r']);
  const [, ...filters] = await all(['s', '/', 'h', 'a', 'n', 'd', 'l', 'e', '1', '2']);
  return { sorts, again, atOnce, filters: filters.slice(1) };
}

function percentile(numbers, part) {
  const ordered = numbers.toSorted((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * part))] ?? 0;
}
