/** The planners of the HEFT family, as the registry lists them. */
import type { PlannerSpec } from '../../src/registry.js';
import { Cpop, type CpopOptions } from './cpop.js';
import { Heft, type HeftOptions } from './heft.js';
import { Lookahead, type LookaheadOptions } from './lookahead.js';
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
  {
    id: 'lookahead',
    description: 'HEFT that looks at the successors before it chooses a processor (Bittencourt et al. 2010)',
    tags: ['heft', 'list'],
    create: (options) => new Lookahead(options as Partial<LookaheadOptions>),
  },
  variant('heft-no-insertion', 'HEFT that never fills gaps', { insertion: false }),
  variant('heft-median', 'HEFT ranked by median processing times (Zhao & Sakellariou 2003)', { rankCost: 'median' }),
  variant('heft-best', 'HEFT ranked by least processing times (Zhao & Sakellariou 2003)', { rankCost: 'best' }),
  variant('heft-worst', 'HEFT ranked by largest processing times (Zhao & Sakellariou 2003)', { rankCost: 'worst' }),
  variant('heft-deviation', 'HEFT ranked by how much processing times differ (rank of SDBATS, Munir et al. 2013)', {
    rankCost: 'deviation',
  }),
];

/** HEFT with other defaults, under an id of its own. */
function variant(id: string, description: string, defaults: Partial<HeftOptions>): PlannerSpec {
  return {
    id,
    description,
    tags: ['heft', 'list'],
    create: (options) => new Heft({ ...defaults, ...(options as Partial<HeftOptions>) }, id),
  };
}
