/** From what npm prints to the one line that a person reads. */
import { describe, expect, it } from 'vitest';
import { installFailure } from '../../../src/nn/backend/install-failure.js';

/** Shortened reports of npm 11 for the ways in which an installation fails. */
const REPORTS = {
  offline: `npm error code 1
npm error path /project/node_modules/@tensorflow/tfjs-node-gpu
npm error command failed
npm error command sh -c node scripts/install.js gpu download
npm error GPU-linux-4.22.0.tar.gz
npm error * Downloading libtensorflow
npm error node:events:502
npm error       throw er; // Unhandled 'error' event
npm error Error: getaddrinfo ENOTFOUND storage.googleapis.com
npm error     at GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:122:26)`,
  registry: `npm error code ENOTFOUND
npm error syscall getaddrinfo
npm error errno ENOTFOUND
npm error network request to https://registry.npmjs.org/webgpu failed, reason: getaddrinfo ENOTFOUND registry.npmjs.org`,
  platform: `npm error command sh -c node scripts/install.js gpu download
npm error Error: Unsupported system: gpu-linux-s390x`,
  version: `npm error code ETARGET
npm error notarget No matching version found for webgpu@0.6.2.`,
  disk: 'npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write',
  permission:
    "npm error code EACCES\nnpm error syscall mkdir\nnpm error Error: EACCES: permission denied, mkdir '/project'",
  compiler: `npm error node-pre-gyp WARN Tried to download(404): https://example.org/CPU-linux-4.22.0.tar.gz
npm error gyp ERR! stack Error: not found: make`,
  refused: 'npm error code E403\nnpm error 403 403 Forbidden - GET https://registry.npmjs.org/webgpu',
  other:
    'npm warn old lockfile\nnpm error code EINTERNAL\nnpm error Invalid tag: something failed here\nnpm error more',
  silent: '',
} as const;

const words = (report: keyof typeof REPORTS): string =>
  installFailure(['@tensorflow/tfjs-node-gpu@4.22.0'], REPORTS[report]);
const SUBJECT = '@tensorflow/tfjs-node-gpu@4.22.0 could not be installed: ';

describe('a failed installation', () => {
  it.each([
    ['offline', 'no connection to storage.googleapis.com (ENOTFOUND)'],
    ['registry', 'no connection to registry.npmjs.org (ENOTFOUND)'],
    ['platform', 'it is not made for this platform (gpu-linux-s390x)'],
    ['version', 'the package registry in use does not have it'],
    ['disk', 'the disk is full'],
    ['permission', 'there is no permission to write to node_modules'],
    [
      'compiler',
      `no ready-made binding for Node ${process.version}, and building one failed (Python, make and a C++ compiler are needed)`,
    ],
    ['refused', 'the download was refused (403)'],
    ['other', 'Invalid tag: something failed here'],
    ['silent', 'npm gave no reason'],
  ] as const)('%s', (report, cause) => {
    expect(words(report)).toBe(SUBJECT + cause);
  });

  it('names all packages', () => {
    expect(installFailure(['a@1', 'b@2'], '')).toBe('a@1 and b@2 could not be installed: npm gave no reason');
  });
});
