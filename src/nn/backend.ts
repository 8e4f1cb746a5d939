/**
 * The tensor backend: loads TensorFlow.js with the best implementation that this machine has, and says which one that
 * is, what computes, and why each better one was skipped. This is the only file that imports TensorFlow.js; it does so
 * on demand, because fast inference and every command that does not train must start without it. Order of probing:
 * node-gpu (CUDA), node (native library), webgpu (Dawn), wasm (SIMD), cpu (plain JavaScript). A backend is accepted
 * only after it has computed known numbers. The native and webgpu packages are optional and never installed by default.
 */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ArenaError } from '../error.js';
import {
  BACKEND_NAMES,
  type BackendName,
  type BackendOptions,
  backendChoice,
  SOFTWARE_ADAPTER_VARIABLE,
} from './backend/choice.js';
import { deviceFault } from './backend/device-check.js';
import { adapterLabel, type Dawn, isSoftwareAdapter, openWebGpu, publishWebGpu } from './backend/webgpu-adapter.js';
import { mendEmptyReductions } from './empty-reductions.js';
import { mendGradients } from './mended-gradients.js';
import { registerSegmentKernels } from './segment-kernels.js';
import { replaceWasmProducts } from './wasm-matmul.js';

export { BACKEND_NAMES, type BackendName, type BackendOptions } from './backend/choice.js';

/** The module TensorFlow.js; everyone else receives it as an argument. */
export type TF = typeof import('@tensorflow/tfjs');
export type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';

export interface SkippedBackend {
  readonly name: BackendName;
  readonly reason: string; // in words, one line
}

export interface Backend {
  readonly tf: TF;
  readonly name: BackendName;
  readonly version: string; // of TensorFlow.js
  readonly device: string; // what computes
  readonly reproducible: boolean; // the same operations give the same bits in every run on this device
  readonly skipped: readonly SkippedBackend[]; // in the order of probing
}

/** Why a backend cannot be had; caught by the probing. */
class Unavailable extends ArenaError {}

type Loader = (tf: TF, allowSoftware: boolean) => Promise<string>; // makes the backend current, returns the device

/**
 * Loads the first backend that works, or the one that is asked for, and makes it the current one of TensorFlow.js.
 * May be called again, also for another backend. Throws an {@link ArenaError} for an unknown name and when the
 * backend that was asked for cannot be had: it is never replaced by another one.
 */
export async function loadBackend(options: BackendOptions = {}): Promise<Backend> {
  const { asked, askedBy, allowSoftware } = backendChoice(options, process.env);
  const tf = await quietTensorFlow();
  const skipped: SkippedBackend[] = [];
  for (const name of asked === undefined ? BACKEND_NAMES : [asked]) {
    try {
      const device = await LOADERS[name](tf, allowSoftware);
      const fault = await deviceFault(tf);
      if (fault !== '') throw new Unavailable(fault);
      const reproducible = name === 'wasm' || name === 'cpu'; // one thread, sums in a fixed order
      return { tf, name, version: tf.version['tfjs-core'], device, reproducible, skipped };
    } catch (error) {
      skipped.push({ name, reason: reasonOf(error) });
    }
  }
  const reasons = skipped.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  throw new ArenaError(
    asked === undefined
      ? `backend: none works on this machine (${reasons})`
      : `backend: ${asked}, asked for by ${askedBy}, cannot be had: ${skipped[0].reason}`,
  );
}

/** One line that says why: messages of native loaders and drivers run over many. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0].trim().replace(/[.:]$/, '') || 'unknown fault';
}

/** TensorFlow.js with right gradients, in production mode: no banner on the console, which belongs to the results. */
async function quietTensorFlow(): Promise<TF> {
  const tf = mainExport<TF>(await import('@tensorflow/tfjs'));
  tf.enableProdMode();
  once('gradients', () => mendGradients(tf));
  return tf;
}

const done = new Set<string>();

/** Repairs are made once for a process: each wraps what it finds. */
function once(repair: string, make: () => void): void {
  if (done.has(repair)) return;
  make();
  done.add(repair);
}

/** How to get the optional packages. */
const SETUP_HINTS: Readonly<Record<string, string>> = {
  '@tensorflow/tfjs-node-gpu': ' (npm run setup:gpu)',
  webgpu: ' (npm run setup:webgpu)',
  '@tensorflow/tfjs-backend-webgpu': ' (npm run setup:webgpu)',
};

const packages = createRequire(import.meta.url);

/** Loads an optional package by the path of its main file; throws {@link Unavailable} when it is not there. */
async function importOptional<T>(name: string): Promise<T> {
  let path: string;
  try {
    path = packages.resolve(name);
  } catch {
    throw new Unavailable(`${name} is not installed${SETUP_HINTS[name] ?? ''}`);
  }
  return mainExport<T>(await import(pathToFileURL(path).href));
}

