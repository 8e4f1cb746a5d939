/** What Sarathi-Serve claims about capacity, beside what the study finds. */
import { formatNumber } from '../../report/quantity.js';
import { type Comparison, type Estimate, TRACE_TITLES } from './sarathi-capacities.js';
import type { PublishedComparison } from './study.js';

const PAPER = 'Agrawal et al., OSDI 2024, abstract';
const NEAR = 0.2; // relative difference that counts as agreement

/** Where Sarathi gains most over the engine. */
export function largestGain(compared: readonly Comparison[], over: 'overVllm' | 'overOrca'): Comparison {
  return compared.reduce((best, each) => (each[over].value > best[over].value ? each : best));
}

/** Times as text: `2.6×`. */
export function times({ value, interval }: Estimate): string {
  const short = (number: number) => formatNumber(number, 3);
  return interval ? `${short(value)}× [${short(interval.lower)}, ${short(interval.upper)}]` : `${short(value)}×`;
}

/** Whether an interval lies above 1. */
export function isGain({ value, interval }: Estimate): boolean {
  return (interval?.lower ?? value) > 1;
}

/** Whether an interval lies below 1. */
export function isLoss({ value, interval }: Estimate): boolean {
  return (interval?.upper ?? value) < 1;
}

function verdict(published: number, { value, interval }: Estimate): string {
  const inside = interval !== undefined && interval.lower <= published && published <= interval.upper;
  if (inside || Math.abs(value / published - 1) <= NEAR) return 'agrees';
  if (!isGain({ value, interval })) return 'no gain here';
  return value > published ? 'same direction, larger here' : 'same direction, smaller here';
}

function gainOf(compared: readonly Comparison[], deployment: string, published: number): PublishedComparison {
  const own = compared.filter((each) => each.deployment.id === deployment);
  const best = largestGain(own, 'overVllm');
  return {
    claim: `largest gain over vLLM, ${best.deployment.title}`,
    published: `${published}×`,
    ours: `${times(best.overVllm)} (${TRACE_TITLES[best.trace]}, ${best.limit})`,
    verdict: verdict(published, best.overVllm),
    source: PAPER,
  };
}

/** In how many settings an estimate is a gain. */
function countOf(compared: readonly Comparison[], over: 'overVllm' | 'overOrca') {
  const gains = compared.filter((each) => isGain(each[over])).length;
  const losses = compared.filter((each) => isLoss(each[over])).length;
  return { gains, losses, all: compared.length };
}

function everywhere(compared: readonly Comparison[], over: 'overVllm' | 'overOrca', who: string): PublishedComparison {
  const { gains, losses, all } = countOf(compared, over);
  const undecided = all - gains - losses;
  return {
    claim: `Sarathi takes more than ${who} in every setting`,
    published: 'yes',
    ours: `more in ${gains} of ${all}, less in ${losses}, undecided in ${undecided}`,
    verdict: gains === all ? 'agrees' : losses === 0 ? 'agrees but for ties' : 'does not hold everywhere',
    source: 'Agrawal et al., OSDI 2024, capacity evaluation',
  };
}

export function sarathiClaims(compared: readonly Comparison[]): PublishedComparison[] {
  const large = largestGain(
    compared.filter(({ deployment }) => deployment.id === 'llama-2-70b'),
    'overVllm',
  );
  return [
    gainOf(compared, 'mistral-7b', 2.6),
    gainOf(compared, 'yi-34b', 3.7),
    {
      claim:
        'largest gain with pipeline stages, Falcon-180B on 8 × A100 (there is no profile of it; ours: Llama-2-70B on 8 × A40)',
      published: 'up to 6.9× (first version), 5.6× (final abstract)',
      ours: `not run; ${times(large.overVllm)} over vLLM (${TRACE_TITLES[large.trace]}, ${large.limit})`,
      verdict: 'not comparable',
      source: PAPER,
    },
    everywhere(compared, 'overVllm', 'vLLM'),
    everywhere(compared, 'overOrca', 'Orca'),
  ];
}
