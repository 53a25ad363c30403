import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Memory, Question, Reply, Value } from './child.ts';

/** Processor time, ms; `system` is the part of it that the kernel used. */
export interface Cpu {
  total: number;
  system: number;
}

/** A bot that is measured, as a process of its own. */
export class Target {
  readonly url: string;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.child = child;
    this.url = url;
  }

  /** Starts `ours.ts` or `bare.ts`; resolves when it listens. Its log goes nowhere, but is written. */
  static async start(script: 'ours' | 'bare', args: string[], execArgv: string[] = []): Promise<Target> {
    const path = fileURLToPath(new URL(`./${script}.ts`, import.meta.url));
    const child = fork(path, args, {
      execArgv,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    const gone = once(child, 'exit').then(([code]) => {
      throw new Error(`${script}.ts ended at its start with code ${code}`);
    });
    const first = once(child, 'message') as Promise<[Reply]>;
    const [reply] = await Promise.race([first, gone]);
    gone.catch(() => {});
    if (!('ready' in reply)) throw new Error(`${script}.ts did not say where it listens`);
    return new Target(child, reply.ready);
  }

  private async ask(question: Question): Promise<Value> {
    const answered = once(this.child, 'message') as Promise<[Reply]>;
    this.child.send(question);
    const [reply] = await answered;
    return 'answered' in reply ? reply.value : null;
  }

  /** Processor time since `before`, or since the start. */
  async cpu(before: Cpu = { total: 0, system: 0 }): Promise<Cpu> {
    const { user, system } = (await this.ask({ ask: 'cpu' })) as NodeJS.CpuUsage;
    return { total: (user + system) / 1000 - before.total, system: system / 1000 - before.system };
  }

  async memory(): Promise<Memory> {
    return (await this.ask({ ask: 'memory' })) as Memory;
  }

  /** Moves the bot's clock. */
  async advance(ms: number): Promise<void> {
    await this.ask({ ask: 'advance', ms });
  }

  /** Waits until the bot does nothing any more: work left from before must not count for what comes next. */
  async quiet(): Promise<void> {
    for (let tries = 0; tries < 50; tries++) {
      const before = await this.cpu();
      await delay(40);
      if ((await this.cpu(before)).total < 4) return;
    }
  }

  async startProfile(): Promise<void> {
    await this.ask({ ask: 'profile' });
  }

  /** What the bot did since `startProfile`, a V8 profile as JSON. */
  async stopProfile(): Promise<string> {
    return String(await this.ask({ ask: 'profiled' }));
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}
