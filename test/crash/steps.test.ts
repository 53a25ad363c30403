import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import type { Connector } from '../../bot/effects/connector.ts';
import type { EffectDeps } from '../../bot/effects/context.ts';
import { givenUp, perform } from '../../bot/effects/perform.ts';
import { createHandle } from '../../bot/handle.ts';
import { clickOf, type Intake, senderOf } from '../../bot/intake.ts';
import { actOnCard } from '../../bot/it/act.ts';
import { Outbox } from '../../bot/outbox.ts';
import { openStore } from '../../bot/store/open.ts';
import type { Store } from '../../bot/store/store.ts';
import type { TicketSystem } from '../../bot/tickets/port.ts';
import { createTriage } from '../../dialogs/triage/machine.ts';
import { defaultPolicy } from '../../dialogs/triage/policy.ts';
import { nothingSpecial, pc } from '../support/ladder.ts';
import { type Card, dataOf } from '../support/teams.ts';

const rules = { machine: createTriage(defaultPolicy), policy: defaultPolicy };
const log = pino({ level: 'silent' });
const cutsToTry = Number(process.env.CRASH_ROUNDS) || Number.POSITIVE_INFINITY;
const budgetMs = Number.isFinite(cutsToTry) ? Number.POSITIVE_INFINITY : 15_000;

/** What a user does from the first message to a ticket that is taken back; a verb with its inputs, or words. */
const script: readonly (
  | { click: string; inputs?: object; answer?: string }
  | { type: string; answer?: string }
)[] = [
  { type: 'OneDrive says 0x8004de40' },
  { click: 'continue', inputs: pc('windows', 'personal') },
  { type: 'yes it loads', answer: 'loads' },
  { click: 'not-fixed' },
  { click: 'continue', inputs: nothingSpecial },
  { click: 'pause' },
  { click: 'resume' },
  { type: 'talk to a human', answer: 'human' },
  { click: 'send', inputs: { reachBy: 'teams' } },
  { click: 'withdraw' },
];

interface Post {
  content: string;
  life: number;
  /** Of the outbox. */
  row: number;
}

/** The world outside of the process: the database, the conversation and the ticket system survive it. */
interface World {
  store: Store;
  now: number;
  posts: Post[];
  tickets: Map<string, number>;
  closed: string[];
  /** Cards of the IT channel: the cases that they name. */
  itPosts: string[];
}

/** One life of the process. `ended` resolves with the name of the step after which nothing happens any more. */
interface Life {
  handle: ReturnType<typeof createHandle>;
  outbox: Outbox;
  ended: Promise<string>;
  /** Steps taken so far. */
  steps: () => number;
}

const never = () => new Promise<never>(() => {});

function live(world: World, number: number, cutAt: number): Life {
  let taken = 0;
  let dead = false;
  const { promise: ended, resolve: end } = Promise.withResolvers<string>();
  const point = async (name: string) => {
    if (dead) return never();
    taken += 1;
    if (taken !== cutAt) return;
    dead = true;
    end(name);
    return never();
  };
  /** Everything that leaves the process may be its last deed, or the last it does not come to. */
  const mortal = <T extends object>(outside: T, kind: string): T =>
    new Proxy(outside, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...given: unknown[]) => {
          await point(`before ${kind}.${String(name)}`);
          const result: unknown = await Reflect.apply(member, target, given);
          await point(`after ${kind}.${String(name)}`);
          return result;
        };
      },
    });
  const now = () => {
    world.now += 1;
    return world.now;
  };
  /** The row that is in work for the conversation: there is never more than one. */
  let row = 0;
  const store = mortal(world.store, 'store');
  const deps: EffectDeps = {
    store,
    rules,
    now,
    connector: mortal(
      connectorOf(world, number, () => row),
      'connector',
    ),
    tickets: mortal(ticketsOf(world), 'tickets'),
    itChannel: mortal(channelOf(world), 'channel'),
  };
  const outbox = new Outbox({
    store,
    perform: (leased) => {
      if (leased.group.startsWith('chat:')) row = leased.id;
      return perform(deps, leased);
    },
    givenUp: (leased) => givenUp(deps, leased),
    log,
    owner: randomUUID(),
    now,
    random: () => 0.5,
  });
  const handle = createHandle({ store, rules, now, faqText: () => '', outbox, log, ticketWaitMs: 20 });
  outbox.start();
  return { handle, outbox, ended, steps: () => taken };
}

