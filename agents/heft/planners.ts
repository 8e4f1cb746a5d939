/** The planners of the HEFT family, as the registry lists them. */
import type { PlannerSpec } from '../../src/registry.js';
import { Cpop, type CpopOptions } from './cpop.js';
import { Heft, type HeftOptions } from './heft.js';
import { Peft, type PeftOptions } from './peft.js';

export const heftPlanners: readonly PlannerSpec[] = [
  {
    id: 'heft',
    description: 'heterogeneous earliest finish time (Topcuoglu et al. 2002)',
    tags: ['heft', 'list'],
    create: (options) => new Heft(options as Partial<HeftOptions>),
  },
  {
    id: 'cpop',
    description: 'critical path on a processor (Topcuoglu et al. 2002)',
    tags: ['heft', 'list'],
    create: (options) => new Cpop(options as Partial<CpopOptions>),
  },
  {
    id: 'peft',
    description: 'predict earliest finish time (Arabnejad & Barbosa 2014)',
    tags: ['heft', 'list'],
    create: (options) => new Peft(options as Partial<PeftOptions>),
  },
];
