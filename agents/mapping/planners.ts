/** The mapping heuristics of independent-task scheduling, here with ready tasks and transfers, as the registry lists them. */
import type { PlannerSpec } from '../../src/registry.js';
import { DuplexMapping, type DuplexOptions } from './duplex.js';
import { FastestNode, type FastestNodeOptions } from './fastest-node.js';
import { MaxMinMapping, type MaxMinOptions } from './max-min.js';
import { MctMapping, type MctOptions } from './mct.js';
import { MetMapping, type MetOptions } from './met.js';
import { MinMinMapping, type MinMinOptions } from './min-min.js';
import { OlbMapping, type OlbOptions } from './olb.js';
import { SufferageMapping, type SufferageOptions } from './sufferage.js';

export const mappingPlanners: readonly PlannerSpec[] = [
  {
    id: 'min-min',
    description: 'the ready task that can finish first, where it does (Ibarra & Kim 1977)',
    tags: ['mapping'],
    create: (options) => new MinMinMapping(options as Partial<MinMinOptions>),
  },
  {
    id: 'max-min',
    description: 'the ready task whose earliest finish is latest, where it finishes first (Ibarra & Kim 1977)',
    tags: ['mapping'],
    create: (options) => new MaxMinMapping(options as Partial<MaxMinOptions>),
  },
  {
    id: 'duplex',
    description: 'the better of min-min and max-min (Braun et al. 2001)',
    tags: ['mapping', 'hybrid'],
    create: (options) => new DuplexMapping(options as Partial<DuplexOptions>),
  },
  {
    id: 'sufferage',
    description: 'the ready task that loses most without its best processor (Maheswaran et al. 1999)',
    tags: ['mapping'],
    create: (options) => new SufferageMapping(options as Partial<SufferageOptions>),
  },
  {
    id: 'mct',
    description: 'minimum completion time in topological order (Maheswaran et al. 1999)',
    tags: ['mapping'],
    create: (options) => new MctMapping(options as Partial<MctOptions>),
  },
  {
    id: 'met',
    description: 'minimum execution time, busy or not (Maheswaran et al. 1999)',
    tags: ['mapping'],
    create: (options) => new MetMapping(options as Partial<MetOptions>),
  },
  {
    id: 'olb',
    description: 'opportunistic load balancing: the processor whose queue ends first (Armstrong et al. 1998)',
    tags: ['mapping'],
    create: (options) => new OlbMapping(options as Partial<OlbOptions>),
  },
  {
    id: 'fastest-node',
    description: 'everything on the processor that needs least time for all of it',
    tags: ['mapping'],
    create: (options) => new FastestNode(options as Partial<FastestNodeOptions>),
  },
];
