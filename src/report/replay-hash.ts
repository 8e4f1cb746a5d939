/**
 * The fingerprint of an episode: SHA-256 over every action, reward and elapsed time in order, then the metrics with
 * sorted names. Two runs with the same fingerprint took the same decisions and met the same outcomes, so a result can
 * be verified by playing it again. Numbers enter as little-endian doubles; they are buffered to keep the cost of a
 * decision small.
 */
import { createHash } from 'node:crypto';

const BUFFERED_DECISIONS = 1024;
const NUMBERS_PER_DECISION = 3; // action, reward, elapsed

export class ReplayHash {
  private readonly hash = createHash('sha256');
  private readonly buffer = new Float64Array(BUFFERED_DECISIONS * NUMBERS_PER_DECISION);
  private readonly bytes = new Uint8Array(this.buffer.buffer);
  private length = 0; // numbers buffered

  /** Takes one decision and what came of it. */
  decision(action: number, reward: number, elapsed: number): void {
    this.buffer[this.length] = action;
    this.buffer[this.length + 1] = reward;
    this.buffer[this.length + 2] = elapsed;
    this.length += NUMBERS_PER_DECISION;
    if (this.length === this.buffer.length) this.flush();
  }

  /** The fingerprint, 16 hexadecimal digits; nothing may be added afterwards. */
  digest(metrics: Readonly<Record<string, number>>): string {
    this.flush();
    for (const name of Object.keys(metrics).sort()) this.hash.update(`${name}=${metrics[name]};`);
    return this.hash.digest('hex').slice(0, 16);
  }

  private flush(): void {
    this.hash.update(this.bytes.subarray(0, this.length * Float64Array.BYTES_PER_ELEMENT));
    this.length = 0;
  }
}
