/**
 * Why an optional tensor package could not be installed, in one line made from what npm printed. npm's own report runs
 * over dozens of lines with the stack of an install script; its cause is a network, a platform, a compiler or a disk.
 */

interface Cause {
  readonly pattern: RegExp;
  readonly words: (match: RegExpExecArray) => string;
}

/** Codes of a network that does not answer. */
const NETWORK = 'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH';

/** From the most telling to the least; the first that is found anywhere in the output is the cause. */
const CAUSES: readonly Cause[] = [
  {
    pattern: /Unsupported system: (\S+)|EBADPLATFORM/,
    words: ([, system]) => `it is not made for this platform${system ? ` (${system})` : ''}`,
  },
  { pattern: /ENOSPC/, words: () => 'the disk is full' },
  {
    pattern: /(?:ETARGET|E404|No matching version)/,
    words: () => 'the package registry in use does not have it',
  },
  {
    pattern: new RegExp(`(${NETWORK}) ([\\w-]+\\.[\\w.:-]+)`),
    words: ([, code, host]) => `no connection to ${host} (${code})`,
  },
  { pattern: new RegExp(`\\b(${NETWORK})\\b`), words: ([, code]) => `no connection to the download server (${code})` },
  { pattern: /\b(?:E403|403 Forbidden)\b/, words: () => 'the download was refused (403)' },
  { pattern: /\b(?:EACCES|EPERM)\b/, words: () => 'there is no permission to write to node_modules' },
  {
    pattern: /node-pre-gyp|gyp ERR!|node-gyp/,
    words: () =>
      `no ready-made binding for Node ${process.version}, and building one failed (Python, make and a C++ compiler are needed)`,
  },
];

/** One line: which packages, and why not. `output` is all that npm printed. */
export function installFailure(packages: readonly string[], output: string): string {
  const subject = `${packages.join(' and ')} could not be installed`;
  for (const { pattern, words } of CAUSES) {
    const match = pattern.exec(output);
    if (match) return `${subject}: ${words(match)}`;
  }
  const complaint = output
    .split('\n')
    .map((line) => line.replace(/^npm (?:error|ERR!)\s*/, '').trim())
    .find((line) => /error|cannot|failed/i.test(line) && !line.startsWith('npm warn'));
  return `${subject}: ${complaint ?? 'npm gave no reason'}`;
}
