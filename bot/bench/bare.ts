import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import {
  type AdaptiveCardInvokeResponse,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type Request,
  TeamsActivityHandler,
  type TurnContext,
} from 'botbuilder';
import restify from 'restify';
import { serve } from './child.ts';

/**
 * The peer: restify and CloudAdapter put together as in Microsoft's samples, answering every invoke with the same
 * card. `node bare.ts <file with the card> [<database file>]`, started by the bench; with a database file every
 * invoke also makes one durable commit: a read, an upsert of a case and an insert of something to be done.
 */
const [cardFile = '', databaseFile] = process.argv.slice(2);
/** About as much as a case of ours in the middle of its ladder. */
const caseBytes = 6_000;

function durably(path: string): (context: TurnContext) => void {
  const db = new DatabaseSync(path);
  db.exec('pragma journal_mode = wal; pragma synchronous = full;');
  db.exec('create table cases (id text primary key, rev integer, body text) without rowid');
  db.exec('create table outbox (id integer primary key, payload text)');
  const find = db.prepare('select rev, body from cases where id = ?');
  const save = db.prepare(
    'insert into cases (id, rev, body) values (?, ?, ?) on conflict (id) do update set rev = excluded.rev, body = excluded.body',
  );
  const want = db.prepare('insert into outbox (payload) values (?)');
  const body = JSON.stringify({ snapshot: 'x'.repeat(caseBytes) });
  return (context) => {
    const { id } = context.activity.from;
    db.exec('begin immediate');
    const rev = Number(find.get(id)?.rev ?? 0);
    save.run(id, rev + 1, body);
    want.run(JSON.stringify({ kind: 'update-card', user: id, rev }));
    db.exec('commit');
  };
}

class BareBot extends TeamsActivityHandler {
  private readonly remember = databaseFile ? durably(databaseFile) : () => {};
  private card: AdaptiveCardInvokeResponse['value'] | undefined;

  protected override async onAdaptiveCardInvoke(context: TurnContext): Promise<AdaptiveCardInvokeResponse> {
    this.remember(context);
    // Read at the first click: the bench starts all bots at once and has the card from one of them.
    this.card ??= JSON.parse(readFileSync(cardFile, 'utf8'));
    return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: this.card ?? {} };
  }
}

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const bot = new BareBot();
const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/api/messages', async (req, res) => {
  await adapter.process(req as Request, res, (context) => bot.run(context));
});
server.listen(0, '127.0.0.1', () => {
  serve(server.url, { stop: async () => server.server.closeAllConnections() });
});