const connectorOf = (world: World, life: number, row: () => number): Connector => ({
  async send(_user, message) {
    world.posts.push({ content: JSON.stringify(message), life, row: row() });
    return { kind: 'sent', activityId: `message-${world.posts.length}` };
  },
  async update(_user, activityId) {
    return { kind: 'sent', activityId };
  },
});

const refused = async () => ({ kind: 'refused', error: 'not asked for' }) as const;
const ticketsOf = (world: World): TicketSystem => ({
  name: 'test',
  queue: '',
  can: { attach: false, status: false },
  async create({ key }) {
    world.tickets.set(key, world.tickets.get(key) ?? world.tickets.size + 1);
    return { kind: 'done', value: { key, id: `T-${world.tickets.get(key)}`, url: null } };
  },
  async close({ id }) {
    world.closed.push(id);
    return { kind: 'done', value: null };
  },
  comment: refused,
  reopen: refused,
  attach: refused,
  status: refused,
  check: async () => [],
});

const address = { serviceUrl: 'http://127.0.0.1:9', botId: '28:bot', tenant: 'tenant-1' };
const threadOf = (n: number) => ({ conversationId: `19:it;messageid=${n}`, activityId: `${n}` });

function channelOf(world: World): NonNullable<EffectDeps['itChannel']> {
  return {
    id: '19:it',
    async post(_to, message) {
      const { refresh } = (message as { card: Card }).card;
      world.itPosts.push(refresh?.action.data.case ?? '');
      return { kind: 'sent', post: { ...address, ...threadOf(world.itPosts.length) } };
    },
    update: async (_post, _message) => ({ kind: 'sent', activityId: '' }),
    reply: async () => ({ kind: 'sent', activityId: '' }),
    member: async () => 'member',
    directoryId: async () => null,
    problem: async () => null,
    works() {},
    fails() {},
  };
}

/** The clients of the channel show the cards that they have got, and ask for the newest state of each. */
async function showIt(world: World): Promise<void> {
  const deps = { store: world.store, rules, system: 'test', now: () => world.now };
  for (const [n, caseId] of world.itPosts.entries()) {
    const thread = threadOf(n + 1);
    const click = {
      caseId,
      verb: 'show',
      rev: 0,
      inputs: {},
      who: 'Robin',
      whoId: '',
      activityId: '',
      address,
    };
    await actOnCard(deps, {
      ...click,
      conversationId: thread.conversationId,
      cardActivityId: thread.activityId,
    });
  }
}

const activity = (id: string) => ({
  type: 'message',
  id,
  channelId: 'msteams',
  serviceUrl: 'http://127.0.0.1:9',
  from: { id: '29:kim', name: 'Kim Tester', aadObjectId: 'kim' },
  recipient: { id: '28:bot' },
  conversation: { id: 'a:kim', conversationType: 'personal', tenantId: 'tenant-1' },
});

function intakeOf(
  card: Card | null,
  what: (typeof script)[number] | 'show',
  n: number,
  inChat: string | undefined,
): Intake {
  const sender = senderOf(activity(`activity-${n}`));
  if (!sender) throw new Error('The activity is malformed');
  if (what !== 'show' && 'type' in what) return { ...sender, kind: 'text', text: what.type };
  const data = card ? dataOf(card) : {};
  const verb = what === 'show' ? 'show' : what.click;
  const inputs = what === 'show' ? {} : what.inputs;
  return clickOf(sender, { action: { verb, data: { ...data, ...inputs } } }, 'invoke', inChat);
}

/** The message that the client shows, and asks for anew by itself. */
const inChat = ({ posts }: World) => (posts.length > 0 ? `message-${posts.length}` : undefined);

/**
 * Plays the script; the process dies at its step `cutAt`, a new one takes over soon, and the leases of the dead one
 * have run out when the chat has been shown once more.
 */
