// The arrows of the house:
// provider <- errors <- privacy, concurrency <- msisdn <- options, settings <- http <- api <- store <- events <- tasks <- capabilities <- background <- module <- index.
const capabilities = '^lib/(auth|account|sms|report|schedule|inbox|delivery|balance)/';

/** Loaded by background.ts alone. The services that are always there, and what follows sends, are not. */
const background =
  '^lib/(background\\.ts|balance/|tasks/|events/(listener-check|event-channel|payamsms-events)|inbox/(?!inbox\\.service)|delivery/(?!delivery\\.service|following|ladder|steady-clock))';

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
      'provider-leans-on-nothing',
      "provider/, the service's own names, is the ground floor",
      '^lib/provider/',
      '^lib/(?!provider/)',
    ),
    forbid(
      'errors-name-what-the-provider-names',
      'errors/ knows provider/',
      '^lib/errors/',
      '^lib/(?!errors/|provider/)',
    ),
    forbid(
      'privacy-knows-errors',
      'privacy/ knows which messages are our own',
      '^lib/privacy/',
      '^lib/(?!privacy/|errors/|provider/)',
    ),
    forbid(
      'concurrency-leans-on-nothing',
      'concurrency/ is the ground floor too',
      '^lib/concurrency/',
      '^lib/(?!concurrency/)',
    ),
    forbid(
      'msisdn-knows-errors-only',
      'numbers are read before anything else can be',
      '^lib/msisdn/',
      '^lib/(?!msisdn/|errors/|privacy/|provider/)',
    ),
    forbid(
      'settings-know-what-is-below',
      'options and settings know msisdn/ and errors/',
      '^lib/(settings/|payamsms\\.((background-)?options|config))',
      // The store's port is among the options, as a type.
      '^lib/(?!concurrency/|settings/|msisdn/|errors/|privacy/|provider/|payamsms\\.((background-)?options|config)|store/store\\.ts)',
    ),
    forbid(
      'http-knows-nothing-above',
      'http/ knows the settings and what is below',
      '^lib/http/',
      '^lib/(?!concurrency/|http/|settings/|errors/|privacy/|provider/|payamsms\\.(background-)?options)',
    ),
    forbid(
      'api-knows-nothing-above',
      'api/ knows http/ and what is below',
      '^lib/api/',
      '^lib/(?!concurrency/|api/|http/|settings/|msisdn/|errors/|privacy/|provider/|payamsms\\.(background-)?options)',
    ),
    forbid(
      'store-keeps-what-it-is-given',
      "store/ knows the wire's types, how ids are ordered, and errors/",
      '^lib/store/',
      '^lib/(?!concurrency/|store/|api/(api\\.types|compare-ids|status-calls)\\.ts|settings/(logger|account-names|store-address)\\.ts|errors/|privacy/|provider/)',
    ),
    forbid(
      'events-know-their-payloads',
      'events/ knows the types of the wire, settings/ and errors/',
      '^lib/events/',
      '^lib/(?!concurrency/|events/|api/(api\\.types|delivery-state)\\.ts|settings/|errors/|privacy/|provider/)',
    ),
    forbid(
      'tasks-know-no-task',
      'tasks/ runs tasks under their leases, and does not know what they do',
      '^lib/tasks/',
      '^lib/(?!concurrency/|tasks/|events/|store/(store|lease)\\.ts|settings/|errors/|privacy/|provider/)',
    ),
    ...['sqlite', 'redis', 'postgres'].map((store) => ({
      name: `${store}-is-an-entry-of-its-own`,
      comment: `its driver is loaded only by an app that imports nestjs-payamsms/${store}`,
      severity: 'error',
      from: { path: '^lib/', pathNot: `^lib/store/${store}/` },
      // A text may name it: then it is loaded on demand.
      to: { path: `^lib/store/${store}/`, dependencyTypesNot: ['dynamic-import'] },
    })),
    forbid(
      'testing-knows-the-ports-alone',
      'what authors of stores run knows the ports, as types',
      '^lib/testing/',
      '^lib/(?!testing/|store/[\\w-]+\\.ts|api/api\\.types\\.ts)',
    ),
    forbid(
      'testing-is-an-entry-of-its-own',
      'no app carries what only its tests need',
      '^lib/(?!testing/)',
      '^lib/testing/',
    ),
    {
      name: 'background-is-loaded-on-demand',
      comment: 'what polls by itself costs an app nothing that does not ask for it',
      severity: 'error',
      from: { path: '^lib/', pathNot: [background, '^lib/simulator/'] },
      to: {
        path: background,
        dependencyTypesNot: ['type-only', 'type-import', 'dynamic-import'],
      },
    },
    {
      name: 'capabilities-stand-apart',
      comment: 'a capability imports no other capability, but for what sms announces',
      severity: 'error',
      from: { path: capabilities },
      to: { path: capabilities, pathNot: '^lib/($1/|sms/accepted-sms-feed)' },
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
    // In the simulator: wire <- state <- faults <- endpoints <- http <- simulation <- control <- command.
    forbid(
      'simulator-wire-knows-no-world',
      'wire/ and text/ are the ground floor of the simulator',
      '^lib/simulator/(wire|text)/',
      '^lib/simulator/(?!wire/|text/|clock\\.ts)',
    ),
    forbid(
      'simulator-state-knows-no-request',
      'state/ knows wire/, and the settings, clock and random numbers it is made with',
      '^lib/simulator/state/',
      '^lib/simulator/(?!state/|wire/|text/|(clock|dialect|options|random)\\.ts)',
    ),
    forbid(
      'simulator-faults-know-no-endpoint',
      'a fault changes the answer of any endpoint, and knows none of them',
      '^lib/simulator/faults/',
      '^lib/simulator/(?!faults/|state/|wire/|random\\.ts)',
    ),
    forbid(
      'simulator-endpoints-know-no-http',
      'endpoints/ turn a request into an answer, without sockets and faults',
      '^lib/simulator/endpoints/',
      '^lib/simulator/(?!endpoints/|state/|wire/|text/|(dialect|options)\\.ts)',
    ),
    forbid(
      'simulator-http-knows-no-control',
      'http/ serves endpoints and fires faults',
      '^lib/simulator/http/',
      '^lib/simulator/(?!http/|endpoints/|faults/|state/|wire/|text/)',
    ),
    forbid(
      'simulator-input-checks-and-does-nothing',
      'input/ parses dialects and faults for REST, seeds, state files and arguments',
      '^lib/simulator/input/',
      '^lib/simulator/(?!input/|faults/|state/|wire/|text/|(clock|dialect)\\.ts)',
    ),
    forbid(
      'simulator-simulation-knows-no-control',
      'what can be done to a simulation does not depend on the interface that does it',
      '^lib/simulator/(simulation\\.ts|events\\.ts|persistence/)',
      '^lib/simulator/(control|command)/|^lib/simulator/(serve|simulator|cli)\\.ts',
    ),
    forbid(
      'simulator-control-knows-no-command',
      'the command uses the interfaces of the simulator, never the other way round',
      '^lib/simulator/(?!command/|cli\\.ts)',
      '^lib/simulator/(command/|cli\\.ts)',
    ),
    // In the page: api <- i18n <- text <- state <- parts, list <- chrome, controls, messages, requests <- app <- main.
    forbid(
      'page-shares-pure-code-only',
      'what the page takes from the simulator runs in a browser',
      '^page/',
      '^lib/(?!simulator/(text/|wire/operation\\.ts|faults/kinds\\.ts|control/number\\.ts))',
    ),
    forbid(
      'page-api-knows-no-state',
      'api/ spells the shapes of the REST interface, and calls it',
      '^page/src/api/',
      '^page/src/(?!api/)',
    ),
    forbid(
      'page-words-know-no-state',
      'i18n/ and text/ work without a browser',
      '^page/src/(i18n|text)/',
      '^page/src/(?!api/|i18n/|text/)',
    ),
    forbid(
      'page-state-knows-no-component',
      'components follow the state, never the other way round',
      '^page/src/state/',
      '^page/src/(?!state/|api/|i18n/|text/)',
    ),
    forbid(
      'page-parts-know-no-view',
      'parts/ and list/ are used by every view',
      '^page/src/(parts|list)/',
      '^page/src/(?!parts/|list/|state/|api/|i18n/|text/)',
    ),
    {
      name: 'page-views-stand-apart',
      comment: 'a view imports no other view; app.tsx puts them together',
      severity: 'error',
      from: { path: '^page/src/(chrome|controls|messages|requests)/' },
      to: {
        path: '^page/src/(chrome|controls|messages|requests|app|main)',
        pathNot: '^page/src/$1/',
      },
    },
    {
      name: 'no-dev-dependencies-in-lib',
      severity: 'error',
      from: { path: '^lib/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['npm-peer', 'type-only'],
        // A function of each travels in the bundle, see bundle/.
        pathNot: 'node_modules/(lossless-json|@date-fns/tz|tslib)/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.build.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default'] },
  },
};
