export { startPostgres, type TestPostgres } from '../../bot/bench/postgres.ts';
