/** Every environment of the framework; importing this registers all their scenarios. */
export * from './dag/index.js';
export * from './queue/index.js';
export * from './serving/index.js';
export * from './soc/index.js';
