#!/usr/bin/env node
import { run } from '../dist/cli/run.js';
import { processIo } from '../dist/cli/process-io.js';

const { io, stop } = processIo();
process.exitCode = await run(process.argv.slice(2), io);
stop();
