/**
 * The platform of the DS3 paper's Table 5: the released `ds3-accelerators` with the scrambler accelerator that only
 * the paper has. It takes 8 µs for `scrambler_encoder` (A15: 10 µs) and is linked like the other accelerators; its
 * power was not published and is left out.
 */
import { type Platform, platform, validatePlatform } from '../../../envs/soc/platform.js';

const SCRAMBLER_TICKS = 8; // µs

/** The released platform and one accelerator more, after the memory so that no processor changes its id. */
export function table5Platform(): Platform {
  const released = platform('ds3-accelerators');
  const viterbi = released.clusters.find(({ name }) => name === 'VIT')!;
  const link = released.bandwidth[viterbi.processors[0]]; // [to]
  const self = link[viterbi.processors[0]];
  const toOthers = link.map((volume, to) => (to === viterbi.processors[0] ? link[viterbi.processors[1]] : volume));
  return validatePlatform({
    ...released,
    name: 'ds3-table-5',
    processorCount: released.processorCount + 1,
    clusters: [
      ...released.clusters,
      {
        ...viterbi,
        name: 'SCR',
        processors: [released.processorCount],
        powerProfileWatts: {},
        executionTime: { scrambler_encoder: SCRAMBLER_TICKS },
      },
    ],
    bandwidth: [...released.bandwidth.map((row, from) => [...row, toOthers[from]]), [...toOthers, self]],
  });
}
