/**
 * WebGPU in Node: opens Dawn (the package `webgpu`), looks at the adapter, and puts it where browsers have it. An
 * adapter that is a program on the processor (lavapipe, SwiftShader, WARP) is slower than wasm and is recognised here,
 * so that it is used only when someone asks for it. Knows nothing of tensors.
 */

/** The fields of a GPUAdapter that are looked at; WebGPU specification, section 4.3. */
export interface Adapter {
  readonly info: {
    readonly vendor: string;
    readonly architecture: string;
    readonly device: string;
    readonly description: string;
    readonly isFallbackAdapter?: boolean;
  };
  readonly isFallbackAdapter?: boolean; // older place of the same flag
}

interface Gpu {
  requestAdapter(options: { readonly powerPreference: string }): Promise<Adapter | null>;
}

/** The package `webgpu`. */
export interface Dawn {
  readonly create: (flags: string[]) => Gpu;
  readonly globals: object;
}

let opened: Gpu | undefined; // one instance of Dawn serves the process

/** The adapter that TensorFlow.js will get, or null when there is none. */
export async function openWebGpu({ create }: Dawn): Promise<Adapter | null> {
  opened ??= create([]);
  return opened.requestAdapter({ powerPreference: 'high-performance' });
}

/** Puts WebGPU where browsers have it and TensorFlow.js looks for it: `navigator.gpu` and the names of its classes. */
export function publishWebGpu({ create, globals }: Dawn): void {
  const scope = globalThis as { navigator?: { readonly gpu?: Gpu } };
  if (scope.navigator?.gpu !== undefined) return;
  opened ??= create([]);
  Object.assign(globalThis, globals);
  if (scope.navigator === undefined) {
    Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true, writable: true });
  }
  Object.defineProperty(scope.navigator, 'gpu', { value: opened, configurable: true });
}

const SOFTWARE = /llvmpipe|lavapipe|swiftshader|softpipe|software|basic render|\bwarp\b|\bcpu\b/i;

/** True for an adapter that computes on the processor. */
export function isSoftwareAdapter({ info, isFallbackAdapter }: Adapter): boolean {
  if (info.isFallbackAdapter || isFallbackAdapter) return true;
  return SOFTWARE.test(`${info.vendor} ${info.architecture} ${info.device} ${info.description}`);
}

/** Vendor, architecture and description as far as they are known. */
export function adapterLabel({ info }: Adapter): string {
  const parts = [info.vendor, info.architecture, info.description].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(' ') : 'unnamed WebGPU adapter';
}
