import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { playgroundChannel } from '../../bot/variables.ts';

const startMs = 30_000;
const root = fileURLToPath(new URL('../../', import.meta.url));
const playgroundCli = fileURLToPath(import.meta.resolve('@microsoft/m365agentsplayground/cli.js'));

/** A port that nobody listens on. Another program may take it before it is used; then the start fails and says so. */
async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port');
  return address.port;
}

/** A program of ours: started when it has written the line that `ready` looks for. */
class Program {
  private readonly child: ChildProcess;
  private readonly lines: string[] = [];
  private readonly gone: Promise<unknown>;

  private constructor(args: string[], options: { cwd: string; env?: { [name: string]: string } }) {
    const { PATH = '', HOME = '' } = process.env;
    this.child = spawn(process.execPath, args, {
      cwd: options.cwd,
      env: { PATH, HOME, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const kill = () => this.child.kill('SIGKILL');
    process.once('exit', kill);
    this.gone = once(this.child, 'exit').then(() => process.off('exit', kill));
  }

  static async start(
    args: string[],
    options: { cwd: string; env?: { [name: string]: string }; ready: (line: string) => boolean },
  ): Promise<Program> {
    const program = new Program(args, options);
    const { stdout, stderr } = program.child;
    if (!stdout || !stderr) throw new Error('A program without output');
    createInterface({ input: stderr }).on('line', (line) => program.lines.push(line));
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${args[0]} ${why}\n${program.lines.join('\n')}`));
      const timer = setTimeout(() => fail('did not get ready'), startMs);
      program.gone.then(() => fail('ended'), reject);
      createInterface({ input: stdout }).on('line', (line) => {
        program.lines.push(line);
        if (!options.ready(line)) return;
        clearTimeout(timer);
        resolve();
      });
    });
    return program;
  }

  /** SIGTERM asks it to finish, SIGKILL is a crash. Resolves when the process is gone. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill(signal);
      await this.gone;
    }
  }

  get log(): string {
    return this.lines.join('\n');
  }
}

const saysReady = (line: string) => {
  try {
    return JSON.parse(line).msg === 'ready';
  } catch {
    return false;
  }
};

/** The bot as a process of its own, and Microsoft's Agents Playground in front of it. */
export class Playground {
  readonly url: string;
  private readonly folder: string;
  private readonly botPort: number;
  private client: Program | null = null;
  private bot: Program | null = null;
  private database = 0;
  private policy: string | null = null;

  private constructor(url: string, folder: string, botPort: number) {
    this.url = url;
    this.folder = folder;
    this.botPort = botPort;
  }

  static async start(policy: object = {}): Promise<Playground> {
    // The Playground writes a log into the folder it runs in.
    const folder = await mkdtemp(join(tmpdir(), 'playground-'));
    const [botPort, port] = [await freePort(), await freePort()];
    const playground = new Playground(`http://localhost:${port}`, folder, botPort);
    try {
      // The bot first: the Playground waits fifteen seconds for one that does not answer yet.
      await playground.newBot(policy);
      await playground.startClient(port);
    } catch (error) {
      await playground.stop();
      throw error;
    }
    return playground;
  }

  private async startClient(port: number): Promise<void> {
    const endpoint = `http://127.0.0.1:${this.botPort}/api/messages`;
    this.client = await Program.start(
      [playgroundCli, '-e', endpoint, '-c', 'msteams', '-p', `${port}`, '--disable-telemetry'],
      { cwd: this.folder, ready: (line) => line.includes(`Listening on ${port}`) },
    );
    const ping = await (await fetch(`${this.url}/_debug/ping`)).text();
    // A configuration that it dislikes ends the Playground at this request, without a word.
    const config = await fetch(`${this.url}/_internal/v1/config`);
    if (!ping.includes('pong') || !config.ok) {
      throw new Error(`The Playground does not answer:\n${this.client.log}`);
    }
  }

  /** The bot with an empty database and this company's policy: everybody is new to it. */
  async newBot(policy: object = {}): Promise<void> {
    await this.bot?.end('SIGTERM');
    this.database += 1;
    this.policy = join(this.folder, `policy-${this.database}.yaml`);
    await writeFile(this.policy, stringify(policy));
    await this.startBot();
  }

  /** The bot crashes, and starts again on the same port and the same database. */
  async crashBot(): Promise<void> {
    await this.bot?.end('SIGKILL');
    await this.startBot();
  }

  /** What the bot writes to; a second process may write there, too. */
  get databaseUrl(): string {
    return `file:${join(this.folder, `cases-${this.database}.db`)}`;
  }

  private async startBot(): Promise<void> {
    this.bot = await Program.start([join(root, 'bot', 'main.ts')], {
      cwd: this.folder,
      env: {
        PORT: `${this.botPort}`,
        DATABASE_URL: this.databaseUrl,
        POLICY_FILE: this.policy ?? '',
        IT_CHANNEL: playgroundChannel,
      },
      ready: saysReady,
    });
  }

  async stop(): Promise<void> {
    await this.bot?.end('SIGTERM');
    await this.client?.end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }
}
