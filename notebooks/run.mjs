// Executes the notebooks headless on a real Jupyter and the tslab kernel: `node notebooks/run.mjs [name.ipynb …]`.
// The executed copies, outputs included, go to notebooks/executed/; the notebooks themselves stay free of outputs.
// Any cell that fails fails its notebook and its error is printed. Last line: `N passed, N failed`.
// Jupyter's own files (runtime, configuration, data) are kept in notebooks/.tools/jupyter, not in the home folder.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const executed = join(folder, 'executed');
const jupyter = join(folder, '.tools', 'jupyter');
const cellTimeoutSeconds = 300;

const environment = {
  ...process.env,
  JUPYTER_PATH: folder,
  JUPYTER_CONFIG_DIR: join(jupyter, 'config'),
  JUPYTER_DATA_DIR: join(jupyter, 'data'),
  JUPYTER_RUNTIME_DIR: join(jupyter, 'runtime'),
  NODE_NO_WARNINGS: '1',
};

/** The one line that tells why the notebooks cannot run here, or undefined when they can. */
function obstacle() {
  if (spawnSync('jupyter-nbconvert', ['--version']).error || !existsSync(join(folder, '.tools/node_modules/tslab'))) {
    return 'Jupyter or tslab is missing: run npm run notebooks:setup first';
  }
  if (!existsSync(join(folder, 'node_modules/sched-arena/dist/src/index.js'))) {
    return 'the package is not built: run npm run build first';
  }
  return undefined;
}

/** Runs one notebook; `tolerant` carries on after a failed cell, so that the copy shows what the cell printed. */
function execute(path, tolerant) {
  const options = [`--ExecutePreprocessor.timeout=${cellTimeoutSeconds}`, '--log-level=ERROR'];
  if (tolerant) options.push('--allow-errors');
  const output = ['--to', 'notebook', '--output-dir', executed, '--output', basename(path)];
  return spawnSync('jupyter-nbconvert', ['--execute', ...options, ...output, path], {
    env: environment,
    encoding: 'utf8',
  });
}

/** Numbers the cells of an executed copy in the order they ran, which is their own: the kernel does not report it. */
function numberCells(path) {
  const notebook = JSON.parse(readFileSync(path, 'utf8'));
  let count = 0;
  for (const cell of notebook.cells) {
    if (cell.cell_type === 'code') cell.execution_count = ++count;
  }
  writeFileSync(path, `${JSON.stringify(notebook, null, 1)}\n`);
}

/** What the cells of an executed copy wrote to standard error: compile and run-time errors alike. */
function errorText(path) {
  const { cells } = JSON.parse(readFileSync(path, 'utf8'));
  const outputs = cells.flatMap((cell) => cell.outputs ?? []);
  const streams = outputs.filter((output) => output.name === 'stderr');
  return streams.map((output) => [output.text].flat().join('')).join('\n');
}

const named = process.argv.slice(2).map((name) => basename(name));
const all = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));
const names = (named.length > 0 ? named : all).sort();

const reason = obstacle();
if (reason !== undefined) console.error(`notebooks: ${reason}`);
mkdirSync(jupyter, { recursive: true });
let passed = 0;
for (const name of reason === undefined ? names : []) {
  const began = process.hrtime.bigint();
  const run = execute(join(folder, name), false);
  const seconds = (Number(process.hrtime.bigint() - began) / 1e9).toFixed(1);
  console.log(`${run.status === 0 ? 'PASS' : 'FAIL'} notebooks/${name} (${seconds} s)`);
  if (run.status === 0) {
    numberCells(join(executed, name));
    passed += 1;
    continue;
  }
  const again = execute(join(folder, name), true);
  console.error(again.status === 0 ? errorText(join(executed, name)) : run.stderr);
}
const failed = names.length - passed;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || names.length === 0 ? 1 : 0;
