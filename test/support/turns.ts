import { clickOf, type Intake, senderOf } from '../../bot/intake.ts';
import type { Store } from '../../bot/store/store.ts';
import { runTurn, type TurnResult } from '../../bot/turn/turn.ts';
import type { Rules } from '../../dialogs/triage/advance.ts';

/** One employee whose turns run on a store, with no Teams in between. */
export class TurnsUser {
  readonly name: string;
  readonly key: string;
  private readonly deps: { store: Store; rules: Rules; now: () => number };
  private activities = 0;

  constructor(deps: { store: Store; rules: Rules; now: () => number }, name = 'kim') {
    this.deps = deps;
    this.name = name;
    this.key = `tenant-1/${name}`;
  }

  type(text: string): Promise<TurnResult> {
    return this.turn({ ...this.sender(), kind: 'text', text });
  }

  /** Clicks on the card of the case as it is now, in this message where its id is given. */
  async click(verb: string, inputs: object = {}, message?: string): Promise<TurnResult> {
    const latest = await this.deps.store.latestCase(this.key);
    const data = { case: latest?.record.id, step: latest?.step, rev: latest?.record.rev, ...inputs };
    return this.turn(clickOf(this.sender(), { action: { verb, data } }, 'invoke', message));
  }

  private turn(intake: Intake): Promise<TurnResult> {
    return runTurn({ ...this.deps, faqText: () => '' }, intake);
  }

  private sender() {
    this.activities += 1;
    const found = senderOf({
      type: 'message',
      id: `activity-${this.activities}`,
      channelId: 'msteams',
      serviceUrl: 'http://127.0.0.1:9',
      from: { id: `29:${this.name}`, name: 'Kim Tester', aadObjectId: this.name },
      recipient: { id: '28:bot' },
      conversation: { id: `a:${this.name}`, conversationType: 'personal', tenantId: 'tenant-1' },
    });
    if (!found) throw new Error('The activity is malformed');
    return found;
  }
}
