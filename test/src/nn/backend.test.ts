/**
 * The negotiation of the tensor backend: what is chosen and refused, that each skipped one has its reason, that nothing
 * is loaded before it is needed and nothing is left behind, and that training repeats itself bit by bit.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { ArenaError } from '../../../src/error.js';
import { backendChoice } from '../../../src/nn/backend/choice.js';
import { deviceFault } from '../../../src/nn/backend/device-check.js';
import { adapterLabel, isSoftwareAdapter } from '../../../src/nn/backend/webgpu-adapter.js';
import { BACKEND_NAMES, type BackendName, loadBackend, type TF } from '../../../src/nn/backend.js';
import { createRng } from '../../../src/rng.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');

describe('loading', () => {
  it('does not load TensorFlow.js before it is asked to', async () => {
    expect('_tfengine' in globalThis).toBe(false); // where TensorFlow.js keeps its engine
    await loadBackend({ preferred: 'cpu' });
    expect('_tfengine' in globalThis).toBe(true);
  });

  it('takes the first that works and gives a reason for each that was skipped before it', async () => {
    const { tf, name, version, device, reproducible, skipped } = await loadBackend();
    expect(skipped.map((each) => each.name)).toEqual(BACKEND_NAMES.slice(0, BACKEND_NAMES.indexOf(name)));
    for (const { reason } of skipped) expect(reason).toMatch(/^.{10,200}$/); // one line
    expect(version).toBe('4.22.0');
    expect(device.length).toBeGreaterThan(5);
    expect(reproducible).toBe(name === 'wasm' || name === 'cpu');
    expect(tf.getBackend()).toBe(name.startsWith('node') ? 'tensorflow' : name);
  });

  it.each(['wasm', 'cpu'] as const)('loads %s when it is asked for, as often as it is', async (name) => {
    for (let round = 0; round < 3; round++) {
      const { tf, ...backend } = await loadBackend({ preferred: name });
      expect(backend).toMatchObject({ name, reproducible: true, skipped: [] });
      expect(tf.getBackend()).toBe(name);
      expect(tf.memory()).toMatchObject({ numTensors: 0, numDataBuffers: 0, numBytes: 0 });
    }
  });

  it('computes on wasm with SIMD and one thread', async () => {
    expect((await loadBackend({ preferred: 'wasm' })).device).toMatch(/^WebAssembly, SIMD, 1 thread, /);
  });
});

describe('the choice', () => {
  const given = process.env.SCHED_ARENA_BACKEND;
  afterEach(() => {
    if (given === undefined) delete process.env.SCHED_ARENA_BACKEND;
    else process.env.SCHED_ARENA_BACKEND = given;
  });

  it('follows the environment, and the option before it', async () => {
    process.env.SCHED_ARENA_BACKEND = 'cpu';
    expect((await loadBackend()).name).toBe('cpu');
    expect((await loadBackend({ preferred: 'wasm' })).name).toBe('wasm');
  });

  it('refuses an unknown name with the allowed ones, on one line', async () => {
    process.env.SCHED_ARENA_BACKEND = 'wsam';
    const error = await loadBackend().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ArenaError);
    expect((error as ArenaError).message).toBe(
      'backend: SCHED_ARENA_BACKEND "wsam" is unknown; allowed are node-gpu, node, webgpu, wasm, cpu; did you mean "wasm"?',
    );
    await expect(loadBackend({ preferred: 'gpu' as BackendName })).rejects.toThrow('backend: name "gpu" is unknown;');
  });

  it('reads the switch for software adapters: 0 and 1 only', () => {
    const allowed = (value: string | undefined, allowSoftware?: boolean) =>
      backendChoice(allowSoftware === undefined ? {} : { allowSoftware }, { SCHED_ARENA_ALLOW_SOFTWARE_ADAPTER: value })
        .allowSoftware;
    expect([undefined, '', '0', '1'].map((value) => allowed(value))).toEqual([false, false, false, true]);
    expect(allowed('1', false)).toBe(false);
    expect(allowed('0', true)).toBe(true);
    expect(() => allowed('yes')).toThrow('SCHED_ARENA_ALLOW_SOFTWARE_ADAPTER is "yes"; allowed are 0 and 1');
  });

  // true on every machine where the package is not there, which is what the default install leaves
  const missing = (['node-gpu', 'node', 'webgpu'] as const).filter((name) => {
    const folder = { 'node-gpu': '@tensorflow/tfjs-node-gpu', node: '@tensorflow/tfjs-node', webgpu: 'webgpu' }[name];
    return !existsSync(join(ROOT, 'node_modules', folder));
  });
  it.each(missing)('does not replace %s, when it is asked for, by another', async (name) => {
    const error = await loadBackend({ preferred: name }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ArenaError);
    expect((error as ArenaError).message).toMatch(
      new RegExp(`^backend: ${name}, asked for by name, cannot be had: \\S+ is not installed`),
    );
  });
});

describe('the device check', () => {
  it('finds a backend that computes nonsense', async () => {
    const { tf } = await loadBackend({ preferred: 'cpu' });
    expect(await deviceFault(tf)).toBe('');
    const sound = tf.getKernel('BatchMatMul', 'cpu');
    const broken = (args: Parameters<typeof sound.kernelFunc>[0]) => {
      const product = sound.kernelFunc(args) as { dataId: object };
      const { data } = args.backend as { data: { get(id: object): { values: Float32Array } } };
      data.get(product.dataId).values[1] += 0.01;
      return product as ReturnType<typeof sound.kernelFunc>;
    };
    const put = (kernelFunc: typeof sound.kernelFunc) => {
      tf.unregisterKernel('BatchMatMul', 'cpu');
      tf.registerKernel({ ...sound, kernelFunc });
    };
    try {
      put(broken);
      expect(await deviceFault(tf)).toMatch(/^device check: forward number 1 is \S+ instead of \S+$/);
      await expect(loadBackend({ preferred: 'cpu' })).rejects.toThrow(
        'cpu, asked for by name, cannot be had: device check',
      );
    } finally {
      put(sound.kernelFunc);
    }
    expect(await deviceFault(tf)).toBe('');
    expect(tf.memory().numTensors).toBe(0);
  });
});

describe('WebGPU adapters', () => {
  const adapter = (info: Partial<Parameters<typeof isSoftwareAdapter>[0]['info']>) => ({
    info: { vendor: '', architecture: '', device: '', description: '', ...info },
  });

  it.each([
    ['llvmpipe', { vendor: 'mesa', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' }, true],
    ['SwiftShader', { vendor: 'google', architecture: 'swiftshader', description: 'SwiftShader driver 5.0.0' }, true],
    ['WARP', { vendor: 'microsoft', description: 'Microsoft Basic Render Driver' }, true],
    ['a fallback by its flag', { vendor: 'unknown', isFallbackAdapter: true }, true],
    ['an NVIDIA card', { vendor: 'nvidia', architecture: 'ampere', description: 'NVIDIA A100-SXM4-80GB' }, false],
    ['an Intel chip', { vendor: 'intel', architecture: 'gen-12lp', description: 'Intel(R) UHD Graphics' }, false],
    ['an Apple chip', { vendor: 'apple', architecture: 'metal-3', description: 'Apple M2' }, false],
  ] as const)('%s', (_, info, software) => {
    expect(isSoftwareAdapter(adapter(info))).toBe(software);
    expect(adapterLabel(adapter(info))).toContain(info.vendor);
  });

  it('names an adapter that says nothing of itself', () => {
    expect(adapterLabel(adapter({}))).toBe('unnamed WebGPU adapter');
  });
});

describe('reproducibility', () => {
  /** Weights after some steps of gradient descent on a small network over ragged sets. */
  function trained(tf: TF): number[] {
    const rng = createRng('reproducibility');
    const random = (length: number) => Float32Array.from({ length }, () => rng() - 0.5);
    return tf.tidy(() => {
      const ids = tf.tensor1d(
        Int32Array.from({ length: 700 }, () => rng.integer(90)),
        'int32',
      );
      const x = tf.tensor2d(random(700 * 11), [700, 11]);
      let weights = [tf.tensor(random(11 * 13), [11, 13]), tf.tensor(random(13)), tf.tensor(random(13 * 3), [13, 3])];
      for (let step = 0; step < 15; step++) {
        const gradients = tf.grads((w: (typeof weights)[0], b: (typeof weights)[0], v: (typeof weights)[0]) => {
          const rows = tf.tanh(tf.add(tf.matMul(x, w as never), b));
          return tf.mean(tf.square(tf.sub(tf.matMul(tf.unsortedSegmentSum(rows, ids, 90) as never, v as never), 1)));
        })(weights);
        weights = weights.map((weight, i) => tf.sub(weight, tf.mul(gradients[i], 0.05)));
      }
      return weights.flatMap((weight) => Array.from(weight.dataSync()));
    });
  }

  it.each(['wasm', 'cpu'] as const)('trains on %s to the same bits each time', async (name) => {
    const { tf } = await loadBackend({ preferred: name });
    const first = trained(tf);
    expect(first.every(Number.isFinite)).toBe(true);
    tf.randomNormal([1000]).dispose(); // another state of the memory
    expect(trained(tf)).toEqual(first);
    expect(tf.memory().numTensors).toBe(0);
  });
});

const BUILT = join(ROOT, 'dist/src/nn/backend.js');

describe.skipIf(!existsSync(BUILT))('a process that trains', () => {
  it('keeps the console to itself and its own error handlers, and ends', () => {
    const program = `
      const { loadBackend } = await import(${JSON.stringify(BUILT)});
      const { tf, name } = await loadBackend({ preferred: 'wasm' });
      tf.tidy(() => tf.matMul(tf.ones([3, 2]), tf.ones([2, 4])).dataSync());
      const cpu = await loadBackend({ preferred: 'cpu' });
      tf.tidy(() => tf.add(tf.ones([3, 2]), 1).dataSync());
      const handlers = ['uncaughtException', 'unhandledRejection'].map((event) => process.listenerCount(event));
      process.stdout.write(JSON.stringify({ name, cpu: cpu.name, handlers }));`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    expect({ status, stderr, told: JSON.parse(stdout) as unknown }).toEqual({
      status: 0,
      stderr: '',
      told: { name: 'wasm', cpu: 'cpu', handlers: [0, 0] },
    });
  });
});
