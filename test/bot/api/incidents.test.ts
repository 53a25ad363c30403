import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBot, type TestBot } from '../../support/bot.ts';
import { startIssuer } from '../../support/issuer.ts';
import { type Card, stepOfCard } from '../../support/teams.ts';

let issuer: Awaited<ReturnType<typeof startIssuer>>;
let bot: TestBot;
beforeAll(async () => {
  issuer = await startIssuer();
  bot = await startBot({
    env: { API_ISSUER: issuer.url, API_AUDIENCE: 'api://bot', IT_CHANNEL: '19:it@thread.tacv2' },
  });
});
afterAll(async () => {
  await bot.close();
  await issuer.stop();
});

/** The tenant of the test's users, or another one. */
const desk = (roles = ['Incidents.Manage'], tid = 'tenant-1') => issuer.token({ roles, tid });
async function call(method: string, path: string, body?: object, token?: string) {
  const response = await fetch(`${bot.url}/api/incidents${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token ?? (await desk())}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

it('IT opens, names and closes an incident; its card in the channel says so', async () => {
  const opened = await call('POST', '', { code: '0x8004DE40', name: 'Proxy of Bern' });
  expect(opened).toMatchObject({
    status: 201,
    body: { incident: 'INC-1', state: 'open', name: 'Proxy of Bern', people: 0, openedBy: 'IT' },
  });
  expect((await call('POST', '', { code: '0x8004de88' })).status).toBe(409);
  const user = bot.user();
  expect(stepOfCard((await user.type('0x8004de40')).card)).toBe('incident');
  await expect.poll(async () => (await call('GET', '')).body.incidents).toMatchObject([{ people: 1 }]);
  expect((await call('PATCH', '/inc-1', { name: 'Proxy of Basel' })).body).toMatchObject({
    name: 'Proxy of Basel',
  });
  const card = await bot.connector.next((one) =>
    JSON.stringify(one.card ?? {}).includes('Incident INC-1: Proxy of Basel'),
  );
  expect(card.conversation).toContain('19:it@thread.tacv2');
  const from = bot.connector.sent.length;
  expect((await call('PATCH', '/INC-1', { close: true, words: 'It is back.' })).body).toMatchObject({
    state: 'closed',
  });
  await bot.connector.next(
    (one) => one.conversation === user.conversation && !!one.text?.includes('It is back.'),
    from,
  );
  await bot.connector.next((one) => JSON.stringify(one.card ?? {}).includes('Over since'), from);
  expect((await call('PATCH', '/INC-1', { close: true })).status).toBe(409);
});

it('who is handed over to the bot meanwhile reads of the incident, too', async () => {
  await call('POST', '', { code: 'unknown' });
  const user = bot.user();
  await user.type('hi');
  const from = bot.connector.sent.length;
  const response = await fetch(`${bot.url}/api/handoffs`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await issuer.token({ roles: ['Handoff.Create'], tid: 'tenant-1' })}`,
    },
    body: JSON.stringify({ user: { aadObjectId: user.objectId }, code: '0x8004de88' }),
  });
  expect(response.status).toBe(202);
  const posted = await bot.connector.next(
    (one) =>
      one.conversation === user.conversation && one.method === 'POST' && one.card?.refresh !== undefined,
    from,
  );
  expect(stepOfCard(posted.card as Card)).toBe('incident');
  expect((await call('PATCH', '/INC-2', { close: true })).status).toBe(200);
});

