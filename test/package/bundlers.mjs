// An app put into one file with all that it imports, by the bundlers that Nest apps use.
import { build } from 'esbuild';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What Nest looks for and does without. */
const NEST_DOES_WITHOUT =
  /^(?:@nestjs\/(?:microservices|websockets|platform-express)|class-validator|class-transformer)(?:\/|$)/;

/** By name: given the app's directory, each resolves to the file that runs. */
export const bundlers = {
  esbuild: withEsbuild,
  webpack: (cwd) => withWebpack(cwd, { into: 'webpack', externals: () => [] }),
  // Packages stay where they are.
  'webpack of nest build': (cwd) =>
    withWebpack(cwd, {
      into: 'webpack-of-nest',
      externals: (require) => [
        require('webpack-node-externals')({ modulesDir: join(cwd, 'node_modules') }),
      ],
    }),
};

async function withEsbuild(cwd) {
  const outfile = join(cwd, 'bundled/esbuild/main.cjs');
  await build({
    absWorkingDir: cwd,
    entryPoints: ['dist/main.js'],
    outfile,
    bundle: true,
    platform: 'node',
    plugins: [{ name: 'nest-does-without', setup: leaveOut }],
    logLevel: 'silent',
  });
  return outfile;
}

function leaveOut({ onResolve }) {
  onResolve({ filter: NEST_DOES_WITHOUT }, ({ path }) => ({ path, external: true }));
}

/** As `nest build --webpack` configures it, but for what stays outside. */
async function withWebpack(cwd, { into, externals }) {
  const require = createRequire(join(cwd, 'package.json'));
  const webpack = require('webpack');
  const path = join(cwd, 'bundled', into);
  const compiler = webpack({
    context: cwd,
    entry: './dist/main.js',
    target: 'node',
    mode: 'none',
    devtool: false,
    output: { path, filename: 'main.cjs' },
    externals: externals(require),
    externalsPresets: { node: true },
    optimization: { nodeEnv: false },
    node: { __filename: false, __dirname: false },
    plugins: [new webpack.IgnorePlugin({ resourceRegExp: NEST_DOES_WITHOUT })],
  });
  await new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      if (!error && !stats.hasErrors()) return resolve();
      reject(error ?? new Error(stats.toString({ preset: 'errors-only' })));
    });
  });
  return join(path, 'main.cjs');
}
