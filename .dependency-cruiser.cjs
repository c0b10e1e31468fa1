// The arrows of the house: errors <- options <- http <- api <- capabilities <- module <- index.
const capabilities = '^lib/(auth|account|sms|report|schedule)/';

const forbid = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: to },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: '\\.d\\.ts$' },
      to: {},
    },
    forbid(
      'errors-lean-on-nothing',
      'errors/ is the ground floor',
      '^lib/errors/',
      '^lib/(?!errors/)',
    ),
    forbid(
      'options-know-errors-only',
      'options and their reading know errors/ only',
      '^lib/payamsms\\.(options|config|settings)',
      '^lib/(?!errors/|payamsms\\.(options|config|settings))',
    ),
    forbid(
      'http-knows-nothing-above',
      'http/ knows errors/ and the options',
      '^lib/http/',
      '^lib/(?!http/|errors/|payamsms\\.(options|settings))',
    ),
    forbid(
      'api-knows-nothing-above',
      'api/ knows http/ and what is below',
      '^lib/api/',
      '^lib/(?!api/|http/|errors/|payamsms\\.(options|settings))',
    ),
    {
      name: 'capabilities-stand-apart',
      comment: 'a capability imports no other capability',
      severity: 'error',
      from: { path: '^lib/(auth|account|sms|report|schedule)/' },
      to: { path: capabilities, pathNot: '^lib/$1/' },
    },
    forbid(
      'capabilities-know-no-module',
      'only index.ts may import the module',
      capabilities,
      '^lib/(payamsms\\.module|index)',
    ),
    forbid(
      'simulator-is-its-own-world',
      'the simulator imports nothing of the client, so that a wrong reading cannot agree with itself',
      '^lib/simulator/',
      '^lib/(?!simulator/)',
    ),
    forbid(
      'client-knows-no-simulator',
      'the client never needs the simulator',
      '^lib/(?!simulator/)',
      '^lib/simulator/',
    ),
    {
      name: 'no-dev-dependencies-in-lib',
      severity: 'error',
      from: { path: '^lib/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm-peer', 'type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.build.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default'] },
  },
};