it('IT does the same by words to the bot in the channel, its members only', async () => {
  const robin = bot.user();
  bot.connector.members.add(robin.id);
  const inChannel = {
    conversation: { id: '19:it@thread.tacv2;messageid=1', conversationType: 'channel', isGroup: true },
  };
  const said = async (user: typeof robin, text: string, change: object = inChannel) => {
    const from = bot.connector.sent.length;
    await user.post(user.activity({ text: `<at>Helper</at> ${text}`, ...change }));
    return (
      await bot.connector.next((one) => one.text !== undefined && one.conversation.startsWith('19:'), from)
    ).text;
  };
  const opened = await said(robin, 'incidents open 0x8004deef Licences of Bern');
  const id = /^(INC-\d+): open, Licences of Bern$/.exec(opened ?? '')?.[1];
  expect(await said(robin, 'incidents')).toContain(`${id}  open`);
  expect(await said(robin, `Incident close ${id} They are back`)).toBe(`${id}: closed, Licences of Bern`);
  expect(await said(robin, 'incident close INC-77')).toBe('There is no such incident.');
  expect(await said(bot.user(), 'incidents')).not.toContain('INC-');
  const elsewhere = { conversation: { ...inChannel.conversation, id: '19:other@thread.tacv2' } };
  expect(await said(robin, 'incidents', elsewhere)).not.toContain('INC-');
});

it('an incident of one company is none of another', async () => {
  const other = await desk(['Incidents.Manage'], 'tenant-2');
  expect((await call('POST', '', { code: '0x8004de40' }, other)).status).toBe(201);
  expect(stepOfCard((await bot.user().type('0x8004de40')).card)).toBe('device');
  const idsOf = async (token?: string) =>
    ((await call('GET', '', undefined, token)).body.incidents as { incident: string }[]).map(
      ({ incident }) => incident,
    );
  expect(await idsOf(other)).toEqual(['INC-4']);
  expect(await idsOf()).not.toContain('INC-4');
  const mine = (await call('POST', '', { code: '0x8004de40' })).body.incident;
  for (const [path, change] of [
    ['/INC-4', { name: 'Ours' }],
    ['/INC-4', { close: true }],
    ['/INC-4', { mergeInto: mine }],
    [`/${mine}`, { mergeInto: 'INC-4' }],
    ['/INC-4', { mergeInto: 'INC-4' }],
  ] as const) {
    expect((await call('PATCH', path, change)).status).toBe(404);
  }
  expect((await call('PATCH', '/INC-4', { close: true }, other)).status).toBe(200);
  expect((await call('PATCH', `/${mine}`, { close: true })).status).toBe(200);
});

it('an incident of all companies is everybody’s', async () => {
  const nobodys = await issuer.token({ roles: ['Incidents.Manage'], tid: undefined });
  const { incident } = (await call('POST', '', { code: '0x8004de40' }, nobodys)).body;
  const other = await desk(['Incidents.Manage'], 'tenant-2');
  for (const token of [other, undefined]) {
    const { incidents } = (await call('GET', '', undefined, token)).body;
    expect(incidents).toContainEqual(expect.objectContaining({ incident }));
  }
  expect((await call('PATCH', `/${incident}`, { close: true }, other)).status).toBe(200);
});

it.each([
  ['no code', 'POST', '', {}, 400],
  ['a code that is none', 'POST', '', { code: 'hello' }, 400],
  ['two changes at once', 'PATCH', '/INC-1', { name: 'x', close: true }, 400],
  ['an incident that there is none of', 'PATCH', '/INC-99', { name: 'x' }, 404],
  ['a merge with itself', 'PATCH', '/INC-1', { mergeInto: 'INC-1' }, 400],
])('%s is refused', async (_name, method, path, body, status) => {
  expect((await call(method, path, body)).status).toBe(status);
});

it('nobody without the role may do any of it', async () => {
  const token = await desk(['Cases.Read']);
  for (const method of ['GET', 'POST']) {
    expect(
      (await call(method, '', method === 'POST' ? { code: '0x8004de40' } : undefined, token)).status,
    ).toBe(403);
  }
  expect((await call('PATCH', '/INC-4', { close: true }, token)).status).toBe(403);
});

it('who came before IT opened it is counted, and told', async () => {
  const user = bot.user();
  expect(stepOfCard((await user.type('0x8004de40')).card)).toBe('device');
  await bot.attend();
  const from = bot.connector.sent.length;
  const { incident, people } = (await call('POST', '', { code: '0x8004de40' })).body;
  expect(people).toBeGreaterThan(0);
  await bot.connector.next(
    (one) => one.conversation === user.conversation && !!one.text?.includes('known problem'),
    from,
  );
  expect((await call('PATCH', `/${incident}`, { close: true })).status).toBe(200);
});
