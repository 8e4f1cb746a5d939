/** The list planners of the literature beside the HEFT family, as the registry lists them. */
import type { PlannerSpec } from '../../src/registry.js';
import { Bil, type BilOptions } from './bil.js';
import { Dls } from './dls.js';
import { Dps, type DpsOptions } from './dps.js';
import { Etf, type EtfOptions } from './etf.js';
import { Fcp, type FcpOptions } from './fcp.js';
import { Flb, type FlbOptions } from './flb.js';
import { Gdl, type GdlOptions } from './gdl.js';
import { Hbmct, type HbmctOptions } from './hbmct.js';
import { Hcpt, type HcptOptions } from './hcpt.js';
import { Ipeft, type IpeftOptions } from './ipeft.js';
import { Msbc, type MsbcOptions } from './msbc.js';
import { Mst } from './mst.js';
import { Sdbats, type SdbatsOptions } from './sdbats.js';

/** `equal-speeds`, `equal-links`: made for processors, or links, that are all alike (it runs on others as well). */
export const listPlanners: readonly PlannerSpec[] = [
  {
    id: 'etf',
    description: 'earliest task first (Hwang et al. 1989)',
    tags: ['list', 'equal-speeds'],
    create: (options) => new Etf(options as Partial<EtfOptions>),
  },
  {
    id: 'etf-heterogeneous',
    description: 'earliest task first by finish instead of start (ERT)',
    tags: ['list'],
    create: (options) => new Etf({ choose: 'finish', ...(options as Partial<EtfOptions>) }, 'etf-heterogeneous'),
  },
  {
    id: 'dls',
    description: 'dynamic level scheduling (Sih & Lee 1993)',
    tags: ['list'],
    create: (options) => new Dls(options as object),
  },
  {
    id: 'gdl',
    description: 'generalized dynamic level (Sih & Lee 1993)',
    tags: ['list', 'equal-links'],
    create: (options) => new Gdl(options as Partial<GdlOptions>),
  },
  {
    id: 'bil',
    description: 'best imaginary level (Oh & Ha 1996)',
    tags: ['list', 'equal-links'],
    create: (options) => new Bil(options as Partial<BilOptions>),
  },
  {
    id: 'dps',
    description: 'dynamic priority scheduling: bottom level minus top level',
    tags: ['list'],
    create: (options) => new Dps(options as Partial<DpsOptions>),
  },
  {
    id: 'fcp',
    description: 'fast critical path (Radulescu & van Gemund 1999)',
    tags: ['list', 'equal-speeds', 'equal-links'],
    create: (options) => new Fcp(options as Partial<FcpOptions>),
  },
  {
    id: 'fcp-heterogeneous',
    description: 'fast critical path by finish instead of start',
    tags: ['list'],
    create: (options) => new Fcp({ choose: 'finish', ...(options as Partial<FcpOptions>) }, 'fcp-heterogeneous'),
  },
  {
    id: 'flb',
    description: 'fast load balancing (Radulescu & van Gemund 1999)',
    tags: ['list', 'equal-speeds', 'equal-links'],
    create: (options) => new Flb(options as Partial<FlbOptions>),
  },
  {
    id: 'flb-heterogeneous',
    description: 'fast load balancing by finish instead of start',
    tags: ['list'],
    create: (options) => new Flb({ choose: 'finish', ...(options as Partial<FlbOptions>) }, 'flb-heterogeneous'),
  },
  {
    id: 'hbmct',
    description: 'hybrid balanced minimum completion time (Sakellariou & Zhao 2004)',
    tags: ['list'],
    create: (options) => new Hbmct(options as Partial<HbmctOptions>),
  },
  {
    id: 'mst',
    description: 'minimum start time, in topological order',
    tags: ['list'],
    create: (options) => new Mst(options as object),
  },
  {
    id: 'msbc',
    description: 'multiple strict bounds constraints (2005)',
    tags: ['list'],
    create: (options) => new Msbc(options as Partial<MsbcOptions>),
  },
  {
    id: 'hcpt',
    description: 'heterogeneous critical parent trees (Hagras & Janeček 2003)',
    tags: ['list'],
    create: (options) => new Hcpt(options as Partial<HcptOptions>),
  },
  {
    id: 'ipeft',
    description: 'improved predict earliest finish time (Zhou et al. 2017)',
    tags: ['list'],
    create: (options) => new Ipeft(options as Partial<IpeftOptions>),
  },
  {
    id: 'sdbats',
    description: 'upward rank by standard deviations (Munir et al. 2013)',
    tags: ['list'],
    create: (options) => new Sdbats(options as Partial<SdbatsOptions>),
  },
];