/** CommonJS packages arrive as the default export; names that they re-export are there only. */
function mainExport<T>(loaded: unknown): T {
  return (loaded as { readonly default?: T }).default ?? (loaded as T);
}

const processor = (): string => cpus()[0]?.model.trim() ?? 'processor';

async function makeCurrent(tf: TF, name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Unavailable(`TensorFlow.js could not initialise ${name}`);
  await tf.ready();
}

/** What the two native packages add to their backend; nodejs_kernel_backend of tfjs-node 4.22.0. */
interface NativeKernels {
  readonly isUsingGpuDevice: boolean;
  readonly isGPUPackage: boolean;
}

/** Both native packages call their backend `tensorflow`: one of the two is registered at a time. */
const NATIVE = 'tensorflow';

/** The native package's backend, made current; the two packages do not live together in one process. */
async function loadNative(tf: TF, specifier: string, gpu: boolean): Promise<NativeKernels> {
  const registered = tf.findBackend(NATIVE) as unknown as NativeKernels | null;
  if (registered !== null && registered.isGPUPackage !== gpu) {
    throw new Unavailable('the other native TensorFlow is loaded in this process already');
  }
  if (registered === null) await importOptional(specifier);
  await makeCurrent(tf, NATIVE);
  return tf.backend() as unknown as NativeKernels;
}

async function loadNodeGpu(tf: TF): Promise<string> {
  const native = await loadNative(tf, '@tensorflow/tfjs-node-gpu', true);
  if (!native.isUsingGpuDevice) {
    tf.removeBackend(NATIVE);
    throw new Unavailable('TensorFlow found no CUDA device (driver, CUDA 11 and cuDNN 8 are needed)');
  }
  return nvidiaLabel();
}

async function loadNode(tf: TF): Promise<string> {
  await loadNative(tf, '@tensorflow/tfjs-node', false);
  return `TensorFlow native library, ${cpus().length} cores, ${processor()}`;
}

/** Name and driver of the first CUDA device. */
function nvidiaLabel(): string {
  try {
    const query = ['--query-gpu=name,driver_version', '--format=csv,noheader'];
    return execFileSync('nvidia-smi', query, { encoding: 'utf8', stdio: 'pipe' }).split('\n')[0].trim();
  } catch {
    return 'CUDA device';
  }
}

async function loadWebGpu(tf: TF, allowSoftware: boolean): Promise<string> {
  const dawn = await importOptional<Dawn>('webgpu');
  const adapter = await openWebGpu(dawn);
  if (adapter === null) throw new Unavailable('no WebGPU adapter (a Vulkan, Metal or Direct3D 12 driver is needed)');
  if (isSoftwareAdapter(adapter) && !allowSoftware) {
    throw new Unavailable(
      `the adapter ${adapterLabel(adapter)} is a program, not a device (${SOFTWARE_ADAPTER_VARIABLE}=1 allows it)`,
    );
  }
  publishWebGpu(dawn);
  await importOptional('@tensorflow/tfjs-backend-webgpu');
  await makeCurrent(tf, 'webgpu');
  return adapterLabel(adapter);
}

async function loadWasm(tf: TF): Promise<string> {
  type WasmPackage = typeof import('@tensorflow/tfjs-backend-wasm');
  const wasm = mainExport<WasmPackage>(await import('@tensorflow/tfjs-backend-wasm'));
  const main = packages.resolve('@tensorflow/tfjs-backend-wasm');
  if (tf.findBackend('wasm') === null) {
    wasm.setWasmPaths(`${dirname(main)}/`);
    wasm.setThreadsCount(1); // a sum must not depend on who finishes first
  }
  await withoutNewListeners(() => makeCurrent(tf, 'wasm'));
  once('wasm', () => {
    registerSegmentKernels(tf, 'wasm');
    replaceWasmProducts(tf);
    mendEmptyReductions(tf);
  });
  const simd = (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) ? 'SIMD' : 'no SIMD';
  return `WebAssembly, ${simd}, ${wasm.getThreadsCount()} thread, ${processor()}`;
}

/** The WebAssembly runtime hooks uncaught errors of the whole process; errors belong to the program. */
async function withoutNewListeners(start: () => Promise<void>): Promise<void> {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => new Set<unknown>(process.rawListeners(event)));
  try {
    await start();
  } finally {
    events.forEach((event, i) => {
      for (const listener of process.rawListeners(event)) {
        if (!before[i].has(listener)) process.removeListener(event, listener as () => void);
      }
    });
  }
}

async function loadCpu(tf: TF): Promise<string> {
  await makeCurrent(tf, 'cpu');
  once('cpu', () => registerSegmentKernels(tf, 'cpu'));
  return `JavaScript, 1 thread, ${processor()}`;
}

const LOADERS: Readonly<Record<BackendName, Loader>> = {
  'node-gpu': loadNodeGpu,
  node: loadNode,
  webgpu: loadWebGpu,
  wasm: loadWasm,
  cpu: loadCpu,
};
