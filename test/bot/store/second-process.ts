import { openStore } from '../../../bot/store/open.ts';
import { advance, caseOf, seed } from './build.ts';

// A second instance of the bot: opens the database of the first argument and takes as many turns as the second says.
const [url = '', turns = ''] = process.argv.slice(2);
const store = await openStore(url);
// Whoever comes first makes the case; the others find it there.
await seed(store, caseOf('shared')).catch(() => {});
for (let i = 0; i < Number(turns); i += 1) await advance(store, 'shared');
await store.close();