async function play(cutAt: number) {
  const store = await openStore('file::memory:');
  const world: World = {
    store,
    now: Date.parse('2026-03-02T12:00:00Z'),
    posts: [],
    tickets: new Map(),
    closed: [],
    itPosts: [],
  };
  const first = live(world, 1, cutAt);
  let life = first;
  let cut: string | null = null;
  const takeOver = (ended: string) => {
    cut = ended;
    world.now += 1_000;
    life = live(world, 2, Number.POSITIVE_INFINITY);
  };
  /** Until it is answered; what the dead process was asked comes again as the same activity. */
  const ask = async (intake: Intake): Promise<Card | null> => {
    const answered = await Promise.race([life.handle(intake), life.ended]);
    if (typeof answered !== 'string') return answered.card as Card | null;
    takeOver(answered);
    await showIt(world);
    return ask(intake);
  };
  let card: Card | null = null;
  let asked = 0;
  let leasesOver = false;
  for (const what of script) {
    asked += 1;
    await ask(intakeOf(card, what, asked, inChat(world)));
    asked += 1;
    card = await ask(intakeOf(card, 'show', asked, inChat(world)));
    if (cut !== null && !leasesOver) {
      leasesOver = true;
      world.now += 60_000;
      life.outbox.kick();
    }
  }
  const left = async () => (await store.outboxRows({}, 100)).filter((row) => row.state === 'waiting');
  for (let n = 0; (await left()).length > 0; n += 1) {
    if (n > 2_000) throw new Error(`Left undone: ${(await left()).map((row) => row.key).join(' ')}`);
    world.now = Math.max(world.now + 1, (await store.nextDue()) ?? 0);
    life.outbox.kick();
    const ended = await Promise.race([delay(1), life.ended]);
    if (typeof ended !== 'string') continue;
    takeOver(ended);
    await showIt(world);
  }
  const { dead } = await store.outboxCounts();
  const record = card ? (await store.caseById(dataOf(card).case))?.record : undefined;
  await life.outbox.stop(20);
  await store.close();
  return { world, record, dead, cut: cut as string | null, steps: first.steps() };
}

const answers = script.flatMap((what) => ('click' in what ? [what.click] : what.answer ? [what.answer] : []));

/** What is not as if the process had never died. */
function faultsOf({ world, record, dead }: Awaited<ReturnType<typeof play>>): string[] {
  const faults: string[] = [];
  const trail = record?.trail.map(({ answer }) => answer).join(' ');
  if (trail !== answers.join(' ')) faults.push(`the trail is ${trail}`);
  if (dead > 0) faults.push(`${dead} effects were given up`);
  if (world.tickets.size !== 1) faults.push(`there are ${world.tickets.size} tickets`);
  if (record?.ticket?.id !== 'T-1' || !world.closed.includes('T-1')) faults.push('the ticket was left alone');
  if (world.itPosts.length !== 1) faults.push(`there are ${world.itPosts.length} cards in the IT channel`);
  // The connector has no key that would tell, but the client asks for the state of each new card by itself.
  for (const post of sentTwice(world)) faults.push(`row ${post.row} was sent twice`);
  const inARow = world.posts.some((post, n) => world.posts[n - 1]?.content === post.content);
  if (inARow) faults.push('two messages in a row said the same');
  return faults;
}

const sentTwice = ({ posts }: World) =>
  posts.filter((post, n) => posts.slice(0, n).some((before) => before.row === post.row));

it('goes on as if nothing had been when it dies between any two steps of a turn and of the dispatcher', {
  timeout: 600_000,
}, async () => {
  const began = performance.now();
  const whole = await play(Number.POSITIVE_INFINITY);
  expect(faultsOf(whole)).toEqual([]);
  const wrong: string[] = [];
  let tried = 0;
  // Spread over the whole script first, so that a slow machine still sees all of it.
  const order = new Set(Array.from({ length: whole.steps }, (_, n) => ((n * 61) % whole.steps) + 1));
  for (const cutAt of order) {
    if (tried >= cutsToTry || performance.now() - began > budgetMs) break;
    tried += 1;
    const played = await play(cutAt);
    wrong.push(...faultsOf(played).map((fault) => `dead at step ${cutAt} (${played.cut}): ${fault}`));
  }
  console.log(`steps: dead at ${tried} of ${whole.steps}`);
  expect(wrong).toEqual([]);
});
