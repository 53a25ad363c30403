import { Session } from 'node:inspector/promises';

/** What the bench asks one of its bots. */
export type Question = { ask: 'cpu' | 'memory' | 'profile' | 'profiled' } | { ask: 'advance'; ms: number };
/** What it gets back: the processor time so far in µs, the memory in bytes, or a V8 profile as JSON. */
export type Value = NodeJS.CpuUsage | Memory | string | null;
export interface Memory {
  rss: number;
  heap: number;
}
export type Reply = { ready: string } | { answered: Question['ask']; value: Value };

/** Stack samples this far apart, µs. */
const sampleEvery = 250;

/** Tells the bench where this bot listens, and answers its questions until it hangs up. */
export function serve(
  url: string,
  also: { advance?: (ms: number) => void; stop: () => Promise<void> },
): void {
  const session = new Session();
  const reply = (message: Reply) => process.send?.(message);
  const profile = async () => {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: sampleEvery });
    await session.post('Profiler.start');
  };
  const answer = async (question: Question): Promise<Value> => {
    switch (question.ask) {
      case 'cpu':
        return process.cpuUsage();
      case 'memory': {
        // With --expose-gc: what is still in use, not what was not collected yet.
        globalThis.gc?.();
        const { rss, heapUsed } = process.memoryUsage();
        return { rss, heap: heapUsed };
      }
      case 'advance':
        also.advance?.(question.ms);
        return null;
      case 'profile':
        await profile();
        return null;
      case 'profiled':
        return JSON.stringify((await session.post('Profiler.stop')).profile);
    }
  };
  process.on('message', async (question: Question) => {
    reply({ answered: question.ask, value: await answer(question) });
  });
  process.once('disconnect', async () => {
    await also.stop();
    process.exit(0);
  });
  reply({ ready: url });
}
