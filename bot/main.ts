import { randomUUID } from 'node:crypto';
import { readConfig } from './config.ts';
import { codeOf, StartError } from './errors.ts';
import { startProblems } from './explore/check.ts';
import { createLog, logReady } from './log.ts';
import { readPolicyFile } from './policy/read.ts';
import { run } from './run.ts';

/** The bot as a process: reads the environment, runs until it is told to stop. */
const problems = (heading: string, list: string[]): never => {
  process.stderr.write(`${heading}\n${list.map((one) => `  - ${one}`).join('\n')}\n`);
  process.exit(1);
};

const read = readConfig(process.env);
if (!read.ok) problems('The bot does not start. Please put this right in the environment:', read.problems);
const { config } = read as Extract<typeof read, { ok: true }>;
const policyRead = readPolicyFile(config.policyFile);
if (!policyRead.ok)
  problems('The bot does not start. Please put this right in the policy:', policyRead.problems);
const { policy } = policyRead as Extract<typeof policyRead, { ok: true }>;
const broken = config.policyFile ? startProblems(policy) : [];
if (broken.length > 0)
  problems(`The bot does not start. ${config.policyFile} breaks a rule of the triage:`, broken);

const log = createLog(config);
try {
  const running = await run({ config, policy, log, now: Date.now, random: Math.random, newId: randomUUID });
  if (!config.credentials) {
    log.warn('no MicrosoftAppId: nobody is authenticated, so only this machine is answered');
  }
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    try {
      await running.stop();
      process.exit(0);
    } catch (error) {
      log.error({ code: codeOf(error), err: error }, 'stop failed');
      process.exit(1);
    }
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  await running.opened;
  logReady(log, running.url);
} catch (error) {
  const reason = error instanceof StartError ? error.message : `The bot can't start (${codeOf(error)}).`;
  log.fatal({ code: codeOf(error), err: error }, 'start failed');
  problems('The bot does not start:', [reason]);
}
