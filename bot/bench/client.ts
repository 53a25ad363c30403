import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** Sends activities over connections that stay open, as the channel does. */
export class Client {
  private readonly agent: Agent;
  private readonly url: string;

  constructor(url: string, connections: number) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
    this.url = `${url}/api/messages`;
  }

  /** Posts one activity; `ms` is from the first byte sent to the last one received. Rejects unless it went well. */
  post(activity: object): Promise<{ text: string; ms: number }> {
    const body = JSON.stringify(activity);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const began = performance.now();
      const sent = request(this.url, { method: 'POST', agent: this.agent, headers }, async (response) => {
        const answer = await text(response);
        const ms = performance.now() - began;
        const { statusCode = 0 } = response;
        if (statusCode >= 300) reject(new Error(`The bot answered ${statusCode}: ${answer.slice(0, 200)}`));
        else resolve({ text: answer, ms });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
