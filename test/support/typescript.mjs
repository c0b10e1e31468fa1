// Lets plain Node run the project's TypeScript, so that a test can have a process of its own
// without a build: `node --import ./typescript.mjs program.ts`.
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
