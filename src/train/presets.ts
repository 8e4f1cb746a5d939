/** Every preset of this package by name; importing this file registers them. Modules may register further ones. */
import { Registry } from '../registry.js';
import type { PresetSpec } from './preset-schema.js';
import { publishedPresets } from './presets/published.js';
import { smokePresets } from './presets/smoke.js';
import { socPresets } from './presets/soc.js';
import './trainers.js';

export const presets = new Registry<PresetSpec>('preset');

for (const preset of [...smokePresets, ...socPresets, ...publishedPresets]) presets.register(preset);
