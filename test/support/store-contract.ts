import { afterEach, beforeEach, describe } from 'vitest';
import type { Store } from '../../bot/store/store.ts';
import { caseContract } from '../bot/store/contract/cases.ts';
import { claimContract } from '../bot/store/contract/claims.ts';
import { concurrencyContract } from '../bot/store/contract/concurrency.ts';
import { dueContract } from '../bot/store/contract/due.ts';
import { incidentContract } from '../bot/store/contract/incidents.ts';
import { instanceContract } from '../bot/store/contract/instances.ts';
import { itCardContract } from '../bot/store/contract/it-cards.ts';
import { keyContract } from '../bot/store/contract/keys.ts';
import { leaseContract } from '../bot/store/contract/leases.ts';
import { outboxContract } from '../bot/store/contract/outbox.ts';
import { retentionContract } from '../bot/store/contract/retention.ts';
import { ticketContract } from '../bot/store/contract/tickets.ts';

/** A store on an empty database of its own. */
export interface Opened {
  store: Store;
  /** Another store on the same database, as a second instance of the bot has it; `close` closes it too. */
  another(dataKey?: string): Promise<Store>;
  close(): Promise<void>;
}

/** What a test of the contract is given; `store` is fresh for each. */
export interface Subject {
  readonly store: Store;
  another(dataKey?: string): Promise<Store>;
}

/** What every store keeps to. `open` is called for each test. */
export function storeContract(name: string, open: () => Promise<Opened>): void {
  // Generous, since the databases share the machine with whatever else is tested.
  describe(`The store on ${name}`, { timeout: 30_000 }, () => {
    let opened: Opened;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());
    const subject: Subject = {
      get store() {
        return opened.store;
      },
      another: (dataKey) => opened.another(dataKey),
    };
    caseContract(subject);
    claimContract(subject);
    concurrencyContract(subject);
    outboxContract(subject);
    instanceContract(subject);
    keyContract(subject);
    leaseContract(subject);
    ticketContract(subject);
    itCardContract(subject);
    incidentContract(subject);
    retentionContract(subject);
    dueContract(subject);
  });
}
