import { createHmac, randomUUID } from 'node:crypto';

/** Posts a signed event of a ticket system; what is left out is made up, so that each is one of its own. */
export async function ticketEvent(
  bot: string,
  secret: string,
  event: object,
  system = 'builtin',
): Promise<{ status: number; body: { result?: string } }> {
  const raw = JSON.stringify({ id: 'OD-1', event: randomUUID(), at: new Date().toISOString(), ...event });
  const signature = createHmac('sha256', secret).update(raw).digest('hex');
  const response = await fetch(`${bot}/api/tickets/${system}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-signature': `sha256=${signature}` },
    body: raw,
  });
  return { status: response.status, body: (await response.json()) as { result?: string } };
}
