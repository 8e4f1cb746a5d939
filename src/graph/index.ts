/** Import and export of task graphs. */
export * from './graphlib.js';
