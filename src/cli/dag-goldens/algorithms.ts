/**
 * Which planner a recorded algorithm is. A name may carry a suffix: `@paper`, `@pairs` and `@saga` say how transfers are
 * averaged, `@batch` that ready tasks are drained before new ones are taken. Results of the SAGA library come under
 * its own names; those that it does not repeat itself, and those of its programs that do not do what their paper says,
 * are not reproduced, and the table says why.
 */
import type { Json } from '../../space/space.js';

/** A planner to be looked up by id, with its options. */
export interface PlannerChoice {
  readonly planner: string; // id
  readonly options: Readonly<Record<string, Json>>;
  /** Exact ties may fall otherwise than in the recording (by hash or by name); such a case is skipped, not failed. */
  readonly tiesMayDiffer?: boolean;
}

interface Algorithm extends PlannerChoice {
  readonly averages: boolean; // has the option `commAverage`
}

function algorithm(planner: string, averages = false, options: PlannerChoice['options'] = {}): Algorithm {
  return { planner, averages, options };
}

/** By name without suffix. */
const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  HEFT: algorithm('heft', true),
  HEFT_noinsert: algorithm('heft', true, { insertion: false }),
  CPOP: algorithm('cpop', true),
  PEFT: algorithm('peft', true),
  LAHEFT: algorithm('lookahead', true),
  Lookahead: algorithm('lookahead', true),
  MinMin: algorithm('min-min'),
  MaxMin: algorithm('max-min'),
  Duplex: algorithm('duplex'),
  Sufferage: algorithm('sufferage'),
  MCT: algorithm('mct'),
  MET: algorithm('met'),
  OLB: algorithm('olb'),
  ETF: algorithm('etf'),
  DLS: algorithm('dls'),
  FastestNode: algorithm('fastest-node'),
};

/** The planner of a recorded name; nothing for a name or suffix that is not known. */
export function plannerOf(name: string, plainAverage: 'paper' | 'pairs'): PlannerChoice | undefined {
  const [base, suffix, ...more] = name.split('@');
  const known = Object.hasOwn(ALGORITHMS, base) ? ALGORITHMS[base] : undefined;
  if (!known || more.length > 0) return undefined;
  const { planner, averages, options } = known;
  if (suffix === 'batch') return { planner, options: { ...options, batch: true } };
  if (suffix !== undefined && !['paper', 'pairs', 'saga'].includes(suffix)) return undefined;
  return { planner, options: averages ? { ...options, commAverage: suffix ?? plainAverage } : options };
}

/** Other programs whose makespans are recorded beside ours. */
export const OTHER_PROGRAMS: Readonly<Record<string, PlannerChoice>> = {
  mrocklin_HEFT: { planner: 'heft', options: { commAverage: 'pairs' } },
  mackncheesiest_HEFT: { planner: 'heft', options: { commAverage: 'paper' } },
  mackncheesiest_PEFT: { planner: 'peft', options: { commAverage: 'paper' } },
};

const SAGA = { compat: 'saga' } as const;
const BY_HASH = 'the order of its tasks depends on a hash seed';

/** Names of the SAGA library: the planner that gives its makespans, or why none does. */
export const SAGA_PROGRAMS: Readonly<Record<string, PlannerChoice | string>> = {
  Heft: { planner: 'heft', options: SAGA },
  Cpop: { planner: 'cpop', options: SAGA },
  PEFT: { planner: 'peft', options: SAGA, tiesMayDiffer: true },
  MinMin: { planner: 'min-min', options: SAGA },
  MaxMin: { planner: 'max-min', options: SAGA },
  Duplex: { planner: 'duplex', options: SAGA },
  Sufferage: { planner: 'sufferage', options: SAGA, tiesMayDiffer: true },
  MET: { planner: 'met', options: SAGA },
  FastestNode: { planner: 'fastest-node', options: SAGA },
  BIL: { planner: 'bil', options: SAGA },
  DPS: { planner: 'dps', options: SAGA },
  FCP: { planner: 'fcp', options: SAGA, tiesMayDiffer: true },
  FLB: { planner: 'flb', options: SAGA, tiesMayDiffer: true },
  GDL: { planner: 'gdl', options: SAGA, tiesMayDiffer: true },
  Msbc: { planner: 'msbc', options: SAGA, tiesMayDiffer: true },
  BruteForce: { planner: 'exact', options: {} },
  MCT: BY_HASH,
  OLB: BY_HASH,
  MST: BY_HASH,
  WBA: BY_HASH,
  ETF: `${BY_HASH}, and it considers only processors that are idle at the moment`,
  Hbmct: 'its rebalancing loses tasks in half of the recordings',
};
