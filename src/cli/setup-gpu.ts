#!/usr/bin/env node
/**
 * Installs one of the optional tensor backends and checks that it computes on this machine: `gpu` (CUDA, by the native
 * TensorFlow library) or `webgpu` (Dawn). Nothing is written to package.json. The check runs in a process of its own,
 * because a driver may end the process that loads it. Ends with 0 and the device, or with 1 and one line that says why
 * it cannot be had.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ArenaError } from '../error.js';
import { installFailure } from '../nn/backend/install-failure.js';
import { type BackendName, loadBackend } from '../nn/backend.js';
import { EXIT_REFUSED, errorLine, notice, print } from './output.js';

interface Setup {
  readonly backend: BackendName;
  readonly packages: readonly string[]; // exact versions: they must match TensorFlow.js and each other
}

const SETUPS: Readonly<Record<string, Setup>> = {
  gpu: { backend: 'node-gpu', packages: ['@tensorflow/tfjs-node-gpu@4.22.0'] },
  webgpu: { backend: 'webgpu', packages: ['@tensorflow/tfjs-backend-webgpu@4.22.0', 'webgpu@0.6.2'] },
};

const CHECK = 'check'; // the word that makes this program the check
const EXIT_FAILED = 1;

/** The reason why this machine cannot have CUDA, or the empty text; asked before anything large is downloaded. */
function cudaObstacle(): string {
  if (process.arch !== 'x64' || !['linux', 'win32'].includes(process.platform)) {
    return `the CUDA library is made for Linux and Windows on x64, this is ${process.platform} on ${process.arch}`;
  }
  const query = spawnSync('nvidia-smi', ['--list-gpus'], { encoding: 'utf8' });
  if (query.error) return 'there is no NVIDIA driver (nvidia-smi was not found)';
  return query.status === 0 && query.stdout.includes('GPU') ? '' : 'the NVIDIA driver finds no device (nvidia-smi)';
}

/** Runs npm, the one that started this program if any; throws its failure as one line. */
function install(packages: readonly string[]): void {
  // --save-prod: as optional peers, which they are declared to be, npm would leave them out without a word
  const words = ['install', '--no-save', '--save-prod', '--no-audit', '--no-fund', ...packages];
  const npm = process.env.npm_execpath;
  const windows = process.platform === 'win32';
  const result = npm
    ? spawnSync(process.execPath, [npm, ...words], { encoding: 'utf8' })
    : spawnSync('npm', words, { encoding: 'utf8', shell: windows });
  if (result.error) throw new ArenaError(`npm could not be started (${result.error.message})`);
  if (result.status !== 0) throw new ArenaError(installFailure(packages, `${result.stderr}\n${result.stdout}`));
}

/** Loads the backend in a new process; its device, or the failure as one line. */
function check(backend: BackendName): string {
  const self = fileURLToPath(import.meta.url);
  const result = spawnSync(process.execPath, [self, CHECK, backend], { encoding: 'utf8' });
  if (result.status === 0) return result.stdout.trim();
  const told = result.stderr.split('\n').find((line) => line.startsWith('sched-arena: '));
  const crash = result.signal ? `it crashed with ${result.signal}` : `it ended with ${result.status}`;
  throw new ArenaError(told?.replace(/^sched-arena: /, '') ?? `backend: ${backend} cannot be had: ${crash}`);
}

function setUp(name: string): void {
  const setup = SETUPS[name];
  if (!setup) throw new ArenaError(`setup: "${name}" is unknown (${Object.keys(SETUPS).join(', ')})`);
  const obstacle = name === 'gpu' ? cudaObstacle() : '';
  if (obstacle !== '') throw new ArenaError(`setup: ${setup.backend} cannot be had: ${obstacle}`);
  notice(`installing ${setup.packages.join(' and ')} …`);
  install(setup.packages);
  print(`${setup.backend} works: ${check(setup.backend)}`);
}

const [word = '', argument = ''] = process.argv.slice(2);
try {
  if (word === CHECK) print((await loadBackend({ preferred: argument as BackendName })).device);
  else setUp(word);
} catch (error) {
  notice(errorLine(error));
  process.exitCode = word in SETUPS || word === CHECK ? EXIT_FAILED : EXIT_REFUSED;
}
