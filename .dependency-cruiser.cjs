/** The layers of docs/architecture.md, as rules. Whatever a folder's line doesn't name is out of its reach. */

/** What each folder of src may import besides itself, and why no more. */
const layers = {
  errors: { may: [], why: 'Everything raises errors, so the error class must not depend on anything.' },
  batch: { may: ['errors'], why: 'The batch is the currency of all stages: it knows none of them.' },
  schema: { may: ['batch', 'errors'], why: 'Types and codecs are pure: no input, no output, no database.' },
  sources: { may: ['batch', 'schema', 'errors'], why: 'A source must work with any parser and any sink.' },
  parsers: { may: ['batch', 'schema', 'errors'], why: 'A parser must work with any source and any sink.' },
  transforms: { may: ['batch', 'schema', 'errors'], why: 'A step must not know where batches come from or go.' },
  sinks: {
    may: ['batch', 'schema', 'errors'],
    why: 'A sink declares the least of a client it needs; run hands it one.',
  },
  postgres: {
    may: ['batch', 'schema', 'errors'],
    why: 'The database end serves sinks and commands; it does not know them.',
  },
  report: { may: ['batch', 'errors'], why: 'Reports are rendered from counts and faults, never from live stages.' },
  config: { may: ['schema', 'errors'], why: 'A plan is data: resolving flags must neither open nor start anything.' },
  run: {
    may: ['config', 'sources', 'parsers', 'transforms', 'sinks', 'postgres', 'report', 'schema', 'batch', 'errors'],
    why: 'The composition root knows all parts, but not the command line that called it.',
  },
  library: {
    may: ['config', 'run', 'report', 'schema', 'batch', 'errors'],
    why: 'What code calls, and commands too: it resolves and runs, and knows neither flags as typed nor a terminal.',
  },
  commands: {
    may: ['library', 'config', 'run', 'report', 'errors'],
    why: 'A command declares flags, resolves, runs, renders: the work is in run.',
  },
  cli: {
    may: ['commands', 'run', 'report', 'errors'],
    why: 'The cli dispatches to commands and prints errors; of run it knows the Io that it hands on.',
  },
};

/** The one folder, or few, that may import each package: a library that is confined can be replaced. */
const packages = {
  commander: ['commands', 'cli'],
  pino: ['report'],
  'pino-pretty': ['report'],
  'cli-progress': ['report'],
  pg: ['postgres'],
  'pg-copy-streams': ['sinks'],
  'csv-parse': ['parsers'],
  'stream-json': ['parsers'],
  'iconv-lite': ['sources'],
  yauzl: ['sources'],
  fzstd: ['sources'],
  tinyglobby: ['sources'],
  'p-limit': ['run', 'sinks'],
  cockatiel: ['run'],
  'lru-cache': ['run/lookups'],
  zod: ['config', 'transforms/columns'],
  luxon: ['transforms/dates'],
  yaml: ['config/pipeline'],
  jiti: ['config/pipeline/code'],
  '@marcbachmann/cel-js': ['transforms/expressions', 'transforms/columns'],
};

const layerRules = Object.entries(layers).map(([folder, { may, why }]) => ({
  name: `layer-${folder}`,
  comment: why,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: {
    path: '^src/',
    pathNot: `^src/(${[folder, ...may].join('|')})/`,
  },
}));

const packageRules = Object.entries(packages).map(([name, folders]) => ({
  name: `only-${folders.join('-')}-imports-${name}`,
  comment: `${name} is imported in src/{${folders.join(',')}} only, so that it can be replaced there.`,
  severity: 'error',
  from: { path: '^(src|bin)/', pathNot: `^src/(${folders.join('|')})/` },
  to: { path: modulePath(name) },
}));

/** Matches a package, or the type declarations of it, wherever it is installed. */
function modulePath(...names) {
  return `node_modules/(@types/)?(${names.join('|')})/`;
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    ...packageRules,
    {
      name: 'known-folders',
      comment: 'A new folder of src gets its place among the layers before it gets code.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(index\\.ts$|(${Object.keys(layers).join('|')})/)` },
      to: {},
    },
    {
      name: 'index-exports-the-library',
      comment: 'What a user of the package imports: the library, and the words of its signatures.',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(library|config|report|schema|errors)/' },
    },
    {
      name: 'known-packages',
      comment: 'A new dependency is named in this file, with the folder that it is confined to.',
      severity: 'error',
      from: { path: '^(src|bin)/' },
      to: { path: 'node_modules/', pathNot: [modulePath(...Object.keys(packages)), 'node_modules/@types/node/'] },
    },
    {
      name: 'bin-calls-cli',
      comment:
        'bin is a few lines that call the built run() on the real process; all else can then be tested in this one.',
      severity: 'error',
      from: { path: '^bin/' },
      to: { path: '^(src|dist|bench|test|scripts)/', pathNot: '^dist/bundle/' },
    },
    {
      name: 'src-stands-alone',
      comment: 'What ships must not need what does not.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(bin|dist|bench|test|scripts|fixtures)/' },
    },
    {
      name: 'no-dev-dependency',
      comment: 'A user who installs the package has no dev dependencies.',
      severity: 'error',
      from: { path: '^(src|bin)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'no-undeclared-dependency',
      comment: 'It would break with the next version of the package that happens to bring it.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'unit-tests-need-no-database',
      comment: 'Unit tests run in a second, anywhere.',
      severity: 'error',
      from: { path: '^test/unit/' },
      to: { path: ['^test/support/database\\.ts$', modulePath('pg', 'pg-copy-streams')] },
    },
    {
      name: 'no-cycle',
      comment: 'Modules in a cycle can only be understood, loaded and changed together.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphan',
      comment: 'Nobody imports it: it is forgotten, or not wired up.',
      severity: 'error',
      from: { path: '^src/', orphan: true },
      to: {},
    },
    {
      name: 'no-unresolvable',
      comment: 'The path is wrong, or the package is not installed.',
      severity: 'error',
      from: {},
      // dist is there only after a build.
      to: { couldNotResolve: true, pathNot: '/dist/' },
    },
    {
      name: 'named-for-what-it-does',
      comment: 'A file of "utils" has no subject, so it never stops growing.',
      severity: 'error',
      from: {},
      to: { path: '^(src|test)/.*(utils?|helpers?|misc|common)\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    // An import of a type is a dependency too.
    tsPreCompilationDeps: true,
    skipAnalysisNotInRules: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
