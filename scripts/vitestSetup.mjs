// What Vitest runs once before the tests that use the built program.
export { prepareBundles as setup } from './setup.mjs';
