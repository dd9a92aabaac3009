/** Writes pipeline.schema.json, the JSON Schema of pipeline files, from the schema that they are held against. Needs a build. */
import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { format, resolveConfig } from 'prettier';
import { addLoadCommand } from '../dist/commands/load.js';
import { flagHelp } from '../dist/commands/pipeline-options.js';
import { pipelineJsonSchema } from '../dist/config/pipeline/pipeline-json-schema.js';

const file = new URL('../pipeline.schema.json', import.meta.url);
const program = new Command();
addLoadCommand(program, { io: {}, setExitCode() {} });
const schema = JSON.stringify(pipelineJsonSchema(flagHelp(program.commands[0])));
await writeFile(file, await format(schema, { ...(await resolveConfig(file)), parser: 'json', objectWrap: 'collapse' }));
