// The CommonJS of dist/: one file beside each ES module.
import { transform } from 'esbuild';

/** A relative path to a file of ours, with its quotes. */
const OWN_FILE = /(?<=["'])(\.{1,2}\/[^"']*)\.js(?=["'])/g;

const OWN_URL = 'import.meta.url';

/**
 * @param code of an ES module
 * @returns the same as CommonJS: here `import()` is a promise of `require()`, for a Jest without ES modules has no other
 */
export async function toCommonJs(code) {
  const { code: commonJs } = await transform(code, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    supported: { 'dynamic-import': false },
    define: { [OWN_URL]: 'ownUrl' },
    ...(code.includes(OWN_URL) && {
      banner: 'const ownUrl = require("node:url").pathToFileURL(__filename).href;',
    }),
    logLevel: 'warning',
  });
  return pointToCommonJs(commonJs);
}

/**
 * @param text of a declaration file or a module
 * @returns the same, its paths to our files leading to the CommonJS ones
 */
export function pointToCommonJs(text) {
  return text.replace(OWN_FILE, '$1.cjs');
}
