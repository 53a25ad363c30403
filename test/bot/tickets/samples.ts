import type { TicketConfig } from '../../../bot/config.ts';
import type { TicketFile } from '../../../bot/tickets/port.ts';
import type { Ticket } from '../../../bot/tickets/ticket.ts';

/** A ticket configuration with nothing but what is given. */
export const ticketConfig = (given: Partial<TicketConfig> & Pick<TicketConfig, 'system'>): TicketConfig => ({
  url: undefined,
  token: undefined,
  user: undefined,
  password: undefined,
  queue: undefined,
  correlationField: undefined,
  from: undefined,
  to: undefined,
  ...given,
});

/** A ticket as an escalation makes it. */
export const ticketOf = (key: string, rest: Partial<Ticket> = {}): Ticket => ({
  key,
  case: '0123456789abcdef-1',
  category: 'proxy',
  subject: 'OneDrive 0x8004de40: the proxy stops the sign-in ✓',
  body: 'Summary: network\n  V3 The proxy stops the sign-in. Let these hosts through.\n  - proxy: PAC äöü\n\nWho\n  Anna <anna@test.local>',
  requester: {
    name: 'Anna',
    id: '00000000-0000-4000-8000-000000000001/00000000-0000-4000-8000-0000000000aa',
  },
  createdAt: '2026-11-23T02:55:23.000Z',
  ...rest,
});

export const transcript: TicketFile = {
  name: 'transcript.txt',
  contentType: 'text/plain',
  content: 'step 1: yes\nstep 2: no ✓',
};

/** The value of a result that has to be done; fails the test with the result otherwise. */
export function doneOf<T>(result: { kind: 'done'; value: T } | { kind: string; error?: string }): T {
  if (result.kind === 'done' && 'value' in result) return result.value;
  throw new Error(`expected done, got ${JSON.stringify(result)}`);
}
