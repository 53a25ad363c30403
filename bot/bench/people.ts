import { randomUUID } from 'node:crypto';

export interface CardData {
  case: string;
  step: string;
  rev: number;
}
/** As much of a card as the bench looks at. */
export interface Card {
  refresh?: { action: { data: CardData } };
}

/** Every answer on the way of a personal Windows computer from the first form to the ticket's preview. */
export const ladder: readonly (readonly [verb: string, inputs?: object])[] = [
  ['continue', { platform: 'windows', ownership: 'personal', ownDevice: 'yes' }],
  ['loads'],
  ['not-fixed'],
  [
    'continue',
    { spread: 'only-me', newDevice: 'no', changed: 'nothing', accountType: 'work', otherAppsFail: 'no' },
  ],
  ['done'],
  ['not-fixed'],
  ['not-fixed'],
  ['not-fixed'],
  ['not-fixed'],
  ['not-fixed'],
  ['yes'],
  ['restarting'],
  ['not-fixed'],
  ['not-fixed'],
  ['not-fixed'],
  ['recent'],
  ['not-fixed'],
  ['no'],
];

/**
 * One employee in Teams: makes the activities that Teams would send. Everybody is in a tenant of their own if nothing
 * else is said, since the bot keeps what it posts below the number of messages a second that Teams allows in one tenant.
 */
export class Person {
  readonly conversation = `a:1${randomUUID()}${randomUUID()}`;
  private readonly id = `29:1${randomUUID()}${randomUUID()}`;
  private readonly objectId = randomUUID();
  private readonly tenant: string;
  private readonly serviceUrl: string;

  constructor(serviceUrl: string, tenant: string = randomUUID()) {
    this.serviceUrl = serviceUrl;
    this.tenant = tenant;
  }

  message(text: string): object {
    return this.activity({ type: 'message', text, textFormat: 'plain' });
  }

  click(data: CardData, verb: string, inputs: object = {}): object {
    const action = { type: 'Action.Execute', title: verb, verb, data: { ...data, ...inputs } };
    return this.activity({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action, trigger: 'manual' },
      replyToId: 'message-1',
    });
  }

  private activity(change: object): object {
    const { tenant } = this;
    const now = new Date().toISOString();
    return {
      id: `f:${randomUUID()}`,
      timestamp: now,
      localTimestamp: now,
      localTimezone: 'Europe/Berlin',
      channelId: 'msteams',
      serviceUrl: this.serviceUrl,
      from: { id: this.id, name: 'Kim Tester', aadObjectId: this.objectId },
      recipient: { id: '28:bot', name: 'OneDrive help' },
      conversation: { id: this.conversation, conversationType: 'personal', tenantId: tenant },
      channelData: { tenant: { id: tenant }, source: { name: 'message' } },
      entities: [
        {
          type: 'clientInfo',
          locale: 'en-GB',
          country: 'GB',
          platform: 'Windows',
          timezone: 'Europe/Berlin',
        },
      ],
      locale: 'en-GB',
      ...change,
    };
  }
}
