import type { EffectDeps } from '../../../bot/effects/context.ts';
import { givenUp, perform } from '../../../bot/effects/perform.ts';
import { type Opening, openIncident } from '../../../bot/incidents/manage.ts';
import type { Intake } from '../../../bot/intake.ts';
import { openStore } from '../../../bot/store/open.ts';
import { type LeasedEffect, type Store, StoreConflict } from '../../../bot/store/store.ts';
import { builtinTickets } from '../../../bot/tickets/builtin.ts';
import type { TicketResult } from '../../../bot/tickets/port.ts';
import { runTurn } from '../../../bot/turn/turn.ts';
import type { Rules } from '../../../dialogs/triage/advance.ts';
import { createTriage } from '../../../dialogs/triage/machine.ts';
import { policyWith } from '../../support/walk.ts';

export const minute = 60_000;
const policy = policyWith({ incidents: { learnDays: 0 } });
const rules: Rules = { machine: createTriage(policy), policy };

/** The bot without its server: turns and effects one after the other, in the order that a test wants, no clock but its own. */
export class Shell {
  time = Date.UTC(2026, 10, 25, 9);
  readonly store: Store;
  /** What users were told, oldest first; of a card what stands on top of it. */
  readonly told: { user: string; text: string }[] = [];
  /** What the ticket system answers to a new ticket, where it is something else than a number. */
  refuses: (key: string) => TicketResult<never> | null = () => null;
  /** How long a row is tried. */
  giveUpAfterMs = 24 * 60 * minute;
  private readonly deps: EffectDeps;
  private readonly zones = new Map<string, string>();

  private constructor(store: Store) {
    this.store = store;
    const now = () => this.time;
    const tickets = builtinTickets(store, now);
    const send = async (user: { key: string }, message: object) => {
      this.told.push({ user: user.key, text: JSON.stringify(message) });
      return { kind: 'sent', activityId: `a-${this.told.length}` } as const;
    };
    this.deps = {
      store,
      rules,
      now,
      tickets: {
        ...tickets,
        create: async (ticket, queue) => this.refuses(ticket.key) ?? tickets.create(ticket, queue),
      },
      connector: { send, update: async (_user, activityId) => ({ kind: 'sent', activityId }) },
    };
  }

  static async open(): Promise<Shell> {
    return new Shell(await openStore('file::memory:'));
  }

  private async take(user: string, what: { text: string } | { verb: string; inputs: object }): Promise<void> {
    const site = this.zones.get(user);
    const sender = {
      user: {
        key: user,
        tenant: 'tenant-1',
        channelUserId: user,
        name: user,
        locale: 'en',
        serviceUrl: 'https://smba.example/',
        channelId: 'msteams',
        conversationId: user,
        botId: 'bot',
        ...(site && { site }),
      },
      conversationId: user,
      activityId: '',
      personal: true,
    };
    const stored = await this.store.latestCase(user);
    const intake =
      'text' in what
        ? { ...sender, kind: 'text', ...what }
        : {
            ...sender,
            kind: 'click',
            via: 'invoke',
            case: stored?.record.id ?? null,
            step: stored?.step ?? null,
            rev: stored?.record.rev ?? null,
            cardActivityId: null,
            ...what,
          };
    await runTurn({ store: this.store, rules, now: () => this.time, faqText: () => '' }, intake as Intake);
  }

  /** Where the user's client says that they are from now on. */
  goes(user: string, zone: string): void {
    this.zones.set(user, zone);
  }

  type(user: string, text = '0x8004de40'): Promise<void> {
    return this.take(user, { text });
  }

  click(user: string, verb: string, inputs: object = {}): Promise<void> {
    return this.take(user, { verb, inputs });
  }

  /** From a card that offers a person to a sent request. */
  async send(user: string, comment = ''): Promise<void> {
    await this.type(user, 'person');
    await this.click(user, 'send', { comment });
  }

  /** Does what is due now until nothing is, as the outbox does; `but` leaves out what waits for its turn. */
  async drain(but: LeasedEffect['effect']['kind'] | null = null): Promise<void> {
    for (;;) {
      const rows = await this.store.lease('me', this.time, minute, 16);
      const mine = rows.filter(({ effect }) => effect.kind !== but);
      for (const row of mine) await this.work(row);
      // A minute away, so that it is not found again at once.
      for (const row of rows)
        if (row.effect.kind === but) await this.store.retry(row.id, 'me', this.time + minute, '', false);
      if (rows.length === 0) return;
    }
  }

  private async work(row: LeasedEffect): Promise<void> {
    const outcome = await perform(this.deps, row);
    if (outcome.kind === 'done') await this.store.complete(row.id, 'me', outcome.record);
    else if (
      outcome.kind === 'dead' ||
      (outcome.kind === 'retry' && this.time - row.createdAt > this.giveUpAfterMs)
    ) {
      await givenUp(this.deps, row);
      await this.store.bury(row.id, 'me', outcome.error);
    } else if (outcome.kind === 'retry')
      await this.store.retry(row.id, 'me', this.time + minute, outcome.error, true);
    else throw new StoreConflict('nothing is limited here');
  }

  async incident(change: Partial<Opening> = {}): Promise<string> {
    const given: Opening = {
      tenant: null,
      code: '0x8004de40',
      name: '',
      by: 'Robin',
      detection: null,
      affected: [],
      ...change,
    };
    const opened = await this.store.turn((turn) => openIncident(turn, given, this.time));
    if (!opened.ok) throw new Error(opened.why);
    return opened.incident.id;
  }

  async caseOf(user: string) {
    const stored = await this.store.latestCase(user);
    if (!stored) throw new Error(`${user} has no case`);
    return stored;
  }

  /** What a user was told that has this in it. */
  heard(user: string, words: string): number {
    return this.told.filter((one) => one.user === user && one.text.includes(words)).length;
  }
}
