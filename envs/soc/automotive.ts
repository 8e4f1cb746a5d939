/**
 * Driving perception as a periodic job with a deadline: six cameras (image signal processing → backbone → feature
 * pyramid) and a LiDAR (voxelise → sparse convolution) are fused into a bird's-eye view, which also takes the view of
 * the previous frame; from it tracking and mapping → motion → occupancy → planning. The graph follows FusionAD (Ye et
 * al., arXiv 2308.01006). **All costs and volumes are synthetic**: no latency per module is published. They divide a
 * frame's accelerator time among backbones, fusion and heads (35 : 40 : 25 unless said otherwise); cameras run at
 * 12 Hz, the LiDAR at 10 Hz, so every sixth frame has no new sweep; the plan is due 100 ms after the frame. Units:
 * ticks are microseconds, volumes kilobytes.
 */
import type { JobInput } from './job.js';
import type { PlatformInput } from './platform.js';

/** A result that the next frame takes: from a task of one job to a task of the next. */
export interface CarriedEdge {
  readonly from: number; // task
  readonly to: number; // task
  readonly volume: number; // kilobytes
}

export interface AutomotiveTemplate {
  readonly job: JobInput;
  readonly carried: CarriedEdge;
}

export interface AutomotiveCosts {
  readonly frameTicks: number; // µs of accelerator time of one full frame
  readonly backbones: number; // share
  readonly fusion: number; // share
  readonly heads: number; // share
}

/** Synthetic: 110 ms of accelerator time a frame, two thirds of what GPU and NPU offer in a camera period. */
export const DEFAULT_AUTOMOTIVE_COSTS: AutomotiveCosts = Object.freeze({
  frameTicks: 110_000,
  backbones: 35,
  fusion: 40,
  heads: 25,
});

export const CAMERAS = 6;
export const CAMERA_PERIOD_TICKS = 83_333; // 12 Hz
export const PLAN_DEADLINE_TICKS = 100_000;
/** Frames with (0) and without (1) a new LiDAR sweep: 10 Hz against 12 Hz. */
export const SWEEP_SEQUENCE: readonly number[] = Object.freeze([0, 0, 0, 0, 0, 1]);
/** Worth of a plan from all sensors, cameras alone and LiDAR alone (synthetic); the priority of such frames. */
export const MODALITY_QUALITY = Object.freeze({ fusion: 1, 'camera-only': 0.6, 'lidar-only': 0.7 });

const HEADS = { track: 0.22, map: 0.24, motion: 0.2, occupancy: 0.22, plan: 0.12 } as const; // parts of the heads' share

/** A chip with eight CPUs, a GPU, an NPU and two image processors; synthetic times for the given costs. */
export function automotivePlatform(costs: AutomotiveCosts = DEFAULT_AUTOMOTIVE_COSTS): PlatformInput {
  const total = costs.backbones + costs.fusion + costs.heads;
  const share = (part: number) => (costs.frameTicks * part) / total;
  const chain = share(costs.backbones) / (CAMERAS + 1); // one camera, or the LiDAR
  const reference: [name: string, ticks: number, npu: number][] = [
    ['backbone', 0.78 * chain, 0.9],
    ['feature-pyramid', 0.22 * chain, 1],
    ['sparse-convolution', chain, 1.8],
    ['bev-fusion', share(costs.fusion), 1.15],
    ...Object.entries(HEADS).map(([name, part]): [string, number, number] => [name, share(costs.heads) * part, 1.1]),
  ];
  const times = (factor: (row: [string, number, number]) => number) =>
    Object.fromEntries(reference.map((row) => [row[0], Math.max(1, Math.round(row[1] * factor(row)))]));
  const point = [{ megahertz: 1000, millivolts: 900 }];
  const cluster = (name: string, type: string, processors: number, executionTime: Record<string, number>) => ({
    name,
    type,
    processors,
    operatingPoints: point,
    executionTime,
  });
  return {
    name: 'automotive-soc',
    timeUnit: 'us',
    clusters: [
      cluster('CPU', 'CPU', 8, {
        ...times(() => 9),
        trigger: 0,
        isp: 9000,
        voxelise: 7000,
        plan: Math.round(share(costs.heads) * 0.25),
      }),
      cluster('GPU', 'GPU', 1, { ...times(() => 1), isp: 3000, voxelise: 2000 }),
      cluster(
        'NPU',
        'NPU',
        1,
        times((row) => row[2]),
      ),
      cluster('ISP', 'ACC_ISP', 2, { isp: 1500 }),
      { name: 'MEMORY', type: 'MEM', processors: 1 },
    ],
    bandwidth: {
      self: 1e6,
      links: [
        [[0, 1, 2, 3], [0, 1, 2, 3], 40],
        [[0], [0], 100],
        [[0, 1, 2, 3], [4], 100],
      ],
    },
  };
}

export const AUTOMOTIVE_PLATFORM: PlatformInput = automotivePlatform();

const IMAGE = 6000; // kilobytes of a raw camera image
const FEATURES = 3000; // of one camera's features
const BIRDS_EYE = 20_000; // of a bird's-eye view

/** The graph of a frame with the given sensors. */
function frame(name: string, cameras: number, lidar: boolean): AutomotiveTemplate {
  const tasks = ['trigger'];
  const edges: [number, number, number][] = [];
  const last: number[] = [];
  const add = (task: string, inputs: readonly (readonly [from: number, volume: number])[]): number => {
    const index = tasks.push(task) - 1;
    for (const [from, volume] of inputs) edges.push([from, index, volume]);
    return index;
  };
  for (let camera = 0; camera < cameras; camera++) {
    const isp = add('isp', [[0, IMAGE]]);
    const backbone = add('backbone', [[isp, IMAGE / 2]]);
    last.push(add('feature-pyramid', [[backbone, FEATURES]]));
  }
  if (lidar) {
    const voxels = add('voxelise', [[0, IMAGE / 3]]);
    last.push(add('sparse-convolution', [[voxels, FEATURES]]));
  }
  const view = add(
    'bev-fusion',
    last.map((from) => [from, FEATURES] as const),
  );
  const track = add('track', [[view, BIRDS_EYE]]);
  const map = add('map', [[view, BIRDS_EYE]]);
  const motion = add('motion', [
    [track, 100],
    [map, 500],
  ]);
  const occupancy = add('occupancy', [
    [view, BIRDS_EYE],
    [motion, 100],
  ]);
  add('plan', [
    [motion, 100],
    [occupancy, 1000],
  ]);
  return { job: { name, tasks, edges }, carried: { from: view, to: view, volume: BIRDS_EYE } };
}

const TEMPLATES: Readonly<Record<string, AutomotiveTemplate>> = {
  'automotive-fusion': frame('automotive-fusion', CAMERAS, true),
  'automotive-camera-only': frame('automotive-camera-only', CAMERAS, false),
  'automotive-lidar-only': frame('automotive-lidar-only', 0, true),
};

/** Names of the frame templates. */
export function automotiveNames(): string[] {
  return Object.keys(TEMPLATES);
}

/** A frame template; undefined for a name that is none. */
export function automotiveTemplate(name: string): AutomotiveTemplate | undefined {
  return TEMPLATES[name];
}
