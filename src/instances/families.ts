/** All graph families by name, in the order in which they are listed to people. */
import { chain, chains } from './families/chains.js';
import { cybershake } from './families/cybershake.js';
import { epigenomics } from './families/epigenomics.js';
import { erdos } from './families/erdos.js';
import { fft } from './families/fft.js';
import { forkJoin } from './families/fork-join.js';
import { gaussian } from './families/gaussian.js';
import { layered } from './families/layered.js';
import { ligo } from './families/ligo.js';
import { molecular } from './families/molecular.js';
import { montage } from './families/montage.js';
import { blast, bwa, seismology } from './families/scatter-gather.js';
import { sipht } from './families/sipht.js';
import { cholesky, lu } from './families/tiled.js';
import { inTree, outTree } from './families/trees.js';
import type { GraphFamily, InstanceFamily } from './family.js';

const elementary = [layered, erdos, inTree, outTree, chain, chains, forkJoin];
const numerical = [fft, gaussian, cholesky, lu, molecular];
const workflows = [montage, epigenomics, cybershake, ligo, sipht, blast, bwa, seismology];
const all: readonly GraphFamily[] = [...elementary, ...numerical, ...workflows];

/** Families that can build. */
export const graphFamilies: Readonly<Record<string, GraphFamily>> = Object.freeze(
  Object.fromEntries(all.map((family) => [family.name, family])),
);

/** What is told of each family: description, source, parameters with defaults. */
export const instanceFamilies: Readonly<Record<string, InstanceFamily>> = graphFamilies;
