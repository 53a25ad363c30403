import type { TurnContext } from 'botbuilder';

/** Longest that a call to the connector may take, ms: well within the lease of the row that it is made for. */
const callMs = 10_000;

/** What the SDK's client has inside and does not declare: the pipeline of Azure's core-rest-pipeline. */
interface ConnectorClient {
  client?: { pipeline?: Pipeline };
}
interface Pipeline {
  removePolicy(policy: { name: string }): unknown;
  addPolicy(policy: {
    name: string;
    sendRequest(request: Timed, next: (request: Timed) => Promise<unknown>): Promise<unknown>;
  }): void;
}
interface Timed {
  /** Milliseconds; 0 waits forever. */
  timeout: number;
}

/**
 * Bot Framework middleware: a call to the connector is one request with a deadline. By itself the SDK waits
 * forever for an answer and sends up to three times more, past Teams' limits and past the row's lease; whether
 * and when to try again is the outbox's to decide.
 */
export const oneTry =
  (clientKey: symbol) =>
  async (context: TurnContext, next: () => Promise<void>): Promise<void> => {
    const connector: ConnectorClient | undefined = context.turnState.get(clientKey);
    const pipeline = connector?.client?.pipeline;
    pipeline?.removePolicy({ name: 'defaultRetryPolicy' });
    pipeline?.addPolicy({
      name: 'deadline',
      sendRequest: (request, go) => {
        request.timeout = callMs;
        return go(request);
      },
    });
    await next();
  };
