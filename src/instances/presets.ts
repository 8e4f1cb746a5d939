/**
 * Named configurations of random instances: one or more of every family at a size that can be drawn and read, and those
 * that studies use. `pisa-small` has the ranges of Coleman & Krishnamachari 2024 (arXiv 2403.07120) with a fixed size: a
 * chain of 4 tasks on 4 related machines, all weights uniform with the extremes in the ratio 1 : 10.
 */
import { type InstanceConfig, parseInstanceConfig } from './config.js';

/** Half the width of a uniform interval around 1 whose ends are in the ratio 1 : 10, as [0.1, 1] around 0.55. */
const TENFOLD = 9 / 11;

const given: Readonly<Record<string, object>> = {
  'layered-60': { graph: { family: 'layered', tasks: 60 } },
  'layered-ccr5': { graph: { family: 'layered', tasks: 60 }, communication: { ccr: 5 } },
  'layered-wide': { graph: { family: 'layered', tasks: 100, shape: 2 } },
  'layered-long': { graph: { family: 'layered', tasks: 100, shape: 0.5 } },
  'layered-related': { graph: { family: 'layered', tasks: 60 }, processors: { machines: 'related' } },
  'erdos-40': { graph: { family: 'erdos' } },
  'in-tree': { graph: { family: 'in-tree' } },
  'out-tree': { graph: { family: 'out-tree' } },
  chain: { graph: { family: 'chain' } },
  chains: { graph: { family: 'chains' } },
  'fork-join': { graph: { family: 'fork-join' } },
  'fft-16': { graph: { family: 'fft', points: 16 } },
  'gaussian-10': { graph: { family: 'gaussian', size: 10 } },
  'cholesky-6': { graph: { family: 'cholesky', tiles: 6 } },
  'lu-5': { graph: { family: 'lu', tiles: 5 } },
  molecular: { graph: { family: 'molecular' } },
  'montage-50': { graph: { family: 'montage', images: 11 } },
  'epigenomics-50': { graph: { family: 'epigenomics', lanes: 2, chunks: 5 } },
  'cybershake-50': { graph: { family: 'cybershake', extracts: 2, syntheses: 12 } },
  'ligo-50': { graph: { family: 'ligo', groups: 2, width: 6 } },
  'sipht-30': { graph: { family: 'sipht', replicons: 1, patsers: 18 } },
  'blast-43': { graph: { family: 'blast', width: 40 } },
  'bwa-44': { graph: { family: 'bwa', width: 40 } },
  'seismology-41': { graph: { family: 'seismology', width: 40 } },
  'pisa-small': {
    graph: { family: 'chain', length: 4 },
    processors: { count: 4, machines: 'related', heterogeneity: TENFOLD, meanCost: 1, costSpread: TENFOLD },
    communication: { ccr: 1, volumeSpread: TENFOLD, bandwidthHeterogeneity: TENFOLD },
  },
};

/** Checked and complete configurations by name. The number in a workflow's name is about its number of tasks. */
export const instancePresets: Readonly<Record<string, InstanceConfig>> = Object.freeze(
  Object.fromEntries(Object.entries(given).map(([name, config]) => [name, parseInstanceConfig(config, name)])),
);
