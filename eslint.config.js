import comments from '@eslint-community/eslint-plugin-eslint-comments/configs';
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import prettier from 'eslint-config-prettier/flat';
import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';

const typescript = ['**/*.ts'];
const javascript = ['**/*.{js,cjs}'];
const nodeGlobals = Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, 'readonly']));
const source = ['src/**/*.ts'];
const tests = ['test/**/*.ts'];

/** The bars of CONTRIBUTING.md. Comments and blank lines are free, so that nobody saves on them. */
const bars = {
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 30, skipBlankLines: true, skipComments: true, IIFEs: true }],
  complexity: ['error', { max: 10 }],
  'max-depth': ['error', { max: 3 }],
  'max-params': ['error', { max: 4 }],
};

const habits = {
  eqeqeq: 'error',
  'no-console': 'error',
  // Hostile values are full of control characters, and the patterns that find them must name them.
  'no-control-regex': 'off',
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'anywhere' }],
  'no-param-reassign': 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  'object-shorthand': 'error',
  '@eslint-community/eslint-comments/require-description': ['error', { ignore: ['eslint-enable'] }],
  '@eslint-community/eslint-comments/disable-enable-pair': ['error', { allowWholeFile: true }],
};

/** Syntax that the project does without: what type stripping can't erase, and default exports. */
const unwantedSyntax = [
  { selector: 'TSEnumDeclaration', message: 'Use a const object, as in src/batch/batch.ts.' },
  { selector: 'TSModuleDeclaration[kind!="global"]:not([declare=true])', message: 'Use a module.' },
  { selector: 'TSParameterProperty', message: 'Declare the field and assign it.' },
  { selector: 'Decorator', message: 'Call the function.' },
  { selector: 'ExportDefaultDeclaration', message: 'Export it by name.' },
];

/** What the code may not take from the process: the world outside comes in through `Io`. */
const ambient = ['exit', 'stdin', 'stdout', 'stderr'].map((property) => ({
  object: 'process',
  property,
  message: property === 'exit' ? 'Throw a SluiceError; bin sets process.exitCode.' : 'Take it from the Io passed in.',
}));

/** Strict rules, less those that fight what the project wants. */
const typescriptRules = {
  '@typescript-eslint/no-confusing-void-expression': [
    'error',
    { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
  ],
  // Byte loops index arrays everywhere, so noUncheckedIndexedAccess is off, and this rule would then call `rows[0]`
  // always there and the check for an empty list needless.
  '@typescript-eslint/no-unnecessary-condition': 'off',
  // `[...text]` is how to get a string's code points.
  '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
  // An implementation of an asynchronous interface may have nothing to wait for.
  '@typescript-eslint/require-await': 'off',
  // Counts are most of what messages say.
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  // A byte loop advances one index through several arrays.
  '@typescript-eslint/prefer-for-of': 'off',
};

/** A method that no base class or interface documents already. */
const ownMethod =
  'ClassDeclaration[implements.length=0] > ClassBody > ' +
  'MethodDefinition[kind!="constructor"][override!=true][key.type!="PrivateIdentifier"] > FunctionExpression';

/** What carries a description; a constructor's parameters may do with `@param`, since its class is described. */
const described = [
  'FunctionDeclaration',
  'ClassDeclaration',
  'MethodDefinition:not([kind="constructor"])',
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
  'VariableDeclaration',
];

/** TSDoc on every export; @param and @returns where a name does not say enough, and then complete sentences. */
const tsdocRules = {
  'jsdoc/require-jsdoc': [
    'error',
    {
      publicOnly: true,
      enableFixer: false,
      require: { ClassDeclaration: true, FunctionDeclaration: true },
      contexts: [
        'TSInterfaceDeclaration',
        'TSTypeAliasDeclaration',
        'ExportNamedDeclaration > VariableDeclaration',
        ownMethod,
      ],
    },
  ],
  'jsdoc/require-description': ['error', { contexts: described }],
  'jsdoc/require-param-description': 'error',
  'jsdoc/require-returns-description': 'error',
  'jsdoc/require-hyphen-before-param-description': 'error',
  'jsdoc/check-param-names': ['error', { checkDestructured: false, disableMissingParamChecks: true }],
  'jsdoc/check-tag-names': ['error', { typed: true }],
  'jsdoc/check-alignment': 'error',
  'jsdoc/no-types': 'error',
  'jsdoc/empty-tags': 'error',
};

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'fixtures/', '.sluice/', '.bench/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  js.configs.recommended,
  comments.recommended,
  { rules: { ...bars, ...habits } },
  {
    files: typescript,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: typescriptRules,
  },
  { files: source, plugins: { jsdoc }, settings: { jsdoc: { mode: 'typescript' } }, rules: tsdocRules },
  { files: [...source, ...tests], rules: { 'no-restricted-syntax': ['error', ...unwantedSyntax] } },
  { files: source, rules: { 'no-restricted-properties': ['error', ...ambient] } },
  {
    files: tests,
    rules: {
      // A describe block is a function that holds many tests.
      'max-lines-per-function': 'off',
      // Alphabets are spelled `[...'+-0123456789']`.
      '@typescript-eslint/no-misused-spread': 'off',
    },
  },
  { files: javascript, languageOptions: { globals: nodeGlobals } },
  { files: ['bench/**', 'scripts/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
  prettier,
);
