/**
 * Full garbage collections on demand, whatever flags Node was started with: V8 hands its collector to contexts that
 * are made after the flag is set. For figures of memory only; nothing in the library depends on it.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collector: (() => void) | undefined;

/** Collects everything unreachable; the second pass frees the array buffers that the first one found. */
export function collectGarbage(): void {
  if (!collector) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as () => void;
  }
  collector();
  collector();
}

/** Bytes in use after a full collection, contents of typed arrays included. */
export function retainedBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
