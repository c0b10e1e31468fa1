// An app put into one file with all that it imports, by the bundlers that Nest apps use.
import { build } from 'esbuild';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What Nest looks for and does without. */
const NEST_DOES_WITHOUT =
  /^(?:@nestjs\/(?:microservices|websockets|platform-express)|class-validator|class-transformer)(?:\/|$)/;

/** @returns the file that runs */
export async function withEsbuild(cwd) {
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

/** As `nest build --webpack` configures it. `whole`: packages go in too, which Nest leaves where they are. */
export async function withWebpack(cwd, { whole }) {
  const require = createRequire(join(cwd, 'package.json'));
  const webpack = require('webpack');
  const path = join(cwd, 'bundled', whole ? 'webpack' : 'webpack-of-nest');
  const compiler = webpack({
    context: cwd,
    entry: './dist/main.js',
    target: 'node',
    mode: 'none',
    devtool: false,
    output: { path, filename: 'main.cjs' },
    externals: whole
      ? []
      : [require('webpack-node-externals')({ modulesDir: join(cwd, 'node_modules') })],
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
